/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/schema.h"
#include <jansson.h>

/*
 * Reads an embedded instance, the XML text of an object (DSP0201, or Microsoft's variant of it), as
 * strictly as needed to notice what is not XML, not a class of `namespace` derived
 * from `base`, not one of its properties or not of their types. Unknown attributes and elements are
 * passed over. Returns 0, -EINVAL, -ENOSYS when this Windows has no XML reader. *ret_values is new,
 * with nulls left out.
 */
int embedded_read(const char *namespace, const char *base, const char *text,
                  const struct wmi_class **ret_class, json_t **ret_values);
