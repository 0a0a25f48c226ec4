/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/windows.h"
#include <jansson.h>

/*
 * Values of properties. Inside they are JSON: numbers, true and false, text, arrays of
 * those, null; an embedded object is an object with its class in "__CLASS". Outside
 * they are VARIANTs, of the types that "Numbers (WMI)" of Microsoft's documentation says.
 */

/* `text` as UTF-8 on the heap; NULL for NULL and without memory. */
char *utf8_from_wide(const wchar_t *text);

/* `text` (UTF-8) as a new BSTR; NULL for NULL and without memory. */
BSTR bstr_from_utf8(const char *text);

/*
 * The value of a property of `type` in namespace `namespace` as a new VARIANT, VT_NULL for null.
 * Returns S_OK, WBEM_E_TYPE_MISMATCH when it is not of that type (our mistake),
 * WBEM_E_OUT_OF_MEMORY.
 */
HRESULT value_to_variant(const char *namespace, const json_t *value, CIMTYPE type, VARIANT *ret);

/*
 * What a client wants to set. A scalar is converted where Windows converts it.
 * Returns S_OK or WBEM_E_TYPE_MISMATCH; *ret_value is new.
 */
HRESULT value_from_variant(const VARIANT *variant, CIMTYPE type, json_t **ret_value);

/* The value of a property of `type` that stands in a text (XML, WQL): as above. */
HRESULT value_from_text(const char *text, CIMTYPE type, json_t **ret_value);

/* The word for a type: "uint64". */
const char *value_type_name(CIMTYPE type);
