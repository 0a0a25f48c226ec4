/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum fault_kind {
	FAULT_NONE,
	FAULT_CODE,   /* fails with `code`: an HRESULT, or what a method returns (327xx) */
	FAULT_WARN,   /* the job ends with warnings */
	FAULT_VANISH, /* the job is done and gone before anybody can read it */
	FAULT_HANG,   /* the job never ends */
	FAULT_DIE,    /* the process ends here */
};

/* How a round trip shall go wrong. */
struct fault {
	enum fault_kind kind;
	uint32_t code;
	bool after; /* first do what was asked */
	bool job;   /* let the job fail, not the call; with `after` when it has done it */
};

/*
 * The fault that HVSIM_FAULTS asks for round trip `number`, the `count`-th call of `method`.
 * A mistake in HVSIM_FAULTS ends the process with a message.
 */
struct fault fault_for(unsigned number, const char *what, unsigned what_count, const char *method,
                       unsigned method_count);

/* True for an HRESULT, false for what a method returns. */
bool fault_is_hresult(const struct fault *fault);
