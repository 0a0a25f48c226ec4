/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rules/scope.h"

/*
 * A rule that comes down to one fact of each function of a card. The first function of which it is
 * so makes a finding, else the first of which it could not be read: one that the platform has let
 * leave already is not asked about any more. What the VM of the request has is passed over.
 */
struct function_check {
	const char *code;
	enum finding_severity severity;
	bool forcible;
	bool until_out; /* of no matter once the function has left the host */
	struct fact (*fact)(const struct dda_function *function);
	bool (*is_so)(const struct dda_function *function); /* asked of a known fact only */
	const char *evidence; /* behind the address: "is conventional PCI" */
	/* What stands behind that, made in `arena`; NULL: nothing does. */
	const char *(*detail)(const struct dda_function *function, struct arena *arena);
	const char *question; /* what could not be read: "whether it is PCI Express" */
	const char *remedy;
};

void function_check(const struct rule_scope *scope, struct findings *findings,
                    const struct function_check *check);

/* Adds `finding` as undecided: "whether ... could not be read for 0000:01:00.0 (why)". */
void finding_add_unread(const struct rule_scope *scope, struct findings *findings,
                        struct finding finding, const struct dda_function *function,
                        const char *question, struct fact fact);
