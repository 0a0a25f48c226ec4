/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/schema.h"
#include <jansson.h>

/* An IWbemClassObject: a class, an instance, or the parameters of a method. */
struct wmi_object {
	IWbemClassObject iface;
	LONG references;
	const struct wmi_class *class;
	json_t *values;   /* of an instance, else NULL */
	json_t *selected; /* the names a query asked for; NULL: all */
	LONG flags;       /* of the enumeration under way */
	size_t property_at, method_at;
};

/* An instance, or the class itself when `values` is NULL. Takes over `values`. NULL without memory.
 */
IWbemClassObject *object_create(const struct wmi_class *class, json_t *values);

/* An embedded object, with its class in "__CLASS"; NULL when there is no such class. */
IUnknown *object_embedded(const char *namespace, const json_t *value);

/* What stands behind `iface`; NULL for an object of somebody else's. */
struct wmi_object *object_from(IWbemClassObject *iface);

/* The system property `name` and its type, new; NULL when there is none of that name. */
json_t *object_system_property(const struct wmi_object *object, const char *name,
                               CIMTYPE *ret_type);

/* The names of the system properties, NULL at the end. */
extern const char *const object_system_names[];
