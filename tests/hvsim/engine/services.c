/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/services.h"

#include "base/cleanup.h"
#include "engine/enumerator.h"
#include "engine/execute.h"
#include "engine/object.h"
#include "engine/provider.h"
#include "engine/result.h"
#include "engine/security.h"
#include "engine/trip.h"
#include "engine/value.h"

#include <stdlib.h>
#include <string.h>

struct services {
	IWbemServices iface;
	LONG references;
	char *namespace;
};

static HRESULT STDMETHODCALLTYPE query_interface(IWbemServices *iface, REFIID iid, void **ret)
{
	*ret = NULL;
	if (IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IWbemServices))
		*ret = iface;
	if (IsEqualGUID(iid, &IID_IClientSecurity))
		*ret = security_of((IUnknown *)iface);
	if (!*ret)
		return E_NOINTERFACE;
	IUnknown_AddRef((IUnknown *)*ret);
	return S_OK;
}

static ULONG STDMETHODCALLTYPE add_reference(IWbemServices *iface)
{
	return (ULONG)InterlockedIncrement(&((struct services *)iface)->references);
}

static ULONG STDMETHODCALLTYPE release(IWbemServices *iface)
{
	struct services *services = (struct services *)iface;
	LONG left = InterlockedDecrement(&services->references);

	if (!left) {
		free(services->namespace);
		free(services);
	}
	return (ULONG)left;
}

static const char *namespace_of(IWbemServices *iface)
{
	return ((struct services *)iface)->namespace;
}

/* The object goes out directly, or through the call result of a semisynchronous call. */
static HRESULT give_object(HRESULT hr, IWbemClassObject *object, IWbemClassObject **ret,
                           IWbemCallResult **ret_result)
{
	if (ret)
		*ret = NULL;
	if (ret_result) {
		*ret_result = result_create(hr, object);
		if (!*ret_result)
			return WBEM_E_OUT_OF_MEMORY;
		hr = S_OK;
	}
	if (ret && SUCCEEDED(hr))
		*ret = object;
	else if (object)
		IWbemClassObject_Release(object);
	return hr;
}

static HRESULT STDMETHODCALLTYPE get_object(IWbemServices *iface, const BSTR wide, LONG flags,
                                            IWbemContext *context, IWbemClassObject **ret,
                                            IWbemCallResult **ret_result)
{
	_cleanup_free_ char *path = utf8_from_wide(wide);
	IWbemClassObject *object = NULL;
	struct trip trip;
	HRESULT hr;

	if (!path)
		return WBEM_E_INVALID_PARAMETER;
	hr = trip_begin(&trip, "GetObject", NULL, path);
	if (SUCCEEDED(hr))
		hr = trip_end(&trip, query_object(namespace_of(iface), path, &object), -1);
	return give_object(hr, object, ret, ret_result);
}

