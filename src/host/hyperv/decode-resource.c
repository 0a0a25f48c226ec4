/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <errno.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/text.h"
#include "host/hyperv/device-id.h"
#include "host/hyperv/object-path.h"
#include "host/hyperv/questions.h"
#include "host/hyperv/snapshot.h"

#define LEGACY_END 0x100000                /* below: VGA's own memory, which is no BAR */
#define FIRST_MESSAGE UINT64_C(0xffff0000) /* message-based interrupts have negative numbers */

static const char source[] = "Win32_PnPAllocatedResource";

/* A range of memory addresses, of whatever device. */
struct range {
	uint64_t start, end;
};

struct resources {
	const struct decoder *decoder;
	struct arena arena; /* for what is needed only here */
	struct {
		struct range *items;
		size_t count;
	} ranges; /* by start, then by end */
	struct allocated {
		unsigned bars, interrupts; /* interrupts: a set of enum function_interrupt */
		bool odd;                  /* not all of its memory is told */
	} * allocated;                     /* of each device */
};

static int compare_ranges(const void *a, const void *b)
{
	const struct range *left = a, *right = b;

	if (left->start != right->start)
		return left->start < right->start ? -1 : 1;
	return (left->end > right->end) - (left->end < right->end);
}

static int collect_ranges(struct resources *resources, const json_t *rows)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		struct range range, *item;

		if (!value_number(row, "StartingAddress", &range.start) ||
		    !value_number(row, "EndingAddress", &range.end) || range.end < range.start)
			continue;
		item = ARRAY_ADD(&resources->ranges);
		if (!item)
			return -ENOMEM;
		*item = range;
	}
	if (resources->ranges.count)
		qsort(resources->ranges.items, resources->ranges.count, sizeof(struct range),
		      compare_ranges);
	return 0;
}

/*
 * The range that begins at `start`. A bridge's window may begin where a BAR behind it does: of
 * those the smallest is the BAR.
 */
static const struct range *find_range(const struct resources *resources, uint64_t start)
{
	size_t low = 0, high = resources->ranges.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (resources->ranges.items[middle].start < start)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == resources->ranges.count || resources->ranges.items[low].start != start)
		return NULL;
	return &resources->ranges.items[low];
}

/* BARs are as large as a power of two, and begin at a multiple of it. Anything else is the window
 * of a bridge, or not all of the truth. */
static bool is_bar(const struct range *range)
{
	uint64_t size = range->end - range->start + 1;

	return size && (size & (size - 1)) == 0 && (range->start & (size - 1)) == 0;
}

static void add_memory(struct resources *resources, size_t at, uint64_t start)
{
	struct dda_function *function = &resources->decoder->inventory->functions.items[at];
	struct allocated *allocated = &resources->allocated[at];
	const struct range *range = find_range(resources, start);

	if (start < LEGACY_END || function_is_bridge(function))
		return;
	if (!range || !is_bar(range) || allocated->bars == BAR_COUNT) {
		allocated->odd = true;
		return;
	}
	function->details->bars[allocated->bars++] =
	        (struct bar){.start = start, .size = range->end - range->start + 1};
}

static void add_interrupt(struct allocated *allocated, uint64_t number)
{
	allocated->interrupts |= number >= FIRST_MESSAGE ? INTERRUPT_MSI : INTERRUPT_LINE;
}

/* One row says that a device (Dependent) has a resource (Antecedent). */
static int add_row(struct resources *resources, const json_t *row)
{
	const char *what = value_text(row, "Antecedent"), *whose = value_text(row, "Dependent");
	const char *id = whose ? object_path_key(&resources->arena, whose, "DeviceID") : NULL;
	const char *text;
	int at = id ? decoder_find(resources->decoder, id) : -1;
	uint64_t number;

	if (!what || at < 0)
		return 0;
	text = object_path_key(&resources->arena, what, "StartingAddress");
	if (text && strstr(what, "Win32_DeviceMemoryAddress") &&
	    text_whole_number(text, 10, &number) == 0)
		add_memory(resources, (size_t)at, number);
	text = object_path_key(&resources->arena, what, "IRQNumber");
	if (text && text_whole_number(text, 10, &number) == 0)
		add_interrupt(&resources->allocated[at], number);
	return 0;
}

