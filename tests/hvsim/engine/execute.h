/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/fault.h"
#include "engine/object.h"

/*
 * Calls the method `name` of the object (or class) at `path`, between provider_begin() and
 * provider_end(). `in` may be NULL; `fault` says how it shall go wrong.
 * Returns S_OK, WBEM_E_INVALID_METHOD, WBEM_E_INVALID_METHOD_PARAMETERS,
 * WBEM_E_INVALID_OBJECT_PATH, WBEM_E_INVALID_CLASS, or what the method says.
 */
HRESULT execute(const char *namespace, const char *path, const char *name,
                const struct wmi_object *in, const struct fault *fault, IWbemClassObject **ret_out,
                long long *ret_value);
