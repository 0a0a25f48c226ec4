/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/root.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/archive.h"

#define TRIES_MAX 1000
#define READ_MAX 65536u

int root_open(const char *directory, struct root *ret)
{
	int fd = open(directory ? directory : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	*ret = (struct root){.fd = fd, .live = !directory, .whole = !directory};
	return 0;
}

void root_of_archive(struct archive *archive, bool whole, struct root *ret)
{
	*ret = (struct root){.fd = INT_MIN, .whole = whole, .archive = archive};
}

void root_close(struct root *root)
{
	if (root->fd >= 0)
		close(root->fd);
	root->fd = -1;
}

static int open_below(const struct root *root, int folder, const char *path, int flags)
{
	struct open_how how = {.flags = (unsigned)flags | O_CLOEXEC};
	int fd, tries = 0;

	if (folder < 0)
		return folder;
	if (root->live) {
		fd = openat(folder, path, flags | O_CLOEXEC);
	} else {
		/* A path below a folder has no business elsewhere; one from the top may follow
		 * links. */
		how.resolve = folder == root->fd ? RESOLVE_IN_ROOT : RESOLVE_BENEATH;
		how.resolve |= RESOLVE_NO_MAGICLINKS;
		/* openat2(2): EAGAIN when anything on the machine is renamed while it goes up "..".
		 */
		do
			fd = (int)syscall(SYS_openat2, folder, path, &how, sizeof(how));
		while (fd < 0 && errno == EAGAIN && ++tries < TRIES_MAX);
	}
	return fd < 0 ? -errno : fd;
}

/*
 * A folder of an archive is a descriptor too, so that whoever has one need not know: that of a
 * memory file, which holds its path.
 */
static int open_archived(const struct root *root, const char *path)
{
	char at[PATH_MAX];
	int r = archive_folder(root->archive, "", path, at), fd;
	ssize_t n;

	if (r < 0)
		return r;
	fd = memfd_create("dda", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = pwrite(fd, at, strlen(at), 0);
	if (n == (ssize_t)strlen(at))
		return fd;
	r = n < 0 ? -errno : -EIO;
	close(fd);
	return r;
}

static int path_of(const struct root *root, int folder, char ret[PATH_MAX])
{
	ssize_t n = 0;

	if (folder != root->fd) {
		if (folder < 0)
			return folder;
		n = pread(folder, ret, PATH_MAX - 1, 0);
		if (n < 0)
			return -errno;
	}
	ret[n] = '\0';
	return 0;
}

static int read_archived(const struct root *root, int folder, const char *path, void *buffer,
                         size_t size, bool *ret_whole)
{
	_cleanup_free_ char *bytes = NULL;
	char at[PATH_MAX];
	size_t length;
	bool whole;
	int r = path_of(root, folder, at);

	if (r >= 0)
		r = archive_read(root->archive, at, path, &bytes, &whole);
	if (r < 0)
		return r;
	length = (size_t)r < size ? (size_t)r : size;
	if (ret_whole)
		*ret_whole = whole && length == (size_t)r;
	memcpy(buffer, bytes, length);
	return (int)length;
}

int root_open_folder(const struct root *root, const char *path)
{
	return root->archive ? open_archived(root, path)
	                     : open_below(root, root->fd, path, O_RDONLY | O_DIRECTORY);
}

int root_open_function(const struct root *root, struct address address)
{
	char path[64];

	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s", address_format(address).text);
	return root_open_folder(root, path);
}

/*
 * A file of a folder is an attribute of sysfs, which is read whole at once
 * (Documentation/filesystems/sysfs.rst); /proc has files that come in pieces, and those of
 * /proc/sys refuse to be read in megabytes (ENOMEM; fs/proc/proc_sysctl.c).
 */
static int read_open(int fd, bool at_once, char *buffer, size_t size)
{
	size_t length = 0;
	ssize_t n = 0;

	while (length < size) {
		n = read(fd, buffer + length, size - length < READ_MAX ? size - length : READ_MAX);
		length += n > 0 ? (size_t)n : 0;
		if (n <= 0 || at_once)
			break;
	}
	return n < 0 ? -errno : (int)length;
}

static int read_file(const struct root *root, int folder, const char *path, void *buffer,
                     size_t size, bool *ret_whole)
{
	/* Not to hang on a FIFO that somebody put into a copy. */
	_cleanup_close_ int fd = open_below(root, folder, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	struct stat status;
	int r;

	if (fd < 0)
		return fd;
	if (!ret_whole)
		return read_open(fd, folder != root->fd, buffer, size);
	if (fstat(fd, &status) < 0)
		return -errno;
	r = read_open(fd, false, buffer, size);
	if (r >= 0)
		*ret_whole = r >= status.st_size;
	return r;
}

int root_read_bytes(const struct root *root, int folder, const char *path, void *buffer,
                    size_t size, bool *ret_whole)
{
	return (root->archive ? read_archived : read_file)(root, folder, path, buffer, size,
	                                                   ret_whole);
}

int root_read(const struct root *root, int folder, const char *path, char *buffer, size_t size)
{
	int length = root_read_bytes(root, folder, path, buffer, size, NULL);

	if (length < 0)
		return length;
	if ((size_t)length == size)
		return -EFBIG;
	if (length > 0 && buffer[length - 1] == '\n')
		length--;
	buffer[length] = '\0';
	return length;
}

int root_read_text(const struct root *root, const char *path, char **ret)
{
	const size_t size = (size_t)8 << 20; /* only what is written to takes memory */
	_cleanup_free_ char *text = malloc(size);
	int r = text ? root_read(root, root->fd, path, text, size) : -ENOMEM;

	if (r < 0)
		return r;
	*ret = TAKE(text);
	return 0;
}

bool root_exists(const struct root *root, const char *path)
{
	_cleanup_close_ int fd = root->archive ? archive_exists(root->archive, path)
	                                       : open_below(root, root->fd, path, O_PATH);

	return fd >= 0;
}

static int each_archived(const struct root *root, const char *path,
                         int (*each)(void *data, int folder, const char *name), void *data)
{
	_cleanup_close_ int folder = root_open_folder(root, path);
	const json_t *item;
	json_t *names;
	size_t i;
	int r = folder < 0 ? folder : archive_names(root->archive, "", path, &names);

	if (r < 0)
		return r;
	json_array_foreach(names, i, item)
	{
		const char *name = json_string_value(item);

		if (r >= 0 && name && *name != '.' && !strchr(name, '/'))
			r = each(data, folder, name);
	}
	json_decref(names);
	return r < 0 ? r : 0;
}

int root_for_each(const struct root *root, const char *path,
                  int (*each)(void *data, int folder, const char *name), void *data)
{
	struct dirent *entry;
	DIR *list;
	int fd, r = 0;

	if (root->archive)
		return each_archived(root, path, each, data);
	fd = root_open_folder(root, path);
	if (fd < 0)
		return fd;
	list = fdopendir(fd);
	if (!list) {
		close(fd);
		return -errno;
	}
	while (r >= 0 && (entry = readdir(list)))
		if (entry->d_name[0] != '.')
			r = each(data, dirfd(list), entry->d_name);
	closedir(list);
	return r < 0 ? r : 0;
}

static bool means_absent(const char *value)
{
	return *value == '\0' || text_equal(value, "(null)");
}

struct fact_text root_text(const struct root *root, int folder, const char *name,
                           struct arena *arena)
{
	char buffer[4097];
	int r = root_read(root, folder, name, buffer, sizeof(buffer));
	const char *copy;

	if (r == -ENOENT || (r >= 0 && means_absent(buffer)))
		return (struct fact_text){.fact = fact_absent(name)};
	if (r < 0)
		return (struct fact_text){.fact = fact_unknown(name, -r)};
	copy = arena_text(arena, buffer);
	if (!copy)
		return (struct fact_text){.fact = fact_unknown(name, ENOMEM)};
	return (struct fact_text){.fact = fact_known(name), .value = copy};
}

struct fact_number root_number(const struct root *root, int folder, const char *name, unsigned base)
{
	char buffer[64];
	uint64_t value;
	int r = root_read(root, folder, name, buffer, sizeof(buffer));

	if (r == -ENOENT || (r >= 0 && buffer[0] == '-'))
		return (struct fact_number){.fact = fact_absent(name)};
	if (r >= 0)
		r = text_whole_number(buffer, base, &value);
	if (r < 0)
		return (struct fact_number){.fact = fact_unknown(name, -r)};
	return (struct fact_number){.fact = fact_known(name), .value = value};
}

static int archived_link(const struct root *root, int folder, const char *name, char *buffer,
                         size_t size)
{
	char at[PATH_MAX];
	const char *target;
	int r = path_of(root, folder, at);

	if (r >= 0)
		r = archive_link(root->archive, at, name, &target);
	if (r < 0)
		return r;
	r = snprintf(buffer, size, "%s", target);
	return (size_t)r < size ? r : -ENAMETOOLONG;
}

int root_link_text(const struct root *root, int folder, const char *name, char *buffer, size_t size)
{
	ssize_t n;

	if (root->archive)
		return archived_link(root, folder, name, buffer, size);
	if (folder < 0)
		return folder;
	n = readlinkat(folder, name, buffer, size);
	if (n < 0)
		return -errno;
	if ((size_t)n == size)
		return -ENAMETOOLONG;
	buffer[n] = '\0';
	return (int)n;
}

const char *root_link(const struct root *root, int folder, const char *name, struct arena *arena)
{
	char target[PATH_MAX];

	return root_link_text(root, folder, name, target, sizeof(target)) < 0
	               ? NULL
	               : arena_text(arena, target);
}

struct fact_text root_link_name(const struct root *root, int folder, const char *name,
                                struct arena *arena)
{
	char target[PATH_MAX];
	const char *last, *copy;
	int r = root_link_text(root, folder, name, target, sizeof(target));

	if (r < 0)
		return (struct fact_text){.fact = r == -ENOENT ? fact_absent(name)
		                                               : fact_unknown(name, -r)};
	last = strrchr(target, '/');
	copy = arena_text(arena, last ? last + 1 : target);
	if (!copy)
		return (struct fact_text){.fact = fact_unknown(name, ENOMEM)};
	return (struct fact_text){.fact = fact_known(name), .value = copy};
}
