/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "model/vm.h"

/* What dda changed in a definition is kept in the definition's <metadata>, in an element of ours.
 */
#define SETTINGS_NAMESPACE "https://dda.invalid/vm/1"
#define SETTINGS_ELEMENT "dda:before"
#define SETTINGS_PATH "/domain/metadata/dda:before"

/*
 * Decodes the settings in a VM's definition, element by element: `path` is "/domain/os/loader".
 * Called at the begin of each with its attributes, and at its end with its text. `unit`: the factor
 * of the size that the element holds.
 */
void decode_setting_begin(const char *path, const char **attributes, struct arena *arena,
                          struct vm_settings *settings);
void decode_setting_end(const char *path, const char *text, uint64_t unit, struct arena *arena,
                        struct vm_settings *settings);
