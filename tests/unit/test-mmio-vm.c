/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "fixture.h"
#include "host/linux/decode-domain.h"
#include "view/view.h"

/* What of a VM's definition decides its address space. */
static const struct {
	const char *name, *xml;
	struct vm_space space;
} definitions[] = {
        {"nothing said", "", {.firmware = VM_BIOS, .old_processor = true}},
        {"firmware by name", "<os firmware='efi'/><cpu mode='host-model'/>", {.firmware = VM_UEFI}},
        {"firmware by file",
         "<os><loader readonly='yes' "
         "type='pflash'>/usr/share/OVMF/OVMF_CODE.fd</loader></os><cpu mode='host-model'/>",
         {.firmware = VM_UEFI}},
        {"firmware by name, kept in a ROM",
         "<os firmware='efi'><loader type='rom'>/usr/share/OVMF/OVMF.fd</loader></os><cpu "
         "mode='host-model'/>",
         {.firmware = VM_UEFI}},
        {"BIOS by file",
         "<os><loader type='rom'>/usr/share/seabios/bios.bin</loader></os><cpu mode='host-model'/>",
         {.firmware = VM_BIOS}},
        {"a ROM that is not SeaBIOS",
         "<os><loader type='rom'>/usr/share/qemu/qboot.rom</loader></os><cpu mode='host-model'/>",
         {.firmware = VM_FIRMWARE_UNKNOWN}},
        {"the host's processor",
         "<cpu mode='host-passthrough'/>",
         {.firmware = VM_BIOS, .width = VM_WIDTH_HOST}},
        {"the host's width, limited",
         "<cpu mode='host-model'><maxphysaddr mode='passthrough' limit='42'/></cpu>",
         {.firmware = VM_BIOS, .width = VM_WIDTH_HOST, .address_bits = 42}},
        {"a width",
         "<cpu mode='host-passthrough'><maxphysaddr mode='emulate' bits='46'/></cpu>",
         {.firmware = VM_BIOS, .width = VM_WIDTH_FIXED, .address_bits = 46}},
        {"a hole",
         "<cpu mode='host-model'/><devices><controller type='pci' model='pcie-root'><pcihole64 "
         "unit='GiB'>512"
         "</pcihole64></controller></devices>",
         {.firmware = VM_BIOS, .pci_hole64 = 512ull << 30}},
        {"a hole in libvirt's own unit",
         "<cpu mode='host-model'/><devices><controller type='pci' "
         "model='pcie-root'><pcihole64>33554432</pcihole64>"
         "</controller></devices>",
         {.firmware = VM_BIOS, .pci_hole64 = 32ull << 30}},
        {"OVMF's window, in short",
         "<cpu mode='host-model'/><qemu:commandline><qemu:arg value='-fw_cfg'/>"
         "<qemu:arg value='opt/ovmf/X-PciMmio64Mb,string=65536'/></qemu:commandline>",
         {.firmware = VM_BIOS, .firmware_window = 64ull << 30}},
        {"OVMF's window",
         "<cpu mode='host-model'/><qemu:commandline><qemu:arg value='-fw_cfg'/>"
         "<qemu:arg value='name=opt/ovmf/X-PciMmio64Mb,string=262144'/></qemu:commandline>",
         {.firmware = VM_BIOS, .firmware_window = 256ull << 30}},
        {"OVMF's window, more than it takes",
         "<cpu mode='host-model'/><qemu:commandline><qemu:arg value='-fw_cfg'/>"
         "<qemu:arg value='name=opt/ovmf/X-PciMmio64Mb,string=16777217'/></qemu:commandline>",
         {.firmware = VM_BIOS}},
        {"a model with pages of 1 GiB",
         "<cpu mode='custom'><model fallback='allow'>EPYC-Rome</model></cpu>",
         {.firmware = VM_BIOS}},
        {"a model without",
         "<cpu mode='custom'><model>Haswell-noTSX</model></cpu>",
         {.firmware = VM_BIOS, .old_processor = true}},
        {"what libvirt writes where nobody said anything",
         "<cpu mode='custom' match='exact' check='none'><model "
         "fallback='forbid'>qemu64</model></cpu>",
         {.firmware = VM_BIOS, .old_processor = true}},
        {"a model without that gets them",
         "<cpu><model>Haswell</model><feature policy='require' name='pdpe1gb'/></cpu>",
         {.firmware = VM_BIOS}},
        {"a processor that loses them",
         "<cpu mode='host-model'><feature policy='disable' name='pdpe1gb'/></cpu>",
         {.firmware = VM_BIOS, .old_processor = true}},
};

