/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/decode-domain.h"
#include "host/linux/decode-interrupts.h"
#include "host/linux/decode-link.h"
#include "host/linux/decode-query-pci.h"
#include "host/linux/decode-reserved.h"
#include "host/linux/decode-resource.h"
#include "host/linux/device-events.h"
#include "host/linux/domain-xml.h"
#include "host/linux/entry-alias.h"
#include "host/linux/explain.h"
#include "host/linux/origin.h"
#include "host/linux/pci-ids.h"

/* What the Linux host reads, as texts; and what it writes. */

static const struct {
	const char *target;
	int result;
	const char *root;
	unsigned steps;
	const char *last;
} links[] = {
        {"../../../devices/pci0000:00/0000:00:03.0/0000:01:00.1", 0, "pci0000:00", 2,
         "0000:01:00.1"},
        {"../../../devices/pci0000:40/0000:40:01.3", 0, "pci0000:40", 1, "0000:40:01.3"},
        /* NVMe behind Intel VMD: a root bus below an endpoint */
        {"../../../devices/pci0000:00/0000:00:0e.0/pci10000:e0/10000:e0:06.0/10000:e1:00.0", 0,
         "pci10000:e0", 2, "10000:e1:00.0"},
        {"../../../devices/virtual/nothing", -EINVAL, NULL, 0, NULL},
        {"../../../devices/pci0000:00", -EINVAL, NULL, 0, NULL},
        {"", -EINVAL, NULL, 0, NULL},
};

static void test_links(void **state)
{
	for (size_t i = 0; i < COUNT(links); i++) {
		struct device_link link;

		assert_int_equal(decode_link(links[i].target, &link), links[i].result);
		if (links[i].result < 0)
			continue;
		assert_string_equal(link.root, links[i].root);
		assert_int_equal(link.count, links[i].steps);
		assert_string_equal(address_format(link.steps[link.count - 1]).text, links[i].last);
		assert_memory_equal(links[i].target + link.root_offset, link.root,
		                    strlen(link.root));
	}
}

#define UNUSED "0x0000000000000000 0x0000000000000000 0x0000000000000000\n"
#define BAR_32 "0x00000000fe000000 0x00000000feffffff 0x0000000000040200\n"
#define BAR_64 "0x0000000800000000 0x0000000bffffffff 0x000000000014220c\n"
#define BAR_IO "0x0000000000001000 0x00000000000010ff 0x0000000000040101\n"
#define BAR_UNSET "0x0000000000000000 0x00000003ffffffff 0x000000002014220c\n"

static void test_resource(void **state)
{
	struct bar bars[BAR_COUNT + 1];

	assert_int_equal(decode_resource(BAR_32 BAR_64 UNUSED BAR_IO BAR_UNSET UNUSED UNUSED, bars),
	                 0);
	assert_true(bars[0].size == 0x1000000 && !bars[0].is_64bit && !bars[0].prefetchable);
	assert_true(bars[1].size == UINT64_C(16) << 30 && bars[1].is_64bit && bars[1].prefetchable);
	assert_true(bars[1].start == 0x800000000 && !bars[1].unassigned);
	assert_true(bars[2].size == 0 && bars[3].io && bars[3].size == 0x100);
	assert_true(bars[4].unassigned && bars[4].size == UINT64_C(16) << 30);
	assert_int_equal(decode_resource("", bars), -EINVAL);
	assert_int_equal(decode_resource(BAR_32 BAR_32, bars), -EINVAL);
	assert_int_equal(decode_resource("0x1 0x2\n", bars), -EINVAL);
}

static void test_reserved(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const struct reserved_region *regions;
	size_t count;

	assert_int_equal(decode_reserved("0x0000000000000000 0x0000000000ffffff direct-relaxable\n"
	                                 "0x000000007c000000 0x00000000803fffff direct\n"
	                                 "0x00000000fee00000 0x00000000feefffff msi\n"
	                                 "0x000000fd00000000 0x000000ffffffffff reserved",
	                                 &arena, &regions, &count),
	                 0);
	assert_int_equal(count, 2);
	assert_true(regions[0].relaxable && regions[0].end == 0xffffff);
	assert_true(!regions[1].relaxable && regions[1].start == 0x7c000000);
	assert_int_equal(decode_reserved("", &arena, &regions, &count), 0);
	assert_int_equal(count, 0);
	assert_int_equal(decode_reserved("direct\n", &arena, &regions, &count), -EINVAL);
	assert_int_equal(decode_reserved("0x2 0x1 direct\n", &arena, &regions, &count), -EINVAL);
	assert_int_equal(decode_reserved("0x1 0x2\n", &arena, &regions, &count), -EINVAL);
}

