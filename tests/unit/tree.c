/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tree.h"

#include "test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/text.h"

static void make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *state)
{
	return remove(path);
}

static void remove_all(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void write_file(const char *path, const char *text, const char *mode)
{
	_cleanup_file_ FILE *file = fopen(path, mode);

	assert_non_null(file);
	fprintf(file, "%s\n", text);
}

/* One line of a host. */
static void make_one(const char *root, const char *line)
{
	char path[512], how[4] = "", full[1024];
	int rest = 0;

	assert_true(sscanf(line, "%511s %3s %n", path, how, &rest) >= 2);
	snprintf(full, sizeof(full), "%s/%s%s", root, path, *how == '/' ? "/" : "");
	make_folders(full);
	if (text_equal(how, "="))
		write_file(full, line + rest, "w");
	else if (text_equal(how, "+"))
		write_file(full, line + rest, "a");
	else if (text_equal(how, "->"))
		assert_int_equal(symlink(line + rest, full), 0);
	else if (text_equal(how, "x"))
		remove_all(full);
}

static void make_lines(const char *root, const char *lines)
{
	_cleanup_free_ char *copy = strdup(lines);
	char *rest = copy, *line;

	while ((line = strsep(&rest, "\n")))
		if (*line && !text_after(line, "away "))
			make_one(root, line);
}

struct tree tree_make(const char *lines, const char *more)
{
	struct tree tree = {.folder = "/tmp/test-tree-XXXXXX"};

	assert_non_null(mkdtemp(tree.folder));
	make_lines(tree.folder, lines);
	make_lines(tree.folder, more);
	assert_int_equal(root_open(tree.folder, &tree.root), 0);
	return tree;
}

void tree_remove(struct tree *tree)
{
	root_close(&tree->root);
	remove_all(tree->folder);
}
