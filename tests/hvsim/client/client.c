/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A small WMI client, written from Microsoft's documentation alone; it knows nothing of the
 * simulation.
 *
 *   client query NAMESPACE WQL          every object, a line "NAME=VALUE" for each property, then
 * "." client class NAMESPACE CLASS        the same by CreateInstanceEnum client get NAMESPACE PATH
 * one object client call NAMESPACE PATH METHOD [NAME=VALUE]... the out parameters; with a job,
 * waits for it and shows it too. `a|b` is an array. A VALUE `text:PATH;NAME=VALUE;...` is the
 * embedded instance of what is at PATH with these changes. PATH `the:CLASS` is the only instance of
 * CLASS.
 *
 * Exit status 1 and "0x8..." when a call fails.
 */
#include "client/variant.h"

#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

static IWbemServices *services;

static void check(HRESULT hr, const char *what)
{
	if (SUCCEEDED(hr))
		return;
	printf("0x%08lx %s\n", (unsigned long)hr, what);
	fflush(stdout);
	ExitProcess(1);
}

static void show_object(IWbemClassObject *object)
{
	VARIANT value;
	BSTR name;

	check(IWbemClassObject_BeginEnumeration(object, WBEM_FLAG_NONSYSTEM_ONLY), "enumeration");
	while (IWbemClassObject_Next(object, 0, &name, &value, NULL, NULL) == WBEM_S_NO_ERROR) {
		if (V_VT(&value) != VT_NULL)
			variant_show(name, &value);
		VariantClear(&value);
		SysFreeString(name);
	}
	IWbemClassObject_EndEnumeration(object);
}

static void show_list(IEnumWbemClassObject *list)
{
	IWbemClassObject *objects[10];
	ULONG count = 0;
	HRESULT hr;

	do {
		hr = IEnumWbemClassObject_Next(list, WBEM_INFINITE, 10, objects, &count);
		check(hr, "Next");
		for (ULONG i = 0; i < count; i++) {
			show_object(objects[i]);
			printf(".\n");
			IWbemClassObject_Release(objects[i]);
		}
	} while (hr == WBEM_S_NO_ERROR);
	IEnumWbemClassObject_Release(list);
}

static IEnumWbemClassObject *instances_of(const wchar_t *class)
{
	IEnumWbemClassObject *list = NULL;
	BSTR name = SysAllocString(class);

	check(IWbemServices_CreateInstanceEnum(services, name, WBEM_FLAG_RETURN_IMMEDIATELY, NULL,
	                                       &list),
	      "CreateInstanceEnum");
	SysFreeString(name);
	return list;
}

static IWbemClassObject *only_instance(const wchar_t *class)
{
	IEnumWbemClassObject *list = instances_of(class);
	IWbemClassObject *object = NULL;
	ULONG count = 0;

	check(IEnumWbemClassObject_Next(list, WBEM_INFINITE, 1, &object, &count), "Next");
	check(count ? S_OK : WBEM_E_NOT_FOUND, "the only instance");
	IEnumWbemClassObject_Release(list);
	return object;
}

static IWbemClassObject *object_at(const wchar_t *path)
{
	IWbemClassObject *object = NULL;
	BSTR text;

	if (wcsncmp(path, L"the:", 4) == 0)
		return only_instance(path + 4);
	text = SysAllocString(path);
	check(IWbemServices_GetObject(services, text, 0, NULL, &object, NULL), "GetObject");
	SysFreeString(text);
	return object;
}

static BSTR text_property(IWbemClassObject *object, const wchar_t *name)
{
	VARIANT value;

	check(IWbemClassObject_Get(object, name, 0, &value, NULL, NULL), "Get");
	return V_VT(&value) == VT_BSTR ? V_BSTR(&value) : NULL;
}

static BSTR xml_of(IWbemClassObject *object)
{
	IWbemObjectTextSrc *source = NULL;
	BSTR text = NULL;

	check(CoCreateInstance(&CLSID_WbemObjectTextSrc, NULL, CLSCTX_INPROC_SERVER,
	                       &IID_IWbemObjectTextSrc, (void **)&source),
	      "WbemObjectTextSrc");
	check(source->lpVtbl->GetText(source, 0, object, WMI_OBJ_TEXT_WMI_DTD_2_0, NULL, &text),
	      "GetText");
	source->lpVtbl->Release(source);
	return text;
}

static void put(IWbemClassObject *object, wchar_t *assignment);

/* "PATH;NAME=VALUE;..." */
static BSTR embedded(wchar_t *text)
{
	wchar_t *next = wcschr(text, L';'), *assignment;
	IWbemClassObject *object, *spawned = NULL;
	BSTR xml;

	if (next)
		*next++ = L'\0';
	object = object_at(text);
	if (IWbemClassObject_SpawnInstance(object, 0, &spawned) == S_OK) {
		IWbemClassObject_Release(object);
		object = spawned;
	}
	while ((assignment = next)) {
		next = wcschr(assignment, L';');
		if (next)
			*next++ = L'\0';
		put(object, assignment);
	}
	xml = xml_of(object);
	IWbemClassObject_Release(object);
	return xml;
}

