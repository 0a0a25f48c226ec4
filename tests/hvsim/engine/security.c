/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/security.h"

#include <stdbool.h>

HRESULT wmi_not_supported(void)
{
	return WBEM_E_NOT_SUPPORTED;
}

static HRESULT STDMETHODCALLTYPE query_interface(IClientSecurity *iface, REFIID iid, void **ret)
{
	bool known = IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IClientSecurity);

	*ret = known ? iface : NULL;
	return known ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE count_reference(IClientSecurity *iface)
{
	return 1;
}

static HRESULT STDMETHODCALLTYPE set_blanket(IClientSecurity *iface, IUnknown *proxy,
                                             DWORD authentication, DWORD authorization,
                                             OLECHAR *principal, DWORD level, DWORD impersonation,
                                             void *identity, DWORD capabilities)
{
	return S_OK;
}

static HRESULT STDMETHODCALLTYPE copy_proxy(IClientSecurity *iface, IUnknown *proxy, IUnknown **ret)
{
	IUnknown_AddRef(proxy);
	*ret = proxy;
	return S_OK;
}

static IClientSecurityVtbl methods = {
        .QueryInterface = query_interface,
        .AddRef = count_reference,
        .Release = count_reference,
        .QueryBlanket = NOT_SUPPORTED,
        .SetBlanket = set_blanket,
        .CopyProxy = copy_proxy,
};

IClientSecurity *security_of(IUnknown *object)
{
	static IClientSecurity security = {&methods};

	return &security;
}
