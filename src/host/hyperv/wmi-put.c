/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/cleanup.h"
#include "host/hyperv/wmi-value.h"

#include <inttypes.h>
#include <stdio.h>

/* Text, dates, references and 64-bit numbers travel as text. */
static HRESULT text_value(const json_t *json, VARIANT *ret)
{
	char digits[24];
	const char *text = json_string_value(json);

	if (json_is_integer(json)) {
		snprintf(digits, sizeof(digits), "%" PRId64, (int64_t)json_integer_value(json));
		text = digits;
	}
	if (!text)
		return DISP_E_TYPEMISMATCH;
	V_VT(ret) = VT_BSTR;
	V_BSTR(ret) = text_to_bstr(text);
	return V_BSTR(ret) ? S_OK : E_OUTOFMEMORY;
}

static HRESULT integer_value(const json_t *json, VARTYPE kind, VARIANT *ret)
{
	if (!json_is_integer(json))
		return DISP_E_TYPEMISMATCH;
	V_VT(ret) = kind;
	if (kind == VT_UI1)
		V_UI1(ret) = (BYTE)json_integer_value(json);
	else if (kind == VT_I2)
		V_I2(ret) = (SHORT)json_integer_value(json);
	else
		V_I4(ret) = (LONG)json_integer_value(json);
	return S_OK;
}

static VARTYPE kind_of(CIMTYPE type)
{
	switch (type & ~CIM_FLAG_ARRAY) {
	case CIM_BOOLEAN:
		return VT_BOOL;
	case CIM_UINT8:
		return VT_UI1;
	case CIM_SINT8:
	case CIM_SINT16:
		return VT_I2;
	case CIM_UINT16:
	case CIM_SINT32:
	case CIM_UINT32:
		return VT_I4;
	default:
		return VT_BSTR;
	}
}

static HRESULT single_value(const json_t *json, CIMTYPE type, VARIANT *ret)
{
	switch (kind_of(type)) {
	case VT_BOOL:
		if (!json_is_boolean(json))
			return DISP_E_TYPEMISMATCH;
		V_VT(ret) = VT_BOOL;
		V_BOOL(ret) = json_is_true(json) ? VARIANT_TRUE : VARIANT_FALSE;
		return S_OK;
	case VT_BSTR:
		return text_value(json, ret);
	default:
		return integer_value(json, kind_of(type), ret);
	}
}

/* SafeArrayPutElement wants a string itself, and of all others the address. */
static HRESULT put_element(SAFEARRAY *array, LONG index, const json_t *json, CIMTYPE type)
{
	VARIANT item;
	HRESULT hr;

	VariantInit(&item);
	hr = single_value(json, type, &item);
	if (SUCCEEDED(hr))
		hr = SafeArrayPutElement(array, &index,
		                         V_VT(&item) == VT_BSTR ? (void *)V_BSTR(&item)
		                                                : (void *)&V_NONE(&item));
	VariantClear(&item);
	return hr;
}

static HRESULT array_value(const json_t *json, CIMTYPE type, VARIANT *ret)
{
	SAFEARRAY *array;
	HRESULT hr = S_OK;

	if (!json_is_array(json))
		return DISP_E_TYPEMISMATCH;
	array = SafeArrayCreateVector(kind_of(type), 0, (ULONG)json_array_size(json));
	if (!array)
		return E_OUTOFMEMORY;
	for (size_t i = 0; SUCCEEDED(hr) && i < json_array_size(json); i++)
		hr = put_element(array, (LONG)i, json_array_get(json, i), type);
	if (FAILED(hr)) {
		SafeArrayDestroy(array);
		return hr;
	}
	V_VT(ret) = VT_ARRAY | kind_of(type);
	V_ARRAY(ret) = array;
	return S_OK;
}

HRESULT json_to_value(const json_t *json, CIMTYPE type, VARIANT *ret)
{
	VariantInit(ret);
	if (json_is_null(json)) {
		V_VT(ret) = VT_NULL;
		return S_OK;
	}
	return type & CIM_FLAG_ARRAY ? array_value(json, type, ret) : single_value(json, type, ret);
}

/* What type a property has, only the object itself knows. */
static HRESULT put(IWbemClassObject *object, const char *name, const json_t *json)
{
	_cleanup_bstr_ BSTR wide = text_to_bstr(name);
	VARIANT value;
	CIMTYPE type;
	HRESULT hr = wide ? IWbemClassObject_Get(object, wide, 0, NULL, &type, NULL)
	                  : E_OUTOFMEMORY;

	if (FAILED(hr))
		return hr;
	hr = json_to_value(json, type, &value);
	if (SUCCEEDED(hr))
		hr = IWbemClassObject_Put(object, wide, 0, &value, 0);
	VariantClear(&value);
	return hr;
}

HRESULT object_put_all(IWbemClassObject *object, const json_t *changes)
{
	const char *name;
	json_t *json;
	HRESULT hr = S_OK;

	json_object_foreach((json_t *)changes, name, json)
	{
		hr = put(object, name, json);
		if (FAILED(hr))
			break;
	}
	return hr;
}
