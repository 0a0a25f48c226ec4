/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

#include "base/error.h"

/* The certificate that the server shows. */
struct certificate;

/* Out of a PEM text, its first one. Returns 0, or a negative errno with an error set; `path` is
 * what the error is about. */
int certificate_open(const char *pem, const char *path, struct certificate **ret,
                     struct dda_error **ret_error);

/* Whether it is for that name or address (IPv6 in brackets). `certificate` is a struct certificate.
 */
bool certificate_is_for(const char *name, const void *certificate);

/* Whether others than its owner and group may read the file; a negative errno. */
int certificate_key_is_open(const char *path);
