/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/cleanup.h"
#include "base/translate.h"
#include "host/hyperv/wmi-connection.h"

#include <oaidl.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "host/hyperv/wmi-error.h"

#define BATCH 256            /* objects fetched in one round trip */
#define PATIENCE (60 * 1000) /* milliseconds that a batch may take */

uint32_t wmi_result(const struct wmi *wmi)
{
	return wmi->result;
}

unsigned wmi_calls(const struct wmi *wmi)
{
	return wmi->calls;
}

void wmi_close(struct wmi *wmi)
{
	for (size_t i = 0; i < wmi->connections.count; i++) {
		IWbemServices_Release(wmi->connections.items[i].services);
		free(wmi->connections.items[i].space);
	}
	free(wmi->connections.items);
	if (wmi->locator)
		IWbemLocator_Release(wmi->locator);
	free(wmi->subject);
	free(wmi->doing);
	free(wmi->host);
	free(wmi);
	CoUninitialize();
}

/* What the provider says of the failure goes with it: an error object of WMI, or a plain one. */
static char *error_detail(void)
{
	_cleanup_unknown_ IErrorInfo *info = NULL;
	_cleanup_unknown_ IWbemClassObject *object = NULL;
	_cleanup_bstr_ BSTR text = NULL;
	VARIANT value;
	char *detail = NULL;

	if (GetErrorInfo(0, &info) != S_OK || !info)
		return NULL;
	VariantInit(&value);
	if (SUCCEEDED(IErrorInfo_QueryInterface(info, &IID_IWbemClassObject, (void **)&object)) &&
	    SUCCEEDED(IWbemClassObject_Get(object, L"Description", 0, &value, NULL, NULL)) &&
	    V_VT(&value) == VT_BSTR)
		detail = text_of_wide(V_BSTR(&value));
	else if (SUCCEEDED(IErrorInfo_GetDescription(info, &text)) && text)
		detail = text_of_wide(text);
	VariantClear(&value);
	return detail;
}

/* Out of memory only the host is named. */
void wmi_about(struct wmi *wmi, const char *subject, const char *doing)
{
	free(wmi->subject);
	free(wmi->doing);
	wmi->subject = subject ? strdup(subject) : NULL;
	wmi->doing = doing ? strdup(doing) : NULL;
}

int wmi_fail(struct wmi *wmi, HRESULT hr, const char *doing, struct dda_error **ret_error)
{
	_cleanup_free_ char *detail = error_detail();
	const char *subject = wmi->subject ? wmi->subject : wmi->host;

	wmi->result = (uint32_t)hr;
	return wmi_error_set(ret_error, (uint32_t)hr, subject ? subject : _("this host"),
	                     wmi->doing ? wmi->doing : doing, detail && *detail ? detail : NULL);
}

/*
 * Whoever speaks for us at the other end acts as the user we are, and what goes over the wire is
 * encrypted. An object that lives in our own process has no proxy, and needs none.
 */
static HRESULT set_blanket(void *proxy)
{
	HRESULT hr = CoSetProxyBlanket(proxy, RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT,
	                               COLE_DEFAULT_PRINCIPAL, RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
	                               RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_DEFAULT);

	return hr == E_NOINTERFACE ? S_OK : hr;
}

/* RPC_E_TOO_LATE: whoever loaded us has set the security of the process, which is theirs to do. */
static HRESULT start_com(struct wmi *wmi)
{
	HRESULT hr = CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
	                                  RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE, NULL);

	if (FAILED(hr) && hr != RPC_E_TOO_LATE)
		return hr;
	return CoCreateInstance(&CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, &IID_IWbemLocator,
	                        (void **)&wmi->locator);
}

int wmi_open(const char *host, struct wmi **ret, struct dda_error **ret_error)
{
	HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
	_cleanup_wmi_ struct wmi *wmi = SUCCEEDED(hr) ? calloc(1, sizeof(*wmi)) : NULL;

	if (FAILED(hr))
		return wmi_error_set(ret_error, (uint32_t)hr, "COM", _("can't be used"), NULL);
	if (!wmi)
		return error_no_memory(ret_error);
	if (host && !(wmi->host = strdup(host)))
		return error_no_memory(ret_error);
	hr = start_com(wmi);
	if (FAILED(hr))
		return wmi_fail(wmi, hr, _("WMI can't be used"), ret_error);
	*ret = TAKE(wmi);
	return 0;
}

