/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree-config.h"

/*
 * Makes a copy of /sys and /proc as a machine of any size would have it, for measurements. Always
 * the same for the same numbers. Files that nobody reads are left out, and those that are the same
 * everywhere are hard links, so that a machine of 65,536 functions fits into memory.
 * usage: bench-tree DIR FUNCTIONS SEGMENTS
 *
 * Every segment is filled with three kinds of root ports in turn, and what is below them:
 *   - a GPU of three functions without ACS, which share a group;
 *   - a switch with four ports, each with a card of 1, 2, 3 and 8 functions; the ports of every
 *     fourth switch have their ACS off, so that all below it shares a group;
 *   - a network card of two functions with 53 virtual functions each. More than eight functions on
 *     a bus there are only with these, and 4,096 in a segment of 256 buses are 16 on each.
 */

#define VIRTUAL_FUNCTIONS 106
#define SWITCH_PORTS 4

static int root; /* the folder that the tree is made in */
static unsigned left, segment, next_bus, next_port, groups, interfaces, disks;

__attribute__((format(printf, 1, 2))) static const char *text(const char *format, ...)
{
	static char texts[8][1024];
	static unsigned turn;
	char *to = texts[turn++ % 8];
	va_list args;

	va_start(args, format);
	vsnprintf(to, sizeof(texts[0]), format, args);
	va_end(args);
	return to;
}

static int make_folder(int at, const char *path)
{
	int fd;

	if (mkdirat(at, path, 0755) < 0 && errno != EEXIST)
		err(1, "%s", path);
	fd = openat(at, path, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

/* With all folders above it. */
static int make_path(const char *path)
{
	char copy[1024];

	snprintf(copy, sizeof(copy), "%s", path);
	for (char *slash = copy; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		close(make_folder(root, copy));
		*slash = '/';
	}
	return make_folder(root, copy);
}

static void put_bytes(int folder, const char *name, const void *bytes, size_t size)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL, 0644);

	if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
		err(1, "%s", name);
	close(fd);
}

static void put(int folder, const char *name, const char *content)
{
	put_bytes(folder, name, content, strlen(content));
}

static void put_link(const char *target, int folder, const char *name)
{
	if (symlinkat(target, folder, name) < 0)
		err(1, "%s", name);
}

/* The same as a link to what was written under that key first; per segment, because file systems
 * limit the links of a file. */
static void share_bytes(int folder, const char *name, const char *key, const void *bytes,
                        size_t size)
{
	static int pool, pool_of = -1;

	if (pool_of != (int)segment) {
		pool = make_path(text(".pool/%u", segment));
		pool_of = (int)segment;
	}
	if (faccessat(pool, key, F_OK, 0) < 0)
		put_bytes(pool, key, bytes, size);
	if (linkat(pool, key, folder, name, 0) < 0)
		err(1, "%s", name);
}

static void share(int folder, const char *name, const char *content)
{
	char key[256];
	size_t length = strcspn(content, "\n");

	snprintf(key, sizeof(key), "text %.*s", (int)length, content);
	for (char *slash = key; (slash = strchr(slash, '/'));)
		*slash = '_';
	share_bytes(folder, name, key, content, strlen(content));
}

/* A function to be made, and where. */
struct place {
	char path[512]; /* "sys/devices/pci0000:00/0000:00:01.0" */
	unsigned depth; /* folders of `path` below sys */
	unsigned bus, device, function;
};

static struct place place_of(const struct place *above, unsigned bus, unsigned device,
                             unsigned function)
{
	struct place place = {
	        .depth = above->depth + 1, .bus = bus, .device = device, .function = function};

	if (snprintf(place.path, sizeof(place.path), "%s/%04x:%02x:%02x.%u", above->path, segment,
	             bus, device, function) >= (int)sizeof(place.path))
		errx(1, "%s: too deep", above->path);
	return place;
}

static const char *name_of(const struct place *place)
{
	return strrchr(place->path, '/') + 1;
}

/* "../../.." up to sys */
static const char *up_from(unsigned depth)
{
	static char ups[64];

	ups[0] = '\0';
	while (depth-- > 0)
		strcat(ups, *ups ? "/.." : "..");
	return ups;
}

static void put_ids(int folder, const struct kind *kind)
{
	share(folder, "vendor", text("0x%04x\n", kind->vendor));
	share(folder, "device", text("0x%04x\n", kind->device));
	share(folder, "class", text("0x%06x\n", kind->class));
	share(folder, "subsystem_vendor", "0x15d9\n");
	share(folder, "subsystem_device", "0x0123\n");
	share(folder, "revision", "0x02\n");
	share(folder, "modalias",
	      text("pci:v%08Xd%08Xsv000015D9sd00000123bc%02Xsc%02Xi%02X\n", kind->vendor,
	           kind->device, kind->class >> 16, kind->class >> 8 & 0xff, kind->class & 0xff));
}

static void put_link_state(int folder)
{
	share(folder, "current_link_speed", "16.0 GT/s PCIe\n");
	share(folder, "max_link_speed", "16.0 GT/s PCIe\n");
	share(folder, "current_link_width", "16\n");
	share(folder, "max_link_width", "16\n");
}