/* "NAME=VALUE" */
static void put(IWbemClassObject *object, wchar_t *assignment)
{
	wchar_t *text = wcschr(assignment, L'=');
	CIMTYPE type = CIM_STRING;
	BSTR xml = NULL;
	VARIANT value;

	check(text ? S_OK : WBEM_E_INVALID_PARAMETER, "NAME=VALUE");
	*text++ = L'\0';
	check(IWbemClassObject_Get(object, assignment, 0, NULL, &type, NULL), "Get");
	if (wcsncmp(text, L"text:", 5) == 0)
		text = xml = embedded(text + 5);
	check(variant_make(text, type, xml != NULL, &value), "a value");
	check(IWbemClassObject_Put(object, assignment, 0, &value, 0), "Put");
	VariantClear(&value);
	SysFreeString(xml);
}

static IWbemClassObject *parameters(IWbemClassObject *object, BSTR method, int count,
                                    wchar_t **assignments)
{
	IWbemClassObject *class = object_at(text_property(object, L"__CLASS"));
	IWbemClassObject *signature = NULL, *in = NULL;

	check(IWbemClassObject_GetMethod(class, method, 0, &signature, NULL), "GetMethod");
	if (signature)
		check(IWbemClassObject_SpawnInstance(signature, 0, &in), "SpawnInstance");
	for (int i = 0; i < count; i++)
		put(in, assignments[i]);
	return in;
}

/* Shows the job when it has ended. */
static void wait_for_job(const wchar_t *path)
{
	for (int i = 0; path && i < 200; i++) {
		IWbemClassObject *job = object_at(path);
		VARIANT state;

		check(IWbemClassObject_Get(job, L"JobState", 0, &state, NULL, NULL), "Get");
		if (V_I4(&state) >= 7) {
			show_object(job);
			return;
		}
		IWbemClassObject_Release(job);
		Sleep(20);
	}
	check(WBEM_E_TIMED_OUT, "job");
}

static void call(const wchar_t *path, const wchar_t *name, int count, wchar_t **assignments)
{
	IWbemClassObject *object = object_at(path), *out = NULL;
	BSTR method = SysAllocString(name);
	IWbemClassObject *in = parameters(object, method, count, assignments);
	BSTR own_path = text_property(object, L"__PATH");
	VARIANT result;

	check(IWbemServices_ExecMethod(services, own_path, method, 0, NULL, in, &out, NULL),
	      "ExecMethod");
	show_object(out);
	check(IWbemClassObject_Get(out, L"ReturnValue", 0, &result, NULL, NULL), "ReturnValue");
	if (V_I4(&result) == 4096)
		wait_for_job(text_property(out, L"Job"));
}

static void query(const wchar_t *text)
{
	BSTR wql = SysAllocString(text), language = SysAllocString(L"WQL");
	IEnumWbemClassObject *list = NULL;

	check(IWbemServices_ExecQuery(services, language, wql,
	                              WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, NULL,
	                              &list),
	      "ExecQuery");
	check(CoSetProxyBlanket((IUnknown *)list, RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_NONE, NULL,
	                        RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_IMP_LEVEL_IMPERSONATE, NULL,
	                        EOAC_NONE),
	      "CoSetProxyBlanket");
	show_list(list);
}

static void connect_to(const wchar_t *namespace)
{
	IWbemLocator *locator = NULL;
	BSTR name = SysAllocString(namespace);

	check(CoInitializeEx(NULL, COINIT_MULTITHREADED), "CoInitializeEx");
	check(CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_DEFAULT,
	                           RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE, NULL),
	      "CoInitializeSecurity");
	check(CoCreateInstance(&CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, &IID_IWbemLocator,
	                       (void **)&locator),
	      "WbemLocator");
	check(IWbemLocator_ConnectServer(locator, name, NULL, NULL, NULL, 0, NULL, NULL, &services),
	      "ConnectServer");
	check(CoSetProxyBlanket((IUnknown *)services, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, NULL,
	                        RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_IMP_LEVEL_IMPERSONATE, NULL,
	                        EOAC_NONE),
	      "CoSetProxyBlanket");
}

int wmain(int argc, wchar_t **argv);

int wmain(int argc, wchar_t **argv)
{
	_setmode(_fileno(stdout), _O_BINARY);
	if (argc < 4) {
		fprintf(stderr, "usage: client query|class|get|call NAMESPACE ...\n");
		return 2;
	}
	connect_to(argv[2]);
	if (wcscmp(argv[1], L"query") == 0)
		query(argv[3]);
	else if (wcscmp(argv[1], L"class") == 0)
		show_list(instances_of(argv[3]));
	else if (wcscmp(argv[1], L"get") == 0)
		show_object(object_at(argv[3]));
	else if (wcscmp(argv[1], L"call") == 0 && argc > 4)
		call(argv[3], argv[4], argc - 5, argv + 5);
	else
		return 2;
	return 0;
}
