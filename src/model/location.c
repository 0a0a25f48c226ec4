/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/location.h"

#include <errno.h>
#include <stdio.h>
#include <strings.h>

#include "base/text.h"

#define STEPS_MAX 64

const char *location_format(struct arena *arena, uint32_t root, const struct address *steps,
                            unsigned count)
{
	const size_t size = sizeof("PCIROOT(FFFFFFFF)") + count * strlen("#PCI(FFFF)");
	char *path = arena_zeroed(arena, size);
	size_t length = 0;

	if (path)
		length = (size_t)snprintf(path, size, "PCIROOT(%X)", (unsigned)root);
	for (unsigned i = 0; path && i < count; i++)
		length += (size_t)snprintf(path + length, size - length, "#PCI(%02X%02X)",
		                           steps[i].device, steps[i].function);
	return path;
}

int location_looks_like(const char *text)
{
	return strncasecmp(text, "PCIROOT", 7) == 0;
}

/* "NAME(HEX)"; *text moves behind it. */
static int parse_element(const char **text, const char *name, unsigned max_digits, uint64_t *ret)
{
	size_t length = strlen(name);
	const char *end;

	if (strncasecmp(*text, name, length) != 0 || (*text)[length] != '(')
		return -EINVAL;
	if (text_number(*text + length + 1, 16, max_digits, &end, ret) < 0 || *end != ')')
		return -EINVAL;
	*text = end + 1;
	return 0;
}

int location_normalize(struct arena *arena, const char *text, const char **ret)
{
	struct address steps[STEPS_MAX];
	unsigned count = 0;
	uint64_t root, step;
	const char *path;

	if (parse_element(&text, "PCIROOT", 8, &root) < 0)
		return -EINVAL;
	do {
		if (count == STEPS_MAX || *text++ != '#' ||
		    parse_element(&text, "PCI", 4, &step) < 0)
			return -EINVAL;
		steps[count++] = (struct address){.device = (uint8_t)(step >> 8),
		                                  .function = (uint8_t)step};
	} while (*text);
	path = location_format(arena, (uint32_t)root, steps, count);
	if (!path)
		return -ENOMEM;
	*ret = path;
	return 0;
}
