/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* Bytes that nobody can guess. Returns 0 or a negative errno. */
int random_bytes(void *bytes, size_t size);
