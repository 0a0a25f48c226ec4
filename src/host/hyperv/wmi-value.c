/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/cleanup.h"
#include "host/hyperv/wmi-value.h"

#include <inttypes.h>
#include <stdio.h>

BSTR text_to_bstr(const char *text)
{
	int length = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
	BSTR bstr = SysAllocStringLen(NULL, length > 0 ? (UINT)length - 1 : 0);

	if (bstr && length > 0)
		MultiByteToWideChar(CP_UTF8, 0, text, -1, bstr, length);
	return bstr;
}

char *text_of_wide(const wchar_t *text)
{
	const wchar_t *wide = text ? text : L"";
	int length = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
	char *utf8 = calloc(1, length > 0 ? (size_t)length : 1);

	if (utf8 && length > 0)
		WideCharToMultiByte(CP_UTF8, 0, wide, -1, utf8, length, NULL, NULL);
	return utf8;
}

static json_t *text_to_json(const wchar_t *text)
{
	_cleanup_free_ char *utf8 = text_of_wide(text);

	return utf8 ? json_string(utf8) : NULL;
}

/* An unsigned number may come in a signed type of the same width. */
static json_t *integer_to_json(int64_t value, CIMTYPE type)
{
	if ((type & ~CIM_FLAG_ARRAY) == CIM_UINT32)
		return json_integer((uint32_t)value);
	if ((type & ~CIM_FLAG_ARRAY) == CIM_UINT16)
		return json_integer((uint16_t)value);
	return json_integer(value);
}

static json_t *unknown_to_json(IUnknown *unknown)
{
	_cleanup_unknown_ IWbemClassObject *object = NULL;

	if (!unknown ||
	    FAILED(IUnknown_QueryInterface(unknown, &IID_IWbemClassObject, (void **)&object)))
		return json_null();
	return object_to_json(object, false);
}

static json_t *array_to_json(SAFEARRAY *array, VARTYPE kind, CIMTYPE type)
{
	json_t *list = json_array();
	LONG first = 0, last = -1;

	if (array) {
		SafeArrayGetLBound(array, 1, &first);
		SafeArrayGetUBound(array, 1, &last);
	}
	for (LONG i = first; list && i <= last; i++) {
		VARIANT item;

		VariantInit(&item);
		V_VT(&item) = kind;
		if (FAILED(SafeArrayGetElement(array, &i, &V_NONE(&item))))
			V_VT(&item) = VT_NULL;
		json_array_append_new(list, value_to_json(&item, type));
		VariantClear(&item);
	}
	return list;
}

json_t *value_to_json(const VARIANT *value, CIMTYPE type)
{
	if (V_ISARRAY(value))
		return array_to_json(V_ARRAY(value), V_VT(value) & VT_TYPEMASK, type);
	switch (V_VT(value)) {
	case VT_BSTR:
		return text_to_json(V_BSTR(value));
	case VT_BOOL:
		return json_boolean(V_BOOL(value));
	case VT_UI1:
		return json_integer(V_UI1(value));
	case VT_I2:
		return integer_to_json(V_I2(value), type);
	case VT_I4:
		return integer_to_json(V_I4(value), type);
	case VT_UI4:
		return json_integer(V_UI4(value));
	case VT_R4:
		return json_real((double)V_R4(value));
	case VT_R8:
		return json_real(V_R8(value));
	case VT_UNKNOWN:
		return unknown_to_json(V_UNKNOWN(value));
	default:
		return json_null();
	}
}

json_t *object_to_json(IWbemClassObject *object, bool with_system)
{
	json_t *json = json_object();
	LONG which = with_system ? 0 : WBEM_FLAG_NONSYSTEM_ONLY;
	CIMTYPE type;
	VARIANT value;
	BSTR name;

	if (!json || FAILED(IWbemClassObject_BeginEnumeration(object, which)))
		return json;
	while (IWbemClassObject_Next(object, 0, &name, &value, &type, NULL) == S_OK) {
		_cleanup_free_ char *utf8 = text_of_wide(name);

		if (utf8)
			json_object_set_new(json, utf8, value_to_json(&value, type));
		SysFreeString(name);
		VariantClear(&value);
	}
	IWbemClassObject_EndEnumeration(object);
	return json;
}
