/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tree.h"

#include "base/array.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/blocks.h"
#include "host/linux/decode-console.h"
#include "host/linux/decode-link.h"
#include "host/linux/decode-mounts.h"
#include "host/linux/decode-routes.h"
#include "host/linux/read-holders.h"
#include "model/inventory.h"

/* What of a host hangs on its functions: the decoders, and whole hosts made of a few files. */

static const struct {
	const char *line;
	int result;
	uint32_t major, minor;
	const char *point, *type, *source;
} mounts[] = {
        {"36 35 98:0 /m /mnt rw,noatime master:1 shared:2 - ext3 /dev/root rw", 0, 98, 0, "/mnt",
         "ext3", "/dev/root"},
        {"36 35 0:31 /@home /home rw - btrfs /dev/sda2 rw,subvol=/@home", 0, 0, 31, "/home",
         "btrfs", "/dev/sda2"},
        {"36 35 8:1 / /a\\040b\\134c rw - vfat /dev/x rw", 0, 8, 1, "/a b\\c", "vfat", "/dev/x"},
        {"36 35 0:5 / /x rw - tmpfs  rw", 0, 0, 5, "/x", "tmpfs", ""},
        {"36 35 8:1 / /x rw ext4 /dev/x rw", -EINVAL, 0, 0, NULL, NULL, NULL},
        {"36 35 8 / /x rw - ext4 /dev/x rw", -EINVAL, 0, 0, NULL, NULL, NULL},
        {"36 35 8:1x / /x rw - ext4 /dev/x rw", -EINVAL, 0, 0, NULL, NULL, NULL},
        {"36 35 8:1 / /x rw - ext4", -EINVAL, 0, 0, NULL, NULL, NULL},
        {"", -EINVAL, 0, 0, NULL, NULL, NULL},
};

static void test_mounts(void **state)
{
	for (size_t i = 0; i < COUNT(mounts); i++) {
		_cleanup_free_ char *line = strdup(mounts[i].line);
		struct mount mount;

		assert_int_equal(decode_mount(line, &mount), mounts[i].result);
		if (mounts[i].result < 0)
			continue;
		assert_int_equal(mount.major, mounts[i].major);
		assert_int_equal(mount.minor, mounts[i].minor);
		assert_string_equal(mount.point, mounts[i].point);
		assert_string_equal(mount.type, mounts[i].type);
		assert_string_equal(mount.source, mounts[i].source);
	}
}

static void test_swaps(void **state)
{
	char heading[] = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority";
	char device[] = "/dev/dm-1                              partition\t65532\t\t0\t\t-2";
	char file[] = "/swap\\040file file\t1\t0\t-3";

	assert_null(decode_swap(heading));
	assert_string_equal(decode_swap(device), "/dev/dm-1");
	assert_string_equal(decode_swap(file), "/swap file");
}

static void test_tables(void **state)
{
	static const struct {
		const char *line, *source, *point; /* NULL: -EINVAL */
	} lines[] = {
	        {"UUID=12-34 /data\\040x ext4 defaults 0 2", "UUID=12-34", "/data x"},
	        {"  /dev/sda1\t/\text4", "/dev/sda1", "/"},
	        {"# /dev/sda1 / ext4", NULL, NULL},
	        {"/dev/sda1 /", NULL, NULL},
	        {"", NULL, NULL},
	};
	char mapping[] = "data_crypt UUID=12-34 none luks", none[] = "data_crypt",
	     remark[] = "#a b";
	const char *device, *name;

	for (size_t i = 0; i < COUNT(lines); i++) {
		_cleanup_free_ char *line = strdup(lines[i].line);
		struct mount mount = {0};

		assert_int_equal(decode_fstab(line, &mount), lines[i].source ? 0 : -EINVAL);
		assert_true(text_equal(mount.source, lines[i].source));
		assert_true(text_equal(mount.point, lines[i].point));
	}
	assert_int_equal(decode_crypttab(mapping, &device, &name), 0);
	assert_string_equal(device, "UUID=12-34");
	assert_string_equal(name, "data_crypt");
	assert_int_equal(decode_crypttab(none, &device, &name), -EINVAL);
	assert_int_equal(decode_crypttab(remark, &device, &name), -EINVAL);
}

