/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/decode-process.h"
#include "host/linux/read-processes.h"
#include "model/inventory.h"
#include "tree.h"

/* Who has a device open: the decoders, and whole hosts made of a few files. */

static const struct {
	const char *text;
	enum process_owner owner;
	const char *name;
	uint64_t user;
} cgroups[] = {
        {"0::/system.slice/display-manager.service", PROCESS_SERVICE, "display-manager.service", 0},
        {"0::/system.slice/system-getty.slice/getty@tty1.service\n", PROCESS_SERVICE,
         "getty@tty1.service", 0},
        {"0::/user.slice/user-1000.slice/session-c2.scope", PROCESS_SESSION, "c2", 0},
        {"0::/user.slice/user-1000.slice/user@1000.service/session.slice/pipewire.service",
         PROCESS_USER_UNIT, "pipewire.service", 1000},
        {"0::/user.slice/user-1000.slice/user@1000.service/init.scope", PROCESS_USER_UNIT,
         "init.scope", 1000},
        {"0::/system.slice/systemd-logind.service", PROCESS_LOGIN, "systemd-logind.service", 0},
        {"0::/system.slice/docker-0123abc.scope/inner", PROCESS_SERVICE, "docker-0123abc.scope", 0},
        /* Version 1 and both at once: systemd's own is the one that names units. */
        {"12:devices:/x.service\n1:name=systemd:/system.slice/a.service\n0::/b.service",
         PROCESS_SERVICE, "a.service", 0},
        {"3:cpu:/machine/qemu-1-vm1.libvirt-qemu\n0::/", PROCESS_ALONE, NULL, 0},
        {"0::/", PROCESS_ALONE, NULL, 0},
        {"0::/user.slice/user-1000.slice/user@1000.service", PROCESS_ALONE, NULL, 1000},
        {"0::/session-.scope", PROCESS_SERVICE, "session-.scope", 0},
        {"0::/.service", PROCESS_ALONE, NULL, 0},
        {"", PROCESS_ALONE, NULL, 0},
        {"nonsense", PROCESS_ALONE, NULL, 0},
};

static void test_cgroups(void **state)
{
	for (size_t i = 0; i < COUNT(cgroups); i++) {
		_cleanup_(arena_free) struct arena arena = {0};
		struct process process = {0};

		assert_int_equal(decode_cgroup(cgroups[i].text, &arena, &process), 0);
		assert_int_equal(process.owner, cgroups[i].owner);
		assert_true(text_equal(process.owner_name, cgroups[i].name));
		assert_int_equal(process.user, cgroups[i].user);
	}
}

static void test_vm_names(void **state)
{
#define WORDS(text) text, sizeof(text)
	static const struct {
		const char *words;
		size_t size;
		const char *name;
	} lines[] = {
	        {WORDS("/usr/bin/qemu\0-name\0guest=vm 1,debug-threads=on\0-S"), "vm 1"},
	        {WORDS("qemu\0-name\0old"), "old"},
	        {WORDS("qemu\0-names\0x"), NULL},
	        {WORDS("qemu\0-name"), NULL},
	        {"qemu\0-name\0guest=cut-o", 22, NULL},
	        {"", 0, NULL},
	};

	for (size_t i = 0; i < COUNT(lines); i++) {
		_cleanup_(arena_free) struct arena arena = {0};

		assert_true(text_equal(decode_vm_name(lines[i].words, lines[i].size, &arena),
		                       lines[i].name));
	}
}

static void test_paths(void **state)
{
	unsigned minor = 77;

	assert_string_equal(decode_mapping("7f00-7f01 rw-s 00000000 00:15 123        /dev/a b"),
	                    "/dev/a b");
	assert_null(decode_mapping("7f00-7f01 rw-p 00000000 00:00 0 "));
	assert_null(decode_mapping(""));
	assert_int_equal(decode_bar_path("/sys/devices/pci0000:00/0000:00:02.0/resource2"), 2);
	assert_int_equal(decode_bar_path("/sys/devices/pci0000:00/0000:00:02.0/resource0_wc"), 0);
	assert_int_equal(decode_bar_path("/sys/devices/pci0000:00/0000:00:02.0/resource"), -1);
	assert_int_equal(decode_bar_path("/sys/devices/pci0000:00/0000:00:02.0/resource6"), -1);
	assert_int_equal(decode_bar_path("/sys/devices/pci0000:00/0000:00:02.0/resource12"), -1);
	assert_int_equal(decode_bar_path("/tmp/resource0"), -1);
	assert_int_equal(decode_nvidia_minor("Model: \t A100\nDevice Minor: \t 3\n", &minor), 0);
	assert_int_equal(minor, 3);
	assert_int_equal(decode_nvidia_minor("Device Minor: x", &minor), -EINVAL);
	assert_int_equal(decode_nvidia_minor("", &minor), -EINVAL);
}

