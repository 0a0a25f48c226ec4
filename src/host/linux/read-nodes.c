/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-nodes.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "host/linux/decode-process.h"
#include "host/linux/read-holders.h"

#define NUMBERS "sys/dev"
#define NVIDIA "proc/driver/nvidia/gpus"

struct reader {
	const struct root *root;
	struct dda_inventory *inventory;
	const char *class; /* "char" or "block" */
	struct nodes nodes;
	struct node node; /* the one that is being added */
	struct fact fact;
};

static int add(struct reader *reader, const char *name, size_t function, enum opened_kind kind,
               bool shared)
{
	struct node *node = name ? ARRAY_ADD(&reader->nodes) : NULL;

	if (!node)
		return -ENOMEM;
	*node = (struct node){
	        .name = name, .function = (unsigned)function, .kind = kind, .shared = shared};
	return 0;
}

/*
 * What the kernel waits for: an open sound card (snd_card_free, sound/core/init.c), an open I2C bus
 * (i2c_del_adapter, drivers/i2c/i2c-core-base.c).
 */
static enum opened_kind kind_of(const char *class, const char *name)
{
	if (text_equal(class, "block"))
		return OPENED_DISK;
	if (text_after(name, "snd/") || text_after(name, "i2c-"))
		return OPENED_WAITED;
	if (text_after(name, "dri/") || text_after(name, "fb"))
		return OPENED_GPU;
	return OPENED_NODE;
}

static int add_for(void *data, int function)
{
	struct reader *reader = data;

	return add(reader, reader->node.name, (size_t)function, reader->node.kind, false);
}

/* "DEVNAME=dri/card0" */
static const char *node_name(struct reader *reader, const char *number)
{
	char path[PATH_MAX], text[4096];
	const char *name;
	int r;

	snprintf(path, sizeof(path), NUMBERS "/%s/%s/uevent", reader->class, number);
	r = root_read(reader->root, reader->root->fd, path, text, sizeof(text));
	if (r < 0 && r != -ENOENT && r != -ENODEV)
		note_unread(&reader->fact, "/" NUMBERS, -r);
	name = r < 0 ? NULL : strstr(text, "DEVNAME=");
	if (!name)
		return NULL;
	name += strlen("DEVNAME=");
	return arena_copy(&reader->inventory->arena, name, strcspn(name, "\n"));
}

/* "226:0", a link to where the device hangs. Most of a host hang on no PCI function. */
static int add_number(void *data, int folder, const char *number)
{
	struct reader *reader = data;
	char path[PATH_MAX];
	ssize_t n = root_link_text(reader->root, folder, number, path, sizeof(path));

	if (n < 0 || !strstr(path, "/pci"))
		return 0;
	reader->node.name = node_name(reader, number);
	if (!reader->node.name)
		return 0;
	reader->node.kind = kind_of(reader->class, reader->node.name);
	return functions_on_path(reader->inventory, path, add_for, reader);
}

static int read_class(struct reader *reader, const char *class, const char *path)
{
	int r;

	reader->class = class;
	r = root_for_each(reader->root, path, add_number, reader);
	if (r < 0 && r != -ENOMEM)
		note_unread(&reader->fact, "/" NUMBERS, -r);
	return r == -ENOMEM ? r : 0;
}

static bool has_driver(const struct dda_function *function, const char *driver)
{
	return fact_is_present(function->driver.fact) && text_equal(function->driver.value, driver);
}

/*
 * Nodes that are for all devices of a driver. NVIDIA's driver has none of its own in sysfs: which
 * /dev/nvidiaN a GPU is, it says in /proc.
 */
static int add_shared(struct reader *reader, size_t index)
{
	static const char *const nodes[][2] = {
	        {"nvidia", "nvidiactl"},
	        {"nvidia", "nvidia-uvm"},
	        {"nvidia", "nvidia-uvm-tools"},
	        {"nvidia", "nvidia-modeset"},
	        {"amdgpu", "kfd"},
	        {"nvidia-nvswitch", "nvidia-nvswitchctl"},
	};
	const struct dda_function *function = &reader->inventory->functions.items[index];

	for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++)
		if (has_driver(function, nodes[i][0]) &&
		    add(reader, nodes[i][1], index, OPENED_GPU, true) < 0)
			return -ENOMEM;
	return 0;
}

static int add_nvidia(struct reader *reader, size_t index)
{
	const struct dda_function *function = &reader->inventory->functions.items[index];
	struct arena *arena = &reader->inventory->arena;
	char path[sizeof(NVIDIA) + 64], text[4096];
	unsigned minor;
	int r;

	if (!has_driver(function, "nvidia"))
		return 0;
	snprintf(path, sizeof(path), NVIDIA "/%s/information", function->address_text.text);
	r = root_read(reader->root, reader->root->fd, path, text, sizeof(text));
	if (r >= 0)
		r = decode_nvidia_minor(text, &minor);
	if (r < 0) {
		note_unread(&reader->fact, "/" NVIDIA, -r);
		return 0;
	}
	return add(reader, arena_format(arena, "nvidia%u", minor), index, OPENED_GPU, false);
}

/* The driver of a function that has left the host waits, too: vfio_unregister_group_dev(). */
static int add_vfio(struct reader *reader, size_t index)
{
	const struct dda_function *function = &reader->inventory->functions.items[index];
	struct arena *arena = &reader->inventory->arena;
	uint64_t group = function->group.value;

	if (!function_is_out(function) || !fact_is_present(function->group.fact))
		return 0;
	return add(reader, arena_format(arena, "vfio/%" PRIu64, group), index, OPENED_WAITED,
	           false);
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct node *)a)->name, ((const struct node *)b)->name);
}

static int read_all(struct reader *reader)
{
	if (read_class(reader, "char", NUMBERS "/char") < 0 ||
	    read_class(reader, "block", NUMBERS "/block") < 0)
		return -ENOMEM;
	for (size_t i = 0; i < reader->inventory->functions.count; i++)
		if (add_nvidia(reader, i) < 0 || add_shared(reader, i) < 0 ||
		    add_vfio(reader, i) < 0)
			return -ENOMEM;
	if (reader->nodes.count)
		qsort(reader->nodes.items, reader->nodes.count, sizeof(struct node), compare);
	return 0;
}

int read_nodes(const struct root *root, struct dda_inventory *inventory, struct nodes *ret,
               struct fact *ret_fact)
{
	struct reader reader = {
	        .root = root, .inventory = inventory, .fact = fact_known("/" NUMBERS)};

	if (read_all(&reader) < 0) {
		free(reader.nodes.items);
		return -ENOMEM;
	}
	*ret = reader.nodes;
	*ret_fact = reader.fact;
	return 0;
}

const struct node *nodes_find(const struct nodes *nodes, const char *name, size_t *ret_count)
{
	const struct node key = {.name = name}, *found = NULL, *first, *end;

	if (nodes->count)
		found = bsearch(&key, nodes->items, nodes->count, sizeof(key), compare);
	if (!found)
		return NULL;
	for (first = found; first > nodes->items && compare(first - 1, &key) == 0;)
		first--;
	for (end = found + 1; end < nodes->items + nodes->count && compare(end, &key) == 0;)
		end++;
	*ret_count = (size_t)(end - first);
	return first;
}
