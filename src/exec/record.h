/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "plan/plan.h"

/*
 * One record of a journal: a line "CRC JSON", the CRC-32C of the JSON text in eight hexadecimal
 * digits. docs/journal.md has the format. Pure.
 */
#define JOURNAL_VERSION 1

/* The line of that object, with its newline: a heap string, NULL without memory (or an object).
 * Takes `object` over. */
char *record_line(json_t *object);

/* The object of a line of `length` bytes, without its newline; NULL when it is damaged. */
json_t *record_parse(const char *line, size_t length);

/* CRC-32C (Castagnoli; RFC 3720, appendix B.4). */
uint32_t record_checksum(const char *bytes, size_t size);

/* Adds a text; nothing for NULL. What is no UTF-8 becomes '?'. Without memory *object becomes NULL.
 */
void record_put_text(json_t **object, const char *key, const char *text);

/* One step of a plan with all that it takes to do it and to take it back. */
json_t *record_step(const struct planned_step *planned, size_t index);

/* Adds what such a record says to the plan. Returns 0, -EBADMSG when it makes no sense, -ENOMEM. */
int record_read_step(const json_t *object, struct dda_plan *plan);

/* Which device a function is; and back, as above. */
json_t *record_identity(const struct identity *identity);
int record_read_identity(const json_t *object, struct arena *arena, struct identity *ret);