static void test_definitions(void **state)
{
	for (size_t i = 0; i < COUNT(definitions); i++) {
		struct arena arena = {0};
		struct vm vm = {0};
		char xml[1024];
		int n = snprintf(xml, sizeof(xml), "<domain><name>a</name>%s</domain>",
		                 definitions[i].xml);

		print_message("  %s\n", definitions[i].name);
		assert_int_equal(decode_domain(xml, (size_t)n, false, &arena, &vm), 0);
		assert_int_equal(vm.space.firmware, definitions[i].space.firmware);
		assert_int_equal(vm.space.width, definitions[i].space.width);
		assert_int_equal(vm.space.address_bits, definitions[i].space.address_bits);
		assert_int_equal(vm.space.old_processor, definitions[i].space.old_processor);
		assert_int_equal(vm.space.pci_hole64, definitions[i].space.pci_hole64);
		assert_int_equal(vm.space.firmware_window, definitions[i].space.firmware_window);
		vm_deinit(&vm);
		arena_free(&arena);
	}
}

#define GIB (1ull << 30)

/* A host with two cards whose GPU has 16 GiB, the first with VM "a", which has four more ports. */
static struct dda_inventory *two_cards(struct vm_space space, uint64_t memory)
{
	struct dda_inventory *inventory = given(
	        "card 0000:01:00 11 dismounted\ncard 0000:02:00 12 host\nvm a off\n"
	        "give 0000:01:00.0 a 5\ngive 0000:01:00.1 a 5\ngive 0000:01:00.2 a 5");
	struct vm *vm = (struct vm *)inventory_find_vm(inventory, "a");

	vm->space = space;
	vm->memory = memory;
	inventory->iommu.address_bits = (struct fact_number){.fact = fact_known("test"),
	                                                     .value = 46};
	for (size_t i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];

		function->details->bars_fact = fact_known("test");
		function->details->bars[0].size = 4096;
		if (function->address.function == 0)
			function->details->bars[1] = (struct bar){
			        .size = 16 * GIB, .is_64bit = true, .prefetchable = true};
	}
	return inventory;
}

static const struct {
	const char *name;
	struct vm_space space;
	const char *device, *target;
	unsigned bits;
	const char *answer; /* fits, target, bits, cards, GiB above 4 GiB, X-PciMmio64Mb, a code */
} requests[] = {
        /* 40 bits of Intel: 32 GiB, into which both go, and no room kept for ports */
        {"its own card", {.firmware = VM_UEFI}, NULL, NULL, 0, "yes ovmf 40 1 16 0 -"},
        {"and another one", {.firmware = VM_UEFI}, "02:00", NULL, 0, "yes ovmf 40 2 32 0 -"},
        {"the same once more", {.firmware = VM_UEFI}, "01:00", NULL, 0, "yes ovmf 40 1 16 0 -"},
        /* 46 bits: 32 GiB for each of the card's and the four other ports */
        {"the host's width",
         {.firmware = VM_UEFI, .width = VM_WIDTH_HOST},
         NULL,
         NULL,
         0,
         "yes ovmf 46 1 160 0 -"},
        {"the host's width, limited",
         {.firmware = VM_UEFI, .width = VM_WIDTH_HOST, .address_bits = 39},
         NULL,
         NULL,
         0,
         "yes ovmf 39 1 17 0 -"},
        {"BIOS, above 10 GiB up to 16 and two of 16",
         {.firmware = VM_BIOS},
         "02:00",
         NULL,
         0,
         "yes seabios 40 2 39 0 -"},
        {"a width that is asked for",
         {.firmware = VM_UEFI},
         NULL,
         NULL,
         46,
         "yes ovmf 46 1 160 0 -"},
        {"a hole that is too wide",
         {.firmware = VM_UEFI, .pci_hole64 = 1024 * GIB},
         NULL,
         NULL,
         0,
         "no ovmf 40 1 16 0 mmio-vm-refused"},
        {"a width that no processor has",
         {.firmware = VM_UEFI, .width = VM_WIDTH_FIXED, .address_bits = 4000000000u},
         NULL,
         NULL,
         0,
         "yes ovmf 52 1 160 0 -"},
        {"a width that is none",
         {.firmware = VM_UEFI, .width = VM_WIDTH_FIXED, .address_bits = 1},
         NULL,
         NULL,
         0,
         "no ovmf 32 1 16 0 mmio-above-4g"},
        {"a ROM that is not known",
         {.firmware = VM_FIRMWARE_UNKNOWN},
         NULL,
         NULL,
         0,
         "yes seabios 40 1 23 0 mmio-firmware-unknown"},
        {"another platform", {.firmware = VM_UEFI}, NULL, "hyperv", 46, "yes hyperv 46 1 16 0 -"},
};

