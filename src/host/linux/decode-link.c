/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-link.h"

#include <errno.h>
#include <stdio.h>

#include "base/text.h"

/* "pci0000:00": domain and bus of a root bridge. */
static int parse_root(const char *name, struct device_link *link)
{
	const char *text = text_after(name, "pci"), *end;
	uint64_t domain, bus;

	if (!text || text_number(text, 16, 8, &end, &domain) < 0 || end - text < 4 || *end != ':')
		return -EINVAL;
	if (text_number(end + 1, 16, 2, &end, &bus) < 0 || *end != '\0')
		return -EINVAL;
	link->root_domain = (uint32_t)domain;
	link->root_bus = (uint8_t)bus;
	snprintf(link->root, sizeof(link->root), "%s", name);
	return 0;
}

static int add_component(struct device_link *link, const char *text, size_t length, size_t offset)
{
	char name[32];
	struct address address;

	if (length >= sizeof(name))
		return 0;
	memcpy(name, text, length);
	name[length] = '\0';
	if (parse_root(name, link) == 0) {
		link->count = 0;
		link->root_offset = (unsigned)offset;
	} else if (address_parse(name, &address) == 0) {
		if (link->count == LINK_STEPS_MAX)
			return -EINVAL;
		link->steps[link->count++] = address;
	}
	return 0;
}

int decode_link(const char *target, struct device_link *ret)
{
	struct device_link link = {0};
	size_t length;

	for (const char *text = target; *text; text += length + (text[length] == '/')) {
		length = strcspn(text, "/");
		if (add_component(&link, text, length, (size_t)(text - target)) < 0)
			return -EINVAL;
	}
	if (link.root[0] == '\0' || link.count == 0)
		return -EINVAL;
	*ret = link;
	return 0;
}

bool link_next_function(const char **path, struct address *ret)
{
	while (**path) {
		size_t length = strcspn(*path, "/");
		char name[ADDRESS_TEXT_MAX] = "";

		if (length < sizeof(name))
			memcpy(name, *path, length);
		*path += length + ((*path)[length] == '/');
		if (address_parse(name, ret) == 0)
			return true;
	}
	return false;
}

size_t link_parent_name(const char *path, const char **ret_name)
{
	const char *end = strrchr(path, '/'), *begin = end;

	while (begin && begin > path && begin[-1] != '/')
		begin--;
	*ret_name = begin ? begin : path;
	return end ? (size_t)(end - *ret_name) : 0;
}
