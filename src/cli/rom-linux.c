/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/rom.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/translate.h"

#define ROM_MAX (16u << 20) /* BARs of expansion ROMs are no larger */

void rom_file_deinit(struct rom_file *file)
{
	free(file->path);
	free(file->data);
}

/* A pipe, too, could be opened, and waited for. */
static int open_plain(const char *path, size_t *ret_size)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;
	int found = fd;

	if (fd < 0 || fstat(fd, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode))
		return -EINVAL;
	if (status.st_size > ROM_MAX)
		return -EFBIG;
	*ret_size = (size_t)status.st_size;
	fd = -1;
	return found;
}

static int read_all(const char *path, struct rom_file *file)
{
	_cleanup_close_ int fd = open_plain(path, &file->size);
	ssize_t n;

	if (fd < 0)
		return fd;
	file->path = realpath(path, NULL);
	file->data = malloc(file->size + 1);
	if (!file->path || !file->data)
		return -ENOMEM;
	n = read(fd, file->data, file->size);
	if (n < 0)
		return -errno;
	file->size = (size_t)n;
	return 0;
}

int rom_file_read(const char *path, struct rom_file *ret, struct dda_error **ret_error)
{
	int r = path ? read_all(path, ret) : 0;

	if (r >= 0)
		return 0;
	return error_setf(ret_error, r, DDA_ERROR_REFUSED, path,
	                  "name a file with the card's expansion ROM", "can't be read: %s",
	                  r == -EINVAL ? _("it is no plain file") : error_number_text(-r));
}