static void test_interrupts(void **state)
{
	/* The IOMMU's own interrupt is plain on AMD; ARM has other names altogether. */
	assert_true(fact_is_present(decode_interrupts(
	        "  CPU0\n 24: 0 PCI-MSI 32768-edge AMD-Vi\n 25: 0 IR-PCI-MSI 1-edge nvme0q0\n")));
	assert_true(fact_is_absent(decode_interrupts("  0: 83 IO-APIC 2-edge timer\n")));
	assert_int_equal(decode_interrupts(" 11: 0 ITS-PCI-MSI 0 Edge nvme0q0\n").state,
	                 FACT_UNKNOWN);
	assert_int_equal(decode_interrupts("").state, FACT_UNKNOWN);
}

#define HOSTDEV(managed, function, alias)                                                          \
	"<hostdev mode='subsystem' type='pci' managed='" managed "'><source><address "             \
	"domain='0x0000' bus='0x41' slot='0x02' function='" function                               \
	"'/></source><alias name='" alias                                                          \
	"'/><address type='pci' bus='0x05' slot='0x00' function='" function "'/></hostdev>"
#define DOMAIN(devices)                                                                            \
	"<domain type='kvm'><name>a</name><uuid>u</uuid><memory unit='GiB'>2</memory>"             \
	"<vcpu placement='static'>4</vcpu><os><type machine='pc-q35-7.2'>hvm</type></os><devices>" \
	"<controller type='pci' index='0' model='pcie-root'/>"                                     \
	"<controller type='pci' index='5' model='pcie-root-port'><alias "                          \
	"name='" PORT_ALIAS_PREFIX "x'/></controller><controller type='sata' index='9'/>" devices  \
	"</devices></domain>"

static int domain(const char *xml, bool live, struct arena *arena, struct vm *vm)
{
	return decode_domain(xml, strlen(xml), live, arena, vm);
}

static void test_domain(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_(vm_deinit) struct vm vm = {0};

	assert_int_equal(
	        domain(DOMAIN(HOSTDEV("no", "0x0", "one") HOSTDEV(
	                       "yes", "0x1", "two") "<hostdev mode='subsystem' type='usb'/>"),
	               false, &arena, &vm),
	        0);
	assert_string_equal(vm.name, "a");
	assert_string_equal(vm.machine, "pc-q35-7.2");
	assert_true(vm.memory == UINT64_C(2) << 30 && vm.vcpus == 4 && vm_has_pcie(&vm));
	assert_int_equal(vm.controllers.count, 2);
	assert_true(vm_find_controller(&vm, 5)->ours && !vm_find_controller(&vm, 0)->ours);
	assert_int_equal(vm.hostdevs.count, 2);
	assert_string_equal(address_format(vm.hostdevs.items[1].host).text, "0000:41:02.1");
	assert_true(vm.hostdevs.items[1].managed && !vm.hostdevs.items[0].managed);
	assert_int_equal(vm.hostdevs.items[1].guest.bus, 5);

	/* The running definition of the same VM: marked, not added again. */
	assert_int_equal(domain(DOMAIN(HOSTDEV("no", "0x0", "three")), true, &arena, &vm), 0);
	assert_int_equal(vm.hostdevs.count, 2);
	assert_true(vm.hostdevs.items[0].live && vm.hostdevs.items[0].configured);
	assert_false(vm.hostdevs.items[1].live);
	assert_string_equal(vm.hostdevs.items[0].alias, "three");
}

static void test_bad_domains(void **state)
{
	static const char *const bad[] = {
	        "", "<domain>", "<domain/>", "hello",
	        "<!DOCTYPE d [<!ENTITY a 'a'>]><domain><name>&a;</name></domain>"};

	for (size_t i = 0; i < COUNT(bad); i++) {
		_cleanup_(arena_free) struct arena arena = {0};
		_cleanup_(vm_deinit) struct vm vm = {0};

		assert_true(domain(bad[i], false, &arena, &vm) < 0);
	}
}

