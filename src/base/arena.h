/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory that is freed all at once. Values of one inventory or one list of
 * findings point at each other freely; none of them is freed alone.
 * A zeroed arena is an empty one. Every function returns NULL without memory.
 */
struct arena {
	struct arena_block *blocks;
	const char *recent[64]; /* texts that were copied last, by their hash */
};

/* Frees everything; the arena is empty and usable afterwards. */
void arena_free(struct arena *arena);

/* A point in time, to return to. */
struct arena_mark {
	struct arena_block *block;
	size_t used;
};

struct arena_mark arena_mark(const struct arena *arena);

/* Frees what was taken since then; marks made in the meantime are void. */
void arena_release(struct arena *arena, struct arena_mark mark);

/* The same, but memory is kept for what comes next. */
void arena_clear(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. */
void *arena_zeroed(struct arena *arena, size_t size);

/*
 * A copy of the first `length` bytes of `text`, closed by a NUL. Equal texts, of which a large host
 * has many (drivers, speeds), are mostly the same copy.
 */
const char *arena_copy(struct arena *arena, const char *text, size_t length);

/* A copy of `text`; NULL stays NULL. */
const char *arena_text(struct arena *arena, const char *text);

/* As sprintf. */
__attribute__((format(printf, 2, 3))) const char *arena_format(struct arena *arena,
                                                               const char *format, ...);
__attribute__((format(printf, 2, 0))) const char *arena_vformat(struct arena *arena,
                                                                const char *format, va_list args);