static void put_settings(int folder, const struct kind *kind)
{
	share(folder, "irq", "24\n");
	share(folder, "numa_node", text("%u\n", segment % 2));
	share(folder, "driver_override", "(null)\n");
	share(folder, "power_state", "D0\n");
	if (kind->reset)
		share(folder, "reset_method", text("%s\n", kind->reset));
	if (kind->class >> 16 == 0x03)
		share(folder, "boot_vga", "0\n");
	if (kind->express)
		put_link_state(folder);
}

static void put_spaces(int folder, const struct kind *kind, unsigned secondary,
                       unsigned subordinate)
{
	struct config config = config_make(kind, secondary, subordinate);
	char resource[2048];

	kind_resource(kind, resource, sizeof(resource));
	share_bytes(folder, "resource", text("resource %s", kind->name), resource,
	            strlen(resource));
	if (kind->bridge)
		put_bytes(folder, "config", config.bytes, config.size);
	else
		share_bytes(folder, "config", text("config %s", kind->name), config.bytes,
		            config.size);
}

static void put_group(unsigned group)
{
	int folder = make_path(text("sys/kernel/iommu_groups/%u", group));

	share(folder, "type", "DMA-FQ\n");
	share_bytes(folder, "reserved_regions", "regions",
	            "0x00000000fee00000 0x00000000feefffff msi\n", 43);
	close(folder);
}

static unsigned new_group(void)
{
	put_group(groups);
	return groups++;
}

/* "eth5" of a function, up and without an address, or "nvme5n1", which nobody uses. */
static void put_use(const struct place *place, const char *class, const char *name)
{
	const char *path = text("%s/%s/%s", place->path, class, name);
	int folder = make_path(path), classes = make_path(text("sys/class/%s", class));

	if (strcmp(class, "net") == 0)
		share(folder, "flags", "0x1003\n");
	else
		share(folder, "dev", "259:0\n");
	put_link(text("../..%s", path + strlen("sys")), classes, name);
	close(folder);
	close(classes);
}

static void put_users(const struct place *place, const struct kind *kind)
{
	if (kind->class == 0x020000 && kind->driver)
		put_use(place, "net", text("eth%u", interfaces++));
	if (kind->class == 0x010802)
		put_use(place, "block", text("nvme%un1", disks++));
}

/* Returns false when the machine is as large as it was to be. */
static bool put_function(const struct place *place, const struct kind *kind, unsigned group,
                         unsigned secondary, unsigned subordinate)
{
	static int devices = -1;
	int folder;

	if (left == 0)
		return false;
	left--;
	if (devices < 0)
		devices = make_path("sys/bus/pci/devices");
	folder = make_folder(root, place->path);
	put_ids(folder, kind);
	put_settings(folder, kind);
	put_spaces(folder, kind, secondary, subordinate);
	put_link(text("%s/bus/pci", up_from(place->depth)), folder, "subsystem");
	put_link(text("%s/kernel/iommu_groups/%u", up_from(place->depth), group), folder,
	         "iommu_group");
	if (kind->driver)
		put_link(text("%s/bus/pci/drivers/%s", up_from(place->depth), kind->driver), folder,
		         "driver");
	if (kind->virtual)
		put_link(text("../%04x:%02x:00.%u", segment, place->bus, kind->virtual - 1), folder,
		         "physfn");
	put_link(text("../../..%s", place->path + strlen("sys")), devices, name_of(place));
	close(folder);
	put_users(place, kind);
	return true;
}

static struct place root_port(const struct place *top, unsigned secondary, unsigned subordinate)
{
	struct place place = place_of(top, 0, 1 + next_port / 8, next_port % 8);

	next_port++;
	put_function(&place, &kind_root_port, new_group(), secondary, subordinate);
	return place;
}

/* Functions 0 to `count` - 1 of one card, in one group or each in its own. */
static void put_card(const struct place *port, unsigned bus, const struct kind *const *kinds,
                     unsigned count, int group)
{
	int shared = group < 0 && !kinds[0]->acs && left > 0 ? (int)new_group() : group;

	for (unsigned i = 0; i < count && left > 0; i++) {
		struct place place = place_of(port, bus, 0, i);

		put_function(&place, kinds[i], shared < 0 ? new_group() : (unsigned)shared, 0, 0);
	}
}

static void put_gpu(const struct place *top)
{
	static const struct kind *const kinds[] = {&kind_gpu, &kind_gpu_audio, &kind_gpu_usb};
	unsigned bus = next_bus++;
	struct place port = root_port(top, bus, bus);

	put_card(&port, bus, kinds, 3, -1);
}

