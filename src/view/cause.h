/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/texts.h"

/*
 * What cards share of their findings. The evidence "0000:01:00.0 can't be reset alone" about the
 * card 0000:01:00 is kept as "?.0 can't be reset alone" with a mark for "?", and the cause that it
 * has in common with those of other cards is "it can't be reset alone". Pure.
 */

/* Adds an evidence, its own addresses marked. Returns 0 or -ENOMEM. */
int cause_mark(struct texts *texts, const char *evidence, const char *subject, uint32_t *ret);

/* Of the causes of marked texts. */
uint32_t cause_hash(const char *text);
bool cause_equal(const char *text, const char *other);

/* The cause, or the evidence as it was, of a marked text, in heap memory. NULL without memory. */
char *cause_spell(const char *text);
char *cause_spell_evidence(const char *text, const char *subject);
