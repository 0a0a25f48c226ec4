/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/schema.h"
#include <jansson.h>

enum wql_operator {
	WQL_AND,
	WQL_OR,
	WQL_NOT,
	WQL_EQUAL,
	WQL_UNEQUAL,
	WQL_LESS,
	WQL_LESS_EQUAL,
	WQL_GREATER,
	WQL_GREATER_EQUAL,
	WQL_LIKE
};

/* A tree of conditions. */
struct wql_condition {
	enum wql_operator operator;
	struct wql_condition *left, *right; /* of AND and OR; NOT has a left one only */
	char *property;
	char *literal; /* NULL is NULL */
};

/* Frees all of it; NULL is fine. */
void condition_free(struct wql_condition *condition);

/* True when `class` has its properties and they can be compared. */
bool condition_fits(const struct wql_condition *condition, const struct wmi_class *class);

/* True when it holds for the instance. */
bool condition_holds(const struct wql_condition *condition, const struct wmi_class *class,
                     const json_t *values);
