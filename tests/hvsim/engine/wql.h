/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/schema.h"
#include <jansson.h>

enum wql_kind { WQL_SELECT, WQL_ASSOCIATORS, WQL_REFERENCES };

/* A query, taken apart. */
struct wql {
	enum wql_kind kind;
	char *class;                                           /* of a SELECT */
	json_t *columns;                                       /* names, or NULL for all */
	struct wql_condition *where;                           /* or NULL */
	char *source;                                          /* object path, of the other two */
	char *association, *result_class, *role, *result_role; /* or NULL */
};

/* Takes `text` apart. Returns 0, -EINVAL, -ENOMEM. */
int wql_read(const char *text, struct wql *ret);

/* Frees what wql_read() made; a zeroed query has nothing to free. */
void wql_done(struct wql *query);

/* True when `class` has all properties that the query names, and they can be compared. */
bool wql_fits(const struct wql *query, const struct wmi_class *class);

/* True when the instance is one of those meant. */
bool wql_selects(const struct wql *query, const struct wmi_class *class, const json_t *values);
