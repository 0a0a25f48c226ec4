/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The DLL's entry points: it stands where the WMI locator and the object text source are
 * registered. */
#include "engine/locator.h"
#include "engine/text.h"

#include <stdbool.h>

struct factory {
	IClassFactory iface;
	IUnknown *(*object)(void);
};

static HRESULT STDMETHODCALLTYPE query_interface(IClassFactory *iface, REFIID iid, void **ret)
{
	bool known = IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IClassFactory);

	*ret = known ? iface : NULL;
	return known ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE count_reference(IClassFactory *iface)
{
	return 1;
}

static HRESULT STDMETHODCALLTYPE create_instance(IClassFactory *iface, IUnknown *outer, REFIID iid,
                                                 void **ret)
{
	if (outer)
		return CLASS_E_NOAGGREGATION;
	return IUnknown_QueryInterface(((struct factory *)iface)->object(), iid, ret);
}

static HRESULT STDMETHODCALLTYPE lock_server(IClassFactory *iface, BOOL lock)
{
	return S_OK;
}

static IClassFactoryVtbl methods = {
        .QueryInterface = query_interface,
        .AddRef = count_reference,
        .Release = count_reference,
        .CreateInstance = create_instance,
        .LockServer = lock_server,
};

static IUnknown *the_locator(void)
{
	return (IUnknown *)locator();
}

static IUnknown *the_text_source(void)
{
	return (IUnknown *)text_source();
}

static struct factory locators = {{&methods}, the_locator};
static struct factory text_sources = {{&methods}, the_text_source};

HRESULT WINAPI DllGetClassObject(REFCLSID class, REFIID iid, void **ret)
{
	*ret = NULL;
	if (IsEqualGUID(class, &CLSID_WbemLocator))
		return query_interface(&locators.iface, iid, ret);
	if (IsEqualGUID(class, &CLSID_WbemObjectTextSrc))
		return query_interface(&text_sources.iface, iid, ret);
	return CLASS_E_CLASSNOTAVAILABLE;
}

/* It stays until the process ends. */
HRESULT WINAPI DllCanUnloadNow(void)
{
	return S_FALSE;
}
