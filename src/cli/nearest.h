/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* The one of `names` that `word` was most likely meant to be, or NULL when none is near. */
const char *nearest(const char *word, const char *const *names, size_t count);
