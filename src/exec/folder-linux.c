/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "exec/folder.h"

#define DEFAULT_PATH "/var/lib/dda"
#define FILE_PATH_MAX (FOLDER_PATH_MAX + 64)

int folder_locate(struct folder *ret)
{
	const char *path = getenv(FOLDER_VARIABLE);

	if (!path || !*path)
		path = DEFAULT_PATH;
	return (size_t)snprintf(ret->path, sizeof(ret->path), "%s", path) < sizeof(ret->path)
	               ? 0
	               : -ENAMETOOLONG;
}

int folder_make(const struct folder *folder)
{
	return mkdir(folder->path, 0755) < 0 && errno != EEXIST ? -errno : 0;
}

static const char *path_of(const struct folder *folder, const char *name, char *path)
{
	snprintf(path, FILE_PATH_MAX, "%s/%s", folder->path, name);
	return path;
}

int folder_open(const struct folder *folder, const char *name, enum folder_mode mode)
{
	static const int flags[] = {
	        [FOLDER_READ] = O_RDONLY,
	        [FOLDER_WRITE] = O_RDWR | O_APPEND,
	        [FOLDER_CREATE] = O_RDWR | O_APPEND | O_CREAT | O_EXCL,
	        [FOLDER_LOCK] = O_RDWR | O_CREAT,
	};
	char path[FILE_PATH_MAX];
	int fd = open(path_of(folder, name, path), flags[mode] | O_CLOEXEC | O_NOFOLLOW, 0644);

	return fd < 0 ? -errno : fd;
}

int folder_each(const struct folder *folder, int (*each)(void *data, const char *name), void *data)
{
	DIR *list = opendir(folder->path);
	struct dirent *entry;
	int r = 0;

	if (!list)
		return -errno;
	while (r >= 0 && (entry = readdir(list)))
		r = each(data, entry->d_name);
	closedir(list);
	return r < 0 ? r : 0;
}

int folder_rename(const struct folder *folder, const char *from, const char *to)
{
	char old[FILE_PATH_MAX], new[FILE_PATH_MAX];

	return rename(path_of(folder, from, old), path_of(folder, to, new)) < 0 ? -errno : 0;
}

int folder_remove(const struct folder *folder, const char *name)
{
	char path[FILE_PATH_MAX];

	return unlink(path_of(folder, name, path)) < 0 ? -errno : 0;
}

int folder_sync(const struct folder *folder)
{
	_cleanup_close_ int fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

int file_sync(int fd)
{
	return fsync(fd) < 0 ? -errno : 0;
}

int file_reserve(int fd, size_t size)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return -errno;
	if (fallocate(fd, FALLOC_FL_KEEP_SIZE, status.st_size, (off_t)size) == 0)
		return 0;
	/* Few file systems can't; there a full disk may be met later, as any other surprise. */
	return errno == EOPNOTSUPP || errno == ENOSYS ? 0 : -errno;
}

int file_claim(int fd, bool shared)
{
	if (flock(fd, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0)
		return 0;
	return errno == EWOULDBLOCK ? -EBUSY : -errno;
}

bool process_exists(int pid)
{
	return kill(pid, 0) == 0 || errno == EPERM;
}
