/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#define FOLDER "/run/dda"
#define LOCK_FILE FOLDER "/lock"

static int refuse_busy(int fd, struct dda_error **ret_error)
{
	char holder[32] = "";
	ssize_t n = pread(fd, holder, sizeof(holder) - 1, 0);

	holder[n > 0 ? n : 0] = '\0';
	holder[strcspn(holder, "\n")] = '\0';
	return error_setf(
	        ret_error, -EBUSY, DDA_ERROR_BUSY, "dda", "wait until it has ended, then ask again",
	        "another transaction is going on (process %s)", *holder ? holder : "unknown");
}

/* For whoever is refused; that it can't be written is no reason to stop. */
static void write_holder(int fd)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%d\n", (int)getpid());

	if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) < 0)
		return;
}

int lock_take(struct lock *lock, struct dda_error **ret_error)
{
	int fd, r;

	if (mkdir(FOLDER, 0755) < 0 && errno != EEXIST)
		return error_setf(ret_error, -errno, DDA_ERROR_REFUSED, FOLDER,
		                  "run it as root (sudo)", "can't be made (%s)", strerror(errno));
	fd = open(LOCK_FILE, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0)
		return error_setf(ret_error, -errno, DDA_ERROR_REFUSED, LOCK_FILE,
		                  "run it as root (sudo)", "can't be opened (%s)", strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		r = errno == EWOULDBLOCK ? refuse_busy(fd, ret_error) : -errno;
		close(fd);
		return r;
	}
	write_holder(fd);
	lock->fd = fd;
	return 0;
}

void lock_release(struct lock *lock)
{
	if (lock->fd >= 0)
		close(lock->fd);
	lock->fd = -1;
}
