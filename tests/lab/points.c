/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "points.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* With the children. */
static struct {
	pid_t pid; /* dda itself */
	unsigned passed, meant;
} * shared;

static struct {
	unsigned number; /* 0: none is meant */
	char kind[64];   /* "": any */
} at;

static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int);
static int (*real_rename)(const char *, const char *);
static int (*real_unlink)(const char *);
static int (*real_ftruncate)(int, off_t);
static int (*real_poll)(struct pollfd *, nfds_t, int);

static int number_of(const char *variable)
{
	const char *text = getenv(variable);

	return text ? atoi(text) : 0;
}

static void find(void *ret, const char *name)
{
	*(void **)ret = dlsym(RTLD_NEXT, name);
}

void points_begin(const char *meant)
{
	at.number = 0;
	if (meant)
		sscanf(meant, "%u %63[^\n]", &at.number, at.kind);
	shared->pid = getpid();
	shared->passed = shared->meant = 0;
}

__attribute__((constructor)) static void begin(void)
{
	find(&real_write, "write");
	find(&real_fsync, "fsync");
	find(&real_rename, "rename");
	find(&real_unlink, "unlink");
	find(&real_ftruncate, "ftruncate");
	find(&real_poll, "poll");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
	              0);
	if (shared == MAP_FAILED)
		abort();
	points_begin(getenv("POINTS_AT"));
	unsetenv("LD_PRELOAD"); /* what dda starts is none of ours */
}

unsigned points_passed(void)
{
	return shared->passed;
}

/* dda's children have closed what they don't need, so it is opened each time. */
static void note(unsigned number, const char *what)
{
	const char *path = getenv("POINTS_LOG");
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;

	if (fd < 0)
		return;
	dprintf(fd, "%u %s\n", number, what);
	close(fd);
}

static bool is_meant(unsigned number, const char *what)
{
	if (at.number == 0 || *at.kind == '\0')
		return number == at.number;
	return strcmp(what, at.kind) == 0 &&
	       __atomic_add_fetch(&shared->meant, 1, __ATOMIC_SEQ_CST) == at.number;
}

static void happen(void)
{
	const char *command = getenv("POINTS_DO");

	if (command) {
		if (system(command) != 0)
			note(0, "what is to be done there failed");
		return;
	}
	kill(shared->pid, SIGKILL);
	kill(getpid(), SIGKILL);
}

static void point(const char *when, const char *what)
{
	unsigned number = __atomic_add_fetch(&shared->passed, 1, __ATOMIC_SEQ_CST);
	int before = errno;
	char text[64];

	snprintf(text, sizeof(text), "%s %s", when, what);
	note(number, text);
	if (is_meant(number, text))
		happen();
	errno = before;
}

/* What libvirt is asked to change; NULL: nothing. */
static const char *call_name(const uint32_t *header, size_t size)
{
	static const struct {
		unsigned number; /* in libvirt's src/remote/remote_protocol.x */
		const char *name;
	} calls[] = {
	        {9, "create"},   {11, "define"},  {12, "destroy"},
	        {160, "attach"}, {161, "detach"}, {350, "define"},
	};

	/* length, program, its version, procedure */
	if (size < 16 || ntohl(header[1]) != 0x20008086)
		return NULL;
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (ntohl(header[3]) == calls[i].number)
			return calls[i].name;
	return NULL;
}

static ssize_t write_whole(int fd, const void *bytes, size_t size, const char *what)
{
	ssize_t n;

	point("before", what);
	n = real_write(fd, bytes, size);
	point("after", what);
	return n;
}

static ssize_t write_halves(int fd, const char *bytes, size_t size)
{
	size_t half = size / 2;
	ssize_t n;

	point("before", "write");
	n = real_write(fd, bytes, half);
	point("half", "write");
	if (n == (ssize_t)half)
		n += real_write(fd, bytes + half, size - half);
	point("after", "write");
	return n;
}

/* The last part of the path of an open file. */
static const char *file_name(int fd, char *path, size_t size)
{
	char link[32];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, size - 1);
	if (length < 0)
		return "?";
	path[length] = '\0';
	return strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
}

static bool is_sysfs(int fd)
{
	struct statfs status;

	return fstatfs(fd, &status) == 0 && status.f_type == SYSFS_MAGIC;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	char path[PATH_MAX];
	struct stat status;
	const char *call;

	if (fstat(fd, &status) < 0)
		return real_write(fd, bytes, size);
	if (S_ISREG(status.st_mode))
		return is_sysfs(fd)
		               ? write_whole(fd, bytes, size, file_name(fd, path, sizeof(path)))
		               : write_halves(fd, bytes, size);
	call = S_ISSOCK(status.st_mode) ? call_name(bytes, size) : NULL;
	return call ? write_whole(fd, bytes, size, call) : real_write(fd, bytes, size);
}

/* What was written before it is a point already. */
int fsync(int fd)
{
	int r = real_fsync(fd), wait = number_of("POINTS_SYNC");

	if (wait > 0)
		usleep((unsigned)wait);
	point("after", "sync");
	return r;
}

int rename(const char *from, const char *to)
{
	int r;

	point("before", "rename");
	r = real_rename(from, to);
	point("after", "rename");
	return r;
}

int unlink(const char *path)
{
	int r;

	point("before", "unlink");
	r = real_unlink(path);
	point("after", "unlink");
	return r;
}

int ftruncate(int fd, off_t size)
{
	int r;

	point("before", "truncate");
	r = real_ftruncate(fd, size);
	point("after", "truncate");
	return r;
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
	int limit = number_of("POINTS_WAIT");

	return real_poll(fds, count, limit > 0 && timeout > 30000 ? limit : timeout);
}
