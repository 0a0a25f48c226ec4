/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/result.h"

#include <stdlib.h>

struct result {
	IWbemCallResult iface;
	LONG references;
	HRESULT status;
	IWbemClassObject *object;
};

static HRESULT STDMETHODCALLTYPE query_interface(IWbemCallResult *iface, REFIID iid, void **ret)
{
	*ret = NULL;
	if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IWbemCallResult))
		return E_NOINTERFACE;
	IWbemCallResult_AddRef(iface);
	*ret = iface;
	return S_OK;
}

static ULONG STDMETHODCALLTYPE add_reference(IWbemCallResult *iface)
{
	return (ULONG)InterlockedIncrement(&((struct result *)iface)->references);
}

static ULONG STDMETHODCALLTYPE release(IWbemCallResult *iface)
{
	struct result *result = (struct result *)iface;
	LONG left = InterlockedDecrement(&result->references);

	if (!left) {
		if (result->object)
			IWbemClassObject_Release(result->object);
		free(result);
	}
	return (ULONG)left;
}

static HRESULT STDMETHODCALLTYPE get_result_object(IWbemCallResult *iface, LONG timeout,
                                                   IWbemClassObject **ret)
{
	const struct result *result = (struct result *)iface;

	*ret = result->object;
	if (*ret)
		IWbemClassObject_AddRef(*ret);
	return result->status;
}

static HRESULT STDMETHODCALLTYPE get_call_status(IWbemCallResult *iface, LONG timeout, LONG *ret)
{
	*ret = ((struct result *)iface)->status;
	return WBEM_S_NO_ERROR;
}

static IWbemCallResultVtbl methods = {
        .QueryInterface = query_interface,
        .AddRef = add_reference,
        .Release = release,
        .GetResultObject = get_result_object,
        .GetResultString = NOT_SUPPORTED,
        .GetResultServices = NOT_SUPPORTED,
        .GetCallStatus = get_call_status,
};

IWbemCallResult *result_create(HRESULT status, IWbemClassObject *object)
{
	struct result *result = calloc(1, sizeof(*result));

	if (!result)
		return NULL;
	*result = (struct result){{&methods}, 1, status, object};
	if (object)
		IWbemClassObject_AddRef(object);
	return &result->iface;
}
