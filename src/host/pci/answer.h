/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

/* What may be the case, as a set: without the evidence both may. */
enum answer {
	ANSWER_NO = 1,
	ANSWER_YES = 2,
	ANSWER_UNKNOWN = ANSWER_NO | ANSWER_YES,
};

static inline enum answer answer_of(bool value)
{
	return value ? ANSWER_YES : ANSWER_NO;
}
