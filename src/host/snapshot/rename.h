/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Other names for what tells whose host it is, in all of a document: each is replaced wherever it
 * stands as a word, in upper or lower case, so that what led from one place to the other still
 * does. Pure.
 */
struct renames {
	struct rename {
		char *from, *to;
		bool limited; /* only where the caller says so: it may be a word of other meanings
		               */
	} * items;
	size_t count;
	size_t done;    /* so many were replaced */
	bool no_memory; /* what came out is not all */
};

#define RENAMES_MAX 1000 /* each is looked for in each text */

/* Adds one, but none beyond RENAMES_MAX. Takes both heap texts over; NULL: no memory. */
void renames_add(struct renames *renames, char *from, char *to, bool limited);
void renames_deinit(struct renames *renames);

/* A new heap text; NULL without memory. `all`: the limited ones too. */
char *renames_text(struct renames *renames, const char *text, bool all);

/* A new reference to a copy of `value` with all texts and keys in it renamed; NULL without memory.
 */
json_t *renames_value(struct renames *renames, json_t *value, bool all);