static char *answer_of(const json_t *document)
{
	const json_t *finding = json_array_get(json_object_get(document, "findings"), 0);
	const char *code = json_string_value(json_object_get(finding, "code"));
	const json_t *window = json_object_get(json_object_get(document, "set"), "X-PciMmio64Mb");
	char *text = NULL;

	assert_true(
	        asprintf(&text, "%s %s %lld %zu %lld %lld %s",
	                 json_is_true(json_object_get(document, "fits")) ? "yes" : "no",
	                 json_string_value(json_object_get(document, "target")),
	                 json_integer_value(json_object_get(document, "address_bits")),
	                 json_array_size(json_object_get(document, "cards")),
	                 json_integer_value(json_object_get(document, "above_4g")) / (long long)GIB,
	                 json_integer_value(window), code ? code : "-") >= 0);
	return text;
}

static void test_requests(void **state)
{
	for (size_t i = 0; i < COUNT(requests); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = two_cards(requests[i].space,
		                                                                8 * GIB);
		const struct view_mmio request = {
		        .vm = "a",
		        .devices = {&requests[i].device, requests[i].device != NULL},
		        .target = requests[i].target,
		        .address_bits = requests[i].bits,
		};
		_cleanup_document_ json_t *document = NULL;
		_cleanup_free_ char *answer = NULL;

		print_message("  %s\n", requests[i].name);
		assert_int_equal(view_mmio(inventory, &request, &document, NULL), 0);
		answer = answer_of(document);
		assert_string_equal(answer, requests[i].answer);
	}
}

/* What can't be read is never fine. */
static void test_unknown_bars(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        two_cards((struct vm_space){.firmware = VM_UEFI}, 8 * GIB);
	const struct view_mmio request = {.vm = "a"};
	_cleanup_document_ json_t *document = NULL;
	_cleanup_free_ char *answer = NULL;

	((struct dda_function *)function_at(inventory, "0000:01:00.1"))->details->bars_fact =
	        fact_unknown("test", EIO);
	assert_int_equal(view_mmio(inventory, &request, &document, NULL), 0);
	answer = answer_of(document);
	assert_string_equal(answer, "no ovmf 40 1 16 0 mmio-bars-unknown");
}

static void test_not_q35(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("vm a off no-pcie\nsetting a seabios");
	const struct view_mmio request = {.vm = "a"};
	_cleanup_document_ json_t *document = NULL;
	_cleanup_free_ char *answer = NULL;

	assert_int_equal(view_mmio(inventory, &request, &document, NULL), 0);
	answer = answer_of(document);
	assert_string_equal(answer, "yes seabios 40 0 0 0 mmio-not-q35");
}

static void test_refused(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        two_cards((struct vm_space){.firmware = VM_UEFI}, 8 * GIB);
	_cleanup_inventory_ struct dda_inventory *unknown = given("vms unknown");
	const struct view_mmio none = {.vm = "b"}, some = {.vm = "a"};
	_cleanup_document_ json_t *document = NULL;

	assert_int_equal(view_mmio(inventory, &none, &document, NULL), -ENOENT);
	assert_int_equal(view_mmio(unknown, &some, &document, NULL), -ENODATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_definitions),  cmocka_unit_test(test_requests),
	        cmocka_unit_test(test_unknown_bars), cmocka_unit_test(test_not_q35),
	        cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
