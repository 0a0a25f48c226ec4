/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/wql.h"

#include "base/cleanup.h"
#include "engine/buffer.h"
#include "engine/wql-condition.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	const char *at;
};

static const struct {
	const char *text;
	enum wql_operator operator;
} operators[] = {
        /* the longer one first */
        {"<>", WQL_UNEQUAL},       {"!=", WQL_UNEQUAL}, {"<=", WQL_LESS_EQUAL}, {"<", WQL_LESS},
        {">=", WQL_GREATER_EQUAL}, {">", WQL_GREATER},  {"=", WQL_EQUAL},
};

static struct wql_condition *read_or(struct reader *r);

static bool name_character(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static void skip_blanks(struct reader *r)
{
	r->at += strspn(r->at, " \t\r\n");
}

static bool accept(struct reader *r, const char *text)
{
	size_t length = strlen(text);

	skip_blanks(r);
	if (_strnicmp(r->at, text, length) != 0)
		return false;
	if (name_character(text[0]) && name_character(r->at[length]))
		return false;
	r->at += length;
	return true;
}

static char *read_name(struct reader *r)
{
	const char *start;

	skip_blanks(r);
	for (start = r->at; name_character(*r->at);)
		r->at++;
	return r->at > start ? text_copy(start, (size_t)(r->at - start)) : NULL;
}

/* 'TEXT' or "TEXT", with \ before what would end it and before another \. */
static char *read_quoted(struct reader *r)
{
	_cleanup_(buffer_done) struct buffer text = {0};
	char quote = *r->at++;

	for (; *r->at && *r->at != quote; r->at++) {
		if (*r->at == '\\') {
			/* A \ that protects nothing is a mistake that Windows refuses too. */
			if (!strchr("\\'\"", r->at[1]) || !r->at[1])
				return NULL;
			r->at++;
		}
		buffer_add_bytes(&text, r->at, 1);
	}
	if (*r->at++ != quote)
		return NULL;
	return buffer_take(&text);
}

/* False when there is none; *ret_literal is NULL for NULL. */
static bool read_literal(struct reader *r, char **ret_literal)
{
	skip_blanks(r);
	*ret_literal = NULL;
	if (accept(r, "NULL"))
		return true;
	if (*r->at == '\'' || *r->at == '"')
		*ret_literal = read_quoted(r);
	else if (*r->at == '-')
		return false;
	else
		*ret_literal = read_name(r);
	return *ret_literal != NULL;
}

static struct wql_condition *node(enum wql_operator operator, struct wql_condition * left,
                                  struct wql_condition *right)
{
	struct wql_condition *condition = calloc(1, sizeof(*condition));

	if (!condition) {
		condition_free(left);
		condition_free(right);
		return NULL;
	}
	*condition = (struct wql_condition){.operator= operator, .left = left, .right = right};
	return condition;
}

static bool read_operator(struct reader *r, struct wql_condition *c)
{
	if (accept(r, "IS")) {
		c->operator= accept(r, "NOT") ? WQL_UNEQUAL : WQL_EQUAL;
		return accept(r, "NULL");
	}
	if (accept(r, "LIKE")) {
		c->operator= WQL_LIKE;
		return read_literal(r, &c->literal) && c->literal;
	}
	for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
		if (accept(r, operators[i].text)) {
			c->operator= operators[i].operator;
			return read_literal(r, &c->literal);
		}
	return false;
}

static struct wql_condition *read_primary(struct reader *r)
{
	struct wql_condition *c;

	if (accept(r, "NOT")) {
		c = read_primary(r);
		return c ? node(WQL_NOT, c, NULL) : NULL;
	}
	if (accept(r, "(")) {
		c = read_or(r);
		if (c && accept(r, ")"))
			return c;
		condition_free(c);
		return NULL;
	}
	c = node(WQL_EQUAL, NULL, NULL);
	if (!c)
		return NULL;
	c->property = read_name(r);
	if (c->property && read_operator(r, c))
		return c;
	condition_free(c);
	return NULL;
}

static struct wql_condition *read_chain(struct reader *r, const char *word,
                                        enum wql_operator operator,
                                        struct wql_condition * (*part)(struct reader *))
{
	struct wql_condition *left = part(r);

	while (left && accept(r, word)) {
		struct wql_condition *right = part(r);

		if (!right) {
			condition_free(left);
			return NULL;
		}
		left = node(operator, left, right);
	}
	return left;
}

static struct wql_condition *read_and(struct reader *r)
{
	return read_chain(r, "AND", WQL_AND, read_primary);
}

static struct wql_condition *read_or(struct reader *r)
{
	return read_chain(r, "OR", WQL_OR, read_and);
}

static bool read_columns(struct reader *r, struct wql *q)
{
	if (accept(r, "*"))
		return true;
	q->columns = json_array();
	do {
		_cleanup_free_ char *name = read_name(r);

		if (!name || json_array_append_new(q->columns, json_string(name)) < 0)
			return false;
	} while (accept(r, ","));
	return true;
}

static bool read_select(struct reader *r, struct wql *q)
{
	q->kind = WQL_SELECT;
	if (!read_columns(r, q) || !accept(r, "FROM"))
		return false;
	q->class = read_name(r);
	if (!q->class)
		return false;
	if (!accept(r, "WHERE"))
		return true;
	q->where = read_or(r);
	return q->where != NULL;
}

static bool read_term(struct reader *r, const char *word, char **value)
{
	if (*value || !accept(r, word))
		return false;
	if (accept(r, "="))
		*value = read_name(r);
	return *value != NULL;
}

/* "{PATH}" and the terms, in any order, with nothing between them. */
static bool read_of(struct reader *r, struct wql *q, enum wql_kind kind)
{
	const char *end = NULL;

	q->kind = kind;
	if (accept(r, "OF") && accept(r, "{"))
		end = strchr(r->at, '}');
	/* A } in a key value ends nothing: then the last one does. */
	if (end && strrchr(r->at, '"') > end)
		end = strrchr(r->at, '}');
	if (!end)
		return false;
	q->source = text_copy(r->at, (size_t)(end - r->at));
	r->at = end + 1;
	if (!q->source || !accept(r, "WHERE"))
		return q->source != NULL;
	while (read_term(r, "AssocClass", &q->association) ||
	       read_term(r, "ResultClass", &q->result_class) ||
	       read_term(r, "ResultRole", &q->result_role) || read_term(r, "Role", &q->role))
		;
	return true;
}

static bool read_query(struct reader *r, struct wql *q)
{
	if (accept(r, "SELECT"))
		return read_select(r, q);
	if (accept(r, "ASSOCIATORS"))
		return read_of(r, q, WQL_ASSOCIATORS);
	if (accept(r, "REFERENCES"))
		return read_of(r, q, WQL_REFERENCES);
	return false;
}

int wql_read(const char *text, struct wql *ret)
{
	struct reader r = {text};
	struct wql query = {0};

	if (read_query(&r, &query)) {
		skip_blanks(&r);
		if (!*r.at) {
			*ret = query;
			return 0;
		}
	}
	wql_done(&query);
	return -EINVAL;
}

void wql_done(struct wql *query)
{
	free(query->class);
	json_decref(query->columns);
	condition_free(query->where);
	free(query->source);
	free(query->association);
	free(query->result_class);
	free(query->role);
	free(query->result_role);
	*query = (struct wql){0};
}

bool wql_fits(const struct wql *query, const struct wmi_class *class)
{
	json_t *column;
	size_t i;

	json_array_foreach(query->columns, i, column)
	{
		const char *name = json_string_value(column);

		if (strncmp(name, "__", 2) != 0 && !wmi_property_find(class, name))
			return false;
	}
	return condition_fits(query->where, class);
}

bool wql_selects(const struct wql *query, const struct wmi_class *class, const json_t *values)
{
	return !query->where || condition_holds(query->where, class, values);
}
