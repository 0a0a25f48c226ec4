/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What every file that talks to COM needs. The whole build has NOGDI: wingdi.h makes a macro of
 * GetObject. */
#define COBJMACROS
#include <windows.h>
#include <wbemidl.h>

#include <jansson.h>
#include <stdbool.h>

#include "host/hyperv/snapshot.h"

/* A COM string of a UTF-8 text, or NULL without memory. Free with SysFreeString(). */
BSTR text_to_bstr(const char *text);

/* A heap string in UTF-8; NULL is the empty text. NULL without memory. */
char *text_of_wide(const wchar_t *text);

/* A value of CIM type `type` as JSON; a new reference, or NULL without memory. */
json_t *value_to_json(const VARIANT *value, CIMTYPE type);

/*
 * The other way round: *ret is to be cleared with VariantClear(). Returns S_OK,
 * DISP_E_TYPEMISMATCH, E_OUTOFMEMORY.
 */
HRESULT json_to_value(const json_t *json, CIMTYPE type, VARIANT *ret);

/* All properties of an object that are not those of the system, or with them. A new reference, or
 * NULL without memory. */
json_t *object_to_json(IWbemClassObject *object, bool with_system);

/* Sets each property in `changes`, a JSON object or NULL. Returns S_OK or the first failure. */
HRESULT object_put_all(IWbemClassObject *object, const json_t *changes);

static inline void cleanup_bstr(BSTR *text)
{
	SysFreeString(*text);
}
#define _cleanup_bstr_ _cleanup_(cleanup_bstr)

static inline void cleanup_unknown(void *p)
{
	IUnknown *unknown = *(IUnknown **)p;

	if (unknown)
		IUnknown_Release(unknown);
}
#define _cleanup_unknown_ _cleanup_(cleanup_unknown)
