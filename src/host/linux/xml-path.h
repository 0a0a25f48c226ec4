/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

#define XML_DEPTH_MAX 64

/*
 * Where a parser is in an XML text: "/domain/devices/hostdev". Both limits are there because the
 * text comes from outside. Zeroed: outside the first element.
 */
struct xml_path {
	char text[512];
	size_t ends[XML_DEPTH_MAX]; /* length of the text before each element */
	unsigned depth;
};

/* Into an element. Returns 0, or -E2BIG, with nothing changed, when it is too deep or too long. */
int xml_path_enter(struct xml_path *path, const char *name);

/* Out of the innermost element; there must be one. */
void xml_path_leave(struct xml_path *path);
