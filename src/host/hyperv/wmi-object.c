/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/wmi-connection.h"

#include <string.h>

#include "base/translate.h"
#include "host/hyperv/object-path.h"
#include "host/hyperv/wmi-error.h"

static HRESULT get_object(struct wmi *wmi, IWbemServices *services, const char *path,
                          IWbemClassObject **ret)
{
	_cleanup_bstr_ BSTR wide = text_to_bstr(path);

	wmi->calls++;
	return wide ? IWbemServices_GetObject(services, wide, 0, NULL, ret, NULL) : E_OUTOFMEMORY;
}

int wmi_get(struct wmi *wmi, const char *space, const char *path, json_t **ret,
            struct dda_error **ret_error)
{
	_cleanup_unknown_ IWbemClassObject *object = NULL;
	IWbemServices *services;
	HRESULT hr;
	int r = wmi_connect(wmi, space, &services, ret_error);

	if (r < 0)
		return r;
	hr = get_object(wmi, services, path, &object);
	if (FAILED(hr))
		return wmi_fail(wmi, hr, _("an object could not be read"), ret_error);
	*ret = object_to_json(object, true);
	return *ret ? 0 : error_no_memory(ret_error);
}

/* The object that carries the parameters of a method: an instance of its signature. */
static HRESULT make_parameters(struct wmi *wmi, IWbemServices *services, const char *path,
                               const wchar_t *method, const json_t *parameters,
                               IWbemClassObject **ret)
{
	struct arena arena = {0};
	const char *class = object_path_class(&arena, path);
	_cleanup_unknown_ IWbemClassObject *object = NULL, *signature = NULL, *instance = NULL;
	HRESULT hr = class ? get_object(wmi, services, class, &object) : E_OUTOFMEMORY;

	arena_free(&arena);
	if (SUCCEEDED(hr))
		hr = IWbemClassObject_GetMethod(object, method, 0, &signature, NULL);
	if (SUCCEEDED(hr))
		hr = signature ? IWbemClassObject_SpawnInstance(signature, 0, &instance)
		               : E_INVALIDARG;
	if (SUCCEEDED(hr))
		hr = object_put_all(instance, parameters);
	if (SUCCEEDED(hr))
		*ret = TAKE(instance);
	return hr;
}

static HRESULT call(struct wmi *wmi, IWbemServices *services, const char *path, const char *method,
                    const json_t *parameters, json_t **ret)
{
	_cleanup_bstr_ BSTR object = text_to_bstr(path), name = text_to_bstr(method);
	_cleanup_unknown_ IWbemClassObject *in = NULL, *out = NULL;
	HRESULT hr = object && name ? S_OK : E_OUTOFMEMORY;

	if (SUCCEEDED(hr) && parameters)
		hr = make_parameters(wmi, services, path, name, parameters, &in);
	wmi->calls++;
	if (SUCCEEDED(hr))
		hr = IWbemServices_ExecMethod(services, object, name, 0, NULL, in, &out, NULL);
	if (SUCCEEDED(hr))
		*ret = out ? object_to_json(out, false) : json_object();
	return hr;
}

int wmi_call(struct wmi *wmi, const char *space, const char *path, const char *method,
             const json_t *parameters, json_t **ret, struct dda_error **ret_error)
{
	IWbemServices *services;
	json_t *result = NULL;
	HRESULT hr;
	int r = wmi_connect(wmi, space, &services, ret_error);

	if (r < 0)
		return r;
	hr = call(wmi, services, path, method, parameters, &result);
	if (FAILED(hr))
		return wmi_fail(wmi, hr, method, ret_error);
	if (!result)
		return error_no_memory(ret_error);
	*ret = result;
	return 0;
}

/* A class gives a new instance, an instance a copy: the changes must not touch what WMI holds. */
static HRESULT copy_object(IWbemClassObject *object, IWbemClassObject **ret)
{
	VARIANT genus;
	HRESULT hr;

	VariantInit(&genus);
	hr = IWbemClassObject_Get(object, L"__GENUS", 0, &genus, NULL, NULL);
	if (FAILED(hr))
		return hr;
	return V_I4(&genus) == WBEM_GENUS_CLASS ? IWbemClassObject_SpawnInstance(object, 0, ret)
	                                        : IWbemClassObject_Clone(object, ret);
}

static HRESULT object_text(IWbemClassObject *object, char **ret)
{
	_cleanup_unknown_ IWbemObjectTextSrc *source = NULL;
	_cleanup_bstr_ BSTR text = NULL;
	HRESULT hr = CoCreateInstance(&CLSID_WbemObjectTextSrc, NULL, CLSCTX_INPROC_SERVER,
	                              &IID_IWbemObjectTextSrc, (void **)&source);

	if (SUCCEEDED(hr))
		hr = source->lpVtbl->GetText(source, 0, object, WMI_OBJ_TEXT_WMI_DTD_2_0, NULL,
		                             &text);
	if (FAILED(hr))
		return hr;
	*ret = text_of_wide(text);
	return *ret ? S_OK : E_OUTOFMEMORY;
}

int wmi_text(struct wmi *wmi, const char *space, const char *path, const json_t *changes,
             char **ret, struct dda_error **ret_error)
{
	_cleanup_unknown_ IWbemClassObject *object = NULL, *copy = NULL;
	IWbemServices *services;
	HRESULT hr;
	int r = wmi_connect(wmi, space, &services, ret_error);

	if (r < 0)
		return r;
	hr = get_object(wmi, services, path, &object);
	if (SUCCEEDED(hr))
		hr = copy_object(object, &copy);
	if (SUCCEEDED(hr))
		hr = object_put_all(copy, changes);
	if (SUCCEEDED(hr))
		hr = object_text(copy, ret);
	return FAILED(hr) ? wmi_fail(wmi, hr, _("an object could not be read"), ret_error) : 0;
}
