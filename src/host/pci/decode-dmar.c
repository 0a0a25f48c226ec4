/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/decode-dmar.h"

#include <errno.h>

#include "base/bytes.h"
#include "host/pci/acpi-table.h"

#define HEADER_SIZE 48
#define SCOPE_SIZE 6

/* How long a structure is before its scopes; 0: it is of no use here. */
static size_t fixed_size(unsigned type)
{
	static const uint8_t sizes[] = {
	        [DMAR_UNIT] = 16,
	        [DMAR_RESERVED] = 24,
	        [DMAR_ATS] = 8,
	        [DMAR_SOC_ATS] = 8,
	};

	return type < sizeof(sizes) ? sizes[type] : 0;
}

/* Counts the scopes and checks their lengths. */
static int count_scopes(const uint8_t *bytes, size_t size, size_t *ret)
{
	size_t count = 0;

	while (size > 0) {
		if (size < SCOPE_SIZE || bytes[1] < SCOPE_SIZE || bytes[1] > size || bytes[1] % 2)
			return -EINVAL;
		size -= bytes[1];
		bytes += bytes[1];
		count++;
	}
	*ret = count;
	return 0;
}

static int decode_scope(const uint8_t *bytes, struct arena *arena, struct dmar_scope *ret)
{
	unsigned count = (bytes[1] - SCOPE_SIZE) / 2u;
	struct dmar_step *steps = arena_zeroed(arena, (count + 1) * sizeof(*steps));

	if (!steps)
		return -ENOMEM;
	for (unsigned i = 0; i < count; i++)
		steps[i] = (struct dmar_step){.device = bytes[SCOPE_SIZE + 2 * i],
		                              .function = bytes[SCOPE_SIZE + 2 * i + 1]};
	*ret = (struct dmar_scope){
	        .type = bytes[0],
	        .enumeration_id = bytes[4],
	        .bus = bytes[5],
	        .step_count = (uint8_t)count,
	        .steps = steps,
	};
	return 0;
}

static int decode_scopes(const uint8_t *bytes, size_t size, struct arena *arena,
                         struct dmar_entry *entry)
{
	struct dmar_scope *scopes;
	int r = count_scopes(bytes, size, &entry->scope_count);

	if (r < 0)
		return r;
	scopes = arena_zeroed(arena, (entry->scope_count + 1) * sizeof(*scopes));
	if (!scopes)
		return -ENOMEM;
	for (size_t i = 0; r >= 0 && i < entry->scope_count; i++, bytes += bytes[1])
		r = decode_scope(bytes, arena, &scopes[i]);
	entry->scopes = scopes;
	return r;
}

static int decode_entry(const uint8_t *bytes, size_t size, struct arena *arena,
                        struct dmar_entry *ret)
{
	unsigned type = bytes_16(bytes);
	size_t fixed = fixed_size(type);

	if (size < fixed)
		return -EINVAL;
	*ret = (struct dmar_entry){
	        .type = (enum dmar_type)type,
	        .flag = type != DMAR_RESERVED && (bytes[4] & 1),
	        .segment = bytes_16(bytes + 6),
	        .base = fixed >= 16 ? bytes_64(bytes + 8) : 0,
	        .limit = type == DMAR_RESERVED ? bytes_64(bytes + 16) : 0,
	};
	return decode_scopes(bytes + fixed, size - fixed, arena, ret);
}

/* The structure at `offset`: 0 with its length, -EINVAL when it leads out of the table. */
static int entry_at(const struct acpi_table *table, size_t offset, size_t *ret_size)
{
	size_t left = table->size - offset;

	if (left < 4)
		return -EINVAL;
	*ret_size = bytes_16(table->bytes + offset + 2);
	return *ret_size < 4 || *ret_size > left ? -EINVAL : 0;
}

static int count_entries(const struct acpi_table *table, size_t *ret)
{
	size_t count = 0, size;

	for (size_t offset = HEADER_SIZE; offset < table->size; offset += size) {
		if (entry_at(table, offset, &size) < 0)
			return -EINVAL;
		count += fixed_size(bytes_16(table->bytes + offset)) > 0;
	}
	*ret = count;
	return 0;
}

static int decode_entries(const struct acpi_table *table, struct arena *arena, struct dmar *dmar)
{
	struct dmar_entry *entries;
	size_t count, size, index = 0;
	int r = count_entries(table, &count);

	if (r < 0)
		return r;
	entries = arena_zeroed(arena, (count + 1) * sizeof(*entries));
	if (!entries)
		return -ENOMEM;
	for (size_t offset = HEADER_SIZE; r >= 0 && index < count; offset += size) {
		const uint8_t *bytes = table->bytes + offset;

		size = bytes_16(bytes + 2);
		if (fixed_size(bytes_16(bytes)))
			r = decode_entry(bytes, size, arena, &entries[index++]);
	}
	dmar->entries = entries;
	dmar->entry_count = count;
	return r;
}

int decode_dmar(const uint8_t *bytes, size_t size, struct arena *arena, struct dmar *ret)
{
	struct acpi_table table;
	struct dmar dmar;
	int r = acpi_table_open(bytes, size, "DMAR", HEADER_SIZE, &table);

	if (r < 0)
		return r;
	dmar = (struct dmar){
	        .address_bits = table.bytes[36] + 1u,
	        .interrupt_remapping = table.bytes[37] & 1,
	        .x2apic_opt_out = table.bytes[37] & 2,
	        .dma_control_opt_in = table.bytes[37] & 4,
	};
	r = decode_entries(&table, arena, &dmar);
	if (r >= 0)
		*ret = dmar;
	return r;
}
