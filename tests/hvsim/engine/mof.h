/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/schema.h"

/*
 * Adds what `text` declares to `schema`. Of the Managed Object Format it knows
 * classes, properties, methods, the qualifiers of schema.h, and #pragma namespace.
 * Returns NULL, or the place in the text where it made no sense.
 */
const char *mof_read(struct wmi_schema *schema, const char *text);
