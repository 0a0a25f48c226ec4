/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/archive-path.h"
#include "host/linux/archive.h"
#include "host/linux/redact.h"
#include "host/linux/root.h"
#include "host/snapshot/snapshot.h"

/* Files of a host out of a document, and what is taken out of it. */

static const char *link_at(void *data, const char *path)
{
	static const char *const links[][2] = {
	        {"sys/bus/pci/devices/a", "../../../devices/pci/a"},
	        {"abs", "/sys/x"},
	        {"out", "../../../etc/passwd"},
	        {"loop", "loop"},
	        {"empty", ""},
	        {"deep", "deep/deep"},
	};

	for (size_t i = 0; i < COUNT(links); i++)
		if (text_equal(links[i][0], path))
			return links[i][1];
	return NULL;
}

static const struct {
	const char *folder, *path;
	bool last;
	int result;
	const char *expected;
} paths[] = {
        {"", "sys/bus/pci/devices/a/vendor", true, 0, "sys/devices/pci/a/vendor"},
        {"", "sys/bus/pci/devices/a", false, 0, "sys/bus/pci/devices/a"},
        {"", "sys/bus/pci/devices/a/", true, 0, "sys/devices/pci/a"},
        {"sys/devices/pci/a", "vendor", true, 0, "sys/devices/pci/a/vendor"},
        {"sys/devices/pci/a", "../..", true, 0, "sys/devices"},
        {"", "abs/y", true, 0, "sys/x/y"},
        {"", "out", true, 0, "etc/passwd"},
        {"", "../..//.//sys", true, 0, "sys"},
        {"", "empty", true, 0, ""},
        {"", "loop", true, -ELOOP, NULL},
        {"", "deep", true, -ELOOP, NULL},
        {"", "loop", false, 0, "loop"},
};

static void test_paths(void **state)
{
	char at[PATH_MAX];

	for (size_t i = 0; i < COUNT(paths); i++) {
		assert_int_equal(archive_path(paths[i].folder, paths[i].path, paths[i].last,
		                              link_at, NULL, at),
		                 paths[i].result);
		if (paths[i].expected)
			assert_string_equal(at, paths[i].expected);
	}
}