static void put_switch(const struct place *top, bool acs)
{
	static const struct kind *const many[] = {
	        &kind_network_acs, &kind_network_acs, &kind_network_acs, &kind_network_acs,
	        &kind_network_acs, &kind_network_acs, &kind_network_acs, &kind_network_acs};
	static const struct kind *const disk[] = {&kind_disk};
	static const struct kind *const usb[] = {&kind_usb, &kind_usb, &kind_usb};
	static const struct {
		const struct kind *const *kinds;
		unsigned count;
	} cards[SWITCH_PORTS] = {{disk, 1}, {usb, 2}, {usb, 3}, {many, 8}};
	unsigned bus = next_bus, last = bus + 1 + SWITCH_PORTS;
	struct place port = root_port(top, bus, last), up = place_of(&port, bus, 0, 0);
	int shared = -1;

	next_bus = last + 1;
	if (put_function(&up, &kind_upstream, left > 0 ? new_group() : 0, bus + 1, last) && !acs &&
	    left > 0)
		shared = (int)new_group();
	for (unsigned i = 0; i < SWITCH_PORTS && left > 0; i++) {
		struct place down = place_of(&up, bus + 1, i, 0);

		put_function(&down, acs ? &kind_downstream : &kind_downstream_off,
		             shared < 0 ? new_group() : (unsigned)shared, bus + 2 + i, bus + 2 + i);
		put_card(&down, bus + 2 + i, cards[i].kinds, cards[i].count, shared);
	}
}

static void put_network(const struct place *top)
{
	static const struct kind *const kinds[] = {&kind_network, &kind_network};
	unsigned bus = next_bus++;
	struct place port = root_port(top, bus, bus);

	put_card(&port, bus, kinds, 2, -1);
	for (unsigned i = 0; i < VIRTUAL_FUNCTIONS && left > 0; i++) {
		struct place place = place_of(&port, bus, 1 + i / 8, i % 8);

		put_function(&place, i % 2 ? &kind_virtual_1 : &kind_virtual_0, new_group(), 0, 0);
	}
}

/* What a chipset has: conventional functions of one slot, without ACS. */
static void put_chipset(const struct place *top)
{
	static const struct kind *const kinds[] = {&kind_isa, &kind_smbus};
	unsigned group = new_group();

	for (unsigned i = 0; i < 2 && left > 0; i++) {
		struct place place = place_of(top, 0, 31, i);

		put_function(&place, kinds[i], group, 0, 0);
	}
}

static void put_segment(unsigned count)
{
	unsigned later = left - count;
	struct place top = {.depth = 2};

	snprintf(top.path, sizeof(top.path), "sys/devices/pci%04x:00", segment);
	close(make_path(top.path));
	put(make_path(text("%s/firmware_node", top.path)), "uid", text("%u\n", segment));
	left = count;
	next_bus = 1;
	next_port = 0;
	put_chipset(&top);
	for (unsigned round = 0; left > 0; round++) {
		if (next_bus + SWITCH_PORTS + 4 > 256)
			errx(1, "segment %u has no bus left for %u more functions", segment, left);
		put_gpu(&top);
		if (left > 0)
			put_switch(&top, round % 4 != 3);
		if (left > 0)
			put_network(&top);
	}
	left = later;
}

static void put_file(const char *path, const char *name, const char *content)
{
	int folder = make_path(path);

	put(folder, name, content);
	close(folder);
}

/* The rest of a Linux host, as far as somebody asks for it. */
static void put_host(void)
{
	static const uint8_t dmar[48] = {'D', 'M', 'A', 'R', 48, [8] = 1, [36] = 45, [37] = 1};
	int folder = make_path("sys/firmware/acpi/tables");

	put_bytes(folder, "DMAR", dmar, sizeof(dmar));
	close(folder);
	put_file("proc", "cmdline", "intel_iommu=on\n");
	put_file("proc", "cpuinfo",
	         "processor\t: 0\nvendor_id\t: GenuineIntel\n"
	         "address sizes\t: 52 bits physical, 57 bits virtual\n");
	put_file("proc", "interrupts",
	         "            CPU0\n  24:          0  IR-PCI-MSI 0-edge  nvme0q0\n");
	put_file("proc", "swaps", "Filename\tType\tSize\tUsed\tPriority\n");
	put_file("proc/net", "route",
	         "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n");
	put_file("proc/self", "mountinfo", "23 29 0:21 / /sys rw,relatime - sysfs sys rw\n");
	put_file("sys/class/vtconsole/vtcon0", "bind", "1\n");
	put_file("sys/class/vtconsole/vtcon0", "name", "(S) dummy device\n");
	close(make_path("sys/class/graphics"));
	close(make_path("sys/class/iommu/dmar0"));
	close(make_path("sys/class/net"));
	close(make_path("sys/class/block"));
	close(make_path("sys/bus/pci/slots"));
	close(make_path("sys/devices/system/node"));
}

int main(int argc, char **argv)
{
	unsigned functions = argc == 4 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
	unsigned segments = argc == 4 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;

	if (!functions || !segments || functions < segments) {
		fprintf(stderr, "usage: bench-tree DIR FUNCTIONS SEGMENTS\n");
		return 2;
	}
	root = open(argv[1], O_RDONLY | O_DIRECTORY);
	if (root < 0)
		err(1, "%s", argv[1]);
	put_host();
	left = functions;
	for (segment = 0; segment < segments; segment++)
		put_segment(left / (segments - segment));
	return 0;
}
