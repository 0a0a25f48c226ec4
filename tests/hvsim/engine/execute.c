/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/execute.h"

#include "base/cleanup.h"
#include "engine/provider.h"

/* Parameters are those of this method, or nobody's. */
static bool parameters_fit(const struct wmi_method *method, const struct wmi_object *in)
{
	return !in || (in->class == method->in && in->values);
}

static HRESULT run(struct call *call, IWbemClassObject **ret_out, long long *ret_value)
{
	json_t *out = json_object();
	HRESULT hr;

	call->out = out;
	hr = provider_call(call);
	if (FAILED(hr)) {
		json_decref(out);
		return hr;
	}
	*ret_value = json_integer_value(json_object_get(out, "ReturnValue"));
	*ret_out = object_create(call->method->out, out);
	return *ret_out ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

HRESULT execute(const char *namespace, const char *path_text, const char *name,
                const struct wmi_object *in, const struct fault *fault, IWbemClassObject **ret_out,
                long long *ret_value)
{
	_cleanup_(path_done) struct wmi_path path = {0};
	struct call call = {.target = &path, .fault = fault, .in = in ? in->values : NULL};

	if (path_read(path_text, &path) < 0)
		return WBEM_E_INVALID_OBJECT_PATH;
	call.class = wmi_class_find(namespace, path.class);
	if (!call.class)
		return WBEM_E_INVALID_CLASS;
	call.method = wmi_method_find(call.class, name);
	if (!call.method || (!call.method->is_static && !path_is_instance(&path)))
		return WBEM_E_INVALID_METHOD;
	if (!parameters_fit(call.method, in))
		return WBEM_E_INVALID_METHOD_PARAMETERS;
	return run(&call, ret_out, ret_value);
}
