/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdio.h>

/*
 * Makes `text` harmless for a terminal, in place: control characters and the
 * marks that turn the writing direction become '?'. Names come from VMs,
 * configuration files and devices, none of which is to be trusted here.
 */
void text_clean(char *text);

/* Writes the cleaned text; NULL writes nothing. */
void text_put(const char *text, FILE *out);
