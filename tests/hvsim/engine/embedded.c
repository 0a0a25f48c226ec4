/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/embedded.h"

#include "base/cleanup.h"
#include "engine/buffer.h"
#include "engine/value.h"

#include <errno.h>
#include <initguid.h>
#include <xmllite.h>

struct reading {
	IXmlReader *xml;
	const char *namespace, *base;
	const struct wmi_class *class;
	json_t *values;
	const struct wmi_property *property; /* the one we are in, or NULL */
	bool in_value;
	struct buffer text;
};

static char *attribute(IXmlReader *xml, const wchar_t *name)
{
	const wchar_t *value = NULL;
	char *copy = NULL;

	if (IXmlReader_MoveToAttributeByName(xml, name, NULL) == S_OK &&
	    SUCCEEDED(IXmlReader_GetValue(xml, &value, NULL)))
		copy = utf8_from_wide(value);
	IXmlReader_MoveToElement(xml);
	return copy;
}

static bool begin_instance(struct reading *r)
{
	_cleanup_free_ char *name = attribute(r->xml, L"CLASSNAME");

	r->class = name && !r->class ? wmi_class_find(r->namespace, name) : NULL;
	return r->class && wmi_class_is(r->class, r->base);
}

static bool begin_property(struct reading *r, bool array)
{
	_cleanup_free_ char *name = attribute(r->xml, L"NAME");
	_cleanup_free_ char *type = attribute(r->xml, L"TYPE");

	if (!r->class || !name)
		return false;
	r->property = NULL;
	if (strncmp(name, "__", 2) == 0)
		return true;
	r->property = wmi_property_find(r->class, name);
	return r->property && !(r->property->type & CIM_FLAG_ARRAY) == !array &&
	       (!type || _stricmp(type, value_type_name(r->property->type)) == 0);
}

static bool begin_array(struct reading *r)
{
	return !r->property || json_object_set_new(r->values, r->property->name, json_array()) == 0;
}

static bool end_value(struct reading *r)
{
	json_t *value = NULL, *list;

	r->in_value = false;
	if (!r->property)
		return true;
	if (FAILED(value_from_text(buffer_text(&r->text), r->property->type, &value)))
		return false;
	if (!(r->property->type & CIM_FLAG_ARRAY))
		return json_object_set_new(r->values, r->property->name, value) == 0;
	list = json_object_get(r->values, r->property->name);
	if (list)
		return json_array_append_new(list, value) == 0;
	json_decref(value);
	return false;
}

static bool element(struct reading *r, const wchar_t *name, bool empty)
{
	if (wcscmp(name, L"INSTANCE") == 0)
		return begin_instance(r);
	if (wcscmp(name, L"PROPERTY") == 0)
		return begin_property(r, false);
	if (wcscmp(name, L"PROPERTY.ARRAY") == 0)
		return begin_property(r, true);
	if (wcscmp(name, L"VALUE.ARRAY") == 0)
		return begin_array(r);
	if (wcscmp(name, L"VALUE") == 0) {
		buffer_done(&r->text);
		r->in_value = true;
		return !empty || end_value(r);
	}
	return true;
}

static bool node(struct reading *r, XmlNodeType type)
{
	_cleanup_free_ char *text = NULL;
	const wchar_t *name = NULL;

	switch (type) {
	case XmlNodeType_Element:
		return SUCCEEDED(IXmlReader_GetLocalName(r->xml, &name, NULL)) &&
		       element(r, name, IXmlReader_IsEmptyElement(r->xml));
	case XmlNodeType_EndElement:
		return !r->in_value || end_value(r);
	case XmlNodeType_Text:
	case XmlNodeType_Whitespace:
	case XmlNodeType_CDATA:
		if (!r->in_value || FAILED(IXmlReader_GetValue(r->xml, &name, NULL)))
			return !r->in_value;
		text = utf8_from_wide(name);
		buffer_add(&r->text, text ? text : "");
		return text != NULL;
	default:
		return true;
	}
}

static bool read_all(struct reading *r, IUnknown *stream)
{
	XmlNodeType type;
	HRESULT hr;

	if (FAILED(IXmlReader_SetInput(r->xml, stream)))
		return false;
	while ((hr = IXmlReader_Read(r->xml, &type)) == S_OK)
		if (!node(r, type))
			return false;
	return SUCCEEDED(hr) && r->class;
}

/* Loaded when the first one is read: most runs read none. */
static IXmlReader *create_reader(void)
{
	HMODULE library = LoadLibraryW(L"xmllite.dll");
	HRESULT(WINAPI * create)(REFIID, void **, IMalloc *) = NULL;
	IXmlReader *reader = NULL;

	if (library)
		create = (void *)GetProcAddress(library, "CreateXmlReader");
	if (!create || FAILED(create(&IID_IXmlReader, (void **)&reader, NULL)))
		return NULL;
	return reader;
}

static IStream *stream_of(const char *text)
{
	IStream *stream = NULL;
	LARGE_INTEGER start = {0};

	if (FAILED(CreateStreamOnHGlobal(NULL, TRUE, &stream)))
		return NULL;
	IStream_Write(stream, text, (ULONG)strlen(text), NULL);
	IStream_Seek(stream, start, STREAM_SEEK_SET, NULL);
	return stream;
}

int embedded_read(const char *namespace, const char *base, const char *text,
                  const struct wmi_class **ret_class, json_t **ret_values)
{
	struct reading r = {.xml = create_reader(), .namespace = namespace, .base = base};
	IStream *stream = stream_of(text);
	bool good = false;

	if (!r.xml || !stream)
		return -ENOSYS;
	r.values = json_object();
	good = r.values && read_all(&r, (IUnknown *)stream);
	IXmlReader_Release(r.xml);
	IStream_Release(stream);
	buffer_done(&r.text);
	if (!good) {
		json_decref(r.values);
		return -EINVAL;
	}
	*ret_class = r.class;
	*ret_values = r.values;
	return 0;
}
