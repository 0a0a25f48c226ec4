/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/translate.h"

/* The drawing, a row of a table for each node; parts of the mainboard are only counted. */
struct drawing {
	struct table *table;
	const char *no_vm; /* what stands for none: "?" where they are not known */
	struct arena arena;
	size_t parts;
	bool out_of_memory;
};

static bool is_shown(struct drawing *drawing, const json_t *node)
{
	if (!json_is_true(json_object_get(node, "mainboard")))
		return true;
	/* What hangs on one would hang in the air. */
	if (json_array_size(document_array(node, "children")))
		return true;
	drawing->parts++;
	return false;
}

/* "root port 0000:00:01.0", "0000:01:00" */
static const char *title_of(struct drawing *drawing, const json_t *node)
{
	static const char *const names[][2] = {{"root-port", "root port"},
	                                       {"upstream-port", "upstream port"},
	                                       {"downstream-port", "downstream port"},
	                                       {"bridge", "bridge"}};
	const char *kind = document_string(node, "kind");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_equal(kind, names[i][0]))
			return arena_format(&drawing->arena, "%s %s", _(names[i][1]),
			                    document_string(node, "address"));
	return document_string(node, "card");
}

static void draw_row(struct drawing *drawing, const char *before, const char *branch,
                     const json_t *node)
{
	const char *title = title_of(drawing, node), *state = document_string(node, "state");
	const char *cell = arena_format(&drawing->arena, "%s%s%s", before, branch,
	                                title ? title : "");
	const char *vm = document_string(node, "vm");
	bool card = document_string(node, "card");

	drawing->out_of_memory |= !cell || !title;
	table_add(drawing->table, cell);
	table_add(drawing->table, document_string(node, "name"));
	table_add(drawing->table, state || !card ? state : "half");
	table_add(drawing->table, vm || !card ? vm : drawing->no_vm);
}

/* `before`: the lines that come down from above. */
static void draw_children(struct drawing *drawing, const char *before, const json_t *children)
{
	const json_t *node, *last = NULL;
	size_t i;

	json_array_foreach(children, i, node) if (is_shown(drawing, node)) last = node;
	json_array_foreach(children, i, node)
	{
		const json_t *below = document_array(node, "children");
		const char *lines;

		if (json_is_true(json_object_get(node, "mainboard")) && !json_array_size(below))
			continue;
		draw_row(drawing, before, node == last ? "`- " : "+- ", node);
		if (!json_array_size(below))
			continue;
		lines = arena_format(&drawing->arena, "%s%s", before, node == last ? "   " : "|  ");
		drawing->out_of_memory |= !lines;
		if (lines)
			draw_children(drawing, lines, below);
	}
}

static void draw_root(struct drawing *drawing, const json_t *root)
{
	const json_t *numa_node = json_object_get(root, "numa_node");
	const char *name = document_string(root, "name"), *title;

	title = arena_format(&drawing->arena, "%s", name ? name : document_string(root, "bus"));
	if (title && json_is_integer(numa_node))
		title = arena_format(&drawing->arena, "%s, NUMA node %lld", title,
		                     (long long)json_integer_value(numa_node));
	drawing->out_of_memory |= !title;
	table_add(drawing->table, title);
	for (int i = 0; i < 3; i++)
		table_add(drawing->table, NULL);
	draw_children(drawing, "", document_array(root, "children"));
}

int text_tree(const json_t *document, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "DEVICE"},
	        {.title = "NAME", .shrinks = true},
	        {.title = "STATE", .coloured = true},
	        {.title = "VM"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 4};
	struct drawing drawing = {.table = &table,
	                          .no_vm = text_vms_unknown(document) ? "?" : NULL};
	const json_t *root;
	size_t i;
	int r;

	json_array_foreach(document_array(document, "roots"), i, root) draw_root(&drawing, root);
	arena_free(&drawing.arena);
	r = drawing.out_of_memory ? -ENOMEM : table_print(&table, 0, style, out);
	if (r >= 0 && drawing.parts)
		fprintf(out, _("and %zu part%s of the mainboard, which --json has too\n"),
		        drawing.parts, drawing.parts == 1 ? "" : "s");
	return r;
}
