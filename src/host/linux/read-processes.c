/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-processes.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "host/linux/decode-link.h"
#include "host/linux/decode-process.h"
#include "host/linux/persistence.h"
#include "host/linux/read-holders.h"
#include "host/linux/read-nodes.h"

#define PROCESSES "/proc/*/fd"
#define MAPS_MAX ((size_t)32 << 20) /* only what is written to takes memory */
#define COMMAND_MAX 4096
#define NAMES_SHOWN 3

/* Files are known by their names alone: to ask a file itself may hang, on a file system whose
 * server is gone. */

/* What one program has of one function. */
struct use {
	unsigned function;
	enum opened_kind kind;
	bool shared; /* only by nodes that are for all functions of its driver */
	struct {
		const char **items;
		size_t count;
	} names;
};

struct reader {
	const struct root *root;
	struct dda_inventory *inventory;
	struct nodes nodes;
	struct fact fact; /* unknown: the first that could not be read */
	char *maps;
	bool any; /* there is a process */

	/* Of the process that is being read. */
	const char *folder; /* "proc/4711" */
	struct {
		struct use *items;
		size_t count;
	} uses;
};

static struct use *find_use(struct reader *reader, unsigned function)
{
	struct use *use;

	for (size_t i = 0; i < reader->uses.count; i++)
		if (reader->uses.items[i].function == function)
			return &reader->uses.items[i];
	use = ARRAY_ADD(&reader->uses);
	if (use)
		*use = (struct use){.function = function, .shared = true};
	return use;
}

static int note_use(struct reader *reader, unsigned function, enum opened_kind kind, bool shared,
                    const char *name)
{
	struct use *use = find_use(reader, function);
	const char **item;

	if (!use || !name)
		return -ENOMEM;
	use->kind = use->kind < kind ? kind : use->kind;
	use->shared &= shared;
	for (size_t i = 0; i < use->names.count; i++)
		if (text_equal(use->names.items[i], name))
			return 0;
	item = ARRAY_ADD(&use->names);
	if (!item)
		return -ENOMEM;
	*item = name;
	return 0;
}

/* A node that was removed while it is open is still open. */
static int note_node(struct reader *reader, const char *name)
{
	struct arena *arena = &reader->inventory->arena;
	size_t length = strlen(name), gone = strlen(" (deleted)"), count = 0;
	const struct node *nodes;
	char text[256];

	if (length > gone && text_equal(name + length - gone, " (deleted)"))
		length -= gone;
	snprintf(text, sizeof(text), "%.*s", (int)(length < 255 ? length : 255), name);
	nodes = nodes_find(&reader->nodes, text, &count);
	for (size_t i = 0; i < count; i++)
		if (note_use(reader, nodes[i].function, nodes[i].kind, nodes[i].shared,
		             arena_format(arena, "/dev/%s", nodes[i].name)) < 0)
			return -ENOMEM;
	return 0;
}

/* The BAR of the last function on the way, and of no other. */
static int note_bar(struct reader *reader, const char *path, int bar)
{
	struct address address;
	int function = -1;

	while (link_next_function(&path, &address))
		function = inventory_find(reader->inventory, address);
	if (function < 0)
		return 0;
	return note_use(reader, (unsigned)function, OPENED_MEMORY, false,
	                arena_format(&reader->inventory->arena, "mapped BAR %d", bar));
}

static int note_open(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	char path[PATH_MAX];
	const char *node;

	if (root_link_text(reader->root, folder, name, path, sizeof(path)) < 0)
		return 0; /* closed since the list was read */
	node = text_after(path, "/dev/");
	return node ? note_node(reader, node) : 0;
}

/* What is mapped stays so when the file is closed. */
static int note_mapped(struct reader *reader, const char *path)
{
	const char *node = text_after(path, "/dev/");
	int bar = decode_bar_path(path);

	if (bar >= 0)
		return note_bar(reader, path, bar);
	return node ? note_node(reader, node) : 0;
}

