/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/decode-ivrs.h"

#include <errno.h>

#include "host/pci/acpi-table.h"

#define HEADER_SIZE 48
#define MEMORY_SIZE 32

/* Types of device entries (AMD I/O Virtualization specification, tables 5-8 to 5-10). */
enum entry_type {
	ENTRY_ALL = 1,
	ENTRY_SELECT = 2,
	ENTRY_RANGE = 3,
	ENTRY_END = 4,
	ENTRY_ALIAS = 66,
	ENTRY_ALIAS_RANGE = 67,
	ENTRY_EXTENDED = 70,
	ENTRY_EXTENDED_RANGE = 71,
	ENTRY_SPECIAL = 72,
	ENTRY_ACPI = 240,
};

static bool is_unit(unsigned type)
{
	return type == 0x10 || type == 0x11 || type == 0x40;
}

static bool is_memory(unsigned type)
{
	return type >= 0x20 && type <= 0x22;
}

static size_t unit_header_size(unsigned type)
{
	return type == 0x10 ? 24 : 40;
}

/* How long an entry is: by the two highest bits of its type, or as it says. 0: not known. */
static size_t entry_size(const uint8_t *bytes, size_t left)
{
	if (bytes[0] == ENTRY_ACPI)
		return left < 22 ? 0 : 22u + bytes[21];
	return bytes[0] < 0x80 ? (size_t)4 << (bytes[0] >> 6) : 0;
}

static int decode_acpi(const uint8_t *bytes, struct arena *arena, struct ivrs_device *device)
{
	device->acpi_id = arena_copy(arena, (const char *)bytes + 4, 8);
	return device->acpi_id ? 0 : -ENOMEM;
}

/* An entry that begins with a device id and, for a range, ends with the next one. */
static int decode_entry(const uint8_t *bytes, struct arena *arena, struct ivrs_device *ret)
{
	uint16_t id = bytes_16(bytes + 1);

	*ret = (struct ivrs_device){.range = {id, id}, .settings = bytes[3]};
	switch (bytes[0]) {
	case ENTRY_ALL:
		ret->range = (struct ivrs_range){0, UINT16_MAX};
		return 0;
	case ENTRY_ALIAS:
	case ENTRY_ALIAS_RANGE:
		ret->has_alias = true;
		ret->alias = bytes_16(bytes + 5);
		return 0;
	case ENTRY_SPECIAL:
		ret->range.first = ret->range.last = bytes_16(bytes + 5);
		ret->special_id = bytes[4];
		ret->special = bytes[7];
		return 0;
	case ENTRY_ACPI:
		return decode_acpi(bytes, arena, ret);
	default:
		return 0;
	}
}

static bool begins_range(unsigned type)
{
	return type == ENTRY_RANGE || type == ENTRY_ALIAS_RANGE || type == ENTRY_EXTENDED_RANGE;
}

/* Entries that stand for devices; the others fill up, or end a range. */
static bool names_devices(unsigned type)
{
	return begins_range(type) || type == ENTRY_ALL || type == ENTRY_SELECT ||
	       type == ENTRY_ALIAS || type == ENTRY_EXTENDED || type == ENTRY_SPECIAL ||
	       type == ENTRY_ACPI;
}

static int count_devices(const uint8_t *bytes, size_t size, size_t *ret)
{
	size_t count = 0, step;

	for (; size > 0; size -= step, bytes += step) {
		step = entry_size(bytes, size);
		if (step == 0 || step > size)
			return -EINVAL;
		count += names_devices(bytes[0]);
	}
	*ret = count;
	return 0;
}

/* The end of the range that was begun last. */
static int end_range(const uint8_t *bytes, struct ivrs_device *begun)
{
	uint16_t last = bytes_16(bytes + 1);

	if (!begun || last < begun->range.first)
		return -EINVAL;
	begun->range.last = last;
	return 0;
}

static int decode_devices(const uint8_t *bytes, size_t size, struct arena *arena,
                          struct ivrs_unit *unit)
{
	struct ivrs_device *devices, *begun = NULL;
	size_t index = 0, step;
	int r = count_devices(bytes, size, &unit->device_count);