/* Two functions behind a bridge: one mapped, one not; a third is not there. */
static void test_query_pci(void **state)
{
	static const char answer[] =
	        "{\"return\": [{\"bus\": 0, \"devices\": [{\"qdev_id\": \"port\", \"pci_bridge\": "
	        "{\"devices\": [{\"qdev_id\": \"one\", \"regions\": [{\"bar\": 2, \"size\": "
	        "17179869184, \"address\": 34359738368, \"mem_type_64\": true, \"prefetch\": true, "
	        "\"type\": \"memory\"}]}, {\"qdev_id\": \"two\", \"regions\": [{\"bar\": 0, "
	        "\"size\": 4096, \"address\": -1, \"type\": \"memory\"}]}]}}]}]}";
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_(vm_deinit) struct vm vm = {0};

	assert_int_equal(domain(DOMAIN(HOSTDEV("no", "0x0", "one") HOSTDEV("no", "0x1", "two")
	                                       HOSTDEV("no", "0x2", "three")),
	                        true, &arena, &vm),
	                 0);
	assert_int_equal(decode_query_pci(answer, strlen(answer), &vm), 0);
	assert_true(fact_is_present(vm.hostdevs.items[0].seen));
	assert_true(fact_is_present(vm.hostdevs.items[0].bars_fact));
	assert_true(vm.hostdevs.items[0].bars[2].start == 0x800000000);
	assert_true(vm.hostdevs.items[0].bars[2].size == UINT64_C(16) << 30);
	assert_true(fact_is_present(vm.hostdevs.items[1].seen));
	assert_true(vm.hostdevs.items[1].bars[0].unassigned);
	assert_true(fact_is_absent(vm.hostdevs.items[2].seen));
	assert_int_equal(decode_query_pci("{}", 2, &vm), -EINVAL);
	assert_int_equal(decode_query_pci("nonsense", 8, &vm), -EINVAL);
}

static const struct {
	const char *text;
	int result;
	const char *driver, *override;
} origins[] = {
        {"dda origin 1\ndevice 10de:1db1\ndriver nvidia\noverride -\n", 0, "nvidia", NULL},
        {"dda origin 1\ndevice 10de:1db1\ndriver nvidia\noverride -\npersistence on\n", 0, "nvidia",
         NULL},
        {"dda origin 1\ndevice 10de:1db1\ndriver -\noverride vfio-pci\n", 0, NULL, "vfio-pci"},
        {"dda origin 1\ndevice 10de:1db5\ndriver nvidia\noverride -\n", -ESTALE, NULL, NULL},
        {"dda origin 1\ndevice 10de:1db1\ndriver nvidia\n", -EINVAL, NULL, NULL},
        {"dda origin 2\ndevice 10de:1db1\ndriver nvidia\noverride -\n", -EINVAL, NULL, NULL},
        {"", -EINVAL, NULL, NULL},
};

static void test_origins(void **state)
{
	const struct dda_function function = {
	        .vendor_id = {.fact = fact_known("vendor"), .value = 0x10de},
	        .device_id = {.fact = fact_known("device"), .value = 0x1db1},
	};

	for (size_t i = 0; i < COUNT(origins); i++) {
		_cleanup_(arena_free) struct arena arena = {0};
		struct origin origin = {0};

		assert_int_equal(origin_decode(origins[i].text, &function, &arena, &origin),
		                 origins[i].result);
		assert_true((origin.driver == NULL) == (origins[i].driver == NULL));
		if (origin.driver)
			assert_string_equal(origin.driver, origins[i].driver);
		if (origin.override)
			assert_string_equal(origin.override, origins[i].override);
	}
}

static void test_pci_ids(void **state)
{
	static const char text[] = "# list\n10de  NVIDIA Corporation\n\t1db1  GV100GL\n"
	                           "\t\t10de 1212  board\n\t1db5  GV100GL 32G\n"
	                           "10df  Emulex\n\t1db6  other\nC 03  Display controller\n";
	static const struct {
		unsigned vendor, device;
		const char *names[2];
	} cases[] = {
	        {0x10de, 0x1db1, {"NVIDIA Corporation", "GV100GL"}},
	        {0x10de, 0x1db5, {"NVIDIA Corporation", "GV100GL 32G"}},
	        {0x10de, 0x1db6, {"NVIDIA Corporation", NULL}},
	        {0x10df, 0x1db6, {"Emulex", "other"}},
	        {0x1234, 0x1111, {NULL, NULL}},
	};
	_cleanup_(arena_free) struct arena arena = {0};
	struct pci_ids ids = {.arena = &arena,
	                      .text = text,
	                      .size = sizeof(text) - 1,
	                      .vendors = calloc(0x10000, sizeof(uint32_t))};

	for (size_t i = 0; i < 2 * COUNT(cases); i++) { /* twice: the second time from memory */
		const char *names[2];

		assert_int_equal(pci_ids_lookup(&ids, cases[i % COUNT(cases)].vendor,
		                                cases[i % COUNT(cases)].device, &names[0],
		                                &names[1]),
		                 0);
		for (size_t j = 0; j < 2; j++) {
			const char *expected = cases[i % COUNT(cases)].names[j];

			assert_true((names[j] == NULL) == (expected == NULL));
			if (expected)
				assert_string_equal(names[j], expected);
		}
	}
	assert_int_equal(ids.names.count, COUNT(cases));
	free(ids.vendors);
	free(ids.names.items);
}