static void test_device_names(void **state)
{
	static const char *const names[][2] = {
	        {"/dev/sda1", "/dev/sda1"},
	        {"UUID=12-34", "/dev/disk/by-uuid/12-34"},
	        {"LABEL=\"my data/x\"", "/dev/disk/by-label/my\\x20data\\x2fx"},
	        {"PARTLABEL=gr\303\266n", "/dev/disk/by-partlabel/gr\303\266n"},
	        {"PARTUUID=a", "/dev/disk/by-partuuid/a"},
	        {"server:/export", NULL},
	        {"tmpfs", NULL},
	};
	_cleanup_(arena_free) struct arena arena = {0};

	for (size_t i = 0; i < COUNT(names); i++)
		assert_true(text_equal(decode_device_name(names[i][0], &arena), names[i][1]));
}

static void test_consoles(void **state)
{
	char line[] = "ttyS4                -W- (EC p a)    4:68",
	     netcon[] = "netcon0  -W- (E     )", empty[] = "";
	char devices[] =
	        "I: Bus=0019\nN: Name=\"Power Button\"\nS: Sysfs=/devices/a\nH: Handlers=kbd "
	        "event0 \n\nI: Bus=0003\nN: Name=\"A \"B\"\nS: Sysfs=/devices/b\nH: "
	        "Handlers=sysrq kbd leds event1 \n\nN: Name=\"C\"\nH: Handlers=sysrq\n";
	struct console console;
	struct keyboard keyboard;
	char *rest = devices;

	assert_int_equal(decode_console(line, &console), 0);
	assert_string_equal(console.name, "ttyS4");
	assert_int_equal(console.major, 4);
	assert_int_equal(console.minor, 68);
	assert_int_equal(decode_console(netcon, &console), -EINVAL);
	assert_int_equal(decode_console(empty, &console), -EINVAL);
	assert_int_equal(decode_keyboard(&rest, &keyboard), 0);
	assert_string_equal(keyboard.name, "A ");
	assert_string_equal(keyboard.path, "/devices/b");
	assert_int_equal(decode_keyboard(&rest, &keyboard), -ENOENT);
}

#define ZERO "00000000000000000000000000000000"

static const struct {
	int (*decode)(char *, struct route *);
	const char *line;
	const char *interface; /* NULL: -EINVAL */
	bool leads, is_default;
} routes[] = {
        {decode_route, "eth0\t00000000\t0202000A\t0003\t0\t0\t0\t00000000\t0\t0\t0 ", "eth0", true,
         true},
        {decode_route, "br0\t0002000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0", "br0", true,
         false},
        /* Half of the Internet, as some VPNs do it: no default route */
        {decode_route, "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0", "tun0", true,
         false},
        {decode_route, "*\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0", "*", false,
         false},
        {decode_route, "eth0\t00000000\t0202000A\t0003", NULL, false, false},
        {decode_route, "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask", NULL, false,
         false},
        {decode_ipv6_route,
         ZERO " 00 " ZERO " 00 fe800000000000000000000000000002 400 1 0 00450003 eth0", "eth0",
         true, true},
        {decode_ipv6_route, ZERO " 00 " ZERO " 00 " ZERO " ffffffff 1 0 00200200       lo", "lo",
         false, false},
        {decode_ipv6_route,
         "fe800000000000000000000000000000 40 " ZERO " 00 " ZERO " 100 1 0 00000001 eth0", "eth0",
         false, false},
        {decode_ipv6_route, "00 00 00", NULL, false, false},
        {decode_ipv6_address, "20010db8000000000000000000000007 02 40 00 80     eth0", "eth0", true,
         false},
        {decode_ipv6_address, "fe80000000000000505400fffe123457 02 40 20 80     eth0", "eth0",
         false, false},
        {decode_ipv6_address, "nonsense", NULL, false, false},
};