/* With RETURN_IMMEDIATELY the client learns of a class that is not there from its first Next(). */
static HRESULT give_list(HRESULT hr, struct object_list *list, LONG flags,
                         IEnumWbemClassObject **ret)
{
	bool later = (flags & WBEM_FLAG_RETURN_IMMEDIATELY) && hr == WBEM_E_INVALID_CLASS;

	*ret = NULL;
	if (FAILED(hr) && !later) {
		object_list_done(list);
		return hr;
	}
	*ret = enumerator_create(list, flags & WBEM_FLAG_FORWARD_ONLY, hr);
	return *ret ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

static HRESULT STDMETHODCALLTYPE exec_query(IWbemServices *iface, const BSTR language,
                                            const BSTR wide, LONG flags, IWbemContext *context,
                                            IEnumWbemClassObject **ret)
{
	_cleanup_free_ char *query = utf8_from_wide(wide);
	struct object_list list = {0};
	struct trip trip;
	HRESULT hr;

	if (!language || !query || !ret)
		return WBEM_E_INVALID_PARAMETER;
	if (_wcsicmp(language, L"WQL") != 0)
		return WBEM_E_INVALID_QUERY_TYPE;
	hr = trip_begin(&trip, "ExecQuery", NULL, query);
	if (FAILED(hr))
		return hr;
	hr = query_run(namespace_of(iface), query, &list);
	if (SUCCEEDED(hr) || hr == WBEM_E_INVALID_CLASS) {
		HRESULT end = trip_end(&trip, S_OK, -1);

		return give_list(FAILED(end) ? end : hr, &list, flags, ret);
	}
	object_list_done(&list);
	return trip_end(&trip, hr, -1);
}

static HRESULT STDMETHODCALLTYPE create_instance_enum(IWbemServices *iface, const BSTR wide,
                                                      LONG flags, IWbemContext *context,
                                                      IEnumWbemClassObject **ret)
{
	_cleanup_free_ char *name = utf8_from_wide(wide);
	struct object_list list = {0};
	struct trip trip;
	HRESULT hr;

	if (!name || !ret)
		return WBEM_E_INVALID_PARAMETER;
	hr = trip_begin(&trip, "CreateInstanceEnum", NULL, name);
	if (FAILED(hr))
		return hr;
	hr = query_class(namespace_of(iface), name, !(flags & WBEM_FLAG_SHALLOW), &list);
	return give_list(trip_end(&trip, hr, -1), &list, flags, ret);
}

static HRESULT STDMETHODCALLTYPE exec_method(IWbemServices *iface, const BSTR wide_path,
                                             const BSTR wide_name, LONG flags,
                                             IWbemContext *context, IWbemClassObject *in,
                                             IWbemClassObject **ret, IWbemCallResult **ret_result)
{
	_cleanup_free_ char *path = utf8_from_wide(wide_path);
	_cleanup_free_ char *name = utf8_from_wide(wide_name);
	IWbemClassObject *out = NULL;
	long long value = -1;
	struct trip trip;
	HRESULT hr;

	if (!path || !name || (in && !object_from(in)))
		return WBEM_E_INVALID_PARAMETER;
	hr = trip_begin(&trip, "ExecMethod", name, path);
	if (SUCCEEDED(hr)) {
		hr = execute(namespace_of(iface), path, name, in ? object_from(in) : NULL,
		             &trip.fault, &out, &value);
		hr = trip_end(&trip, hr, value);
	}
	if (FAILED(hr) && out) {
		IWbemClassObject_Release(out);
		out = NULL;
	}
	return give_object(hr, out, ret, ret_result);
}

static HRESULT STDMETHODCALLTYPE put_instance(IWbemServices *iface, IWbemClassObject *instance,
                                              LONG flags, IWbemContext *context,
                                              IWbemCallResult **ret_result)
{
	const struct wmi_object *object = object_from(instance);
	struct trip trip;
	HRESULT hr;

	if (!object || !object->values)
		return WBEM_E_INVALID_PARAMETER;
	hr = trip_begin(&trip, "PutInstance", NULL, object->class->name);
	if (SUCCEEDED(hr))
		hr = trip_end(&trip, provider_put(object->class, object->values), -1);
	return give_object(hr, NULL, NULL, ret_result);
}

static IWbemServicesVtbl methods = {
        .QueryInterface = query_interface,
        .AddRef = add_reference,
        .Release = release,
        .OpenNamespace = NOT_SUPPORTED,
        .CancelAsyncCall = NOT_SUPPORTED,
        .QueryObjectSink = NOT_SUPPORTED,
        .GetObject = get_object,
        .GetObjectAsync = NOT_SUPPORTED,
        .PutClass = NOT_SUPPORTED,
        .PutClassAsync = NOT_SUPPORTED,
        .DeleteClass = NOT_SUPPORTED,
        .DeleteClassAsync = NOT_SUPPORTED,
        .CreateClassEnum = NOT_SUPPORTED,
        .CreateClassEnumAsync = NOT_SUPPORTED,
        .PutInstance = put_instance,
        .PutInstanceAsync = NOT_SUPPORTED,
        .DeleteInstance = NOT_SUPPORTED,
        .DeleteInstanceAsync = NOT_SUPPORTED,
        .CreateInstanceEnum = create_instance_enum,
        .CreateInstanceEnumAsync = NOT_SUPPORTED,
        .ExecQuery = exec_query,
        .ExecQueryAsync = NOT_SUPPORTED,
        .ExecNotificationQuery = NOT_SUPPORTED,
        .ExecNotificationQueryAsync = NOT_SUPPORTED,
        .ExecMethod = exec_method,
        .ExecMethodAsync = NOT_SUPPORTED,
};

IWbemServices *services_create(const char *namespace)
{
	struct services *services = calloc(1, sizeof(*services));

	if (!services)
		return NULL;
	services->iface.lpVtbl = &methods;
	services->references = 1;
	services->namespace = strdup(namespace);
	if (services->namespace)
		return &services->iface;
	free(services);
	return NULL;
}