/* The counts in BarTypes, a byte each: I/O, not prefetchable, 32-bit prefetchable, 64-bit
 * prefetchable. */
static unsigned count_of(uint64_t types, unsigned byte)
{
	return (unsigned)(types >> (8 * byte)) & 0xff;
}

/* Which BARs are 64-bit ones is not told, only how many: the largest. Those above 4 GiB are anyway.
 */
static void mark_64bit(struct dda_function *function, unsigned count, unsigned wide)
{
	for (unsigned i = 0; i < count; i++) {
		struct bar *bar = &function->details->bars[i];
		unsigned larger = 0;

		for (unsigned j = 0; j < count; j++)
			larger += function->details->bars[j].size > bar->size ||
			          (function->details->bars[j].size == bar->size && j < i);
		bar->prefetchable = larger < wide;
		bar->is_64bit = bar->prefetchable || bar->start > UINT32_MAX;
	}
}

/* Interrupts in use where the device runs; of one that does not, what it is able to send. */
static void decode_interrupts(const struct device *device, const struct allocated *allocated,
                              struct dda_function *function)
{
	function->details->interrupts = (struct fact_number){.fact = fact_known(source),
	                                                     .value = allocated->interrupts};
	if (!allocated->interrupts && function->hold != HOLD_HOST) {
		function->details->interrupts = device_number(device, PCI_INTERRUPT_SUPPORT,
		                                              "DEVPKEY_PciDevice_InterruptSupport");
		function->details->interrupts.value &= INTERRUPT_LINE | INTERRUPT_MSI |
		                                       INTERRUPT_MSIX;
	}
}

/* Without a single range it has no memory BARs, or is disabled: then its resources are not told. */
static void decode_bars(const struct device *device, const struct allocated *allocated,
                        struct dda_function *function)
{
	struct fact_number types = device_number(device, PCI_BAR_TYPES,
	                                         "DEVPKEY_PciDevice_BarTypes");
	unsigned count = count_of(types.value, 1) + count_of(types.value, 2) +
	                 count_of(types.value, 3);

	function->details->bars_fact = fact_known(source);
	if (allocated->odd || (allocated->bars == 0 && function->hold != HOLD_HOST &&
	                       (!fact_is_present(types.fact) || count > 0)))
		function->details->bars_fact = fact_unknown(source, ENODATA);
	mark_64bit(function, allocated->bars, count_of(types.value, 3));
}

static int decode_all(struct resources *resources, const json_t *rows)
{
	const struct decoder *decoder = resources->decoder;
	const json_t *row;
	size_t i;

	resources->allocated = calloc(decoder->devices.count + 1, sizeof(*resources->allocated));
	if (!resources->allocated)
		return -ENOMEM;
	json_array_foreach(rows, i, row)
	{
		if (add_row(resources, row) < 0)
			return -ENOMEM;
	}
	for (i = 0; i < decoder->devices.count; i++) {
		const struct device *device = &decoder->devices.items[i];
		struct dda_function *function = &decoder->inventory->functions.items[i];

		decode_bars(device, &resources->allocated[i], function);
		decode_interrupts(device, &resources->allocated[i], function);
	}
	return 0;
}

static void all_unknown(struct decoder *decoder, struct fact fact)
{
	for (size_t i = 0; i < decoder->devices.count; i++) {
		struct dda_function *function = &decoder->inventory->functions.items[i];

		function->details->bars_fact = function->details->interrupts.fact = fact;
	}
}

int decode_resources(struct decoder *decoder)
{
	struct resources resources = {.decoder = decoder};
	struct fact fact;
	const json_t *ranges = snapshot_rows(decoder->document, CIMV2, "Win32_DeviceMemoryAddress",
	                                     source, &fact);
	const json_t *rows = ranges ? snapshot_rows(decoder->document, CIMV2,
	                                            "Win32_PnPAllocatedResource", source, &fact)
	                            : NULL;
	int r = 0;

	if (!rows) {
		all_unknown(decoder, fact);
		return 0;
	}
	r = collect_ranges(&resources, ranges);
	if (r >= 0)
		r = decode_all(&resources, rows);
	free(resources.ranges.items);
	free(resources.allocated);
	arena_free(&resources.arena);
	return r;
}
