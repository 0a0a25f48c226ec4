/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/archive.h"

#include <errno.h>
#include <string.h>

#include "host/linux/archive-path.h"
#include "host/linux/file-json.h"
#include "host/linux/record.h"
#include "host/linux/root.h"
#include "host/snapshot/snapshot.h"

struct archive {
	json_t *document;
	const struct root *source; /* NULL: it is read only */
};

static struct archive *new (json_t *document, const struct root *source)
{
	struct archive *archive = document ? calloc(1, sizeof(*archive)) : NULL;

	if (!archive) {
		json_decref(document);
		return NULL;
	}
	*archive = (struct archive){.document = document, .source = source};
	return archive;
}

struct archive *archive_record(const struct root *source)
{
	return new (json_pack("{s:s, s:s, s:{}, s:{}, s:{}, s:{}}", "schema", SNAPSHOT_SCHEMA,
	                      "platform", "linux", "files", "folders", "links", "errors"),
	            source);
}

struct archive *archive_open(json_t *document)
{
	return new (document, NULL);
}

void archive_free(struct archive *archive)
{
	if (archive)
		json_decref(archive->document);
	free(archive);
}

json_t *archive_document(const struct archive *archive)
{
	return archive->document;
}

static json_t *find(const struct archive *archive, const char *kind, const char *path)
{
	return json_object_get(json_object_get(archive->document, kind), path);
}

/* Why `path` is not among the files or folders. */
static int error_of(const struct archive *archive, const char *path)
{
	const json_t *error = find(archive, "errors", path);
	json_int_t number = json_integer_value(error);

	return number > 0 && number < 4096 ? -(int)number : -ENODATA;
}

int archive_put(struct archive *archive, const char *path, const char *text)
{
	return json_object_set_new(json_object_get(archive->document, "files"), path,
	                           json_string(text)) < 0
	               ? -ENOMEM
	               : 0;
}

static const char *link_at(void *data, const char *path)
{
	struct archive *archive = data;

	if (archive->source && !find(archive, "links", path))
		record_link(archive->document, archive->source, path);
	return json_string_value(find(archive, "links", path));
}

static int resolve(struct archive *archive, const char *folder, const char *path, bool last,
                   char ret[PATH_MAX])
{
	return archive_path(folder, path, last, link_at, archive, ret);
}

/* `kind` of what is at `path`, which was recorded if it was asked for now. */
static int look(struct archive *archive, const char *kind, const char *path, json_t **ret,
                int (*record)(json_t *, const struct root *, const char *))
{
	json_t *found = find(archive, kind, path);
	int r = 0;

	if (archive->source && (!found || json_is_null(found)))
		r = record(archive->document, archive->source, path);
	found = find(archive, kind, path);
	if (r == -ENOMEM)
		return r;
	if (!found || json_is_null(found))
		return error_of(archive, path);
	*ret = found;
	return 0;
}

int archive_read(struct archive *archive, const char *folder, const char *path, char **ret,
                 bool *ret_whole)
{
	char at[PATH_MAX];
	json_t *file;
	int r = resolve(archive, folder, path, true, at);

	if (r >= 0)
		r = look(archive, "files", at, &file, record_file);
	return r < 0 ? r : file_contents(file, ret, ret_whole);
}

static bool is_there(const struct archive *archive, const char *kind, const char *path)
{
	return find(archive, kind, path);
}

int archive_folder(struct archive *archive, const char *folder, const char *path,
                   char ret[PATH_MAX])
{
	int r = resolve(archive, folder, path, true, ret);

	if (r < 0)
		return r;
	if (archive->source && !is_there(archive, "folders", ret))
		record_folder(archive->document, archive->source, ret);
	return is_there(archive, "folders", ret) ? 0 : error_of(archive, ret);
}

int archive_names(struct archive *archive, const char *folder, const char *path, json_t **ret)
{
	char at[PATH_MAX];
	int r = resolve(archive, folder, path, true, at);

	if (r >= 0)
		r = look(archive, "folders", at, ret, record_names);
	if (r < 0)
		return r;
	if (!json_is_array(*ret))
		return -EPROTO;
	json_incref(*ret);
	return 0;
}

int archive_link(struct archive *archive, const char *folder, const char *path, const char **ret)
{
	char at[PATH_MAX];
	int r = resolve(archive, folder, path, false, at);

	if (r < 0)
		return r;
	*ret = link_at(archive, at);
	if (*ret)
		return 0;
	if (archive->source)
		record_no_link(archive->document, archive->source, at);
	return is_there(archive, "files", at) || is_there(archive, "folders", at)
	               ? -EINVAL
	               : error_of(archive, at);
}

int archive_exists(struct archive *archive, const char *path)
{
	char at[PATH_MAX];
	int r = resolve(archive, "", path, true, at);

	if (r < 0)
		return r;
	if (archive->source && !is_there(archive, "files", at) && !is_there(archive, "folders", at))
		record_existence(archive->document, archive->source, at);
	return is_there(archive, "files", at) || is_there(archive, "folders", at)
	               ? 0
	               : error_of(archive, at);
}
