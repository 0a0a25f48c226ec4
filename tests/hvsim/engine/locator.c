/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/locator.h"

#include "base/cleanup.h"
#include "engine/provider.h"
#include "engine/services.h"
#include "engine/trip.h"
#include "engine/value.h"

#include <stdbool.h>
#include <string.h>

static HRESULT STDMETHODCALLTYPE query_interface(IWbemLocator *iface, REFIID iid, void **ret)
{
	bool known = IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IWbemLocator);

	*ret = known ? iface : NULL;
	return known ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE count_reference(IWbemLocator *iface)
{
	return 1;
}

/* \\SERVER\root\cimv2, //./root/cimv2 and root/cimv2 are the same. */
static const char *plain_namespace(char *name)
{
	const char *plain = name;

	for (char *c = name; *c; c++)
		if (*c == '/')
			*c = '\\';
	if (strncmp(name, "\\\\", 2) == 0) {
		plain = strchr(name + 2, '\\');
		return plain ? plain + 1 : "";
	}
	return plain;
}

static HRESULT connect_to(const char *namespace, IWbemServices **ret)
{
	if (!wmi_namespace_exists(namespace) || !provider_serves(namespace))
		return WBEM_E_INVALID_NAMESPACE;
	*ret = services_create(namespace);
	return *ret ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

static HRESULT STDMETHODCALLTYPE connect_server(IWbemLocator *iface, const BSTR resource,
                                                const BSTR user, const BSTR password,
                                                const BSTR locale, LONG flags, const BSTR authority,
                                                IWbemContext *context, IWbemServices **ret)
{
	_cleanup_free_ char *name = utf8_from_wide(resource);
	const char *namespace;
	struct trip trip;
	HRESULT hr;

	if (!name || !ret)
		return WBEM_E_INVALID_PARAMETER;
	*ret = NULL;
	namespace = plain_namespace(name);
	hr = trip_begin(&trip, "ConnectServer", NULL, namespace);
	if (FAILED(hr))
		return hr;
	hr = trip_end(&trip, connect_to(namespace, ret), -1);
	if (FAILED(hr) && *ret) {
		IWbemServices_Release(*ret);
		*ret = NULL;
	}
	return hr;
}

static IWbemLocatorVtbl methods = {
        .QueryInterface = query_interface,
        .AddRef = count_reference,
        .Release = count_reference,
        .ConnectServer = connect_server,
};

IWbemLocator *locator(void)
{
	static IWbemLocator instance = {&methods};

	return &instance;
}
