/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/object.h"

#include "base/cleanup.h"
#include "engine/provider.h"
#include "engine/text.h"
#include "engine/value.h"

#include <stdlib.h>
#include <string.h>

#define CONDITION_MASK 0x70 /* WBEM_FLAG_LOCAL_ONLY and those that exclude it */

static IWbemClassObjectVtbl methods;

struct wmi_object *object_from(IWbemClassObject *iface)
{
	return iface && iface->lpVtbl == &methods ? (struct wmi_object *)iface : NULL;
}

IWbemClassObject *object_create(const struct wmi_class *class, json_t *values)
{
	struct wmi_object *object = calloc(1, sizeof(*object));

	if (!object) {
		json_decref(values);
		return NULL;
	}
	object->iface.lpVtbl = &methods;
	object->references = 1;
	object->class = class;
	object->values = values;
	return &object->iface;
}

IUnknown *object_embedded(const char *namespace, const json_t *value)
{
	const char *name = json_string_value(json_object_get(value, "__CLASS"));
	const struct wmi_class *class = name ? wmi_class_find(namespace, name) : NULL;

	return class ? (IUnknown *)object_create(class, json_deep_copy(value)) : NULL;
}

static HRESULT STDMETHODCALLTYPE query_interface(IWbemClassObject *iface, REFIID iid, void **ret)
{
	if (!IsEqualGUID(iid, &IID_IUnknown) && !IsEqualGUID(iid, &IID_IWbemClassObject)) {
		*ret = NULL;
		return E_NOINTERFACE;
	}
	IWbemClassObject_AddRef(iface);
	*ret = iface;
	return S_OK;
}

static ULONG STDMETHODCALLTYPE add_reference(IWbemClassObject *iface)
{
	return (ULONG)InterlockedIncrement(&((struct wmi_object *)iface)->references);
}

static ULONG STDMETHODCALLTYPE release(IWbemClassObject *iface)
{
	struct wmi_object *object = (struct wmi_object *)iface;
	LONG left = InterlockedDecrement(&object->references);

	if (!left) {
		json_decref(object->values);
		json_decref(object->selected);
		free(object);
	}
	return (ULONG)left;
}

/* Its own property `name` that the query asked for, or NULL. */
static const struct wmi_property *visible(const struct wmi_object *object, const char *name)
{
	const struct wmi_property *property = wmi_property_find(object->class, name);
	size_t i;
	json_t *selected;

	if (!property || !object->selected)
		return property;
	json_array_foreach(object->selected, i,
	                   selected) if (_stricmp(json_string_value(selected), property->name) ==
	                                 0) return property;
	return NULL;
}

static HRESULT read_property(struct wmi_object *object, const char *name, VARIANT *ret,
                             CIMTYPE *ret_type, LONG *ret_flavor)
{
	const struct wmi_property *property = visible(object, name);
	CIMTYPE type = property ? property->type : CIM_EMPTY;
	json_t *value = NULL;
	HRESULT hr = S_OK;

	if (property)
		value = json_incref(json_object_get(object->values, property->name));
	else
		value = object_system_property(object, name, &type);
	if (!property && !value)
		return WBEM_E_NOT_FOUND;
	if (ret)
		hr = value_to_variant(object->class->namespace, value, type, ret);
	if (ret_type)
		*ret_type = type;
	if (ret_flavor)
		*ret_flavor = property ? WBEM_FLAVOR_ORIGIN_LOCAL : WBEM_FLAVOR_ORIGIN_SYSTEM;
	json_decref(value);
	return hr;
}

static HRESULT STDMETHODCALLTYPE get(IWbemClassObject *iface, LPCWSTR wide, LONG flags,
                                     VARIANT *ret, CIMTYPE *ret_type, LONG *ret_flavor)
{
	_cleanup_free_ char *name = utf8_from_wide(wide);

	if (!name || flags)
		return WBEM_E_INVALID_PARAMETER;
	return read_property((struct wmi_object *)iface, name, ret, ret_type, ret_flavor);
}