/*
 * What every host here has: two GPUs of NVIDIA (01:00.0 and 02:00.0) and one of AMD (03:00.0), the
 * first with an audio function, a disk controller (04:00.0) with a virtual function (04:00.1), one
 * function that has left the host (05:00.0), and one without a driver (06:00.0).
 */
#define BUS "../../devices/pci0000:00/"
#define NODE(class, number, path, name)                                                            \
	"sys/dev/" class "/" number " -> " BUS path "\n"                                           \
	                 "sys/devices/pci0000:00/" path "/uevent = MAJOR=1\n"                      \
	                 "sys/devices/pci0000:00/" path "/uevent + DEVNAME=" name "\n"
#define BASE                                                                                       \
	NODE("char", "116:2", "0000:01:00.1/sound/card0/controlC0", "snd/controlC0")               \
	NODE("char", "226:0", "0000:03:00.0/drm/card0", "dri/card0")                               \
	NODE("char", "226:128", "0000:03:00.0/drm/renderD128", "dri/renderD128")                   \
	NODE("char", "89:1", "0000:03:00.0/i2c-1/i2c-dev/i2c-1", "i2c-1")                          \
	NODE("char", "240:0", "0000:04:00.1/nvme/nvme0", "nvme0")                                  \
	NODE("block", "259:0", "0000:04:00.0/nvme/nvme1/nvme1n1", "nvme1n1")                       \
	"sys/dev/char/1:3 -> ../../devices/virtual/mem/null\n"                                     \
	"sys/bus/pci/devices/0000:04:00.1/physfn -> ../0000:04:00.0\n"                             \
	"proc/driver/nvidia/gpus/0000:01:00.0/information = Device Minor: 1\n"                     \
	"proc/driver/nvidia/gpus/0000:02:00.0/information = Device Minor: 0\n"                     \
	"proc/1/comm = systemd\nproc/1/cgroup = 0::/init.scope\nproc/1/maps = \n"                  \
	"proc/1/fd/0 -> /dev/null\nproc/1/fd/3 -> socket:[1234]\nproc/1/fd/4 -> /dev/dri/card77\n" \
	"proc/self/comm = x\n"
#define PROCESS(id, name, cgroup)                                                                  \
	"proc/" id "/comm = " name "\nproc/" id "/cgroup = 0::" cgroup "\n"                        \
	"proc/" id "/maps = \nproc/" id "/fd /\n"
#define OPEN(id, fd, path) "proc/" id "/fd/" fd " -> " path "\n"
#define MAPS(id, path) "proc/" id "/maps + 7f00-7f01 rw-s 00000000 00:15 1     " path "\n"
#define UNKNOWN(source)                                                                            \
	"0000:01:00.0 ? " source "\n0000:01:00.1 ? " source "\n0000:02:00.0 ? " source             \
	"\n0000:03:00.0 ? " source "\n0000:04:00.0 ? " source "\n0000:04:00.1 ? " source           \
	"\n0000:05:00.0 ? " source "\n"

