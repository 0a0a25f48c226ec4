/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#define COBJMACROS
#include <windows.h>
#include <wbemidl.h>
#include <stdbool.h>

/* Prints "NAME=VALUE", with the VARIANT's type where it is not a string: "NAME=i4:5", "NAME=a|b";
 * embedded objects are printed in braces. */
void variant_show(const wchar_t *name, VARIANT *value);

/* `text` as a property of `type` wants it: arrays are "a|b", but with `whole` one element. Returns
 * S_OK or WBEM_E_TYPE_MISMATCH. */
HRESULT variant_make(const wchar_t *text, CIMTYPE type, bool whole, VARIANT *ret);
