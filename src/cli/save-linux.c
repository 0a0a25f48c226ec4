/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

/* mkostemp() makes files that only we can read; this one is to be like any other. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0)
			return -errno;
		bytes += n;
		size -= (size_t)n;
	}
	return fchmod(fd, usual_mode()) < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* link() fails where rename() would replace. */
static int give_name(const char *temporary, const char *path, bool replace)
{
	return (replace ? rename(temporary, path) : link(temporary, path)) < 0 ? -errno : 0;
}

/* Not a device, nor a pipe that somebody waits at. */
static int check_target(const char *path, bool replace)
{
	struct stat status;

	if (lstat(path, &status) < 0)
		return errno == ENOENT ? 0 : -errno;
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
		return -EINVAL;
	return replace ? 0 : -EEXIST;
}

int save_bytes(const char *path, const void *bytes, size_t size, bool replace)
{
	_cleanup_free_ char *temporary = NULL;
	int r = check_target(path, replace);

	if (r < 0)
		return r;
	if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
		temporary = NULL;
		return -ENOMEM;
	}
	_cleanup_close_ int fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = write_all(fd, bytes, size);
	if (r >= 0)
		r = give_name(temporary, path, replace);
	if (r < 0 || !replace)
		unlink(temporary);
	return r;
}

void save_to_output(void)
{
}
