/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/value.h"

#include "base/cleanup.h"
#include "engine/object.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

static const struct type {
	CIMTYPE cim;
	VARTYPE variant;
	const char *name;
	uint64_t maximum; /* of an unsigned number */
} types[] = {
        {CIM_STRING, VT_BSTR, "string", 0},          {CIM_BOOLEAN, VT_BOOL, "boolean", 0},
        {CIM_UINT8, VT_UI1, "uint8", UINT8_MAX},     {CIM_UINT16, VT_I4, "uint16", UINT16_MAX},
        {CIM_UINT32, VT_I4, "uint32", UINT32_MAX},   {CIM_SINT32, VT_I4, "sint32", UINT32_MAX},
        {CIM_UINT64, VT_BSTR, "uint64", UINT64_MAX}, {CIM_DATETIME, VT_BSTR, "datetime", 0},
        {CIM_REFERENCE, VT_BSTR, "reference", 0},    {CIM_OBJECT, VT_UNKNOWN, "object", 0},
};

static const struct type *type_of(CIMTYPE cim)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (types[i].cim == (cim & ~CIM_FLAG_ARRAY))
			return &types[i];
	return &types[0];
}

const char *value_type_name(CIMTYPE type)
{
	return type_of(type)->name;
}

char *utf8_from_wide(const wchar_t *text)
{
	int size = text ? WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL) : 0;
	char *utf8 = size > 0 ? malloc((size_t)size) : NULL;

	if (utf8)
		WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, size, NULL, NULL);
	return utf8;
}

BSTR bstr_from_utf8(const char *text)
{
	int size = text ? MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0) : 0;
	BSTR wide = size > 0 ? SysAllocStringLen(NULL, (UINT)size - 1) : NULL;

	if (wide)
		MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, size);
	return wide;
}

