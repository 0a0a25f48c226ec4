/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/record.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "base/cleanup.h"
#include "host/linux/file-json.h"
#include "host/linux/root.h"

#define FILE_MAX ((size_t)8 << 20) /* as root_read_text(); only what is written to takes memory */

/* Takes `value` over. */
static int put(json_t *document, const char *kind, const char *path, json_t *value)
{
	if (!value)
		return -ENOMEM;
	return json_object_set_new(json_object_get(document, kind), path, value) < 0 ? -EILSEQ : 0;
}

static int put_error(json_t *document, const char *path, int error)
{
	return put(document, "errors", path, json_integer(error));
}

int record_file(json_t *document, const struct root *source, const char *path)
{
	_cleanup_free_ char *bytes = malloc(FILE_MAX);
	bool whole;
	int r = bytes ? root_read_bytes(source, source->fd, path, bytes, FILE_MAX, &whole)
	              : -ENOMEM;

	if (r == -ENOMEM)
		return r;
	if (r < 0 || (size_t)r == FILE_MAX)
		return put_error(document, path, r < 0 ? -r : EFBIG);
	return put(document, "files", path, file_to_json(bytes, (size_t)r, whole));
}

/* A name that is no UTF-8 has no place in JSON, and none that a host's kernel makes is one. */
static int add_name(void *data, int folder, const char *name)
{
	json_t *text = json_string(name);

	if (text)
		json_array_append_new(data, text);
	return 0;
}

int record_names(json_t *document, const struct root *source, const char *path)
{
	json_t *names = json_array();
	int r = names ? root_for_each(source, *path ? path : ".", add_name, names) : -ENOMEM;

	if (r >= 0)
		return put(document, "folders", path, names);
	json_decref(names);
	return r == -ENOMEM ? r : put_error(document, path, -r);
}

static int record_kind(json_t *document, const struct root *source, const char *path, int flags,
                       const char *kind)
{
	_cleanup_close_ int fd = openat(source->fd, *path ? path : ".",
	                                flags | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return put_error(document, path, errno);
	return put(document, kind, path, json_null());
}

int record_folder(json_t *document, const struct root *source, const char *path)
{
	return record_kind(document, source, path, O_RDONLY | O_DIRECTORY, "folders");
}

int record_existence(json_t *document, const struct root *source, const char *path)
{
	return record_kind(document, source, path, O_PATH, "files");
}

int record_link(json_t *document, const struct root *source, const char *path)
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(source->fd, path, target, sizeof(target) - 1);

	if (n < 0)
		return 0;
	target[n] = '\0';
	return put(document, "links", path, json_string(target));
}

int record_no_link(json_t *document, const struct root *source, const char *path)
{
	char target[2];

	if (readlinkat(source->fd, path, target, sizeof(target)) < 0 && errno != EINVAL)
		return put_error(document, path, errno);
	return record_existence(document, source, path);
}