static HRESULT STDMETHODCALLTYPE put(IWbemClassObject *iface, LPCWSTR wide, LONG flags,
                                     VARIANT *variant, CIMTYPE type)
{
	struct wmi_object *object = (struct wmi_object *)iface;
	_cleanup_free_ char *name = utf8_from_wide(wide);
	const struct wmi_property *property;
	json_t *value = NULL;
	HRESULT hr;

	if (!name || flags)
		return WBEM_E_INVALID_PARAMETER;
	if (strncmp(name, "__", 2) == 0)
		return WBEM_E_READ_ONLY;
	property = visible(object, name);
	if (!property)
		return WBEM_E_NOT_FOUND;
	if (!object->values)
		return WBEM_E_ILLEGAL_OPERATION;
	if (type && type != property->type)
		return WBEM_E_TYPE_MISMATCH;
	hr = value_from_variant(variant, property->type, &value);
	if (SUCCEEDED(hr) && json_object_set_new(object->values, property->name, value) < 0)
		hr = WBEM_E_OUT_OF_MEMORY;
	return hr;
}

static HRESULT STDMETHODCALLTYPE delete (IWbemClassObject *iface, LPCWSTR name)
{
	return IWbemClassObject_Put(iface, name, 0, NULL, 0);
}

/* Name number `i`, the system properties first; NULL behind the last. */
static const char *name_at(const struct wmi_object *object, size_t i, bool *ret_system)
{
	size_t systems = 0;

	while (object_system_names[systems])
		systems++;
	*ret_system = i < systems;
	if (i < systems)
		return object_system_names[i];
	i -= systems;
	return i < object->class->properties.count ? object->class->properties.items[i].name : NULL;
}

/* True when an enumeration with `flags` gives this one. */
static bool wanted(const struct wmi_object *object, const char *name, bool system, LONG flags)
{
	const struct wmi_property *property = system ? NULL : visible(object, name);
	LONG condition = flags & CONDITION_MASK;

	if (!system && !property)
		return false;
	if (condition && (condition == WBEM_FLAG_SYSTEM_ONLY) != system)
		return false;
	if (flags & WBEM_FLAG_KEYS_ONLY)
		return property && property->key;
	if (flags & WBEM_FLAG_REFS_ONLY)
		return property && property->type == CIM_REFERENCE;
	return true;
}

static const char *next_name(struct wmi_object *object, size_t *at, LONG flags)
{
	const char *name;
	bool system;

	while ((name = name_at(object, (*at)++, &system)))
		if (wanted(object, name, system, flags))
			return name;
	--*at;
	return NULL;
}

static HRESULT STDMETHODCALLTYPE get_names(IWbemClassObject *iface, LPCWSTR qualifier, LONG flags,
                                           VARIANT *qualifier_value, SAFEARRAY **ret)
{
	struct wmi_object *object = (struct wmi_object *)iface;
	SAFEARRAYBOUND bound = {0};
	size_t at = 0;
	const char *name;
	LONG i = 0;

	if (!ret)
		return WBEM_E_INVALID_PARAMETER;
	while (next_name(object, &at, flags))
		bound.cElements++;
	*ret = SafeArrayCreate(VT_BSTR, 1, &bound);
	if (!*ret)
		return WBEM_E_OUT_OF_MEMORY;
	for (at = 0; (name = next_name(object, &at, flags)); i++) {
		BSTR text = bstr_from_utf8(name);

		SafeArrayPutElement(*ret, &i, text);
		SysFreeString(text);
	}
	return S_OK;
}

static HRESULT STDMETHODCALLTYPE begin_enumeration(IWbemClassObject *iface, LONG flags)
{
	struct wmi_object *object = (struct wmi_object *)iface;

	object->property_at = 0;
	object->flags = flags;
	return S_OK;
}

static HRESULT STDMETHODCALLTYPE next(IWbemClassObject *iface, LONG flags, BSTR *ret_name,
                                      VARIANT *ret, CIMTYPE *ret_type, LONG *ret_flavor)
{
	struct wmi_object *object = (struct wmi_object *)iface;
	const char *name = next_name(object, &object->property_at, object->flags);

	if (ret_name)
		*ret_name = name ? bstr_from_utf8(name) : NULL;
	return name ? read_property(object, name, ret, ret_type, ret_flavor) : WBEM_S_NO_MORE_DATA;
}

static HRESULT STDMETHODCALLTYPE end_enumeration(IWbemClassObject *iface)
{
	return begin_enumeration(iface, 0);
}

static HRESULT STDMETHODCALLTYPE clone(IWbemClassObject *iface, IWbemClassObject **ret)
{
	struct wmi_object *object = (struct wmi_object *)iface;

	*ret = object_create(object->class, json_deep_copy(object->values));
	if (!*ret)
		return WBEM_E_OUT_OF_MEMORY;
	object_from(*ret)->selected = json_incref(object->selected);
	return S_OK;
}

