/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "view/view.h"

#define GIB (UINT64_C(1) << 30)

/*
 * A running VM with a card: BAR0 of 16 MiB, 32-bit; BAR1 of 16 GiB, 64-bit; BAR5 in I/O space. With
 * 40 bits and 8 GiB of RAM OVMF has 32 GiB from 32 GiB on.
 */
static struct dda_inventory *one_card(const char *vm, enum vm_firmware firmware, uint64_t low,
                                      uint64_t high)
{
	char text[160];
	struct dda_inventory *inventory;
	struct hostdev *hostdev;
	struct dda_function *function;

	snprintf(text, sizeof(text),
	         "function 0000:05:00.0 0300 15 vfio-pci\n%s\ngive 0000:05:00.0 a 5", vm);
	inventory = given(text);
	inventory->vms.items[0].space.firmware = firmware;
	inventory->vms.items[0].memory = 8 * GIB;
	hostdev = &inventory->vms.items[0].hostdevs.items[0];
	function = &inventory->functions.items[inventory_find(inventory, hostdev->host)];
	function->details->bars_fact = fact_known("test");
	function->details->bars[0].size = 16 << 20;
	function->details->bars[1] =
	        (struct bar){.size = 16 * GIB, .is_64bit = true, .prefetchable = true};
	function->details->bars[5] = (struct bar){.size = 128, .io = true};
	for (unsigned i = 0; i < BAR_COUNT; i++)
		hostdev->bars[i] = function->details->bars[i];
	hostdev->seen = hostdev->bars_fact = fact_known("test");
	hostdev->bars[0].start = low;
	hostdev->bars[1].start = high;
	hostdev->bars[5].start = 0x6000;
	return inventory;
}

static const struct {
	const char *name, *vm;
	enum vm_firmware firmware;
	uint64_t low, high;  /* where the VM has them */
	const char *planned; /* per BAR the address, or why there is none; then warnings */
} places[] = {
        {"as planned", "vm a running", VM_UEFI, 0xC0000000, 32 * GIB, "0xc0000000 0x800000000 I/O"},
        {"elsewhere in its window", "vm a running", VM_UEFI, 0xD0000000, 48 * GIB,
         "0xc0000000 0x800000000 I/O"},
        {"a newer OVMF's window", "vm a running", VM_UEFI, 0x80000000, 32 * GIB,
         "0xc0000000 0x800000000 I/O"},
        {"above its window", "vm a running", VM_UEFI, 0xC0000000, 64 * GIB,
         "0xc0000000 0x800000000 I/O outside"},
        {"half above its window", "vm a running", VM_UEFI, 0xC0000000, 56 * GIB,
         "0xc0000000 0x800000000 I/O outside"},
        {"below its window", "vm a running", VM_UEFI, 0x70000000, 32 * GIB,
         "0xc0000000 0x800000000 I/O outside"},
        {"SeaBIOS", "vm a running", VM_BIOS, 0xFC000000, 16 * GIB, "0xfd000000 0x400000000 I/O"},
        {"a ROM that is not known", "vm a running", VM_FIRMWARE_UNKNOWN, 0xC0000000, 512 * GIB,
         "ROM ROM ROM"},
        {"i440fx", "vm a running no-pcie", VM_BIOS, 0xC0000000, 512 * GIB, "q35 q35 q35"},
};

#define TEXT                                                                                       \
	"FUNCTION      GUEST'S DRIVER  PROBLEM  NAME\n"                                            \
	"0000:05:00.0  nvlddmkm        code 22  Test device\n"                                     \
	"\n"                                                                                       \
	"FUNCTION      BAR   IN THE VM              PLANNED\n"                                     \
	"0000:05:00.0  BAR0  16 MiB at 0xc0000000   0xc0000000\n"                                  \
	"0000:05:00.0  BAR1  16 GiB at 0xc00000000  0x800000000\n"                                 \
	"0000:05:00.0  BAR5  128 bytes at 0x6000    not planned\n"                                 \
	"not planned: I/O ports are not planned\n"                                                 \
	"\n"                                                                                       \
	"the VM has all functions it was given, and each memory BAR is mapped\n"                   \
	"warning: 0000:05:00.0: the guest says: code 22, somebody has disabled it\n"               \
	"  -> in the guest of VM a: Enable-PnpDevice, or \"Enable device\" in its device "         \
	"manager\n"

