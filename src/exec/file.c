/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "exec/folder.h"

#define FILE_SIZE_MAX (64u << 20)
#define POLL_MICROSECONDS 10000

int file_write_all(int fd, const char *text)
{
	size_t size = strlen(text);

	while (size > 0) {
		ssize_t n = write(fd, text, (unsigned)size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : -ENOSPC;
		text += n;
		size -= (size_t)n;
	}
	return 0;
}

int file_read_all(int fd, char **ret, size_t *ret_size)
{
	_cleanup_free_ char *bytes = NULL;
	size_t size = 0, room = 0;
	ssize_t n = 1;

	while (n > 0 && size < FILE_SIZE_MAX) {
		if (size == room) {
			char *grown = realloc(bytes, room = room ? room * 2 : 16384);

			if (!grown)
				return -ENOMEM;
			bytes = grown;
		}
		n = read(fd, bytes + size, (unsigned)(room - size));
		size += n > 0 ? (size_t)n : 0;
	}
	if (n != 0)
		return n < 0 ? -errno : -EFBIG;
	*ret = TAKE(bytes);
	*ret_size = size;
	return 0;
}

int file_claim_within(int fd, unsigned seconds)
{
	uint64_t deadline = clock_now() + seconds * CLOCK_SECOND;
	int r = file_claim(fd, false);

	while (r == -EBUSY && clock_now() < deadline) {
		usleep(POLL_MICROSECONDS);
		r = file_claim(fd, false);
	}
	return r;
}