static HRESULT text_variant(const json_t *value, VARIANT *ret)
{
	char digits[24];

	if (json_is_integer(value))
		snprintf(digits, sizeof(digits), "%llu",
		         (unsigned long long)json_integer_value(value));
	else if (!json_is_string(value))
		return WBEM_E_TYPE_MISMATCH;
	V_BSTR(ret) = bstr_from_utf8(json_is_string(value) ? json_string_value(value) : digits);
	V_VT(ret) = VT_BSTR;
	return V_BSTR(ret) ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

static HRESULT scalar_variant(const char *namespace, const json_t *value, const struct type *type,
                              VARIANT *ret)
{
	switch (type->variant) {
	case VT_BSTR:
		if (json_is_integer(value) != (type->cim == CIM_UINT64))
			return WBEM_E_TYPE_MISMATCH;
		return text_variant(value, ret);
	case VT_BOOL:
		if (!json_is_boolean(value))
			return WBEM_E_TYPE_MISMATCH;
		V_BOOL(ret) = json_is_true(value) ? VARIANT_TRUE : VARIANT_FALSE;
		break;
	case VT_UNKNOWN:
		V_UNKNOWN(ret) = object_embedded(namespace, value);
		if (!V_UNKNOWN(ret))
			return WBEM_E_TYPE_MISMATCH;
		break;
	default:
		if (!json_is_integer(value) || (uint64_t)json_integer_value(value) > type->maximum)
			return WBEM_E_TYPE_MISMATCH;
		if (type->variant == VT_UI1)
			V_UI1(ret) = (BYTE)json_integer_value(value);
		else
			V_I4(ret) = (LONG)json_integer_value(value);
	}
	V_VT(ret) = type->variant;
	return S_OK;
}

/* The address that SafeArrayPutElement() wants: the value's own for numbers, the pointer for
 * others. */
static void *element_address(VARIANT *element)
{
	return V_VT(element) == VT_BSTR || V_VT(element) == VT_UNKNOWN ? (void *)V_BSTR(element)
	                                                               : (void *)&V_UI1(element);
}

static HRESULT array_variant(const char *namespace, const json_t *value, const struct type *type,
                             VARIANT *ret)
{
	size_t count = json_array_size(value);
	SAFEARRAY *array;
	HRESULT hr = S_OK;

	if (!json_is_array(value))
		return WBEM_E_TYPE_MISMATCH;
	array = SafeArrayCreateVector(type->variant, 0, (ULONG)count);
	if (!array)
		return WBEM_E_OUT_OF_MEMORY;
	for (LONG i = 0; SUCCEEDED(hr) && i < (LONG)count; i++) {
		VARIANT element;

		VariantInit(&element);
		hr = scalar_variant(namespace, json_array_get(value, (size_t)i), type, &element);
		if (SUCCEEDED(hr))
			hr = SafeArrayPutElement(array, &i, element_address(&element));
		VariantClear(&element);
	}
	if (FAILED(hr)) {
		SafeArrayDestroy(array);
		return hr;
	}
	V_VT(ret) = VT_ARRAY | type->variant;
	V_ARRAY(ret) = array;
	return S_OK;
}

HRESULT value_to_variant(const char *namespace, const json_t *value, CIMTYPE type, VARIANT *ret)
{
	VariantInit(ret);
	if (!value || json_is_null(value)) {
		V_VT(ret) = VT_NULL;
		return S_OK;
	}
	if (type & CIM_FLAG_ARRAY)
		return array_variant(namespace, value, type_of(type), ret);
	return scalar_variant(namespace, value, type_of(type), ret);
}

static bool read_number(const char *text, const struct type *type, json_t **ret)
{
	char *end;
	unsigned long long number;

	errno = 0;
	number = strtoull(text, &end, 10);
	if (end == text || *end || errno || number > type->maximum || number > INT64_MAX)
		return false;
	*ret = json_integer((json_int_t)number);
	return true;
}

HRESULT value_from_text(const char *text, CIMTYPE cim, json_t **ret_value)
{
	const struct type *type = type_of(cim);

	if (type->variant == VT_BOOL) {
		if (_stricmp(text, "true") != 0 && _stricmp(text, "false") != 0)
			return WBEM_E_TYPE_MISMATCH;
		*ret_value = json_boolean(_stricmp(text, "true") == 0);
	} else if (type->maximum) {
		return read_number(text, type, ret_value) ? S_OK : WBEM_E_TYPE_MISMATCH;
	} else {
		*ret_value = json_string(text);
	}
	return *ret_value ? S_OK : WBEM_E_TYPE_MISMATCH;
}

static HRESULT scalar_value(const VARIANT *variant, const struct type *type, json_t **ret)
{
	_cleanup_free_ char *text = NULL;
	VARIANT converted;

	if (type->variant == VT_UNKNOWN)
		return WBEM_E_TYPE_MISMATCH;
	VariantInit(&converted);
	/* In its own type, so that a number that does not fit is seen. */
	if (V_VT(variant) == VT_BSTR)
		text = utf8_from_wide(V_BSTR(variant) ? V_BSTR(variant) : L"");
	else if (SUCCEEDED(VariantChangeType(&converted, (VARIANT *)variant, VARIANT_ALPHABOOL,
	                                     VT_BSTR)))
		text = utf8_from_wide(V_BSTR(&converted));
	VariantClear(&converted);
	/* A 32-bit number travels as a signed one. */
	if (V_VT(variant) == VT_I4 && V_I4(variant) < 0 && type->maximum == UINT32_MAX) {
		*ret = json_integer((uint32_t)V_I4(variant));
		return S_OK;
	}
	return text ? value_from_text(text, type->cim, ret) : WBEM_E_TYPE_MISMATCH;
}

static HRESULT element_value(SAFEARRAY *array, LONG i, VARTYPE vartype, const struct type *type,
                             json_t *list)
{
	json_t *value = NULL;
	VARIANT element;
	HRESULT hr;

	VariantInit(&element);
	if (vartype == VT_VARIANT) {
		hr = SafeArrayGetElement(array, &i, &element);
	} else {
		V_VT(&element) = vartype;
		hr = SafeArrayGetElement(array, &i, &V_UI1(&element));
	}
	if (SUCCEEDED(hr))
		hr = scalar_value(&element, type, &value);
	VariantClear(&element);
	if (SUCCEEDED(hr) && json_array_append_new(list, value) < 0)
		hr = WBEM_E_OUT_OF_MEMORY;
	return hr;
}

static HRESULT array_value(const VARIANT *variant, const struct type *type, json_t **ret)
{
	VARTYPE vartype = V_VT(variant) & VT_TYPEMASK;
	json_t *list = json_array();
	LONG low = 0, high = -1;
	HRESULT hr = S_OK;

	SafeArrayGetLBound(V_ARRAY(variant), 1, &low);
	SafeArrayGetUBound(V_ARRAY(variant), 1, &high);
	/* Windows does not convert arrays; a script's array of variants is one of its elements'
	 * type. */
	if (vartype != type->variant && vartype != VT_VARIANT)
		hr = WBEM_E_TYPE_MISMATCH;
	for (LONG i = low; SUCCEEDED(hr) && i <= high; i++)
		hr = element_value(V_ARRAY(variant), i, vartype, type, list);
	if (FAILED(hr))
		json_decref(list);
	else
		*ret = list;
	return hr;
}

HRESULT value_from_variant(const VARIANT *variant, CIMTYPE type, json_t **ret_value)
{
	if (!variant || V_VT(variant) == VT_NULL || V_VT(variant) == VT_EMPTY) {
		*ret_value = json_null();
		return S_OK;
	}
	if (!(type & CIM_FLAG_ARRAY) != !(V_VT(variant) & VT_ARRAY))
		return WBEM_E_TYPE_MISMATCH;
	if (type & CIM_FLAG_ARRAY)
		return array_value(variant, type_of(type), ret_value);
	return scalar_value(variant, type_of(type), ret_value);
}