static void test_routes(void **state)
{
	for (size_t i = 0; i < COUNT(routes); i++) {
		_cleanup_free_ char *line = strdup(routes[i].line);
		struct route route;

		assert_int_equal(routes[i].decode(line, &route), routes[i].interface ? 0 : -EINVAL);
		if (!routes[i].interface)
			continue;
		assert_string_equal(route.interface, routes[i].interface);
		assert_true(route.leads == routes[i].leads);
		assert_true(route.is_default == routes[i].is_default);
	}
}

/* Every function on the way, over a second root bus too. */
static void test_paths(void **state)
{
	const char *path = "../../devices/pci0000:00/0000:00:0e.0/pci10000:e0/10000:e1:00.0/nvme/"
	                   "nvme0/nvme0n1",
	           *name;
	struct address address;

	assert_int_equal(link_parent_name(path, &name), 5);
	assert_memory_equal(name, "nvme0", 5);
	assert_true(link_next_function(&path, &address));
	assert_string_equal(address_format(address).text, "0000:00:0e.0");
	assert_true(link_next_function(&path, &address));
	assert_string_equal(address_format(address).text, "10000:e1:00.0");
	assert_false(link_next_function(&path, &address));
	assert_int_equal(link_parent_name("", &name), 0);
	assert_int_equal(link_parent_name("sda", &name), 0);
}

static void test_heads(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};

	assert_string_equal(block_head("nvme0c12n3", &arena), "nvme0n3");
	assert_null(block_head("nvme0n1", &arena));
	assert_null(block_head("sda", &arena));
}

/*
 * Hosts are made of lines, see tree.h. What every host here has: a disk controller (01:00.0), a
 * network card (02:00.0), a USB controller (03:00.0), two displays (04:00.0 is the firmware's,
 * 05:00.0), and nothing that is in use. "away ADDRESS": that function has left the host.
 */
#define DEVICES "../../devices/pci0000:00/"
#define ROUTE_HEADING "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT"
#define BASE                                                                                       \
	"sys/class/block/sda -> " DEVICES                                                          \
	"0000:01:00.0/ata1/host0/target0:0:0/0:0:0:0/block/sda\n"                                  \
	"sys/class/block/sda1 -> " DEVICES                                                         \
	"0000:01:00.0/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1\n"                             \
	"sys/class/net/eth0 -> " DEVICES "0000:02:00.0/net/eth0\n"                                 \
	"sys/devices/pci0000:00/0000:01:00.0/ata1/host0/target0:0:0/0:0:0:0/block/sda/dev = 8:0\n" \
	"sys/devices/pci0000:00/0000:01:00.0/ata1/host0/target0:0:0/0:0:0:0/block/sda/device/"     \
	"model = SAMSUNG X  \n"                                                                    \
	"sys/devices/pci0000:00/0000:01:00.0/ata1/host0/target0:0:0/0:0:0:0/block/sda/sda1/dev = " \
	"8:1\n"                                                                                    \
	"sys/devices/pci0000:00/0000:02:00.0/net/eth0/flags = 0x1003\n"                            \
	"sys/bus/pci/devices/0000:04:00.0/boot_vga = 1\n"                                          \
	"sys/class/vtconsole/vtcon1/bind = 1\n"                                                    \
	"sys/class/vtconsole/vtcon1/name = (M) frame buffer device\n"                              \
	"sys/class/graphics/fb0 -> " DEVICES "0000:04:00.0/graphics/fb0\n"                         \
	"sys/class/drm /\n"                                                                        \
	"proc/self/mountinfo = 29 1 0:24 / / rw - overlay overlay rw\n"                            \
	"proc/swaps = Filename Type Size Used Priority\n"                                          \
	"proc/net/route = " ROUTE_HEADING "\n"
