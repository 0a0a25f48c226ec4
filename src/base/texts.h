/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/lookup.h"

/*
 * Many texts, each different one kept once and known by a number of four bytes. 0 stands for NULL.
 * Zeroed: empty.
 */
struct texts {
	char *bytes; /* one text behind the other, from 1 on; the last one may be in the making */
	size_t used, room;
	size_t begun; /* where the one in the making begins */
	struct lookup lookup;
};

void texts_deinit(struct texts *texts);

/* The text of that number; good until the next one is added. */
static inline const char *texts_get(const struct texts *texts, uint32_t number)
{
	return number ? texts->bytes + number : NULL;
}

/* Adds a text. Returns 0 with its number, or -ENOMEM. */
int texts_add(struct texts *texts, const char *text, uint32_t *ret);

/* The same, bit by bit: texts_append() as often as it takes, then texts_end(). */
int texts_append(struct texts *texts, const char *bytes, size_t length);
int texts_end(struct texts *texts, uint32_t *ret);