static void test_long_path(void **state)
{
	char path[2 * PATH_MAX], at[PATH_MAX];

	memset(path, 'a', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(archive_path("", path, true, link_at, NULL, at), -ENAMETOOLONG);
	path[PATH_MAX - 1] = '\0';
	assert_int_equal(archive_path("sys", path, true, link_at, NULL, at), -ENAMETOOLONG);
}

static struct archive *open_text(const char *text, struct root *ret)
{
	json_t *document = json_loads(text, 0, NULL);
	struct archive *archive = document ? archive_open(document) : NULL;

	assert_non_null(archive);
	root_of_archive(archive, true, ret);
	return archive;
}

static const char host[] =
        "{\"files\": {\"sys/a/text\": \"12\\n\", \"sys/a/bytes\": {\"bytes\": \"00ff\", \"whole\": "
        "false},"
        " \"sys/a/there\": null, \"sys/a/odd\": {\"bytes\": \"0g\"}, \"sys/a/number\": 7},"
        " \"folders\": {\"sys/a\": [\"text\", 7, \"..\", \"x/y\", \"bytes\"], \"sys/b\": null, "
        "\"sys/c\": 7},"
        " \"links\": {\"sys/l\": \"a\", \"sys/m\": 7},"
        " \"errors\": {\"sys/gone\": 2, \"sys/a/closed\": 13, \"sys/mad\": -1, \"sys/madder\": "
        "1e9}}";

static void test_files(void **state)
{
	struct arena arena = {0};
	struct root root;
	struct archive *archive = open_text(host, &root);
	char text[64];
	bool whole;
	int folder = root_open_folder(&root, "sys/l");

	assert_true(folder >= 0);
	assert_int_equal(root_number(&root, folder, "text", 10).value, 12);
	assert_int_equal(root_read_bytes(&root, folder, "bytes", text, sizeof(text), &whole), 2);
	assert_false(whole);
	assert_int_equal((unsigned char)text[1], 0xff);
	assert_int_equal(root_read(&root, folder, "text", text, 2), -EFBIG);
	assert_int_equal(root_read(&root, folder, "closed", text, sizeof(text)), -EACCES);
	assert_int_equal(root_read(&root, folder, "there", text, sizeof(text)), -ENODATA);
	assert_int_equal(root_read(&root, folder, "odd", text, sizeof(text)), -EPROTO);
	assert_int_equal(root_read(&root, folder, "number", text, sizeof(text)), -EPROTO);
	assert_int_equal(root_read(&root, folder, "never-asked", text, sizeof(text)), -ENODATA);
	assert_int_equal(root_read(&root, root.fd, "sys/gone", text, sizeof(text)), -ENOENT);
	assert_int_equal(root_read(&root, root.fd, "sys/mad", text, sizeof(text)), -ENODATA);
	assert_int_equal(root_read(&root, root.fd, "sys/madder", text, sizeof(text)), -ENODATA);
	/* A folder that could not be opened, handed on. */
	assert_int_equal(root_read(&root, -EACCES, "text", text, sizeof(text)), -EACCES);
	assert_true(root_exists(&root, "sys/a/there"));
	assert_false(root_exists(&root, "sys/gone"));
	assert_string_equal(root_link_name(&root, root.fd, "sys/l", &arena).value, "a");
	assert_int_equal(root_link_name(&root, root.fd, "sys/m", &arena).fact.error, ENODATA);
	close(folder);
	archive_free(archive);
	arena_free(&arena);
}

static int join(void *data, int folder, const char *name)
{
	strcat(data, name);
	strcat(data, " ");
	return 0;
}

static void test_folders(void **state)
{
	struct root root;
	struct archive *archive = open_text(host, &root);
	char names[64] = "";

	assert_int_equal(root_for_each(&root, "sys/l", join, names), 0);
	assert_string_equal(names, "text bytes ");
	assert_int_equal(root_for_each(&root, "sys/b", join, names), -ENODATA);
	assert_int_equal(root_for_each(&root, "sys/c", join, names), -EPROTO);
	assert_int_equal(root_for_each(&root, "sys/gone", join, names), -ENOENT);
	assert_int_equal(root_open_folder(&root, "sys/d"), -ENODATA);
	archive_free(archive);
}

static const struct {
	char *(*edit)(const char *, struct redacted *);
	const char *before, *after;
} texts[] = {
        {redact_parameters, "BOOT_IMAGE=/vmlinuz root=UUID=47-11 ro intel_iommu=on quiet pw=x\n",
         "BOOT_IMAGE=removed root=removed ro intel_iommu=on quiet pw=removed\n"},
        {redact_processor, "model : x\nflags : y\n\nSerial : 4711\n", "model : x\nflags : y\n"},
        {redact_interrupts, " CPU0 CPU1\n 0: 4711 0 IR-IO-APIC 2-edge timer\n",
         " CPU0 CPU1\n 0: IR-IO-APIC 2-edge timer\n"},
        {redact_routes,
         "Iface\tDestination\tGateway\n"
         "eth0\t00000000\t0102A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
         "eth0\t0002A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
         "Iface\tDestination\tGateway\n"
         "eth0\t00000000\t000200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
         "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"},
        {redact_ipv6_routes, "fe80000000000000505400fffe123456 02 40 20 80 eth0\n",
         "20010db8000000000000000000000001 02 40 20 80 eth0\n"},
        {redact_mounts,
         "1 0 8:2 /sub /srv rw,x - ext4 /dev/sda2 rw,pw=x\n"
         "2 1 0:40 / /home/ann rw shared:1 - nfs nas:/ann rw,addr=10.0.0.1\n"
         "3 1 0:41 /@ /mnt rw - btrfs /dev/sdb rw\n4 1 0:42 / /tank/ann rw - zfs tank/ann rw\nx\n",
         "0 0 0:0 / /removed rw - removed removed rw\n1 0 8:2 / /srv rw - ext4 /dev/sda2 rw\n"
         "3 1 0:41 / /mnt rw - btrfs /dev/sdb rw\n"
         "4 1 0:42 / /removed rw - zfs removed rw\nremoved\n"},
        {redact_swaps, "Filename Type\n/home/ann/swap file\n/dev/dm-1 partition\n",
         "Filename Type\n/dev/dm-1 partition\n"},
        {redact_udev, "S:disk/by-id/S4711\nE:ID_SERIAL=4711\nE:ID_FS_TYPE=zfs_member\n",
         "\nE:ID_FS_TYPE=zfs_member\n"},
        {redact_inputs,
         "I: Bus=0005 Vendor=046d\nN: Name=\"Keys\"\nP: Phys=aa:bb\nS: Sysfs=/devices/x\n"
         "U: Uniq=aa:bb:cc:dd:ee:ff\nH: Handlers=sysrq kbd\nB: EV=1\n\n",
         "\nI: \nN: Name=\"Keys\"\nS: Sysfs=/devices/x\nH: Handlers=sysrq kbd\n"},
        {redact_guests, "# mine\nURIS=qemu+ssh://ann@nas\nON_SHUTDOWN=shutdown\n",
         "ON_SHUTDOWN=shutdown\n"},
        {redact_backing, "/home/ann/disk.img\n", "/removed\n"},
        {redact_backing, "/dev/sda\n", "/dev/sda\n"},
        {redact_domain,
         "<domain type='kvm'><name>vm1</name><title>Ann</title><devices>"
         "<disk type='file'><source file='/srv/ann.img'/><serial>4711</serial>"
         "<target dev='vda' bus='virtio'/></disk>"
         "<graphics type='vnc' passwd='x'/></devices>"
         "<qemu:commandline><qemu:arg value='-secret'/></qemu:commandline></domain>",
         "<domain type='kvm'><name>vm1</name>\n<devices>"
         "<disk type='file'><target dev='vda' bus='virtio'></target>\n</disk>\n"
         "<graphics type='vnc'></graphics>\n</devices>\n"
         "<qemu:commandline><qemu:arg value='removed'></qemu:arg>\n</qemu:commandline>\n"
         "</domain>\n"},
        {redact_domain, "<domain><name>vm1", "<removed/>"},
        {redact_domain, "<!DOCTYPE x><domain/>", "<removed/>"},
};

static void test_texts(void **state)
{
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct redacted redacted = {0};
		_cleanup_free_ char *after = texts[i].edit(texts[i].before, &redacted);

		assert_string_equal(after, texts[i].after);
	}
}