#define FREE_DISK "0000:01:00.0 sda (SAMSUNG X)\n"
#define FREE_NET "0000:02:00.0 eth0: is up without an address\n"
#define FREE_VGA "0000:04:00.0 display: the text console shows on it\n"

#define VIRTUAL_BLOCK(name, number)                                                                \
	"sys/class/block/" name " -> ../../devices/virtual/block/" name "\n"                       \
	"sys/devices/virtual/block/" name "/dev = " number "\n"
#define SLAVE(name, of) "sys/devices/virtual/block/" name "/slaves/" of " -> ../../x\n"
#define MOUNT(number, point, type, source)                                                         \
	"proc/self/mountinfo + 30 29 " number " / " point " rw - " type " " source " rw\n"

#define VIRTUAL_NET(name, lower)                                                                   \
	"sys/class/net/" name " -> ../../devices/virtual/net/" name "\n"                           \
	"sys/devices/virtual/net/" name "/flags = 0x1003\n"                                        \
	"sys/devices/virtual/net/" name "/lower_" lower " -> ../" lower "\n"
#define DEFAULT_BY(name) "proc/net/route + " name " 00000000 0202000A 0003 0 0 0 00000000 0 0 0\n"

static const struct {
	const char *name, *lines, *holders;
} hosts[] = {
        {"nothing in use", "", FREE_DISK FREE_NET FREE_VGA},
        {"a partition is mounted, twice",
         MOUNT("8:1", "/", "ext4", "/dev/root") MOUNT("8:1", "/home", "ext4", "/dev/root"),
         "0000:01:00.0 sda (SAMSUNG X)! mounted at /, mounted at /home\n" FREE_NET FREE_VGA},
        {"more mounts than anybody reads",
         MOUNT("8:1", "/a", "ext4", "x") MOUNT("8:1", "/b", "ext4", "x")
                 MOUNT("8:1", "/c", "ext4", "x") MOUNT("8:1", "/d", "ext4", "x")
                         MOUNT("8:1", "/e", "ext4", "x") MOUNT("8:1", "/f", "ext4", "x"),
         "0000:01:00.0 sda (SAMSUNG X)! mounted at /a, mounted at /b, mounted at /c, mounted at /d "
         "and 2 more\n" FREE_NET FREE_VGA},
        {"LVM on LUKS",
         VIRTUAL_BLOCK("dm-0", "254:0") VIRTUAL_BLOCK("dm-1", "254:1") SLAVE("dm-0", "sda1")
                 SLAVE("dm-1", "dm-0") MOUNT("254:1", "/", "ext4", "/dev/mapper/vg-root"),
         "0000:01:00.0 sda (SAMSUNG X)! mounted at /\n" FREE_NET FREE_VGA},
        {"a volume that nobody mounts",
         VIRTUAL_BLOCK("dm-0", "254:0")
                 SLAVE("dm-0", "sda1") "sys/devices/virtual/block/dm-0/dm/name = vg-data\n",
         "0000:01:00.0 sda (SAMSUNG X)! part of vg-data\n" FREE_NET FREE_VGA},
        {"swap by the name of a mapping",
         VIRTUAL_BLOCK("dm-0", "254:0") SLAVE("dm-0", "sda") "sys/devices/virtual/block/dm-0/dm/"
                                                             "name = vg-swap\n"
                                                             "proc/swaps + /dev/mapper/vg-swap "
                                                             "partition 1 0 -2\n",
         "0000:01:00.0 sda (SAMSUNG X)! swap space\n" FREE_NET FREE_VGA},
        {"made of each other",
         VIRTUAL_BLOCK("md0", "9:0") VIRTUAL_BLOCK("md1", "9:1") SLAVE("md0", "md1")
                 SLAVE("md1", "md0") SLAVE("md1", "sda") MOUNT("9:0", "/", "xfs", "/dev/md0"),
         "0000:01:00.0 sda (SAMSUNG X)! mounted at /\n" FREE_NET FREE_VGA},
        {"btrfs on two disks, mounted by the other",
         "sys/class/block/sdb -> " DEVICES "0000:03:00.0/usb1/1-1/1-1:1.0/host1/block/sdb\n"
         "sys/fs/btrfs/features /\n"
         "sys/fs/btrfs/uuid/devices/sda1 -> ../x\nsys/fs/btrfs/uuid/devices/sdb -> "
         "../x\n" MOUNT("0:31", "/data", "btrfs", "/dev/sdb"),
         "0000:01:00.0 sda (SAMSUNG X)! mounted at /data\n" FREE_NET
         "0000:03:00.0 sdb! mounted at /data\n" FREE_VGA},
        {"NVMe multipath",
         "sys/class/block/nvme0c1n1 -> " DEVICES "0000:03:00.0/nvme/nvme1/nvme0c1n1\n"
         "sys/class/block/nvme0n1 -> ../../devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1\n"
         "sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1/dev = 259:0\n" MOUNT(
                 "259:0", "/", "ext4", "/dev/nvme0n1"),
         FREE_DISK FREE_NET "0000:03:00.0 nvme0n1! mounted at /\n" FREE_VGA},
        {"a loop device over a partition",
         VIRTUAL_BLOCK("loop0", "7:0") "sys/devices/virtual/block/loop0/loop/backing_file = "
                                       "/dev/sda1\n" MOUNT("7:0", "/x", "iso9660", "/dev/loop0"),
         "0000:01:00.0 sda (SAMSUNG X)! mounted at /x\n" FREE_NET FREE_VGA},
        {"a mount whose device is not there", MOUNT("8:33", "/x", "ext4", "/dev/sdc1"),
         "0000:01:00.0 ? /proc/self/mountinfo\n" FREE_DISK FREE_NET
         "0000:03:00.0 ? /proc/self/mountinfo\n" FREE_VGA},
        {"no list of mounts", "proc/self/mountinfo x\n",
         "0000:01:00.0 ? /proc/self/mountinfo\n" FREE_DISK FREE_NET
         "0000:03:00.0 ? /proc/self/mountinfo\n" FREE_VGA},
        {"ZFS, and udev says nothing", "proc/spl/kstat/zfs/tank/state = ONLINE\n",
         "0000:01:00.0 ? /run/udev/data\n" FREE_DISK FREE_NET FREE_VGA},
        {"ZFS on the partition",
         "proc/spl/kstat/zfs/tank/state = ONLINE\nrun/udev/data/b8:0 = I:1\n"
         "run/udev/data/b8:1 = I:1\nrun/udev/data/b8:1 + E:ID_FS_TYPE=zfs_member\n"
         "run/udev/data/b8:1 + E:X=1\n",
         "0000:01:00.0 sda (SAMSUNG X)! part of a ZFS pool\n" FREE_NET FREE_VGA},
        {"ZFS elsewhere",
         "proc/spl/kstat/zfs/tank/state = ONLINE\nrun/udev/data/b8:0 = I:1\n"
         "run/udev/data/b8:1 = I:1\n",
         FREE_DISK FREE_NET FREE_VGA},
        {"default route", DEFAULT_BY("eth0"),
         FREE_DISK "0000:02:00.0 eth0! carries the default route\n" FREE_VGA},
        {"default route by a virtual function of 03:00.0",
         "sys/bus/pci/devices/0000:02:00.0/physfn -> ../0000:03:00.0\n" DEFAULT_BY("eth0"),
         FREE_DISK "0000:02:00.0 eth0! carries the default route\n"
                   "0000:03:00.0 eth0! carries the default route\n" FREE_VGA},
        {"IPv6 alone",
         "proc/net/if_inet6 = 20010db8000000000000000000000007 02 40 00 80 eth0\n"
         "proc/net/ipv6_route = fe800000000000000000000000000000 40 " ZERO " 00 " ZERO
         " 100 1 0 00000001 eth0\n",
         FREE_DISK "0000:02:00.0 eth0! is up with an address\n" FREE_VGA},
        {"default route, but the card is down",
         "sys/devices/pci0000:00/0000:02:00.0/net/eth0/flags = 0x1002\n" DEFAULT_BY("eth0"),
         FREE_DISK "0000:02:00.0 eth0: is down\n" FREE_VGA},
        {"a VLAN on a bridge",
         VIRTUAL_NET("br0", "eth0") VIRTUAL_NET("br0.5", "br0") DEFAULT_BY("br0.5"),
         FREE_DISK "0000:02:00.0 eth0! carries the default route (br0.5)\n" FREE_VGA},
        {"interfaces on each other", VIRTUAL_NET("a", "b") VIRTUAL_NET("b", "a") DEFAULT_BY("a"),
         FREE_DISK FREE_NET FREE_VGA},
        {"Open vSwitch", "sys/devices/pci0000:00/0000:02:00.0/net/eth0/master -> ../ovs-system\n",
         FREE_DISK "0000:02:00.0 eth0! is a port of a bridge\n" FREE_VGA},
        {"an interface in another namespace", "sys/class/net/eth0 x\n",
         FREE_DISK "0000:02:00.0 ? /sys/class/net\n" FREE_VGA},
        {"flags that can't be read", "sys/devices/pci0000:00/0000:02:00.0/net/eth0/flags = zz\n",
         FREE_DISK "0000:02:00.0 ? /sys/class/net/*/flags\n0000:02:00.0 eth0\n"
                   "0000:03:00.0 ? /sys/class/net/*/flags\n" FREE_VGA},
        {"no list of routes", "proc/net/route x\n",
         FREE_DISK "0000:02:00.0 ? /proc/net/route\n"
                   "0000:02:00.0 eth0\n"
                   "0000:03:00.0 ? /proc/net/route\n" FREE_VGA},
        {"the only display", "away 0000:05:00.0\n",
         FREE_DISK FREE_NET "0000:04:00.0 display! the host's only one, with its text console\n"},
        {"the only display, without a console",
         "away 0000:05:00.0\nsys/class/vtconsole/vtcon1/bind = 0\n",
         FREE_DISK FREE_NET "0000:04:00.0 display: the firmware shows its screen on it\n"},
        {"a framebuffer of the firmware",
         "sys/class/graphics/fb0 x\nsys/class/graphics/fb0 -> "
         "../../devices/platform/efi-framebuffer.0/graphics/fb0\n",
         FREE_DISK FREE_NET FREE_VGA},
        {"the console is on the other one",
         "sys/class/graphics/fb0 x\nsys/class/graphics/fb0 -> " DEVICES
         "0000:05:00.0/graphics/fb0\n",
         FREE_DISK FREE_NET "0000:04:00.0 display: the firmware shows its screen on it\n"
                            "0000:05:00.0 display: the text console shows on it\n"},
        {"the console went on to the next one",
         "sys/class/graphics/fb0 x\nsys/class/graphics/fb3 -> " DEVICES
         "0000:04:00.0/graphics/fb3\n"
         "sys/class/graphics/fb2 -> " DEVICES
         "0000:05:00.0/graphics/fb2\nsys/class/graphics/fbcon /\n",
         FREE_DISK FREE_NET "0000:04:00.0 display: the firmware shows its screen on it\n"
                            "0000:05:00.0 display: the text console shows on it\n"},
        {"a monitor",
         "sys/class/drm/card1-HDMI-A-1 -> " DEVICES "0000:05:00.0/drm/card1/card1-HDMI-A-1\n"
         "sys/devices/pci0000:00/0000:05:00.0/drm/card1/card1-HDMI-A-1/status = connected\n"
         "sys/devices/pci0000:00/0000:05:00.0/drm/card1/card1-HDMI-A-1/enabled = enabled\n",
         FREE_DISK FREE_NET FREE_VGA "0000:05:00.0 monitor at HDMI-A-1\n"},
        {"bcache, that nobody mounts", VIRTUAL_BLOCK("bcache0", "252:0") SLAVE("bcache0", "sda"),
         "0000:01:00.0 sda (SAMSUNG X)! part of bcache0\n" FREE_NET FREE_VGA},
        {"two paths to a disk, of one of which the other knows nothing",
         "sys/class/block/sdb -> " DEVICES
         "0000:03:00.0/usb1/1-1/1-1:1.0/host1/block/sdb\n" VIRTUAL_BLOCK("dm-0", "254:0")
                 SLAVE("dm-0", "sda") SLAVE("dm-0", "sdb")
                         MOUNT("254:0", "/srv", "ext4", "/dev/mapper/mpatha"),
         "0000:01:00.0 sda (SAMSUNG X)! mounted at /srv\n" FREE_NET
         "0000:03:00.0 sdb! mounted at /srv\n" FREE_VGA},
        {"named in fstab, by the file system",
         "dev/disk/by-uuid/12-34 -> ../../sda1\netc/fstab = # UUID=12-34 / ext4\n"
         "etc/fstab + UUID=12-34 /data ext4 noauto\netc/fstab + /dev/sda1 /more ext4\n",
         "0000:01:00.0 sda (SAMSUNG X): named in /etc/fstab for /data\n" FREE_NET FREE_VGA},
        {"named in fstab, and mounted",
         "etc/fstab = /dev/sda1 /data ext4 noauto\n" MOUNT("8:1", "/data", "ext4", "/dev/sda1"),
         "0000:01:00.0 sda (SAMSUNG X)! mounted at /data\n" FREE_NET FREE_VGA},
        {"a disk that is not there", "etc/fstab = UUID=9 /data ext4\n",
         FREE_DISK FREE_NET FREE_VGA},
        {"named in crypttab", "etc/crypttab = data /dev/sda none luks\n",
         "0000:01:00.0 sda (SAMSUNG X): named in /etc/crypttab for data\n" FREE_NET FREE_VGA},
        {"the kernel wakes up from it", "proc/cmdline = quiet resume=/dev/sda1 ro\n",
         "0000:01:00.0 sda (SAMSUNG X): named by resume= on the kernel's command line\n" FREE_NET
                 FREE_VGA},
        {"... by its number", "sys/power/resume = 8:1\n",
         "0000:01:00.0 sda (SAMSUNG X): the host wakes up from it (/sys/power/resume)\n" FREE_NET
                 FREE_VGA},
        {"a serial console",
         "proc/consoles = ttyS4                -W- (EC   a)    4:68\n"
         "sys/dev/char/4:68 -> " DEVICES "0000:03:00.0/tty/ttyS4\n",
         FREE_DISK FREE_NET
         "0000:03:00.0 ttyS4: the kernel's messages go there (console=)\n" FREE_VGA},
        {"the only keyboard",
         "proc/bus/input/devices = N: Name=\"K\"\nproc/bus/input/devices + S: "
         "Sysfs=/devices/pci0000:00/0000:03:00.0/usb1/input1\nproc/bus/input/devices + H: "
         "Handlers=sysrq kbd\n",
         FREE_DISK FREE_NET "0000:03:00.0 keyboard (K): the host's only one\n" FREE_VGA},
        {"one of two",
         "proc/bus/input/devices = N: Name=\"K\"\nproc/bus/input/devices + S: "
         "Sysfs=/devices/pci0000:00/0000:03:00.0/usb1/input1\nproc/bus/input/devices + H: "
         "Handlers=sysrq kbd\nproc/bus/input/devices + N: Name=\"L\"\nproc/bus/input/devices + S: "
         "Sysfs=/devices/platform/i8042\nproc/bus/input/devices + H: Handlers=sysrq\n",
         FREE_DISK FREE_NET "0000:03:00.0 keyboard (K)\n" FREE_VGA},
        {"no list of framebuffers", "sys/class/graphics x\n",
         FREE_DISK FREE_NET "0000:04:00.0 ? /sys/class/graphics\n"
                            "0000:04:00.0 display: the firmware shows its screen on it\n"
                            "0000:05:00.0 ? /sys/class/graphics\n"},
        {"no list of consoles", "sys/class/vtconsole x\n",
         FREE_DISK FREE_NET "0000:04:00.0 ? /sys/class/vtconsole\n"
                            "0000:04:00.0 display: the firmware shows its screen on it\n"
                            "0000:05:00.0 ? /sys/class/vtconsole\n"},
};