#define DEVICE "/sys/bus/pci/devices/0000:41:00.0/"

/* Each step as a person would type it. */
static const struct {
	struct step step;
	const char *text;
} explanations[] = {
        {{.kind = STEP_DISABLE, .origin_known = true, .driver = "nvidia"},
         "nvidia-smi -i 0000:41:00.0 -pm 0  # if it is on\necho none > " DEVICE
         "driver_override\necho 0000:41:00.0 > " DEVICE "driver/unbind\n"},
        {{.kind = STEP_DISABLE, .origin_known = true}, "echo none > " DEVICE "driver_override\n"},
        {{.kind = STEP_DISMOUNT},
         "modprobe vfio-pci\necho vfio-pci > " DEVICE "driver_override\n"
         "echo 0000:41:00.0 > /sys/bus/pci/drivers_probe\n"},
        {{.kind = STEP_ENABLE, .origin_known = true, .driver = "nvidia"},
         "echo nvidia > " DEVICE "driver_override\n"
         "echo 0000:41:00.0 > /sys/bus/pci/drivers_probe\necho > " DEVICE "driver_override\n"
         "nvidia-smi -i 0000:41:00.0 -pm 1  # if it was on\n"},
        {{.kind = STEP_ENABLE, .origin_known = true}, "echo > " DEVICE "driver_override\n"},
        {{.kind = STEP_ENABLE},
         "echo > " DEVICE "driver_override\necho 0000:41:00.0 > /sys/bus/pci/drivers_probe\n"},
        {{.kind = STEP_ADD,
          .vm = "it's",
          .guest = {5, 0, 0},
          .guest_placed = true,
          .multifunction = true},
         "virsh attach-device 'it'\\''s' /dev/stdin --config <<'END'\n"
         "<hostdev mode='subsystem' type='pci' managed='no'>\n  <driver name='vfio'/>\n"
         "  <source><address domain='0x0000' bus='0x41' slot='0x00' "
         "function='0x0'/></source>\n  <alias name='ua-dda-function-0000-41-00-0'/>\n"
         "  <address type='pci' domain='0x0000' bus='0x05' slot='0x00' function='0x0' "
         "multifunction='on'/>\n</hostdev>\nEND\n"},
        {{.kind = STEP_UNPREPARE, .vm = "a", .guest = {5, 0, 0}},
         "virsh detach-device 'a' /dev/stdin --config <<'END'\n"
         "<controller type='pci' index='5' model='pcie-root-port'>\n"
         "  <model name='pcie-root-port'/>\n  <target chassis='5' port='0x5'/>\n"
         "  <alias name='ua-dda-port-0000-41-00-0'/>\n</controller>\nEND\n"},
};

static void test_explanations(void **state)
{
	for (size_t i = 0; i < COUNT(explanations); i++) {
		struct step step = explanations[i].step;
		_cleanup_free_ char *text = NULL;

		step.function = (struct address){.bus = 0x41};
		text = explain_step(&step);
		assert_string_equal(text, explanations[i].text);
	}
}

#define OURS FUNCTION_ALIAS_PREFIX "0000-41-00-0"
#define PLACE "PCIROOT(40)#PCI(0000)#PCI(0A01)"