static HRESULT connect_to(struct wmi *wmi, const char *space, IWbemServices **ret)
{
	char path[512];
	_cleanup_bstr_ BSTR wide = NULL;
	_cleanup_unknown_ IWbemServices *services = NULL;
	HRESULT hr;

	snprintf(path, sizeof(path), "%s%s%s%s", wmi->host ? "\\\\" : "",
	         wmi->host ? wmi->host : "", wmi->host ? "\\" : "", space);
	wide = text_to_bstr(path);
	if (!wide)
		return E_OUTOFMEMORY;
	hr = IWbemLocator_ConnectServer(wmi->locator, wide, NULL, NULL, NULL,
	                                WBEM_FLAG_CONNECT_USE_MAX_WAIT, NULL, NULL, &services);
	if (SUCCEEDED(hr))
		hr = set_blanket(services);
	if (SUCCEEDED(hr))
		*ret = TAKE(services);
	return hr;
}

int wmi_connect(struct wmi *wmi, const char *space, IWbemServices **ret,
                struct dda_error **ret_error)
{
	IWbemServices *services;
	struct connection *connection;
	char doing[160];
	HRESULT hr;

	for (size_t i = 0; i < wmi->connections.count; i++)
		if (text_equal(wmi->connections.items[i].space, space)) {
			*ret = wmi->connections.items[i].services;
			return 0;
		}
	hr = connect_to(wmi, space, &services);
	snprintf(doing, sizeof(doing), _("can't open %s"), space);
	if (FAILED(hr))
		return wmi_fail(wmi, hr, doing, ret_error);
	connection = ARRAY_ADD(&wmi->connections);
	if (!connection) {
		IWbemServices_Release(services);
		return error_no_memory(ret_error);
	}
	*connection = (struct connection){.space = strdup(space), .services = services};
	*ret = services;
	return 0;
}

/* Takes all that comes, a batch a round trip. */
static HRESULT fetch(IEnumWbemClassObject *answer, bool with_system, json_t *rows)
{
	IWbemClassObject *objects[BATCH];
	HRESULT hr = S_OK;
	ULONG count;

	while (hr == S_OK) {
		count = 0;
		hr = IEnumWbemClassObject_Next(answer, PATIENCE, BATCH, objects, &count);
		for (ULONG i = 0; i < count; i++) {
			json_array_append_new(rows, object_to_json(objects[i], with_system));
			IWbemClassObject_Release(objects[i]);
		}
	}
	return hr == WBEM_S_TIMEDOUT ? (HRESULT)WMI_TIMED_OUT : hr;
}

static HRESULT query(IWbemServices *services, const char *wql, bool with_system, json_t *rows)
{
	_cleanup_bstr_ BSTR language = text_to_bstr("WQL"), wide = text_to_bstr(wql);
	_cleanup_unknown_ IEnumWbemClassObject *answer = NULL;
	HRESULT hr = E_OUTOFMEMORY;

	if (language && wide && rows)
		hr = IWbemServices_ExecQuery(services, language, wide,
		                             WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY,
		                             NULL, &answer);
	if (SUCCEEDED(hr))
		hr = set_blanket(answer);
	return SUCCEEDED(hr) ? fetch(answer, with_system, rows) : hr;
}

static int ask(struct wmi *wmi, const char *space, const char *wql, bool with_system, json_t **ret,
               struct dda_error **ret_error)
{
	_cleanup_json_ json_t *rows = json_array();
	IWbemServices *services;
	HRESULT hr;
	int r = wmi_connect(wmi, space, &services, ret_error);

	if (r < 0)
		return r;
	wmi->calls++;
	hr = query(services, wql, with_system, rows);
	if (FAILED(hr))
		return wmi_fail(wmi, hr, _("could not be asked"), ret_error);
	*ret = TAKE(rows);
	return 0;
}

int wmi_query(struct wmi *wmi, const char *space, const char *wql, json_t **ret,
              struct dda_error **ret_error)
{
	return ask(wmi, space, wql, false, ret, ret_error);
}

int wmi_objects(struct wmi *wmi, const char *space, const char *wql, json_t **ret,
                struct dda_error **ret_error)
{
	return ask(wmi, space, wql, true, ret, ret_error);
}