static struct dda_inventory *make_inventory(const char *lines)
{
	static const struct {
		const char *address;
		unsigned class;
	} functions[] = {{"0000:01:00.0", 0x010601},
	                 {"0000:02:00.0", 0x020000},
	                 {"0000:03:00.0", 0x0c0330},
	                 {"0000:04:00.0", 0x030000},
	                 {"0000:05:00.0", 0x030000}};
	struct dda_inventory *inventory = inventory_new();

	for (size_t i = 0; i < COUNT(functions); i++) {
		struct dda_function *function = inventory_add(inventory, false);

		assert_int_equal(address_parse(functions[i].address, &function->address), 0);
		function->upstream = function->address;
		function->class_code = (struct fact_number){fact_known("class"),
		                                            functions[i].class};
		function->driver = (struct fact_text){fact_known("driver"), "some"};
		if (i == 1 && strstr(lines, "physfn")) {
			function->physical_function = fact_known("physfn");
			function->physical = (struct address){.bus = 3};
		}
		if (i == 4 && strstr(lines, "away 0000:05:00.0"))
			function->hold = HOLD_OUT;
	}
	assert_int_equal(inventory_finish(inventory), 0);
	return inventory;
}

/* "ADDRESS ? SOURCE" of an unknown one; "ADDRESS NAME! WHY" of what the host can't do without. */
static char *holders_text(const struct dda_inventory *inventory)
{
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if (!fact_is_known(function->holders_fact))
			fprintf(file, "%s ? %s\n", function->address_text.text,
			        function->holders_fact.source);
		for (size_t j = 0; j < function->holders.count; j++) {
			const struct holder *holder = &function->holders.items[j];

			fprintf(file, "%s %s%s%s%s\n", function->address_text.text, holder->name,
			        holder->vital ? "! " : "",
			        holder->why && !holder->vital ? ": " : "",
			        holder->why ? holder->why : "");
		}
	}
	fclose(file);
	return text;
}

static void test_hosts(void **state)
{
	for (size_t i = 0; i < COUNT(hosts); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory =
		        make_inventory(hosts[i].lines);
		_cleanup_free_ char *text = NULL;
		struct tree tree = tree_make(BASE, hosts[i].lines);

		assert_int_equal(read_holders(&tree.root, inventory), 0);
		tree_remove(&tree);
		text = holders_text(inventory);
		if (!text_equal(text, hosts[i].holders))
			fprintf(stderr, "host: %s\n", hosts[i].name);
		assert_string_equal(text, hosts[i].holders);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_mounts),   cmocka_unit_test(test_swaps),
	        cmocka_unit_test(test_tables),   cmocka_unit_test(test_device_names),
	        cmocka_unit_test(test_consoles), cmocka_unit_test(test_routes),
	        cmocka_unit_test(test_paths),    cmocka_unit_test(test_heads),
	        cmocka_unit_test(test_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
