/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/archive-path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LINKS_MAX 40

struct walk {
	char *done;          /* the path so far, of PATH_MAX bytes */
	char left[PATH_MAX]; /* what is still to be walked */
	unsigned links;
};

static int set_left(struct walk *walk, const char *first, const char *second)
{
	char text[PATH_MAX];
	int length = snprintf(text, sizeof(text), "%s%s%s", first, *second ? "/" : "", second);

	if ((size_t)length >= sizeof(text))
		return -ENAMETOOLONG;
	memcpy(walk->left, text, (size_t)length + 1);
	return 0;
}

static void go_up(struct walk *walk)
{
	char *slash = strrchr(walk->done, '/');

	*(slash ? slash : walk->done) = '\0';
}

static int go_down(struct walk *walk, const char *name, size_t length)
{
	size_t at = strlen(walk->done);

	if (at + length + 2 > PATH_MAX)
		return -ENAMETOOLONG;
	if (at > 0)
		walk->done[at++] = '/';
	memcpy(walk->done + at, name, length);
	walk->done[at + length] = '\0';
	return 0;
}

static int follow(struct walk *walk, const char *target, const char *rest)
{
	if (++walk->links > LINKS_MAX)
		return -ELOOP;
	if (*target == '/')
		*walk->done = '\0';
	else
		go_up(walk);
	return set_left(walk, target, rest);
}

int archive_path(const char *folder, const char *path, bool last,
                 const char *(*link_at)(void *data, const char *path), void *data,
                 char ret[PATH_MAX])
{
	struct walk walk = {.done = ret};
	int r = set_left(&walk, path, "");

	*ret = '\0';
	if (r >= 0)
		r = go_down(&walk, folder, strlen(folder));
	while (r >= 0 && *walk.left) {
		char *name = walk.left + strspn(walk.left, "/"), *rest;
		size_t length = strcspn(name, "/");
		const char *target = NULL;

		rest = name + length + strspn(name + length, "/");
		if (length == 2 && name[0] == '.' && name[1] == '.')
			go_up(&walk);
		else if (length > 1 || (length == 1 && *name != '.'))
			r = go_down(&walk, name, length);
		if (r >= 0 && (*rest || last))
			target = link_at(data, ret);
		if (r >= 0)
			r = target ? follow(&walk, target, rest) : set_left(&walk, rest, "");
	}
	return r;
}
