/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "host/pci/decode-dmar.h"
#include "host/pci/decode-ivrs.h"

/*
 * Prints what is in an ACPI table DMAR or IVRS as four columns of an index of tables: units, flags,
 * reserved regions with the devices that are bound to them; IVinfo and the types of blocks.
 *
 * usage: acpi-columns FILE
 */

static void print_reserved(const struct dmar_entry *entry)
{
	printf("%" PRIx64 "-%" PRIx64 "@", entry->base, entry->limit);
	for (size_t i = 0; i < entry->scope_count; i++) {
		const struct dmar_scope *scope = &entry->scopes[i];

		printf("%s%02x:", i ? "," : "", scope->bus);
		for (unsigned j = 0; j < scope->step_count; j++)
			printf("%02x%02x", scope->steps[j].device, scope->steps[j].function);
	}
}

static void print_dmar(const struct dmar *dmar)
{
	unsigned units = 0, regions = 0;

	for (size_t i = 0; i < dmar->entry_count; i++)
		units += dmar->entries[i].type == DMAR_UNIT;
	printf("%u\t0x%x\t", units,
	       dmar->interrupt_remapping | dmar->x2apic_opt_out << 1 |
	               dmar->dma_control_opt_in << 2);
	for (size_t i = 0; i < dmar->entry_count; i++) {
		if (dmar->entries[i].type != DMAR_RESERVED)
			continue;
		fputs(regions++ ? ";" : "", stdout);
		print_reserved(&dmar->entries[i]);
	}
	puts("\t");
}

static void print_ivrs(const struct ivrs *ivrs)
{
	printf("\t\t\tivinfo=0x%" PRIx32 " blocks=", ivrs->info);
	for (size_t i = 0; i < ivrs->unit_count; i++)
		printf("%s%x", i ? "," : "", ivrs->units[i].type);
	for (size_t i = 0; i < ivrs->memory_count; i++)
		printf(",%x", ivrs->memories[i].type);
	puts("");
}

static int print_table(const uint8_t *bytes, size_t size, struct arena *arena)
{
	struct dmar dmar;
	struct ivrs ivrs;

	if (decode_dmar(bytes, size, arena, &dmar) == 0)
		print_dmar(&dmar);
	else if (decode_ivrs(bytes, size, arena, &ivrs) == 0)
		print_ivrs(&ivrs);
	else
		return 1;
	return 0;
}

int main(int argc, char **argv)
{
	static uint8_t bytes[1 << 20];
	struct arena arena = {0};
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	size_t size = file ? fread(bytes, 1, sizeof(bytes), file) : 0;
	int status = print_table(bytes, size, &arena);

	if (file)
		fclose(file);
	arena_free(&arena);
	return status;
}
