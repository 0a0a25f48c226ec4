/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/query.h"

#include "base/array.h"
#include "base/cleanup.h"
#include "engine/object.h"
#include "engine/provider.h"
#include "engine/wql.h"

#include <stdlib.h>
#include <string.h>

/* What is done with each instance of a walk; false ends it. */
typedef bool visit_fn(void *context, const struct wmi_class *class, json_t *values);

void object_list_done(struct object_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		IWbemClassObject_Release(list->items[i]);
	free(list->items);
	*list = (struct object_list){0};
}

static void add_object(struct object_list *list, IWbemClassObject *object)
{
	IWbemClassObject **place = object ? ARRAY_ADD(list) : NULL;

	if (place)
		*place = object;
	else if (object)
		IWbemClassObject_Release(object);
}

/* Walks over the instances of `class` alone; false when `visit` ended it. */
static bool walk_class(const struct wmi_class *class, const struct wmi_path *path, visit_fn *visit,
                       void *context)
{
	json_t *list = provider_list(class, path), *values;
	bool go_on = true;
	size_t i;

	json_array_foreach(list, i, values)
	{
		go_on = visit(context, class, values);
		if (!go_on)
			break;
	}
	json_decref(list);
	return go_on;
}

/* The same for all classes of `namespace` derived from `base`, too. */
static void walk(const char *namespace, const char *base, const struct wmi_path *path,
                 visit_fn *visit, void *context)
{
	const struct wmi_schema *schema = wmi_schema();

	for (size_t i = 0; i < schema->classes.count; i++) {
		const struct wmi_class *class = schema->classes.items[i];

		if (_stricmp(class->namespace, namespace) == 0 && wmi_class_is(class, base) &&
		    !walk_class(class, path, visit, context))
			return;
	}
}

struct selection {
	const struct wql *query; /* NULL: all of them */
	json_t *columns;         /* as the class writes them, or NULL */
	struct object_list *list;
};

static bool select_one(void *context, const struct wmi_class *class, json_t *values)
{
	const struct selection *selection = context;
	IWbemClassObject *object;

	if (selection->query && !wql_selects(selection->query, class, values))
		return true;
	object = object_create(class, json_deep_copy(values));
	if (object)
		object_from(object)->selected = json_incref(selection->columns);
	add_object(selection->list, object);
	return true;
}

static bool has_name(const json_t *names, const char *name)
{
	const json_t *item;
	size_t i;

	json_array_foreach(names, i,
	                   item) if (_stricmp(json_string_value(item), name) == 0) return true;
	return false;
}

/* System names stand for none of the class's own; keys that are not asked for are not there. */
static json_t *selected_columns(const struct wql *query, const struct wmi_class *class)
{
	json_t *columns = query->columns ? json_array() : NULL;
	bool whole_path = has_name(query->columns, "__PATH") ||
	                  has_name(query->columns, "__RELPATH");

	for (size_t i = 0; columns && i < class->properties.count; i++) {
		const struct wmi_property *property = &class->properties.items[i];

		if (has_name(query->columns, property->name) || (whole_path && property->key))
			json_array_append_new(columns, json_string(property->name));
	}
	return columns;
}

static HRESULT run_select(const char *namespace, const struct wql *query, struct object_list *ret)
{
	const struct wmi_class *class = wmi_class_find(namespace, query->class);
	struct selection selection = {.query = query, .list = ret};

	if (!class)
		return WBEM_E_INVALID_CLASS;
	if (!wql_fits(query, class))
		return WBEM_E_INVALID_QUERY;
	selection.columns = selected_columns(query, class);
	walk(namespace, query->class, NULL, select_one, &selection);
	json_decref(selection.columns);
	return S_OK;
}

HRESULT query_class(const char *namespace, const char *name, bool deep, struct object_list *ret)
{
	const struct wmi_class *class = wmi_class_find(namespace, name);
	struct selection selection = {.list = ret};

	if (!class)
		return WBEM_E_INVALID_CLASS;
	if (deep)
		walk(namespace, name, NULL, select_one, &selection);
	else
		walk_class(class, NULL, select_one, &selection);
	return S_OK;
}

struct search {
	const struct wmi_path *path;
	IWbemClassObject *found;
};

static bool find_one(void *context, const struct wmi_class *class, json_t *values)
{
	struct search *search = context;

	if (!path_names(search->path, class, values))
		return true;
	search->found = object_create(class, json_deep_copy(values));
	return false;
}

static bool is_here(const struct wmi_path *path)
{
	return !path->server || strcmp(path->server, ".") == 0 ||
	       _stricmp(path->server, provider_server()) == 0;
}

