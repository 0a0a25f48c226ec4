/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * A list in a sentence: "a, b, c and 4 more". What does not fit any more is only counted: evidence
 * is for people, and nobody reads a thousand names. Zeroed: empty.
 */
struct words {
	char text[2048];
	size_t length;
	unsigned count, left_out;
};

__attribute__((format(printf, 2, 3))) void words_add(struct words *words, const char *format, ...);

/* `word` as a shell takes it: in quotes when it has blanks or signs. NULL without memory. */
const char *words_quote(const char *word, struct arena *arena);

/* A size as libvirt's commands take it: in KiB, rounded up. NULL without memory. */
const char *words_kib(uint64_t bytes, struct arena *arena);

/* The list as a text in `arena`, or NULL without memory. */
const char *words_end(const struct words *words, struct arena *arena);
