/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/mof.h"

#include "base/array.h"
#include "engine/buffer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	struct wmi_schema *schema;
	const char *at;
	const char *namespace;
};

/* What stands in brackets before a class, a property or a method. */
struct qualifiers {
	bool key, in, out, is_static, abstract, association;
};

static const struct {
	const char *name;
	CIMTYPE type;
} simple_types[] = {
        {"string", CIM_STRING}, {"boolean", CIM_BOOLEAN},   {"uint8", CIM_UINT8},
        {"uint16", CIM_UINT16}, {"uint32", CIM_UINT32},     {"uint64", CIM_UINT64},
        {"sint32", CIM_SINT32}, {"datetime", CIM_DATETIME},
};

static void skip_blanks(struct reader *r)
{
	for (;;) {
		r->at += strspn(r->at, " \t\r\n");
		if (strncmp(r->at, "//", 2) != 0)
			return;
		r->at += strcspn(r->at, "\n");
	}
}

static bool accept(struct reader *r, const char *text)
{
	size_t length = strlen(text);

	skip_blanks(r);
	if (strncmp(r->at, text, length) != 0)
		return false;
	if (isalnum((unsigned char)text[0]) && isalnum((unsigned char)r->at[length]))
		return false;
	r->at += length;
	return true;
}

/* A word on the heap, or NULL when something else stands there. */
static char *word(struct reader *r)
{
	const char *start;

	skip_blanks(r);
	start = r->at;
	while (isalnum((unsigned char)*r->at) || *r->at == '_')
		r->at++;
	return r->at > start ? text_copy(start, (size_t)(r->at - start)) : NULL;
}

static bool qualifiers(struct reader *r, struct qualifiers *ret)
{
	*ret = (struct qualifiers){0};
	if (!accept(r, "["))
		return true;
	do {
		ret->key |= accept(r, "key");
		ret->in |= accept(r, "in");
		ret->out |= accept(r, "out");
		ret->is_static |= accept(r, "static");
		ret->abstract |= accept(r, "abstract");
		ret->association |= accept(r, "association");
	} while (accept(r, ","));
	return accept(r, "]");
}

static void set_type(struct wmi_property *property, char *name, bool reference)
{
	for (size_t i = 0; i < sizeof(simple_types) / sizeof(*simple_types); i++)
		if (strcmp(name, simple_types[i].name) == 0) {
			property->type = simple_types[i].type;
			free(name);
			return;
		}
	property->type = reference ? CIM_REFERENCE : CIM_OBJECT;
	property->object_class = name;
}

/* "TYPE [REF] NAME", and "[]" where it is an array. */
static bool typed_name(struct reader *r, const struct qualifiers *q, struct wmi_property *ret)
{
	char *type = word(r);

	if (!type)
		return false;
	*ret = (struct wmi_property){.key = q->key, .in = q->in, .out = q->out};
	set_type(ret, type, accept(r, "REF"));
	ret->name = word(r);
	return ret->name != NULL;
}

static bool array_mark(struct reader *r, struct wmi_property *property)
{
	if (!accept(r, "["))
		return true;
	property->type |= CIM_FLAG_ARRAY;
	return accept(r, "]");
}

static void add_property(struct wmi_class *class, const struct wmi_property *property)
{
	struct wmi_property *same = (void *)wmi_property_find(class, property->name);

	if (!same)
		same = ARRAY_ADD(&class->properties);
	if (same)
		*same = *property;
}

static struct wmi_class *parameter_class(struct reader *r)
{
	struct wmi_class *class = calloc(1, sizeof(*class));

	if (class) {
		class->namespace = r->namespace;
		class->name = "__PARAMETERS";
	}
	return class;
}

static bool parameters(struct reader *r, struct wmi_class *in, struct wmi_class *out)
{
	if (accept(r, ")"))
		return true;
	do {
		struct wmi_property parameter;
		struct qualifiers q;

		if (!qualifiers(r, &q) || !typed_name(r, &q, &parameter) ||
		    !array_mark(r, &parameter))
			return false;
		if (q.in)
			add_property(in, &parameter);
		if (q.out)
			add_property(out, &parameter);
	} while (accept(r, ","));
	return accept(r, ")");
}

static bool method(struct reader *r, struct wmi_class *class, const struct qualifiers *q,
                   const struct wmi_property *result)
{
	struct wmi_class *in = parameter_class(r), *out = parameter_class(r);
	struct wmi_method *added = ARRAY_ADD(&class->methods);
	struct wmi_property value = {.name = "ReturnValue", .type = result->type, .out = true};

	if (!in || !out || !added || !parameters(r, in, out))
		return false;
	add_property(out, &value);
	*added = (struct wmi_method){
	        .name = result->name, .in = in, .out = out, .is_static = q->is_static};
	return true;
}

static bool member(struct reader *r, struct wmi_class *class)
{
	struct wmi_property property;
	struct qualifiers q;

	if (!qualifiers(r, &q) || !typed_name(r, &q, &property))
		return false;
	if (accept(r, "("))
		return method(r, class, &q, &property) && accept(r, ";");
	if (!array_mark(r, &property) || !accept(r, ";"))
		return false;
	add_property(class, &property);
	return true;
}

static bool inherit(struct reader *r, struct wmi_class *class)
{
	char *name = word(r);

	class->parent = NULL;
	for (size_t i = 0; name && i < r->schema->classes.count; i++) {
		const struct wmi_class *other = r->schema->classes.items[i];

		if (strcmp(other->name, name) == 0 && other->namespace == r->namespace)
			class->parent = other;
	}
	free(name);
	for (size_t i = 0; class->parent && i < class->parent->properties.count; i++)
		add_property(class, &class->parent->properties.items[i]);
	return class->parent != NULL;
}

static bool declaration(struct reader *r, const struct qualifiers *q)
{
	struct wmi_class *class = calloc(1, sizeof(*class));
	struct wmi_class **place = ARRAY_ADD(&r->schema->classes);

	if (!class || !place)
		return false;
	*place = class;
	class->namespace = r->namespace;
	class->abstract = q->abstract;
	class->association = q->association;
	class->name = word(r);
	if (!class->name || (accept(r, ":") && !inherit(r, class)) || !accept(r, "{"))
		return false;
	while (!accept(r, "}"))
		if (!member(r, class))
			return false;
	return accept(r, ";");
}

/* ("root\\cimv2"), with the backslashes doubled as everywhere in this format. */
static bool pragma_namespace(struct reader *r)
{
	char *name, *to;

	if (!accept(r, "(") || !accept(r, "\""))
		return false;
	name = to = text_copy(r->at, strcspn(r->at, "\""));
	if (!name)
		return false;
	r->at += strlen(name);
	for (const char *from = name; *from; from++)
		if (*from != '\\' || from == name || from[-1] != '\\')
			*to++ = *from;
	*to = '\0';
	r->namespace = name;
	return accept(r, "\"") && accept(r, ")");
}

const char *mof_read(struct wmi_schema *schema, const char *text)
{
	struct reader r = {.schema = schema, .at = text};

	for (skip_blanks(&r); *r.at; skip_blanks(&r)) {
		struct qualifiers q;

		if (accept(&r, "#pragma namespace")) {
			if (!pragma_namespace(&r))
				return r.at;
		} else if (!qualifiers(&r, &q) || !accept(&r, "class") || !declaration(&r, &q)) {
			return r.at;
		}
	}
	return NULL;
}