static HRESULT find_object(const char *namespace, const struct wmi_path *path,
                           IWbemClassObject **ret)
{
	const struct wmi_class *class = wmi_class_find(namespace, path->class);
	struct search search = {.path = path};

	if (path->namespace && _stricmp(path->namespace, namespace) != 0)
		return WBEM_E_INVALID_NAMESPACE;
	if (!is_here(path) || !class)
		return WBEM_E_NOT_FOUND;
	if (!path_is_instance(path))
		search.found = object_create(class, NULL);
	else
		walk(namespace, path->class, path, find_one, &search);
	*ret = search.found;
	return search.found ? S_OK : WBEM_E_NOT_FOUND;
}

HRESULT query_object(const char *namespace, const char *text, IWbemClassObject **ret)
{
	_cleanup_(path_done) struct wmi_path path = {0};

	if (path_read(text, &path) < 0)
		return WBEM_E_INVALID_OBJECT_PATH;
	return find_object(namespace, &path, ret);
}

struct association_walk {
	const struct wql *query;
	const char *namespace;
	const char *source; /* the full path */
	struct object_list *list;
};

/* Property of the reference to `target` (its role as wished), or NULL. */
static const struct wmi_property *reference_to(const struct wmi_class *class, const json_t *values,
                                               const char *target, const char *role)
{
	for (size_t i = 0; i < class->properties.count; i++) {
		const struct wmi_property *p = &class->properties.items[i];
		const char *path = json_string_value(json_object_get(values, p->name));

		if (p->type == CIM_REFERENCE && path && _stricmp(path, target) == 0 &&
		    (!role || _stricmp(role, p->name) == 0))
			return p;
	}
	return NULL;
}

static void add_other_end(struct association_walk *walk, const struct wmi_property *p,
                          const json_t *values)
{
	const char *path = json_string_value(json_object_get(values, p->name));
	const struct wql *query = walk->query;
	IWbemClassObject *object = NULL;

	if (!path || (query->result_role && _stricmp(query->result_role, p->name) != 0) ||
	    FAILED(query_object(walk->namespace, path, &object)))
		return;
	if (query->result_class && !wmi_class_is(object_from(object)->class, query->result_class)) {
		IWbemClassObject_Release(object);
		return;
	}
	add_object(walk->list, object);
}

static bool follow(void *context, const struct wmi_class *class, json_t *values)
{
	struct association_walk *walk = context;
	const struct wmi_property *here = reference_to(class, values, walk->source,
	                                               walk->query->role);

	if (!here)
		return true;
	if (walk->query->kind == WQL_REFERENCES) {
		if (!walk->query->result_class || wmi_class_is(class, walk->query->result_class))
			add_object(walk->list, object_create(class, json_deep_copy(values)));
		return true;
	}
	for (size_t i = 0; i < class->properties.count; i++) {
		const struct wmi_property *p = &class->properties.items[i];

		if (p != here && p->type == CIM_REFERENCE)
			add_other_end(walk, p, values);
	}
	return true;
}

static bool has_class(const char *namespace, const char *name)
{
	return !name || wmi_class_find(namespace, name);
}

static HRESULT run_associators(const char *namespace, const struct wql *query,
                               struct object_list *ret)
{
	struct association_walk context = {query, namespace, NULL, ret};
	const struct wmi_schema *schema = wmi_schema();
	_cleanup_free_ char *source = NULL;
	IWbemClassObject *object;
	HRESULT hr = query_object(namespace, query->source, &object);

	if (FAILED(hr))
		return hr;
	source = path_full(object_from(object)->class, object_from(object)->values);
	context.source = source;
	IWbemClassObject_Release(object);
	if (!has_class(namespace, query->association) || !has_class(namespace, query->result_class))
		return WBEM_E_INVALID_CLASS;
	for (size_t i = 0; source && i < schema->classes.count; i++) {
		const struct wmi_class *class = schema->classes.items[i];

		if (class->association && _stricmp(class->namespace, namespace) == 0 &&
		    (!query->association || wmi_class_is(class, query->association)))
			walk_class(class, NULL, follow, &context);
	}
	return S_OK;
}

HRESULT query_run(const char *namespace, const char *text, struct object_list *ret)
{
	_cleanup_(wql_done) struct wql query = {0};

	if (wql_read(text, &query) < 0)
		return WBEM_E_INVALID_QUERY;
	if (query.kind == WQL_SELECT)
		return run_select(namespace, &query, ret);
	return run_associators(namespace, &query, ret);
}