static const char *short_reason(const char *why)
{
	static const char *const words[] = {"I/O", "ROM", "q35", "room"};

	for (size_t i = 0; why && i < COUNT(words); i++)
		if (strstr(why, words[i]))
			return words[i];
	return "?";
}

static char *planned_of(const json_t *document)
{
	const json_t *function = json_array_get(json_object_get(document, "functions"), 0);
	const json_t *bar, *finding;
	char *text = NULL;
	size_t size, i;
	FILE *file = open_memstream(&text, &size);

	json_array_foreach(json_object_get(function, "bars"), i, bar)
	{
		const json_t *planned = json_object_get(bar, "planned");
		const char *why = json_string_value(json_object_get(bar, "not_planned"));

		fputs(i ? " " : "", file);
		if (json_is_null(planned))
			fputs(short_reason(why), file);
		else
			fprintf(file, "0x%" PRIx64,
			        (uint64_t)json_integer_value(json_object_get(planned, "start")));
	}
	json_array_foreach(json_object_get(document, "findings"), i, finding)
	{
		const char *code = json_string_value(json_object_get(finding, "code"));

		if (strcmp(code, "guest-bar-outside-plan") == 0)
			fputs(" outside", file);
	}
	fclose(file);
	return text;
}

static void test_places(void **state)
{
	for (size_t i = 0; i < COUNT(places); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory =
		        one_card(places[i].vm, places[i].firmware, places[i].low, places[i].high);
		_cleanup_document_ json_t *document = NULL;
		_cleanup_free_ char *planned = NULL;

		print_message("  %s\n", places[i].name);
		assert_int_equal(view_verify(inventory, "a", &document, NULL), 0);
		assert_true(view_is_verified(document));
		planned = planned_of(document);
		assert_string_equal(planned, places[i].planned);
	}
}

/* Two tables, why something is not planned, the proof, and what else there is to say. */
static void test_text(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = one_card("vm a running", VM_UEFI,
	                                                               0xC0000000, 48 * GIB);
	_cleanup_document_ json_t *document = NULL;
	_cleanup_free_ char *text = NULL;
	struct guest_view *view = &inventory->vms.items[0].hostdevs.items[0].view;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	inventory->vms.items[0].agent = (struct fact_text){fact_known("test"), "windows"};
	*view = (struct guest_view){.seen = fact_known("test"),
	                            .driver = {fact_known("test"), "nvlddmkm"},
	                            .problem = {fact_known("test"), 22}};
	assert_int_equal(view_verify(inventory, "a", &document, NULL), 0);
	assert_int_equal(view_write_text(document, &(struct view_style){0}, file), 0);
	fclose(file);
	assert_string_equal(text, TEXT);
}

/* Many drivers leave I/O space off. */
static void test_io_unmapped(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = one_card("vm a running", VM_UEFI,
	                                                               0xC0000000, 32 * GIB);
	_cleanup_document_ json_t *io = NULL, *memory = NULL;
	struct bar *bars = inventory->vms.items[0].hostdevs.items[0].bars;

	bars[5].unassigned = true;
	assert_int_equal(view_verify(inventory, "a", &io, NULL), 0);
	assert_true(view_is_verified(io));
	bars[0].unassigned = true;
	assert_int_equal(view_verify(inventory, "a", &memory, NULL), 0);
	assert_false(view_is_verified(memory));
	assert_true(view_may_verify_later(memory));
}

/* The host's width, which could not be read, is not guessed. */
static void test_unknown_width(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = one_card("vm a running", VM_UEFI,
	                                                               0xC0000000, 512 * GIB);
	_cleanup_document_ json_t *document = NULL;
	_cleanup_free_ char *planned = NULL;

	inventory->vms.items[0].space.width = VM_WIDTH_HOST;
	assert_int_equal(view_verify(inventory, "a", &document, NULL), 0);
	planned = planned_of(document);
	assert_string_equal(planned, "? ? ?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_places),
	        cmocka_unit_test(test_unknown_width),
	        cmocka_unit_test(test_io_unmapped),
	        cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
