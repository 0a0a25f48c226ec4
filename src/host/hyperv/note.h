/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"

/*
 * What dda changed of a VM's settings, kept in the VM's own notes so that it goes where the VM
 * goes: one line "dda: settings before: NAME=BEFORE>AFTER NAME=BEFORE>AFTER...", the names being
 * those of WMI properties, the values numbers, true or false. Pure.
 */

#define NOTE_BEFORE 0
#define NOTE_AFTER 1

/*
 * Reads the line, the first where there are more. *ret is an object {NAME: [BEFORE, AFTER]} the
 * caller releases, empty without such a line; what is malformed in it is left out. `notes` may be
 * NULL. Returns 0 or -ENOMEM.
 */
int note_read(const char *notes, json_t **ret);

/*
 * The notes with the line put in place of the one that is there, or at the end; without a line when
 * `note` is empty. Copies of the line go. All else stays to the letter. A text in `arena`, or
 * `notes` themselves, or NULL without memory.
 */
const char *note_write(struct arena *arena, const char *notes, const json_t *note);

/* The line by itself, for note_read(); NULL for an empty note, and without memory. */
const char *note_text(struct arena *arena, json_t *note);

/* "128", "true": a value as text, NULL when it is of another kind, or without memory. */
const char *note_value_text(struct arena *arena, const json_t *value);

/* True when both say the same: WMI hands 64-bit numbers over as text. */
bool note_values_equal(const json_t *a, const json_t *b);
