/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/fault.h"
#include "engine/windows.h"

/*
 * Round trips: the calls that a real client sends to another process. They are counted, written
 * to the file HVSIM_LOG, and go wrong as HVSIM_FAULTS says; README.md has the form of both.
 * One at a time: the simulated host is locked from begin to end.
 */
struct trip {
	unsigned number;
	const char *what, *method, *detail;
	struct fault fault;
};

/*
 * Begins one. `method` is the method's name for ExecMethod, else NULL; `detail` goes into the log.
 * The texts must live until its end. Returns S_OK, or the error with which the call must
 * return: then it is ended already.
 */
HRESULT trip_begin(struct trip *trip, const char *what, const char *method, const char *detail);

/* Ends it with the result `hr` and returns what the call must return. `value` (or -1), what the
 * method returned, is for the log. */
HRESULT trip_end(struct trip *trip, HRESULT hr, long long value);
