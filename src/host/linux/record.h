/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

struct root;

/*
 * Each reads one thing of a host, which is not an archive, at a path without links, and puts it
 * into the document of an archive (archive.h), or its errno. Returns 0 whatever it found, -ENOMEM,
 * or -EILSEQ for a name that is no UTF-8, which JSON can't hold.
 */
int record_file(json_t *document, const struct root *source, const char *path);
int record_names(json_t *document, const struct root *source, const char *path);

/* That there is such a folder; such a file or folder. */
int record_folder(json_t *document, const struct root *source, const char *path);
int record_existence(json_t *document, const struct root *source, const char *path);

/* The link there, if it is one. Leaves no errno. */
int record_link(json_t *document, const struct root *source, const char *path);

/* What is there instead of a link. */
int record_no_link(json_t *document, const struct root *source, const char *path);
