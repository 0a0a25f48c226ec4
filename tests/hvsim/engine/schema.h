/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/windows.h"
#include <stdbool.h>
#include <stddef.h>

/*
 * The classes of all namespaces, as the .mof files beside this folder declare
 * them. They live as long as the process.
 */
struct wmi_property {
	const char *name;
	CIMTYPE type;
	const char *object_class; /* of a reference or an embedded object, else NULL */
	bool key, in, out;
};

struct wmi_method {
	const char *name;
	const struct wmi_class *in, *out; /* of class __PARAMETERS; `out` has ReturnValue */
	bool is_static;
};

struct wmi_class {
	const char *namespace, *name;
	const struct wmi_class *parent; /* or NULL */
	bool abstract, association;
	struct {
		struct wmi_property *items;
		size_t count;
	} properties; /* the inherited ones first */
	struct {
		struct wmi_method *items;
		size_t count;
	} methods; /* its own only */
};

struct wmi_schema {
	struct {
		struct wmi_class **items;
		size_t count;
	} classes;
};

/*
 * All that was declared. Read at the first call; a mistake in the text ends the
 * process with a message, as nothing can be answered then.
 */
const struct wmi_schema *wmi_schema(void);

/* True when `namespace` (upper and lower case alike, \ between its parts) has classes. */
bool wmi_namespace_exists(const char *namespace);

/* The class, or NULL. */
const struct wmi_class *wmi_class_find(const char *namespace, const char *name);

/* True when `class` is the class `name` or derived from it. */
bool wmi_class_is(const struct wmi_class *class, const char *name);

/* The property, or NULL. Names are the same in upper and lower case. */
const struct wmi_property *wmi_property_find(const struct wmi_class *class, const char *name);

/* The method, also an inherited one, or NULL. */
const struct wmi_method *wmi_method_find(const struct wmi_class *class, const char *name);
