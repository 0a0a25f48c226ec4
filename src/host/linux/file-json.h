/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What is in a file, as JSON and back (see archive.h). Pure. */

/* Text as text, anything else in hexadecimal. NULL without memory. */
json_t *file_to_json(const char *bytes, size_t length, bool whole);

/* A heap copy with a NUL behind it. Returns its length; -EPROTO when it is neither text nor
 * hexadecimal, -ENOMEM. */
int file_contents(const json_t *file, char **ret, bool *ret_whole);
