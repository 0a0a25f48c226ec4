/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/wql-condition.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void condition_free(struct wql_condition *condition)
{
	if (!condition)
		return;
	condition_free(condition->left);
	condition_free(condition->right);
	free(condition->property);
	free(condition->literal);
	free(condition);
}

bool condition_fits(const struct wql_condition *condition, const struct wmi_class *class)
{
	const struct wmi_property *property;

	if (!condition)
		return true;
	if (!condition->property)
		return condition_fits(condition->left, class) &&
		       condition_fits(condition->right, class);
	if (_stricmp(condition->property, "__CLASS") == 0)
		return true;
	property = wmi_property_find(class, condition->property);
	return property && (!(property->type & CIM_FLAG_ARRAY) || !condition->literal);
}

/* [abc], [a-c], [^abc]; *set is moved behind it. */
static bool in_set(const char **set, char c)
{
	const char *at = *set + 1;
	bool negated = *at == '^', found = false;

	for (at += negated; *at && *at != ']'; at++) {
		if (at[1] == '-' && at[2] && at[2] != ']') {
			found |= tolower(c) >= tolower(at[0]) && tolower(c) <= tolower(at[2]);
			at += 2;
		} else {
			found |= tolower(c) == tolower(*at);
		}
	}
	*set = *at ? at + 1 : at;
	return c && found != negated;
}

static bool like(const char *text, const char *pattern)
{
	for (; *pattern; text++) {
		if (*pattern == '%') {
			while (*pattern == '%')
				pattern++;
			for (; *text; text++)
				if (like(text, pattern))
					return true;
			return !*pattern;
		}
		if (*pattern == '[') {
			if (!in_set(&pattern, *text))
				return false;
			continue;
		}
		if (!*text || (*pattern != '_' && tolower(*pattern) != tolower(*text)))
			return false;
		pattern++;
	}
	return !*text;
}

/* Less than, equal or greater than 0. */
static int compare(const json_t *value, const char *literal)
{
	json_int_t number;

	if (json_is_string(value))
		return _stricmp(json_string_value(value), literal);
	if (json_is_boolean(value))
		number = _stricmp(literal, "TRUE") == 0 || strcmp(literal, "1") == 0;
	else
		number = strtoll(literal, NULL, 0);
	if (json_is_boolean(value))
		return json_is_true(value) - (int)number;
	return json_integer_value(value) < number ? -1 : json_integer_value(value) > number;
}

static bool compares(const struct wql_condition *c, const json_t *value)
{
	int order;

	if (!c->literal || !value || json_is_null(value))
		return (!c->literal && (!value || json_is_null(value))) ==
		               (c->operator== WQL_EQUAL) &&
		       !c->literal;
	if (c->operator== WQL_LIKE)
		return json_is_string(value) && like(json_string_value(value), c->literal);
	order = compare(value, c->literal);
	return (c->operator== WQL_EQUAL && order == 0) ||
	       (c->operator== WQL_UNEQUAL && order != 0) || (c->operator== WQL_LESS && order<0) ||
	       (c->operator== WQL_LESS_EQUAL && order <= 0) ||
	       (c->operator== WQL_GREATER && order> 0) ||
	       (c->operator== WQL_GREATER_EQUAL && order >= 0);
}

bool condition_holds(const struct wql_condition *c, const struct wmi_class *class,
                     const json_t *values)
{
	const struct wmi_property *property;

	if (c->operator== WQL_AND)
		return condition_holds(c->left, class, values) &&
		       condition_holds(c->right, class, values);
	if (c->operator== WQL_OR)
		return condition_holds(c->left, class, values) ||
		       condition_holds(c->right, class, values);
	if (c->operator== WQL_NOT)
		return !condition_holds(c->left, class, values);
	if (_stricmp(c->property, "__CLASS") == 0)
		return c->literal &&
		       (_stricmp(class->name, c->literal) == 0) == (c->operator!= WQL_UNEQUAL);
	property = wmi_property_find(class, c->property);
	return property && compares(c, json_object_get(values, property->name));
}
