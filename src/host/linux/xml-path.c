/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/xml-path.h"

#include <errno.h>
#include <string.h>

int xml_path_enter(struct xml_path *path, const char *name)
{
	size_t length = strlen(path->text), added = strlen(name) + 1;

	if (path->depth == XML_DEPTH_MAX || length + added >= sizeof(path->text))
		return -E2BIG;
	path->text[length] = '/';
	memcpy(path->text + length + 1, name, added);
	path->ends[path->depth++] = length;
	return 0;
}

void xml_path_leave(struct xml_path *path)
{
	path->text[path->ends[--path->depth]] = '\0';
}
