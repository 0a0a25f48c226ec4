/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "exec/lock.h"

#define FOLDER "/run/dda"
#define LOCK_FILE FOLDER "/lock"

int lock_file_open(struct dda_error **ret_error)
{
	int fd;

	if (mkdir(FOLDER, 0755) < 0 && errno != EEXIST)
		return error_setf(ret_error, -errno, DDA_ERROR_REFUSED, FOLDER,
		                  "run it as root (sudo)", "can't be made (%s)", strerror(errno));
	fd = open(LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0)
		return error_setf(ret_error, -errno, DDA_ERROR_REFUSED, LOCK_FILE,
		                  "run it as root (sudo)", "can't be opened (%s)", strerror(errno));
	return fd;
}

int lock_file_claim(int fd)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	return errno == EWOULDBLOCK ? -EBUSY : -errno;
}