static const char named[] =
        "{\"files\": {\"proc/sys/kernel/hostname\": \"web-01.example.org\\n\","
        " \"proc/swaps\": \"/dev/mapper/web--01--vg-swap x\\n/dev/disk/by-id/nvme-S4711 y\\n\","
        " \"sys/devices/virtual/block/dm-0/dm/name\": \"web--01--vg-swap\\n\","
        " \"sys/devices/virtual/net/enx001122334455/flags\": \"0x1\\n\","
        " \"sys/devices/x/vendor\": \"web-01\\n\","
        " \"etc/shadow\": \"root:x\", \"sys/devices/x/serial\": \"4711\"},"
        " \"folders\": {\"sys/class/net\": [\"enx001122334455\"], \"root\": [\"letter\"]},"
        " \"links\": {\"dev/disk/by-id/nvme-S4711\": \"../../nvme0n1\","
        "  \"dev/mapper/web--01--vg-swap\": \"../dm-0\", \"home/ann\": \"x\"},"
        " \"errors\": {}}";

/* What leads from one name to another still does; what no row names goes. */
static void test_document(void **state)
{
	_cleanup_json_ json_t *document = json_loads(named, 0, NULL);
	_cleanup_free_ char *after = NULL;
	struct redacted redacted;

	assert_non_null(document);
	assert_int_equal(redact(document, &redacted), 0);
	after = json_dumps(document, JSON_COMPACT);
	for (const char *const *gone =
	             (const char *const[]){"web--01", "S4711", "001122334455", "example", "root:x",
	                                   "4711", "letter", NULL};
	     *gone; gone++)
		assert_null(strstr(after, *gone));
	assert_non_null(strstr(after, "\"proc/swaps\":\"/dev/mapper/host--vg-swap x\\n"));
	assert_non_null(strstr(after, "\"dev/mapper/host--vg-swap\":\"../dm-0\""));
	assert_non_null(strstr(after, "dm/name\":\"host--vg-swap\\n\""));
	assert_non_null(strstr(after, "vendor\":\"web-01\\n\"")); /* no name can stand there */
	assert_non_null(strstr(after, "\"etc/shadow\":61"));
	assert_non_null(strstr(after, "\"home/ann\":61"));
	assert_int_equal(redacted.counts[REDACTED_FILE], 4);
}

/* The capability at 0x100 is the serial number; at 0x40 the vital product data. */
static void test_config(void **state)
{
	uint8_t bytes[4096] = {
	        [0] = 0x86,     [1] = 0x80,     [6] = 0x10,    [0x34] = 0x40,  [0x40] = 0x03,
	        [0x41] = 0x50,  [0x44] = 0x47,  [0x50] = 0x10, [0x100] = 0x03, [0x102] = 0x01,
	        [0x104] = 0x11, [0x10b] = 0x22, [0x10c] = 0x33};
	struct redacted redacted = {0};

	redact_config(bytes, sizeof(bytes), &redacted);
	assert_int_equal(bytes[0x44], 0);
	assert_int_equal(bytes[0x104], 0);
	assert_int_equal(bytes[0x10b], 0);
	assert_int_equal(bytes[0x10c], 0x33);
	assert_int_equal(redacted.counts[REDACTED_SERIAL], 2);
	/* 64 bytes: all that others than root see. */
	redact_config(bytes, 64, &redacted);
	redact_config(bytes, 0, &redacted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_paths),  cmocka_unit_test(test_long_path),
	        cmocka_unit_test(test_files),  cmocka_unit_test(test_folders),
	        cmocka_unit_test(test_texts),  cmocka_unit_test(test_document),
	        cmocka_unit_test(test_config),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
