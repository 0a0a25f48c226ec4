/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "client/variant.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

static void show_text(const wchar_t *text)
{
	char utf8[16384];

	if (WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL))
		fputs(utf8, stdout);
}

static void show_members(IUnknown *unknown)
{
	IWbemClassObject *object = NULL;
	VARIANT value;
	BSTR name;

	if (FAILED(IUnknown_QueryInterface(unknown, &IID_IWbemClassObject, (void **)&object)))
		return;
	printf("{\n");
	IWbemClassObject_BeginEnumeration(object, WBEM_FLAG_NONSYSTEM_ONLY);
	while (IWbemClassObject_Next(object, 0, &name, &value, NULL, NULL) == WBEM_S_NO_ERROR) {
		if (V_VT(&value) != VT_NULL)
			variant_show(name, &value);
		VariantClear(&value);
		SysFreeString(name);
	}
	printf("}");
	IWbemClassObject_Release(object);
}

static void show_scalar(VARIANT *value)
{
	switch (V_VT(value)) {
	case VT_BSTR:
		show_text(V_BSTR(value));
		break;
	case VT_I4:
		printf("i4:%lu", (unsigned long)V_I4(value));
		break;
	case VT_UI1:
		printf("ui1:%u", V_UI1(value));
		break;
	case VT_BOOL:
		printf("bool:%s", V_BOOL(value) ? "true" : "false");
		break;
	case VT_UNKNOWN:
		show_members(V_UNKNOWN(value));
		break;
	default:
		printf("type %u", V_VT(value));
	}
}

static void show_array(SAFEARRAY *array, VARTYPE type)
{
	LONG low = 0, high = -1;

	SafeArrayGetLBound(array, 1, &low);
	SafeArrayGetUBound(array, 1, &high);
	for (LONG i = low; i <= high; i++) {
		VARIANT element;

		VariantInit(&element);
		V_VT(&element) = type;
		SafeArrayGetElement(array, &i, &V_UI1(&element));
		printf("%s", i > low ? "|" : "");
		show_scalar(&element);
		VariantClear(&element);
	}
}

void variant_show(const wchar_t *name, VARIANT *value)
{
	show_text(name);
	printf("=");
	if (V_VT(value) & VT_ARRAY)
		show_array(V_ARRAY(value), V_VT(value) & VT_TYPEMASK);
	else
		show_scalar(value);
	printf("\n");
}

static HRESULT make_scalar(const wchar_t *text, CIMTYPE type, VARIANT *ret)
{
	VariantInit(ret);
	switch (type) {
	case CIM_BOOLEAN:
		V_VT(ret) = VT_BOOL;
		V_BOOL(ret) = _wcsicmp(text, L"true") == 0 ? VARIANT_TRUE : VARIANT_FALSE;
		return S_OK;
	case CIM_UINT8:
		V_VT(ret) = VT_UI1;
		V_UI1(ret) = (BYTE)wcstoul(text, NULL, 0);
		return S_OK;
	case CIM_UINT16:
	case CIM_UINT32:
	case CIM_SINT32:
		V_VT(ret) = VT_I4;
		V_I4(ret) = (LONG)wcstoul(text, NULL, 0);
		return S_OK;
	default:
		V_VT(ret) = VT_BSTR;
		V_BSTR(ret) = SysAllocString(text);
		return V_BSTR(ret) ? S_OK : WBEM_E_OUT_OF_MEMORY;
	}
}

static void add_element(SAFEARRAY *array, LONG i, const wchar_t *text, size_t length)
{
	BSTR element = SysAllocStringLen(text, (UINT)length);

	SafeArrayPutElement(array, &i, element);
	SysFreeString(element);
}

HRESULT variant_make(const wchar_t *text, CIMTYPE type, bool whole, VARIANT *ret)
{
	CIMTYPE scalar = type & ~CIM_FLAG_ARRAY;
	SAFEARRAYBOUND bound = {0};
	SAFEARRAY *array;

	if (!(type & CIM_FLAG_ARRAY))
		return make_scalar(text, scalar, ret);
	if (scalar != CIM_STRING && scalar != CIM_REFERENCE)
		return WBEM_E_TYPE_MISMATCH;
	array = SafeArrayCreate(VT_BSTR, 1, &bound);
	while (text) {
		size_t length = whole ? wcslen(text) : wcscspn(text, L"|");

		bound.cElements++;
		SafeArrayRedim(array, &bound);
		add_element(array, (LONG)bound.cElements - 1, text, length);
		text = text[length] ? text + length + 1 : NULL;
	}
	VariantInit(ret);
	V_VT(ret) = VT_ARRAY | VT_BSTR;
	V_ARRAY(ret) = array;
	return S_OK;
}
