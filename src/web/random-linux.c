/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/random.h"

#include <errno.h>
#include <sys/random.h>

int random_bytes(void *bytes, size_t size)
{
	/* Up to 256 bytes come whole. */
	return getrandom(bytes, size, 0) == (ssize_t)size ? 0 : -EIO;
}
