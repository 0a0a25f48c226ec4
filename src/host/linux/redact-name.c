/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/redact-name.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/snapshot/rename.h"

static char *numbered(const char *word, size_t number)
{
	char *text = NULL;

	return asprintf(&text, "%s%zu", word, number) < 0 ? NULL : text;
}

/* Device-mapper writes a "-" of a name as "--". */
static char *doubled(const char *text)
{
	char *result = malloc(2 * strlen(text) + 1), *to = result;

	for (; result && *text; text++) {
		*to++ = *text;
		if (*text == '-')
			*to++ = '-';
	}
	if (result)
		*to = '\0';
	return result;
}

static void add_host(struct renames *names, const char *host, size_t length)
{
	char *name = strndup(host, length);

	if (!name || length < 2 || text_equal(name, "localhost")) {
		names->no_memory |= !name;
		free(name);
		return;
	}
	if (strchr(name, '-'))
		renames_add(names, doubled(name), strdup("host"), true);
	renames_add(names, name, strdup("host"), true);
}

/* "enx" and "wlx" with a MAC address (systemd.net-naming-scheme(7)), "usb0" and such are none. */
static bool is_mac_name(const char *name)
{
	size_t length = strlen(name);

	return length > 12 && length <= 15 && strspn(name + length - 12, "0123456789abcdef") == 12;
}

static void find_interfaces(struct renames *names, const json_t *document)
{
	const json_t *list = json_object_get(json_object_get(document, "folders"), "sys/class/net"),
	             *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		const char *name = json_string_value(item);

		if (name && is_mac_name(name))
			renames_add(names, strdup(name), numbered("net-", names->count), false);
	}
}

static void find_disks(struct renames *names, const json_t *document)
{
	const char *path;
	json_t *target;

	json_object_foreach(json_object_get(document, "links"), path, target)
	{
		const char *name = text_after(path, "dev/disk/by-");

		name = name ? strchr(name, '/') : NULL;
		if (name && name[1])
			renames_add(names, strdup(name + 1), numbered("disk-", names->count),
			            false);
	}
}

/* Where a person may have put the host's name. */
static bool may_name_host(const char *path)
{
	return text_after(path, "dev/") || fnmatch("*/dm/name", path, 0) == 0 ||
	       fnmatch("proc/*/mountinfo", path, 0) == 0 || text_equal(path, "proc/swaps");
}

static json_t *rename_entries(struct renames *names, json_t *entries)
{
	json_t *renamed = json_object(), *value;
	const char *path;

	json_object_foreach(entries, path, value)
	{
		_cleanup_free_ char *key = renames_text(names, path,
		                                        text_after(path, "dev/") != NULL);

		if (!key ||
		    json_object_set_new(renamed, key,
		                        renames_value(names, value, may_name_host(path))) < 0)
			names->no_memory = true;
	}
	return renamed;
}

int redact_names(json_t *document, const char *host_name, struct redacted *redacted)
{
	static const char *const kinds[] = {"files", "folders", "links", "errors"};
	_cleanup_(renames_deinit) struct renames names = {0};

	if (host_name)
		add_host(&names, host_name, strlen(host_name));
	if (host_name && strchr(host_name, '.'))
		add_host(&names, host_name, strcspn(host_name, "."));
	find_interfaces(&names, document);
	find_disks(&names, document);
	for (size_t i = 0; names.count && i < 4; i++)
		json_object_set_new(document, kinds[i],
		                    rename_entries(&names, json_object_get(document, kinds[i])));
	redacted->counts[REDACTED_NAME] += names.done;
	return names.no_memory ? -ENOMEM : 0;
}