static const struct {
	const char *name, *lines, *opened;
} hosts[] = {
        {"nobody", "", ""},
        {"a GPU of AMD, by two of its nodes",
         PROCESS("70", "Xorg", "/system.slice/gdm.service") OPEN("70", "3", "/dev/dri/card0")
                 OPEN("70", "4", "/dev/dri/renderD128"),
         "0000:03:00.0 Xorg 70 1 gdm.service gpu: /dev/dri/card0, /dev/dri/renderD128\n"},
        {"in order of their numbers, each once",
         PROCESS("100", "b", "/") PROCESS("9", "a", "/") OPEN("100", "3", "/dev/snd/controlC0")
                 OPEN("9", "3", "/dev/snd/controlC0") OPEN("9", "4", "/dev/snd/controlC0"),
         "0000:01:00.1 a 9 0 - waited: /dev/snd/controlC0\n"
         "0000:01:00.1 b 100 0 - waited: /dev/snd/controlC0\n"},
        {"one GPU of NVIDIA, by its minor number",
         PROCESS("7", "python3", "/") OPEN("7", "3", "/dev/nvidiactl")
                 OPEN("7", "4", "/dev/nvidia0") OPEN("7", "5", "/dev/nvidia-uvm"),
         "0000:02:00.0 python3 7 0 - gpu: /dev/nvidia-uvm, /dev/nvidia0, /dev/nvidiactl\n"},
        {"NVIDIA's persistence daemon",
         PROCESS("7", "nvidia-persiste", "/") OPEN("7", "3", "/dev/nvidia0"),
         "0000:02:00.0 nvidia-persiste 7 0 - gpu: /dev/nvidia0\n"},
        {"NVIDIA's persistence daemon, with the program that turns it off",
         PROCESS("7", "nvidia-persiste", "/") OPEN("7", "3", "/dev/nvidia0")
                 OPEN("7", "4", "/dev/nvidiactl") "usr/bin/nvidia-smi = x\n",
         "0000:02:00.0 nvidia-persiste 7 0 - yields: /dev/nvidia0, /dev/nvidiactl\n"},
        {"any GPU of NVIDIA", PROCESS("7", "x", "/") OPEN("7", "3", "/dev/nvidiactl"),
         "0000:01:00.0 x 7 0 - gpu: /dev/nvidiactl\n0000:02:00.0 x 7 0 - gpu: /dev/nvidiactl\n"},
        {"mapped, and closed since",
         PROCESS("7", "x", "/") MAPS("7", "/dev/nvidia1") MAPS("7", "/dev/nvidia1")
                 MAPS("7", "/usr/lib/x.so"),
         "0000:01:00.0 x 7 0 - gpu: /dev/nvidia1\n"},
        {"the BAR of a function without a driver",
         PROCESS("7", "x", "/") MAPS("7", "/sys/devices/pci0000:00/0000:00:01.0/0000:06:00.0/"
                                          "resource0"),
         "0000:06:00.0 x 7 0 - memory: mapped BAR 0\n"},
        {"a file of sysfs that is merely open",
         PROCESS("7", "x", "/") OPEN("7", "3", "/sys/devices/pci0000:00/0000:06:00.0/resource0"),
         ""},
        {"compute on AMD", PROCESS("7", "x", "/") OPEN("7", "3", "/dev/kfd"),
         "0000:03:00.0 x 7 0 - gpu: /dev/kfd\n"},
        {"the bus of a monitor's settings", PROCESS("7", "x", "/") OPEN("7", "3", "/dev/i2c-1"),
         "0000:03:00.0 x 7 0 - waited: /dev/i2c-1\n"},
        {"a disk", PROCESS("7", "dd", "/") OPEN("7", "3", "/dev/nvme1n1"),
         "0000:04:00.0 dd 7 0 - disk: /dev/nvme1n1\n"},
        {"a virtual function, and so its physical one",
         PROCESS("7", "x", "/") OPEN("7", "3", "/dev/nvme0"),
         "0000:04:00.0 x 7 0 - node: /dev/nvme0\n0000:04:00.1 x 7 0 - node: /dev/nvme0\n"},
        {"a VM, whatever its unit is",
         PROCESS("7", "qemu-system-x86", "/machine.slice/x.scope")
                 OPEN("7", "3", "/dev/vfio/12") "proc/7/cmdline = -name\n",
         "0000:05:00.0 qemu-system-x86 7 1 x.scope waited: /dev/vfio/12\n"},
        {"another group", PROCESS("7", "x", "/") OPEN("7", "3", "/dev/vfio/13"), ""},
        {"a node that was removed",
         PROCESS("7", "x", "/") OPEN("7", "3", "/dev/dri/card0 (deleted)"),
         "0000:03:00.0 x 7 0 - gpu: /dev/dri/card0\n"},
        {"more nodes than anybody reads",
         PROCESS("7", "x", "/") OPEN("7", "3", "/dev/dri/card0")
                 OPEN("7", "4", "/dev/dri/renderD128") OPEN("7", "5", "/dev/i2c-1")
                         OPEN("7", "6", "/dev/kfd"),
         "0000:03:00.0 x 7 0 - gpu: /dev/dri/card0, /dev/dri/renderD128, /dev/i2c-1 and 1 "
         "more\n"},
        {"a copy without what is open", PROCESS("7", "x", "/") "proc/7/fd x\n",
         UNKNOWN("/proc/*/fd")},
        {"a copy without what is mapped", PROCESS("7", "x", "/") "proc/7/maps x\n",
         UNKNOWN("/proc/*/fd")},
        {"a GPU of NVIDIA whose number is not known", "proc/driver/nvidia/gpus/0000:02:00.0 x\n",
         UNKNOWN("/proc/driver/nvidia/gpus")},
        {"no list of nodes", "sys/dev/char x\n", UNKNOWN("/sys/dev")},
        {"a copy without processes", "proc/1 x\n", "not asked\n"},
};

