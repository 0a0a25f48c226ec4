/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "base/arena.h"
#include "model/step.h"

/*
 * A VM's settings as properties of WMI: of Msvm_VirtualSystemSettingData ("system"), and of
 * Msvm_MemorySettingData ("memory"). Pure.
 */

/* What a change of settings writes; references of the caller's. */
struct settings_change {
	json_t *system, *memory; /* properties that change, NULL: none */
};

void settings_change_deinit(struct settings_change *change);

/*
 * What STEP_SET changes in a VM whose properties are `system` and `memory`; its notes (Notes) come
 * to say what was there before. A property that this version of Windows does not have is left out.
 * Nothing to do: both NULL. Returns 0 or -ENOMEM.
 */
int settings_set(const json_t *system, const json_t *memory, const struct step *step,
                 struct settings_change *ret);

/* The same for STEP_UNSET: puts back what the notes say, unless somebody changed it since. */
int settings_unset(const json_t *system, const json_t *memory, const struct step *step,
                   struct settings_change *ret);

/* The settings that a note speaks of: a set of enum vm_setting. */
unsigned settings_of_note(const json_t *note);

/* The same of what a person may name: a set of enum dda_setting. */
unsigned settings_named_in(const json_t *note);

/* What STEP_SET makes of the properties, {NAME: value}; a new reference, NULL without memory. */
json_t *settings_values(const struct step *step);

/* The VM's notes: the first of the list; "" for none. Owned by `system`. */
const char *settings_notes(const json_t *system);
