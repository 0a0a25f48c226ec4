/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/schema.h"

#include "engine/mof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Made of the .mof files by meson. */
static const char declarations[] =
#include "schema-text.h"
        ;

static struct wmi_schema schema;

static BOOL CALLBACK read_all(INIT_ONCE *once, void *nothing, void **ret)
{
	const char *wrong = mof_read(&schema, declarations);

	if (wrong) {
		fprintf(stderr, "hvsim: schema: cannot read: %.60s\n", wrong);
		exit(70);
	}
	return TRUE;
}

const struct wmi_schema *wmi_schema(void)
{
	static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

	InitOnceExecuteOnce(&once, read_all, NULL, NULL);
	return &schema;
}

bool wmi_namespace_exists(const char *namespace)
{
	for (size_t i = 0; i < wmi_schema()->classes.count; i++)
		if (_stricmp(schema.classes.items[i]->namespace, namespace) == 0)
			return true;
	return false;
}

const struct wmi_class *wmi_class_find(const char *namespace, const char *name)
{
	for (size_t i = 0; i < wmi_schema()->classes.count; i++) {
		const struct wmi_class *class = schema.classes.items[i];

		if (_stricmp(class->name, name) == 0 && _stricmp(class->namespace, namespace) == 0)
			return class;
	}
	return NULL;
}

bool wmi_class_is(const struct wmi_class *class, const char *name)
{
	for (; class; class = class->parent)
		if (_stricmp(class->name, name) == 0)
			return true;
	return false;
}

const struct wmi_property *wmi_property_find(const struct wmi_class *class, const char *name)
{
	for (size_t i = 0; i < class->properties.count; i++)
		if (_stricmp(class->properties.items[i].name, name) == 0)
			return &class->properties.items[i];
	return NULL;
}

const struct wmi_method *wmi_method_find(const struct wmi_class *class, const char *name)
{
	for (; class; class = class->parent)
		for (size_t i = 0; i < class->methods.count; i++)
			if (_stricmp(class->methods.items[i].name, name) == 0)
				return &class->methods.items[i];
	return NULL;
}
