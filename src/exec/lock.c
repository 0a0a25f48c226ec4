/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/lock.h"

#include <errno.h>
#include <string.h>

static int refuse_busy(int fd, struct dda_error **ret_error)
{
	char holder[32] = "";
	ssize_t n = read(fd, holder, sizeof(holder) - 1);

	holder[n > 0 ? n : 0] = '\0';
	holder[strcspn(holder, "\n")] = '\0';
	return error_setf(
	        ret_error, -EBUSY, DDA_ERROR_BUSY, "dda", "wait until it has ended, then ask again",
	        "another transaction is going on (process %s)", *holder ? holder : "unknown");
}

static int refuse(int fd, int r, struct dda_error **ret_error)
{
	if (r == -EBUSY)
		return refuse_busy(fd, ret_error);
	return error_setf(ret_error, r, DDA_ERROR_REFUSED, "dda", NULL,
	                  "its lock file can't be locked (%s)", strerror(-r));
}

/* For whoever is refused; that it can't be written is no reason to stop. */
static void write_holder(int fd)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%d\n", (int)getpid());

	if (ftruncate(fd, 0) == 0 && write(fd, text, (unsigned)n) < 0)
		return;
}

int lock_take(struct lock *lock, struct dda_error **ret_error)
{
	int fd = lock_file_open(ret_error), r;

	if (fd < 0)
		return fd;
	r = lock_file_claim(fd);
	if (r < 0) {
		r = refuse(fd, r, ret_error);
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
