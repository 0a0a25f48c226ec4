/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/step.h"

const char *step_kind_name(enum step_kind kind)
{
	static const char *const names[] = {
	        [STEP_DISABLE] = "disable",   [STEP_ENABLE] = "enable",
	        [STEP_DISMOUNT] = "dismount", [STEP_MOUNT] = "mount",
	        [STEP_PREPARE] = "prepare",   [STEP_UNPREPARE] = "unprepare",
	        [STEP_ADD] = "add",           [STEP_REMOVE] = "remove",
	        [STEP_START] = "start",       [STEP_STOP] = "stop",
	        [STEP_SET] = "set",           [STEP_UNSET] = "unset",
	};

	return names[kind];
}

enum step_kind step_kind_inverse(enum step_kind kind)
{
	/* The enumeration lists each step next to its inverse. */
	return (enum step_kind)((unsigned)kind ^ 1u);
}

bool step_needs_device(const struct step *step)
{
	return step->kind < STEP_PREPARE || step->kind == STEP_ADD;
}

bool step_has_function(const struct step *step)
{
	return address_compare(step->function, (struct address){0}) != 0;
}
