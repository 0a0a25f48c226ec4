/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/entry-alias.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "model/location.h"

#define LOCATION_MAX 512

/* "PCIROOT(40)#PCI(0000)" as "40-0000": aliases allow letters, digits, '-' and '_'; libvirt drops
 * any other without a word. Nothing for what is no plain location path. */
static void write_location(FILE *file, const char *path)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *normal, *open;
	char separator = '_';

	if (!path || location_normalize(&arena, path, &normal) < 0)
		return;
	for (open = strchr(normal, '('); open; open = strchr(open + 1, '(')) {
		fprintf(file, "%c%.*s", separator, (int)strcspn(open + 1, ")"), open + 1);
		separator = '-';
	}
}

void entry_alias_write(FILE *file, const struct step *step)
{
	struct address a = step->function;

	fprintf(file, FUNCTION_ALIAS_PREFIX "%04x-%02x-%02x-%x", (unsigned)a.domain, a.bus,
	        a.device, a.function);
	if (!step->id)
		return;
	fprintf(file, "_%04lx-%04lx", step->id >> 16, step->id & 0xffff);
	write_location(file, step->location_path);
}

/* "10de-1db1" */
static unsigned long read_id(const char *text, const char **ret_end)
{
	uint64_t vendor, device;
	const char *end;

	if (text_number(text, 16, 4, &end, &vendor) < 0 || *end != '-' ||
	    text_number(end + 1, 16, 4, ret_end, &device) < 0)
		return 0;
	return (unsigned long)(vendor << 16 | device);
}

static const char *read_location(const char *text, struct arena *arena)
{
	char path[LOCATION_MAX];
	const char *normal;
	size_t part = strcspn(text, "-");
	int length = snprintf(path, sizeof(path), "PCIROOT(%.*s)", (int)part, text);

	while (length >= 0 && (size_t)length < sizeof(path) && text[part] == '-') {
		text += part + 1;
		part = strcspn(text, "-");
		length += snprintf(path + length, sizeof(path) - (size_t)length, "#PCI(%.*s)",
		                   (int)part, text);
	}
	if (length < 0 || (size_t)length >= sizeof(path))
		return NULL;
	return location_normalize(arena, path, &normal) < 0 ? NULL : normal;
}

void entry_alias_read(const char *alias, struct arena *arena, struct hostdev *hostdev)
{
	const char *text = alias ? text_after(alias, FUNCTION_ALIAS_PREFIX) : NULL;
	const char *record = text ? strchr(text, '_') : NULL, *end;

	hostdev->ours = text != NULL;
	hostdev->was_id = record ? read_id(record + 1, &end) : 0;
	if (hostdev->was_id && *end == '_')
		hostdev->was_at = read_location(end + 1, arena);
}
