/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * Scope cleanup: a local marked _cleanup_(f) is handed to f() by address when
 * its scope ends. TAKE() moves a pointer out and leaves NULL behind, so that
 * the cleanup finds nothing to do.
 */
#define _cleanup_(f) __attribute__((cleanup(f)))
#define _cleanup_free_ _cleanup_(cleanup_free)
#define _cleanup_close_ _cleanup_(cleanup_close)
#define _cleanup_file_ _cleanup_(cleanup_file)

#define TAKE(pointer)                                                                              \
	__extension__({                                                                            \
		__typeof__(pointer) *p_ = &(pointer);                                              \
		__typeof__(pointer) v_ = *p_;                                                      \
		*p_ = NULL;                                                                        \
		v_;                                                                                \
	})

/* Makes a cleanup function `name` for locals of type `type *` out of `free_function`. */
#define DEFINE_CLEANUP(type, name, free_function)                                                  \
	static inline void name(type **p)                                                          \
	{                                                                                          \
		if (*p)                                                                            \
			free_function(*p);                                                         \
	}

static inline void cleanup_free(void *p)
{
	free(*(void **)p);
}

static inline void cleanup_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void cleanup_file(FILE **file)
{
	if (*file)
		fclose(*file);
}
