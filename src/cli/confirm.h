/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/run.h>

#include "cli/cli.h"

/* Asks the person in front of us to confirm what was done. */
struct confirm {
	const struct invocation *invocation;
	bool asked;
};

/* The answer so far, of a struct confirm: as dda_ask. Asks when it is called first. */
enum dda_answer confirm_ask(void *data);