static struct dda_inventory *make_inventory(void)
{
	static const struct {
		const char *address;
		unsigned class;
		const char *driver;
	} functions[] = {
	        {"0000:00:01.0", 0x060400, "pcieport"},
	        {"0000:01:00.0", 0x030000, "nvidia"},
	        {"0000:01:00.1", 0x040300, "snd_hda_intel"},
	        {"0000:02:00.0", 0x030200, "nvidia"},
	        {"0000:03:00.0", 0x030000, "amdgpu"},
	        {"0000:04:00.0", 0x010802, "nvme"},
	        {"0000:04:00.1", 0x010802, "nvme"},
	        {"0000:05:00.0", 0x030000, "vfio-pci"},
	        {"0000:06:00.0", 0x030000, NULL},
	};
	struct dda_inventory *inventory = inventory_new();

	for (size_t i = 0; i < COUNT(functions); i++) {
		struct dda_function *function = inventory_add(inventory, true);

		assert_int_equal(address_parse(functions[i].address, &function->address), 0);
		function->upstream = function->address;
		function->class_code = (struct fact_number){fact_known("class"),
		                                            functions[i].class};
		function->driver = (struct fact_text){fact_known("driver"), functions[i].driver};
		function->driver.fact.present = functions[i].driver;
		function->group = (struct fact_number){fact_known("iommu_group"), 5 + i};
		if (i == 6) {
			function->physical_function = fact_known("physfn");
			function->physical = (struct address){.bus = 4};
		}
		if (i == 7)
			function->hold = HOLD_OUT;
	}
	assert_int_equal(inventory_finish(inventory), 0);
	return inventory;
}

/* "ADDRESS ? SOURCE" of an unknown one; "ADDRESS NAME ID OWNER OWNER-NAME KIND: WHAT". */
static char *opened_text(const struct dda_inventory *inventory)
{
	static const char *const kinds[] = {"yields", "node", "waited", "gpu", "disk", "memory"};
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	if (inventory->functions.items[1].opened_fact.state == FACT_NOT_ASKED)
		fprintf(file, "not asked\n");
	for (size_t i = 0; i < inventory->functions.count; i++) {
		const struct dda_function *function = &inventory->functions.items[i];

		if (function->opened_fact.state == FACT_UNKNOWN)
			fprintf(file, "%s ? %s\n", function->address_text.text,
			        function->opened_fact.source);
		for (size_t j = 0; j < function->opened.count; j++) {
			const struct opened *opened = &function->opened.items[j];
			const struct process *process = opened->process;

			fprintf(file, "%s %s %d %d %s %s: %s\n", function->address_text.text,
			        process->name, (int)process->id, (int)process->owner,
			        process->owner_name ? process->owner_name : "-",
			        kinds[opened->kind], opened->what);
		}
	}
	fclose(file);
	return text;
}

static void test_hosts(void **state)
{
	for (size_t i = 0; i < COUNT(hosts); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = make_inventory();
		_cleanup_free_ char *text = NULL;
		struct tree tree = tree_make(BASE, hosts[i].lines);

		assert_int_equal(read_processes(&tree.root, inventory), 0);
		tree_remove(&tree);
		text = opened_text(inventory);
		if (!text_equal(text, hosts[i].opened))
			fprintf(stderr, "host: %s\n", hosts[i].name);
		assert_string_equal(text, hosts[i].opened);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_cgroups),
	        cmocka_unit_test(test_vm_names),
	        cmocka_unit_test(test_paths),
	        cmocka_unit_test(test_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