static const struct {
	const char *alias;
	bool ours;
	unsigned long id;
	const char *place;
} entry_aliases[] = {
        {OURS "_10de-1db1_40-0000-0A01", true, 0x10de1db1, PLACE},
        {OURS "_10de-1db1_40-0000-0a01", true, 0x10de1db1, PLACE},
        {OURS "_10de-1db1", true, 0x10de1db1, NULL},
        {OURS "_10de-1db1_", true, 0x10de1db1, NULL},
        {OURS "_10de-1db1_40", true, 0x10de1db1, NULL},
        {OURS "_10de-1db1_40-0000-", true, 0x10de1db1, NULL},
        {OURS "_10de-1db1_40-0000-00000", true, 0x10de1db1, NULL},
        {OURS "_10de-1db1_x-0000", true, 0x10de1db1, NULL},
        {OURS "_10de", true, 0, NULL},
        {OURS "_", true, 0, NULL},
        {OURS, true, 0, NULL},
        {"ua-mine_10de-1db1_40-0000", false, 0, NULL},
        {"hostdev0", false, 0, NULL},
        {NULL, false, 0, NULL},
};

static void test_entry_aliases(void **state)
{
	for (size_t i = 0; i < COUNT(entry_aliases); i++) {
		_cleanup_(arena_free) struct arena arena = {0};
		struct hostdev hostdev = {0};

		entry_alias_read(entry_aliases[i].alias, &arena, &hostdev);
		assert_int_equal(hostdev.ours, entry_aliases[i].ours);
		assert_int_equal(hostdev.was_id, entry_aliases[i].id);
		assert_true(text_equal(hostdev.was_at, entry_aliases[i].place));
	}
}

/* What is written is read again; of a place that is no plain location path only the ids. */
static void test_entry_alias_again(void **state)
{
	static const char *const places[] = {PLACE, NULL, "PCIROOT(0)#VMD(0000)#PCI(0000)"};

	for (size_t i = 0; i < COUNT(places); i++) {
		_cleanup_(arena_free) struct arena arena = {0};
		struct step step = {
		        .function = {.bus = 0x41}, .id = 0x10de1db1, .location_path = places[i]};
		_cleanup_free_ char *text = NULL;
		struct hostdev hostdev = {0};
		size_t size;
		FILE *file = open_memstream(&text, &size);

		entry_alias_write(file, &step);
		fclose(file);
		entry_alias_read(text, &arena, &hostdev);
		assert_true(hostdev.ours && hostdev.was_id == step.id);
		assert_true(text_equal(hostdev.was_at, i == 0 ? PLACE : NULL));
	}
}

/* With the NUL that ends each line. */
static void test_device_events(void **state)
{
#define PATH "/devices/pci0000:00/0000:00:03.0/0000:01:00.0"
	static const struct {
		const char *text;
		bool counts;
	} cases[] = {
	        {"bind@" PATH "\nACTION=bind\nDEVPATH=" PATH "\nSUBSYSTEM=pci\nSEQNUM=1\n", true},
	        {"change@" PATH "\nACTION=change\nDEVPATH=" PATH "\nSUBSYSTEM=pci\n", true},
	        {"add@" PATH "/net/e\nACTION=add\nDEVPATH=" PATH "/net/e\nSUBSYSTEM=net\n", true},
	        {"change@" PATH "/sr0\nACTION=change\nDEVPATH=" PATH "/sr0\nSUBSYSTEM=block\n",
	         false},
	        {"add@/devices/virtual/net/veth0\nACTION=add\nDEVPATH=/devices/virtual/net/"
	         "veth0\nSUBSYSTEM=net\n",
	         false},
	        {"add@/module/pci_stub\nACTION=add\nDEVPATH=/module/pci_stub\nSUBSYSTEM=module\n",
	         false},
	        {"bind@x\nACTION=bind\nSUBSYSTEM=pci", false}, /* cut off */
	        {"", false},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t size = strlen(cases[i].text);
		char *message = malloc(size + 1);

		for (size_t at = 0; at < size; at++)
			message[at] = cases[i].text[at] == '\n' ? '\0' : cases[i].text[at];
		message = realloc(message, size + !size);
		assert_int_equal(device_event_counts(message, size), cases[i].counts);
		free(message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_links),         cmocka_unit_test(test_resource),
	        cmocka_unit_test(test_domain),        cmocka_unit_test(test_bad_domains),
	        cmocka_unit_test(test_query_pci),     cmocka_unit_test(test_origins),
	        cmocka_unit_test(test_pci_ids),       cmocka_unit_test(test_explanations),
	        cmocka_unit_test(test_reserved),      cmocka_unit_test(test_interrupts),
	        cmocka_unit_test(test_entry_aliases), cmocka_unit_test(test_entry_alias_again),
	        cmocka_unit_test(test_device_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
