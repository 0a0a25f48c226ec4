/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/path.h"
#include "engine/schema.h"

/* Objects, each with a reference of the list's own. */
struct object_list {
	IWbemClassObject **items;
	size_t count;
};

/* Releases them; a zeroed list has none. */
void object_list_done(struct object_list *list);

/*
 * Between provider_begin() and provider_end():
 * the answer to a WQL query. Returns S_OK, WBEM_E_INVALID_QUERY, WBEM_E_INVALID_CLASS, for
 * ASSOCIATORS and REFERENCES also what query_object() returns.
 */
HRESULT query_run(const char *namespace, const char *text, struct object_list *ret);

/* The instances of a class; `deep`: also of those derived from it. Returns S_OK,
 * WBEM_E_INVALID_CLASS. */
HRESULT query_class(const char *namespace, const char *name, bool deep, struct object_list *ret);

/*
 * The class or instance at `path`. Returns S_OK, WBEM_E_NOT_FOUND, WBEM_E_INVALID_OBJECT_PATH,
 * WBEM_E_INVALID_NAMESPACE for a path into another namespace.
 */
HRESULT query_object(const char *namespace, const char *path, IWbemClassObject **ret);