/* That a process has ended since the list was read is no news; a copy may lack what it had. */
static void note_failed(struct reader *reader, int error)
{
	if (!reader->root->live || (error != ENOENT && error != ESRCH))
		note_unread(&reader->fact, PROCESSES, error);
}

static int read_open(struct reader *reader)
{
	char path[64];
	int r;

	snprintf(path, sizeof(path), "%s/fd", reader->folder);
	r = root_for_each(reader->root, path, note_open, reader);
	if (r < 0 && r != -ENOMEM)
		note_failed(reader, -r);
	return r == -ENOMEM ? r : 0;
}

static int read_mapped(struct reader *reader)
{
	char path[64], *rest = reader->maps, *line;
	int r;

	snprintf(path, sizeof(path), "%s/maps", reader->folder);
	r = root_read(reader->root, reader->root->fd, path, reader->maps, MAPS_MAX);
	if (r < 0) {
		note_failed(reader, -r);
		return 0;
	}
	while ((line = strsep(&rest, "\n"))) {
		const char *file = decode_mapping(line);

		if (file && note_mapped(reader, file) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* A program that has a GPU of NVIDIA open has the nodes for all open, too, and means this one. */
static bool means_another(const struct reader *reader, const struct use *use)
{
	const struct dda_function *functions = reader->inventory->functions.items;

	for (size_t i = 0; use->shared && i < reader->uses.count; i++) {
		const struct use *other = &reader->uses.items[i];

		if (!other->shared && text_equal(functions[other->function].driver.value,
		                                 functions[use->function].driver.value))
			return true;
	}
	return false;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "/dev/dri/card0, mapped BAR 2 and 3 more" */
static const char *use_text(const struct use *use, struct arena *arena)
{
	size_t shown = use->names.count < NAMES_SHOWN ? use->names.count : NAMES_SHOWN;
	const char *text;

	qsort(use->names.items, use->names.count, sizeof(*use->names.items), compare_names);
	text = use->names.items[0];

	for (size_t i = 1; text && i < shown; i++)
		text = arena_format(arena, "%s, %s", text, use->names.items[i]);
	if (text && shown < use->names.count)
		text = arena_format(arena, "%s and %zu more", text, use->names.count - shown);
	return text;
}

static int read_owner(const struct reader *reader, struct process *process)
{
	struct arena *arena = &reader->inventory->arena;
	char path[64], text[COMMAND_MAX];
	bool whole;
	int r;

	snprintf(path, sizeof(path), "%s/cmdline", reader->folder);
	r = text_after(process->name, "qemu") ? root_read_bytes(reader->root, reader->root->fd,
	                                                        path, text, sizeof(text), &whole)
	                                      : 0;
	process->owner_name = r > 0 ? decode_vm_name(text, (size_t)r, arena) : NULL;
	if (process->owner_name) {
		process->owner = PROCESS_VM;
		return 0;
	}
	snprintf(path, sizeof(path), "%s/cgroup", reader->folder);
	r = root_read(reader->root, reader->root->fd, path, text, sizeof(text));
	return r < 0 ? 0 : decode_cgroup(text, arena, process);
}

static const struct process *read_process(const struct reader *reader, uint64_t id)
{
	struct arena *arena = &reader->inventory->arena;
	struct process *process = arena_zeroed(arena, sizeof(*process));
	char path[64], name[64];
	int r;

	if (!process)
		return NULL;
	snprintf(path, sizeof(path), "%s/comm", reader->folder);
	r = root_read(reader->root, reader->root->fd, path, name, sizeof(name));
	process->id = id;
	process->name = arena_text(arena, r > 0 ? name : "process");
	return process->name && read_owner(reader, process) == 0 ? process : NULL;
}

/* Its daemon has each GPU open, and closes one when persistence mode is turned off. */
static enum opened_kind kind_of(const struct reader *reader, const struct use *use,
                                const struct process *process)
{
	bool yields = use->kind == OPENED_GPU && text_after(process->name, PERSISTENCE_DAEMON) &&
	              root_exists(reader->root, "usr/bin/" PERSISTENCE_PROGRAM);

	return yields ? OPENED_YIELDS : use->kind;
}

static int add_uses(struct reader *reader, uint64_t id)
{
	const struct process *process = reader->uses.count ? read_process(reader, id) : NULL;

	if (reader->uses.count && !process)
		return -ENOMEM;
	for (size_t i = 0; i < reader->uses.count; i++) {
		const struct use *use = &reader->uses.items[i];
		struct opened *opened;

		if (means_another(reader, use))
			continue;
		opened = ARRAY_ADD(&reader->inventory->functions.items[use->function].opened);
		if (!opened)
			return -ENOMEM;
		*opened = (struct opened){process, kind_of(reader, use, process),
		                          use_text(use, &reader->inventory->arena)};
		if (!opened->what)
			return -ENOMEM;
	}
	return 0;
}

static void forget_uses(struct reader *reader)
{
	for (size_t i = 0; i < reader->uses.count; i++)
		free(reader->uses.items[i].names.items);
	free(reader->uses.items);
	reader->uses.items = NULL;
	reader->uses.count = 0;
}

static int look_at(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	char path[32];
	uint64_t id;
	int r = 0;

	if (text_whole_number(name, 10, &id) < 0)
		return 0;
	snprintf(path, sizeof(path), "proc/%.20s", name);
	reader->folder = path;
	reader->any = true;
	if (read_open(reader) < 0 || read_mapped(reader) < 0 || add_uses(reader, id) < 0)
		r = -ENOMEM;
	forget_uses(reader);
	return r;
}

/* The kernel's own namespace of processes has this number (PROC_PID_INIT_INO, linux/proc_ns.h). */
static bool sees_all(const struct root *root)
{
	char text[64];

	return root_link_text(root, root->fd, "proc/self/ns/pid", text, sizeof(text)) < 0 ||
	       text_equal(text, "pid:[4026531836]");
}

static int compare(const void *a, const void *b)
{
	const struct opened *one = a, *other = b;

	return (one->process->id > other->process->id) - (one->process->id < other->process->id);
}

static void finish(struct reader *reader, struct dda_function *function)
{
	bool drives = !fact_is_absent(function->driver.fact);

	if (function->state == FUNCTION_MISSING || function_is_bridge(function))
		return;
	function->opened_fact = drives ? reader->fact : fact_known(PROCESSES);
	if (function->opened.count)
		qsort(function->opened.items, function->opened.count, sizeof(struct opened),
		      compare);
}

static int read_all(struct reader *reader)
{
	int r = read_nodes(reader->root, reader->inventory, &reader->nodes, &reader->fact);

	if (r < 0)
		return r;
	if (fact_is_known(reader->fact))
		reader->fact = fact_known(PROCESSES);
	if (reader->root->live && !reader->inventory->privileged)
		note_unread(&reader->fact, PROCESSES, EACCES);
	if (reader->root->live && !sees_all(reader->root))
		note_unread(&reader->fact, "processes outside this container", EPERM);
	r = root_for_each(reader->root, "proc", look_at, reader);
	if (r < 0 && r != -ENOMEM)
		note_failed(reader, -r);
	return r == -ENOMEM ? r : 0;
}

int read_processes(const struct root *root, struct dda_inventory *inventory)
{
	struct reader reader = {.root = root, .inventory = inventory, .maps = malloc(MAPS_MAX)};
	int r = reader.maps ? read_all(&reader) : -ENOMEM;

	for (size_t i = 0; (reader.any || root->live) && i < inventory->functions.count; i++)
		finish(&reader, &inventory->functions.items[i]);
	free(reader.maps);
	free(reader.nodes.items);
	return r;
}
