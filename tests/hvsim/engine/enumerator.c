/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/enumerator.h"

#include "base/array.h"
#include "engine/security.h"
#include "engine/trip.h"

#include <stdio.h>
#include <stdlib.h>

struct enumerator {
	IEnumWbemClassObject iface;
	LONG references;
	struct object_list list;
	size_t at;
	bool forward_only;
	HRESULT late;
};

static IEnumWbemClassObjectVtbl methods;

static HRESULT STDMETHODCALLTYPE query_interface(IEnumWbemClassObject *iface, REFIID iid,
                                                 void **ret)
{
	*ret = NULL;
	if (IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IEnumWbemClassObject))
		*ret = iface;
	if (IsEqualGUID(iid, &IID_IClientSecurity))
		*ret = security_of((IUnknown *)iface);
	if (!*ret)
		return E_NOINTERFACE;
	IUnknown_AddRef((IUnknown *)*ret);
	return S_OK;
}

static ULONG STDMETHODCALLTYPE add_reference(IEnumWbemClassObject *iface)
{
	return (ULONG)InterlockedIncrement(&((struct enumerator *)iface)->references);
}

static ULONG STDMETHODCALLTYPE release(IEnumWbemClassObject *iface)
{
	struct enumerator *e = (struct enumerator *)iface;
	LONG left = InterlockedDecrement(&e->references);

	if (!left) {
		object_list_done(&e->list);
		free(e);
	}
	return (ULONG)left;
}

static HRESULT STDMETHODCALLTYPE reset(IEnumWbemClassObject *iface)
{
	struct enumerator *e = (struct enumerator *)iface;

	if (e->forward_only)
		return WBEM_E_INVALID_OPERATION;
	e->at = 0;
	return S_OK;
}

/* Every object that is given out is the client's own. */
static HRESULT give(struct enumerator *e, ULONG count, IWbemClassObject **ret, ULONG *ret_count)
{
	ULONG given = 0;
	HRESULT hr = S_OK;

	for (; SUCCEEDED(hr) && given < count && e->at < e->list.count; e->at++) {
		hr = IWbemClassObject_Clone(e->list.items[e->at], &ret[given]);
		given += SUCCEEDED(hr);
	}
	*ret_count = given;
	if (FAILED(hr))
		return hr;
	return given == count ? WBEM_S_NO_ERROR : WBEM_S_FALSE;
}

static HRESULT STDMETHODCALLTYPE next(IEnumWbemClassObject *iface, LONG timeout, ULONG count,
                                      IWbemClassObject **ret, ULONG *ret_count)
{
	struct enumerator *e = (struct enumerator *)iface;
	struct trip trip;
	char detail[32];
	HRESULT hr;

	if (!ret || !ret_count)
		return WBEM_E_INVALID_PARAMETER;
	*ret_count = 0;
	snprintf(detail, sizeof(detail), "%lu", count);
	hr = trip_begin(&trip, "Next", NULL, detail);
	if (FAILED(hr))
		return hr;
	hr = FAILED(e->late) ? e->late : give(e, count, ret, ret_count);
	return trip_end(&trip, hr, -1);
}

static HRESULT STDMETHODCALLTYPE clone(IEnumWbemClassObject *iface, IEnumWbemClassObject **ret)
{
	struct enumerator *e = (struct enumerator *)iface;
	struct object_list list = {0};

	*ret = NULL;
	if (e->forward_only)
		return WBEM_E_INVALID_OPERATION;
	for (size_t i = 0; i < e->list.count; i++) {
		IWbemClassObject **place = ARRAY_ADD(&list);

		if (place && FAILED(IWbemClassObject_Clone(e->list.items[i], place)))
			list.count--;
	}
	*ret = enumerator_create(&list, false, e->late);
	if (!*ret)
		return WBEM_E_OUT_OF_MEMORY;
	((struct enumerator *)*ret)->at = e->at;
	return S_OK;
}

static HRESULT STDMETHODCALLTYPE skip(IEnumWbemClassObject *iface, LONG timeout, ULONG count)
{
	struct enumerator *e = (struct enumerator *)iface;
	size_t left = e->list.count - e->at;

	e->at += count < left ? count : left;
	return count <= left ? WBEM_S_NO_ERROR : WBEM_S_FALSE;
}

static IEnumWbemClassObjectVtbl methods = {
        .QueryInterface = query_interface,
        .AddRef = add_reference,
        .Release = release,
        .Reset = reset,
        .Next = next,
        .NextAsync = NOT_SUPPORTED,
        .Clone = clone,
        .Skip = skip,
};

IEnumWbemClassObject *enumerator_create(struct object_list *list, bool forward_only, HRESULT late)
{
	struct enumerator *e = calloc(1, sizeof(*e));

	if (!e) {
		object_list_done(list);
		return NULL;
	}
	*e = (struct enumerator){
	        .iface = {&methods},
	        .references = 1,
	        .list = *list,
	        .forward_only = forward_only,
	        .late = late,
	};
	*list = (struct object_list){0};
	return &e->iface;
}
