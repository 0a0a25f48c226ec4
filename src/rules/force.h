/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rules/finding.h"

/*
 * Codes that a person may decide against. "not-isolated" is what a rule finds; "no-mitigations"
 * only the platform itself, when a function is to leave the host. Ends with NULL.
 */
#define FORCE_NOT_ISOLATED "not-isolated"
#define FORCE_NO_MITIGATIONS "no-mitigations"
extern const char *const force_codes[];

/* True when `code` is one of the `count` codes. */
bool force_has(const char *const *codes, size_t count, const char *code);

/* True when it is one that can be forced. */
bool force_is_code(const char *code);

/* Forcible blockers with one of those codes, decided or not, become warnings that say so. */
void findings_force(struct findings *findings, const char *const *codes, size_t count);
