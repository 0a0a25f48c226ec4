/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/object.h"

#include "base/cleanup.h"
#include "engine/path.h"
#include "engine/provider.h"

#include <string.h>

const char *const object_system_names[] = {
        "__PATH",           "__NAMESPACE", "__SERVER",  "__DERIVATION",
        "__PROPERTY_COUNT", "__RELPATH",   "__DYNASTY", "__SUPERCLASS",
        "__CLASS",          "__GENUS",     NULL,
};

static json_t *optional(const char *text)
{
	return text ? json_string(text) : json_null();
}

/* NULL also when a query did not ask for the keys. */
static json_t *path_value(const struct wmi_object *object, bool full)
{
	_cleanup_free_ char *path = NULL;

	if (strcmp(object->class->name, "__PARAMETERS") != 0)
		path = (full ? path_full : path_relative)(object->class, object->values);
	return optional(path);
}

static json_t *derivation(const struct wmi_class *class)
{
	json_t *names = json_array();

	for (class = class->parent; class; class = class->parent)
		json_array_append_new(names, json_string(class->name));
	return names;
}

static const char *dynasty(const struct wmi_class *class)
{
	while (class->parent)
		class = class->parent;
	return class->name;
}

static json_t *text_property(const struct wmi_object *object, const char *name)
{
	const struct wmi_class *class = object->class;

	if (_stricmp(name, "__PATH") == 0)
		return path_value(object, true);
	if (_stricmp(name, "__RELPATH") == 0)
		return path_value(object, false);
	if (_stricmp(name, "__CLASS") == 0)
		return json_string(class->name);
	if (_stricmp(name, "__SUPERCLASS") == 0)
		return optional(class->parent ? class->parent->name : NULL);
	if (_stricmp(name, "__DYNASTY") == 0)
		return json_string(dynasty(class));
	if (_stricmp(name, "__SERVER") == 0)
		return json_string(provider_server());
	if (_stricmp(name, "__NAMESPACE") == 0)
		return json_string(class->namespace);
	return NULL;
}

json_t *object_system_property(const struct wmi_object *object, const char *name, CIMTYPE *ret_type)
{
	*ret_type = CIM_SINT32;
	if (_stricmp(name, "__GENUS") == 0)
		return json_integer(object->values ? WBEM_GENUS_INSTANCE : WBEM_GENUS_CLASS);
	if (_stricmp(name, "__PROPERTY_COUNT") == 0)
		return json_integer((json_int_t)(object->selected
		                                         ? json_array_size(object->selected)
		                                         : object->class->properties.count));
	*ret_type = CIM_STRING | CIM_FLAG_ARRAY;
	if (_stricmp(name, "__DERIVATION") == 0)
		return derivation(object->class);
	*ret_type = CIM_STRING;
	return text_property(object, name);
}
