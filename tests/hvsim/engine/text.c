/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/text.h"

#include "base/cleanup.h"
#include "engine/buffer.h"
#include "engine/value.h"

#include <string.h>

static void add_escaped(struct buffer *text, const char *from)
{
	for (; *from; from++) {
		size_t plain = strcspn(from, "&<>\"");

		buffer_add_bytes(text, from, plain);
		from += plain;
		if (!*from)
			return;
		buffer_add(text, *from == '&'   ? "&amp;"
		                 : *from == '<' ? "&lt;"
		                 : *from == '>' ? "&gt;"
		                                : "&quot;");
	}
}

static void add_value(struct buffer *text, const json_t *value)
{
	buffer_add(text, "<VALUE>");
	if (json_is_string(value))
		add_escaped(text, json_string_value(value));
	else if (json_is_boolean(value))
		buffer_add(text, json_is_true(value) ? "TRUE" : "FALSE");
	else
		buffer_format(text, "%lld", json_integer_value(value));
	buffer_add(text, "</VALUE>");
}

static void add_values(struct buffer *text, const json_t *value)
{
	const json_t *item;
	size_t i;

	if (!json_is_array(value)) {
		add_value(text, value);
		return;
	}
	buffer_add(text, "<VALUE.ARRAY>");
	json_array_foreach(value, i, item) add_value(text, item);
	buffer_add(text, "</VALUE.ARRAY>");
}

/* One without a value is there too, but empty. */
static void add_property(struct buffer *text, const char *name, CIMTYPE type, const json_t *value,
                         const char *attributes)
{
	const char *element = type & CIM_FLAG_ARRAY ? "PROPERTY.ARRAY" : "PROPERTY";

	buffer_format(text, "<%s NAME=\"%s\"%s TYPE=\"%s\">", element, name, attributes,
	              value_type_name(type));
	if (value && !json_is_null(value))
		add_values(text, value);
	buffer_format(text, "</%s>\n", element);
}

static void add_system_properties(struct buffer *text, const struct wmi_object *object)
{
	for (size_t i = 0; object_system_names[i]; i++) {
		CIMTYPE type;
		json_t *value = object_system_property(object, object_system_names[i], &type);

		add_property(text, object_system_names[i], type, value,
		             " CLASSORIGIN=\"___SYSTEM\"");
		json_decref(value);
	}
}

static const char *origin(const struct wmi_class *class, const char *property)
{
	while (class->parent && wmi_property_find(class->parent, property))
		class = class->parent;
	return class->name;
}

char *text_xml(const struct wmi_object *object, ULONG format)
{
	const struct wmi_class *class = object->class;
	_cleanup_(buffer_done) struct buffer text = {0};
	char attributes[120];

	buffer_format(&text, "<INSTANCE CLASSNAME=\"%s\">\n", class->name);
	if (format == WMI_OBJ_TEXT_WMI_DTD_2_0)
		add_system_properties(&text, object);
	for (size_t i = 0; i < class->properties.count; i++) {
		const struct wmi_property *p = &class->properties.items[i];
		const char *from = origin(class, p->name);

		if (p->type == CIM_OBJECT || p->type == (CIM_OBJECT | CIM_FLAG_ARRAY))
			continue;
		snprintf(attributes, sizeof(attributes), " CLASSORIGIN=\"%s\"%s", from,
		         from == class->name ? "" : " PROPAGATED=\"true\"");
		add_property(&text, p->name, p->type, json_object_get(object->values, p->name),
		             attributes);
	}
	buffer_add(&text, "</INSTANCE>\n");
	return buffer_take(&text);
}

/* As jansson writes it: strings in quotes with \ where needed, TRUE as true; arrays in braces. */
static void add_mof_value(struct buffer *text, const json_t *value)
{
	_cleanup_free_ char *json = NULL;
	const json_t *item;
	size_t i;

	if (json_is_array(value)) {
		buffer_add(text, "{");
		json_array_foreach(value, i, item)
		{
			buffer_add(text, i ? ", " : "");
			add_mof_value(text, item);
		}
		buffer_add(text, "}");
		return;
	}
	json = json_dumps(value, JSON_ENCODE_ANY);
	buffer_add(text, json ? json : "NULL");
}

char *text_mof(const struct wmi_object *object)
{
	const struct wmi_class *class = object->class;
	_cleanup_(buffer_done) struct buffer text = {0};

	buffer_format(&text, "\n%s %s\n{\n", object->values ? "instance of" : "class", class->name);
	for (size_t i = 0; i < class->properties.count; i++) {
		const struct wmi_property *p = &class->properties.items[i];
		const json_t *value = json_object_get(object->values, p->name);

		if (!object->values)
			buffer_format(&text, "\t%s %s%s;\n", value_type_name(p->type), p->name,
			              p->type & CIM_FLAG_ARRAY ? "[]" : "");
		if (!value || json_is_null(value))
			continue;
		buffer_format(&text, "\t%s = ", p->name);
		add_mof_value(&text, value);
		buffer_add(&text, ";\n");
	}
	buffer_add(&text, "};\n");
	return buffer_take(&text);
}

static HRESULT STDMETHODCALLTYPE query_interface(IWbemObjectTextSrc *iface, REFIID iid, void **ret)
{
	bool known = IsEqualGUID(iid, &IID_IUnknown) || IsEqualGUID(iid, &IID_IWbemObjectTextSrc);

	*ret = known ? iface : NULL;
	return known ? S_OK : E_NOINTERFACE;
}

static ULONG STDMETHODCALLTYPE count_reference(IWbemObjectTextSrc *iface)
{
	return 1;
}

static HRESULT STDMETHODCALLTYPE get_text(IWbemObjectTextSrc *iface, LONG flags,
                                          IWbemClassObject *object, ULONG format,
                                          IWbemContext *context, BSTR *ret)
{
	_cleanup_free_ char *text = NULL;

	if (!object_from(object) || !ret ||
	    (format != WMI_OBJ_TEXT_CIM_DTD_2_0 && format != WMI_OBJ_TEXT_WMI_DTD_2_0))
		return WBEM_E_INVALID_PARAMETER;
	text = text_xml(object_from(object), format);
	*ret = bstr_from_utf8(text);
	return *ret ? S_OK : WBEM_E_OUT_OF_MEMORY;
}

static IWbemObjectTextSrcVtbl methods = {
        .QueryInterface = query_interface,
        .AddRef = count_reference,
        .Release = count_reference,
        .GetText = get_text,
        .CreateFromText = NOT_SUPPORTED,
};

IWbemObjectTextSrc *text_source(void)
{
	static IWbemObjectTextSrc source = {&methods};

	return &source;
}
