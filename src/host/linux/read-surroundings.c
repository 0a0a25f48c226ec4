/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-surroundings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

#define GUESTS_ENABLED "etc/systemd/system/multi-user.target.wants/libvirt-guests.service"
#define NODES "sys/devices/system/node"
#define CONFIGURATION_MAX 16384

/* The value of the last "NAME=value" line of a shell's configuration file, without quotes. */
static const char *last_value(const char *text, const char *name, struct arena *arena)
{
	const char *found = NULL;

	while (text) {
		const char *value = text_after(text + strspn(text, " \t"), name);

		found = value ? value : found;
		text = strchr(text, '\n');
		text += text != NULL;
	}
	if (!found)
		return NULL;
	found += strspn(found, "\"'");
	return arena_copy(arena, found, strcspn(found, "\"' \t#\n"));
}

/* libvirt-guests suspends unless it is told something else. */
static struct fact_text configured_end(const char *source, const char *text, struct arena *arena)
{
	const char *value = last_value(text, "ON_SHUTDOWN=", arena);

	return (struct fact_text){.fact = fact_known(source),
	                          .value = value && *value ? value : "suspend"};
}

static struct fact_text read_shutdown(const struct root *root, struct arena *arena)
{
	static const char *const paths[] = {"/etc/default/libvirt-guests",
	                                    "/etc/sysconfig/libvirt-guests"};
	char text[CONFIGURATION_MAX];

	if (!root_exists(root, GUESTS_ENABLED))
		return (struct fact_text){.fact = fact_absent("/" GUESTS_ENABLED)};
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		int r = root_read(root, root->fd, paths[i] + 1, text, sizeof(text));

		if (r >= 0)
			return configured_end(paths[i], text, arena);
		if (r != -ENOENT)
			return (struct fact_text){.fact = fact_unknown(paths[i], -r)};
	}
	return configured_end("/" GUESTS_ENABLED, "", arena);
}

/* "Node 0 MemTotal:       16318012 kB" */
static uint64_t node_memory(const struct root *root, int folder)
{
	char text[CONFIGURATION_MAX];
	const char *at;
	uint64_t kib;

	if (root_read(root, folder, "meminfo", text, sizeof(text)) < 0)
		return 0;
	at = strstr(text, "MemTotal:");
	at = at ? at + strlen("MemTotal:") : "";
	at += strspn(at, " \t");
	return text_number(at, 10, 15, &at, &kib) < 0 ? 0 : kib * 1024;
}

/* "node0", among other files. */
static int read_node(const struct root *root, const char *name, struct arena *arena,
                     struct numa_node *ret)
{
	_cleanup_close_ int folder = -1;
	char path[sizeof(NODES) + 32];

	snprintf(path, sizeof(path), NODES "/%.24s", name);
	folder = root_open_folder(root, path);
	if (folder < 0)
		return folder;
	ret->cpus = root_text(root, folder, "cpulist", arena).value;
	ret->memory = node_memory(root, folder);
	return 0;
}

struct reader {
	const struct root *root;
	struct arena *arena;
	struct vm_surroundings *surroundings;
};

static int add_node(void *data, int folder, const char *name)
{
	const struct reader *reader = data;
	struct vm_surroundings *surroundings = reader->surroundings;
	const char *digits = text_after(name, "node");
	size_t count = surroundings->nodes.count;
	struct numa_node node = {0}, *nodes;
	int r;

	if (!digits || text_whole_number(digits, 10, &node.number) < 0)
		return 0;
	r = read_node(reader->root, name, reader->arena, &node);
	nodes = r < 0 ? NULL : arena_zeroed(reader->arena, (count + 1) * sizeof(*nodes));
	if (!nodes)
		return r < 0 ? r : -ENOMEM;
	if (count)
		memcpy(nodes, surroundings->nodes.items, count * sizeof(*nodes));
	nodes[count] = node;
	surroundings->nodes.items = nodes;
	surroundings->nodes.count++;
	return 0;
}

static void read_nodes(const struct root *root, struct arena *arena,
                       struct vm_surroundings *surroundings)
{
	struct reader reader = {.root = root, .arena = arena, .surroundings = surroundings};
	int r = root_for_each(root, NODES, add_node, &reader);

	surroundings->nodes_fact = r == -ENOENT ? fact_absent("/" NODES)
	                           : r < 0      ? fact_unknown("/" NODES, -r)
	                                        : fact_known("/" NODES);
}

struct vm_surroundings read_surroundings(const struct root *root, struct arena *arena)
{
	static const char sharing[] = "/sys/kernel/mm/ksm/run";
	struct vm_surroundings surroundings = {
	        .sharing = root_number(root, root->fd, sharing + 1, 10),
	        .at_shutdown = read_shutdown(root, arena),
	};

	surroundings.sharing.fact.source = sharing;
	read_nodes(root, arena, &surroundings);
	return surroundings;
}

static struct vm *find(const struct dda_inventory *inventory, const char *name)
{
	for (size_t i = 0; name && i < inventory->vms.count; i++)
		if (text_equal(inventory->vms.items[i].name, name))
			return &inventory->vms.items[i];
	return NULL;
}

static void note_saved(const struct libvirt *libvirt, virDomainPtr domain, struct vm *vm)
{
	vm->settings.saved = fact_known("libvirt");
}

/* Of its snapshots only those of a running VM with its memory matter. */
static void note_snapshots(const struct libvirt *libvirt, virDomainPtr domain, struct vm *vm)
{
	int count = libvirt->virDomainSnapshotNum(domain, VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE);

	if (count < 0)
		vm->settings.snapshots = fact_unknown("libvirt", EIO);
	else if (count > 0)
		vm->settings.snapshots = fact_known("libvirt");
}

typedef void (*note_function)(const struct libvirt *libvirt, virDomainPtr domain, struct vm *vm);

/* One question for all VMs; the answer is short on nearly every host. */
static int note_listed(struct linux_host *host, unsigned flags, note_function note,
                       struct dda_inventory *inventory)
{
	const struct libvirt *libvirt = host->libvirt;
	virDomainPtr *domains = NULL;
	int count = libvirt->virConnectListAllDomains(host->connection, &domains, flags);

	for (int i = 0; i < count; i++) {
		struct vm *vm = find(inventory, libvirt->virDomainGetName(domains[i]));

		if (vm)
			note(libvirt, domains[i], vm);
		libvirt->virDomainFree(domains[i]);
	}
	free(domains);
	return count < 0 ? -EIO : 0;
}

void read_saved(struct linux_host *host, struct dda_inventory *inventory)
{
	int saved, snapshots;

	for (size_t i = 0; i < inventory->vms.count; i++)
		inventory->vms.items[i].settings.saved =
		        inventory->vms.items[i].settings.snapshots = fact_absent("libvirt");
	saved = note_listed(host, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE, note_saved, inventory);
	snapshots = note_listed(host, VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT, note_snapshots,
	                        inventory);
	for (size_t i = 0; i < inventory->vms.count; i++) {
		struct vm_settings *settings = &inventory->vms.items[i].settings;

		if (saved < 0)
			settings->saved = fact_unknown("libvirt", -saved);
		if (snapshots < 0)
			settings->snapshots = fact_unknown("libvirt", -snapshots);
	}
}
