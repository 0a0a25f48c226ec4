/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/schema.h"
#include <jansson.h>

/* An object path, taken apart: \\SERVER\NAMESPACE:CLASS.KEY="VALUE",KEY="VALUE". */
struct wmi_path {
	char *server, *namespace; /* NULL when the path does not say */
	char *class;
	json_t *keys;   /* name -> text or number; "" is the only key's name when it is left out */
	bool singleton; /* CLASS=@ */
};

/* Takes `text` apart. Returns 0, -EINVAL, -ENOMEM. */
int path_read(const char *text, struct wmi_path *ret);

/* Frees what path_read() made; a zeroed path has nothing to free. */
void path_done(struct wmi_path *path);

/* True when it names an instance, not a class. */
bool path_is_instance(const struct wmi_path *path);

/* True when it names the instance of `class` with `values`. */
bool path_names(const struct wmi_path *path, const struct wmi_class *class, const json_t *values);

/* Value of the key `name`, or NULL. */
const char *path_key(const struct wmi_path *path, const char *name);

/* CLASS.KEY="VALUE" of an instance, just CLASS when `values` is NULL. On the heap; NULL without
 * memory and when a key has no value. */
char *path_relative(const struct wmi_class *class, const json_t *values);

/* The same with server and namespace before it. */
char *path_full(const struct wmi_class *class, const json_t *values);
