/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-process.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

/* The length of `text` before `end`, or 0 when it does not end so. */
static size_t length_before(const char *text, size_t length, const char *end)
{
	size_t ending = strlen(end);

	return length > ending && memcmp(text + length - ending, end, ending) == 0 ? length - ending
	                                                                           : 0;
}

static bool is_unit(const char *part, size_t length)
{
	return length_before(part, length, ".service") || length_before(part, length, ".scope");
}

/* The path in the line of systemd's hierarchy: "0::/...", with cgroups of version 1
 * "1:name=systemd:/...". */
static const char *find_path(const char *text)
{
	const char *found = NULL;

	for (const char *line = text; line; line = strchr(line, '\n')) {
		const char *path, *systemd;

		line += *line == '\n';
		path = text_after(line, "0::");
		systemd = strstr(line, ":name=systemd:");
		if (systemd && systemd < line + strcspn(line, "\n"))
			return systemd + strlen(":name=systemd:");
		found = path ? path : found;
	}
	return found;
}

/* "user@1000.service" */
static bool is_user_manager(const char *part, size_t length, uint64_t *ret_user)
{
	const char *digits = text_after(part, "user@"), *end;

	return digits && text_number(digits, 10, 10, &end, ret_user) == 0 &&
	       (size_t)(end - part) + strlen(".service") == length;
}

/* "session-2.scope": the session's name. */
static size_t session_name(const char *part, size_t length, const char **ret)
{
	const char *name = text_after(part, "session-");
	size_t whole = name ? length_before(part, length, ".scope") : 0;

	*ret = name;
	return whole > strlen("session-") ? whole - strlen("session-") : 0;
}

static int note_unit(const char *part, size_t length, struct arena *arena, struct process *process)
{
	const char *session;
	size_t named = session_name(part, length, &session);

	if (named)
		process->owner = PROCESS_SESSION;
	else if (process->owner != PROCESS_USER_UNIT)
		process->owner = PROCESS_SERVICE;
	process->owner_name = named ? arena_copy(arena, session, named)
	                            : arena_copy(arena, part, length);
	if (text_equal(process->owner_name, "systemd-logind.service"))
		process->owner = PROCESS_LOGIN;
	return process->owner_name ? 0 : -ENOMEM;
}

int decode_cgroup(const char *text, struct arena *arena, struct process *process)
{
	const char *path = find_path(text);

	while (path && *path == '/') {
		const char *part = path + 1;
		size_t length = strcspn(part, "/\n");

		path = part + length;
		if (is_user_manager(part, length, &process->user))
			process->owner = PROCESS_USER_UNIT;
		else if (is_unit(part, length) && note_unit(part, length, arena, process) < 0)
			return -ENOMEM;
	}
	/* A user's manager itself. */
	if (!process->owner_name && process->owner == PROCESS_USER_UNIT)
		process->owner = PROCESS_ALONE;
	return 0;
}

static const char *next_word(const char *word, const char *end)
{
	const char *nul = memchr(word, '\0', (size_t)(end - word));

	return nul ? nul + 1 : end;
}

const char *decode_vm_name(const char *words, size_t size, struct arena *arena)
{
	const char *end = words + size;

	for (const char *word = words; word < end; word = next_word(word, end)) {
		const char *name = next_word(word, end), *after;

		if (name - word != sizeof("-name") || memcmp(word, "-name", sizeof("-name")) != 0)
			continue;
		/* Cut off within the name: better none. */
		if (name == end || !memchr(name, '\0', (size_t)(end - name)))
			return NULL;
		after = text_after(name, "guest=");
		name = after ? after : name;
		return arena_copy(arena, name, strcspn(name, ","));
	}
	return NULL;
}

const char *decode_mapping(const char *line)
{
	for (unsigned i = 0; i < 5; i++) {
		line += strcspn(line, " ");
		line += strspn(line, " ");
	}
	return *line ? line : NULL;
}

int decode_bar_path(const char *path)
{
	const char *last = strrchr(path, '/'), *number, *end;
	uint64_t bar;

	if (!text_after(path, "/sys/devices/"))
		return -1;
	number = text_after(last, "/resource");
	if (!number || text_number(number, 10, 1, &end, &bar) < 0 || bar > 5)
		return -1;
	return *end == '\0' || text_equal(end, "_wc") ? (int)bar : -1;
}

int decode_nvidia_minor(const char *text, unsigned *ret)
{
	const char *at = strstr(text, "Device Minor:");
	uint64_t minor;

	if (!at)
		return -EINVAL;
	at += strlen("Device Minor:");
	at += strspn(at, " \t");
	if (text_number(at, 10, 4, &at, &minor) < 0)
		return -EINVAL;
	*ret = (unsigned)minor;
	return 0;
}
