/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/* A file of the page, embedded when dda was built. */
struct asset {
	const char *path; /* as in an address, "/app.js" */
	const char *type;
	const char *tag;            /* changes with the contents; in quotes */
	const unsigned char *bytes; /* packed by gzip, */
	size_t size;                /* so many */
};

/* Ends with a NULL path. Made by src/web/embed. */
extern const struct asset assets[];

/* The file at that path, "/" for the page itself; NULL: there is none. */
const struct asset *asset_find(const char *path);