	if (r < 0)
		return r;
	devices = arena_zeroed(arena, (unit->device_count + 1) * sizeof(*devices));
	if (!devices)
		return -ENOMEM;
	for (; r >= 0 && size > 0; size -= step, bytes += step) {
		step = entry_size(bytes, size);
		if (bytes[0] == ENTRY_END) {
			r = end_range(bytes, begun);
			begun = NULL;
		} else if (names_devices(bytes[0])) {
			r = begun ? -EINVAL : decode_entry(bytes, arena, &devices[index]);
			begun = begins_range(bytes[0]) ? &devices[index] : NULL;
			index++;
		}
	}
	unit->devices = devices;
	return begun ? -EINVAL : r;
}

static int decode_unit(const uint8_t *bytes, size_t size, struct arena *arena,
                       struct ivrs_unit *ret)
{
	size_t header = unit_header_size(bytes[0]);

	if (size < header)
		return -EINVAL;
	*ret = (struct ivrs_unit){
	        .type = bytes[0],
	        .flags = bytes[1],
	        .device_id = bytes_16(bytes + 4),
	        .base = bytes_64(bytes + 8),
	        .segment = bytes_16(bytes + 16),
	        .features = header == 40 ? bytes_64(bytes + 24) : 0,
	};
	return decode_devices(bytes + header, size - header, arena, ret);
}

static int decode_memory(const uint8_t *bytes, size_t size, struct ivrs_memory *ret)
{
	uint16_t first = bytes_16(bytes + 4), last = first;

	if (size < MEMORY_SIZE)
		return -EINVAL;
	if (bytes[0] == 0x20) {
		first = 0;
		last = UINT16_MAX;
	} else if (bytes[0] == 0x22) {
		last = bytes_16(bytes + 6);
	}
	*ret = (struct ivrs_memory){
	        .type = bytes[0],
	        .devices = {first, last},
	        .segment = bytes_16(bytes + 8),
	        .start = bytes_64(bytes + 16),
	        .size = bytes_64(bytes + 24),
	        .unity = bytes[1] & 1,
	        .excluded = bytes[1] & 8,
	};
	return last < first ? -EINVAL : 0;
}

static int count_blocks(const struct acpi_table *table, struct ivrs *ivrs)
{
	size_t size;

	for (size_t offset = HEADER_SIZE; offset < table->size; offset += size) {
		const uint8_t *bytes = table->bytes + offset;

		if (table->size - offset < 4)
			return -EINVAL;
		size = bytes_16(bytes + 2);
		if (size < 4 || size > table->size - offset)
			return -EINVAL;
		ivrs->unit_count += is_unit(bytes[0]);
		ivrs->memory_count += is_memory(bytes[0]);
	}
	return 0;
}

static int decode_blocks(const struct acpi_table *table, struct arena *arena, struct ivrs *ivrs)
{
	struct ivrs_unit *unit = arena_zeroed(arena, (ivrs->unit_count + 1) * sizeof(*unit));
	struct ivrs_memory *memory = arena_zeroed(arena,
	                                          (ivrs->memory_count + 1) * sizeof(*memory));
	size_t size;
	int r = 0;

	if (!unit || !memory)
		return -ENOMEM;
	ivrs->units = unit;
	ivrs->memories = memory;
	for (size_t offset = HEADER_SIZE; r >= 0 && offset < table->size; offset += size) {
		const uint8_t *bytes = table->bytes + offset;

		size = bytes_16(bytes + 2);
		if (is_unit(bytes[0]))
			r = decode_unit(bytes, size, arena, unit++);
		else if (is_memory(bytes[0]))
			r = decode_memory(bytes, size, memory++);
	}
	return r;
}

int decode_ivrs(const uint8_t *bytes, size_t size, struct arena *arena, struct ivrs *ret)
{
	struct acpi_table table;
	struct ivrs ivrs = {0};
	int r = acpi_table_open(bytes, size, "IVRS", HEADER_SIZE, &table);

	if (r < 0)
		return r;
	ivrs.info = bytes_32(table.bytes + 36);
	ivrs.extended_features = ivrs.info & 1;
	ivrs.dma_remapping = ivrs.info & 2;
	ivrs.physical_bits = ivrs.info >> 8 & 0x7f;
	ivrs.virtual_bits = ivrs.info >> 15 & 0x7f;
	r = count_blocks(&table, &ivrs);
	if (r >= 0)
		r = decode_blocks(&table, arena, &ivrs);
	if (r >= 0)
		*ret = ivrs;
	return r;
}