static HRESULT STDMETHODCALLTYPE spawn_instance(IWbemClassObject *iface, LONG flags,
                                                IWbemClassObject **ret)
{
	struct wmi_object *object = (struct wmi_object *)iface;

	if (object->values || object->class->abstract)
		return WBEM_E_ILLEGAL_OPERATION;
	*ret = object_create(object->class, json_object());
	return *ret ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

static HRESULT STDMETHODCALLTYPE get_object_text(IWbemClassObject *iface, LONG flags, BSTR *ret)
{
	_cleanup_free_ char *text = text_mof((struct wmi_object *)iface);

	*ret = bstr_from_utf8(text);
	return *ret ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

static HRESULT STDMETHODCALLTYPE inherits_from(IWbemClassObject *iface, LPCWSTR wide)
{
	_cleanup_free_ char *name = utf8_from_wide(wide);

	if (!name)
		return WBEM_E_INVALID_PARAMETER;
	return wmi_class_is(((struct wmi_object *)iface)->class, name) ? WBEM_S_NO_ERROR
	                                                               : WBEM_S_FALSE;
}

/* Without parameters there is no object. */
static IWbemClassObject *signature(const struct wmi_class *parameters)
{
	return parameters->properties.count ? object_create(parameters, NULL) : NULL;
}

static HRESULT STDMETHODCALLTYPE get_method(IWbemClassObject *iface, LPCWSTR wide, LONG flags,
                                            IWbemClassObject **ret_in, IWbemClassObject **ret_out)
{
	struct wmi_object *object = (struct wmi_object *)iface;
	_cleanup_free_ char *name = utf8_from_wide(wide);
	const struct wmi_method *method;

	if (!name || object->values)
		return name ? WBEM_E_ILLEGAL_OPERATION : WBEM_E_INVALID_PARAMETER;
	method = wmi_method_find(object->class, name);
	if (!method)
		return WBEM_E_NOT_FOUND;
	if (ret_in)
		*ret_in = signature(method->in);
	if (ret_out)
		*ret_out = signature(method->out);
	return S_OK;
}

static HRESULT STDMETHODCALLTYPE begin_methods(IWbemClassObject *iface, LONG flags)
{
	((struct wmi_object *)iface)->method_at = 0;
	return S_OK;
}

static const struct wmi_method *method_at(const struct wmi_class *class, size_t i)
{
	for (; class; i -= class->methods.count, class = class->parent)
		if (i < class->methods.count)
			return &class->methods.items[i];
	return NULL;
}

static HRESULT STDMETHODCALLTYPE next_method(IWbemClassObject *iface, LONG flags, BSTR *ret_name,
                                             IWbemClassObject **ret_in, IWbemClassObject **ret_out)
{
	struct wmi_object *object = (struct wmi_object *)iface;
	const struct wmi_method *method = method_at(object->class, object->method_at);

	if (!method)
		return WBEM_S_NO_MORE_DATA;
	object->method_at++;
	if (ret_name)
		*ret_name = bstr_from_utf8(method->name);
	if (ret_in)
		*ret_in = signature(method->in);
	if (ret_out)
		*ret_out = signature(method->out);
	return S_OK;
}

static HRESULT STDMETHODCALLTYPE end_methods(IWbemClassObject *iface)
{
	return begin_methods(iface, 0);
}

static IWbemClassObjectVtbl methods = {
        .QueryInterface = query_interface,
        .AddRef = add_reference,
        .Release = release,
        .GetQualifierSet = NOT_SUPPORTED,
        .Get = get,
        .Put = put,
        .Delete = delete,
        .GetNames = get_names,
        .BeginEnumeration = begin_enumeration,
        .Next = next,
        .EndEnumeration = end_enumeration,
        .GetPropertyQualifierSet = NOT_SUPPORTED,
        .Clone = clone,
        .GetObjectText = get_object_text,
        .SpawnDerivedClass = NOT_SUPPORTED,
        .SpawnInstance = spawn_instance,
        .CompareTo = NOT_SUPPORTED,
        .GetPropertyOrigin = NOT_SUPPORTED,
        .InheritsFrom = inherits_from,
        .GetMethod = get_method,
        .PutMethod = NOT_SUPPORTED,
        .DeleteMethod = NOT_SUPPORTED,
        .BeginMethodEnumeration = begin_methods,
        .NextMethod = next_method,
        .EndMethodEnumeration = end_methods,
        .GetMethodQualifierSet = NOT_SUPPORTED,
        .GetMethodOrigin = NOT_SUPPORTED,
};
