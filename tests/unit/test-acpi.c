/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "fixture.h"
#include "host/pci/decode-dmar.h"
#include "host/pci/decode-ivrs.h"
#include "host/pci/dmar-scope.h"

/* The firmware's tables of IOMMUs, made by hand: good ones, and every length that can lie. */

#define HEADER_REST "\1\0OEMID_OEMTABLE\1\0\0\0INTL\1\0\0\0"

struct table {
	uint8_t bytes[512];
	size_t size;
};

static void append(struct table *table, const char *bytes, size_t size)
{
	memcpy(table->bytes + table->size, bytes, size);
	table->size += size;
}
#define APPEND(table, text) append(table, text, sizeof(text) - 1)

/* With the 12 bytes that each of the two has of its own behind the header; the length is set. */
static void begin(struct table *table, const char *signature, const char *own)
{
	*table = (struct table){0};
	append(table, signature, 4);
	APPEND(table, "\0\0\0\0" HEADER_REST);
	table->size = 36;
	append(table, own, 12);
}

static void end(struct table *table)
{
	table->bytes[4] = (uint8_t)table->size;
	table->bytes[5] = (uint8_t)(table->size >> 8);
}

/* A heap copy of exactly that size: the sanitizer sees a read past its end. */
static int dmar_of(const struct table *table, size_t size, struct arena *arena, struct dmar *ret)
{
	_cleanup_free_ uint8_t *copy = malloc(size ? size : 1);

	memcpy(copy, table->bytes, size);
	return decode_dmar(copy, size, arena, ret);
}

static int ivrs_of(const struct table *table, size_t size, struct arena *arena, struct ivrs *ret)
{
	_cleanup_free_ uint8_t *copy = malloc(size ? size : 1);

	memcpy(copy, table->bytes, size);
	return decode_ivrs(copy, size, arena, ret);
}

#define DMAR_OWN "\x2d\x05\0\0\0\0\0\0\0\0\0\0"
#define UNIT_ALL "\0\0\x10\0\1\0\0\0\0\x10\xd9\xfe\0\0\0\0"
#define UNIT_GPU "\0\0\x18\0\0\0\1\0\0\0\xd9\xfe\0\0\0\0\1\x08\0\0\0\0\2\0"
#define RESERVED                                                                                   \
	"\1\0\x2c\0\0\0\0\0\0\0\x00\x7c\0\0\0\0\xff\xff\x3f\x80\0\0\0\0"                           \
	"\1\x08\0\0\0\0\x14\0\2\x0c\0\0\7\x20\x1c\4\0\0\1\2"
#define ATS "\2\0\x08\0\1\0\0\0"
#define RHSA "\3\0\x14\0\0\0\0\0\0\0\xd9\xfe\0\0\0\0\1\0\0\0"
#define SOC_ATS "\5\0\x10\0\1\0\0\0\1\x08\0\0\0\0\2\0"

static void make_dmar(struct table *table)
{
	begin(table, "DMAR", DMAR_OWN);
	APPEND(table, UNIT_GPU RESERVED ATS RHSA UNIT_ALL SOC_ATS);
	end(table);
}

static void test_dmar(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const struct dmar_entry *entry;
	struct table table;
	struct dmar dmar;

	make_dmar(&table);
	assert_int_equal(dmar_of(&table, table.size, &arena, &dmar), 0);
	assert_int_equal(dmar.address_bits, 46);
	assert_true(dmar.interrupt_remapping && dmar.dma_control_opt_in && !dmar.x2apic_opt_out);
	assert_int_equal(dmar.entry_count, 5);

	entry = &dmar.entries[0];
	assert_true(entry->type == DMAR_UNIT && !entry->flag && entry->base == 0xfed90000);
	assert_int_equal(entry->segment, 1);
	assert_int_equal(entry->scope_count, 1);
	assert_int_equal(entry->scopes[0].steps[0].device, 2);

	entry = &dmar.entries[1];
	assert_true(entry->type == DMAR_RESERVED);
	assert_true(entry->base == 0x7c000000 && entry->limit == 0x803fffff);
	assert_int_equal(entry->scope_count, 2);
	assert_int_equal(entry->scopes[1].type, DMAR_SCOPE_BRIDGE);
	assert_int_equal(entry->scopes[1].bus, 0x20);
	assert_int_equal(entry->scopes[1].enumeration_id, 7);
	assert_int_equal(entry->scopes[1].step_count, 3);
	assert_int_equal(entry->scopes[1].steps[0].function, 4);
	assert_int_equal(entry->scopes[1].steps[2].device, 1);

	assert_true(dmar.entries[2].type == DMAR_ATS && dmar.entries[2].flag);
	assert_true(dmar.entries[3].type == DMAR_UNIT && dmar.entries[3].flag);
	assert_true(dmar.entries[4].type == DMAR_SOC_ATS && dmar.entries[4].scope_count == 1);
}

/* Cut anywhere, a table is refused; with its length corrected only at the end of a structure. */
/* A graphics unit at 0001:00:02.0, another for what is left of segment 0. */
static void test_dmar_units(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "function 0000:00:02.0 0300 1 i915\nfunction 0001:00:02.0 0300 2 i915\n"
	        "function 0001:00:03.0 0403 3 -\nfunction 0001:01:00.0 0300 4 - 0001:00:02.0");
	struct dda_function *functions = inventory->functions.items;
	size_t count = inventory->functions.count;
	_cleanup_(arena_free) struct arena arena = {0};
	const struct dmar_entry *graphics, *rest;
	struct table table;
	struct dmar dmar;

	make_dmar(&table);
	assert_int_equal(dmar_of(&table, table.size, &arena, &dmar), 0);
	graphics = &dmar.entries[0];
	rest = &dmar.entries[3];
	assert_ptr_equal(dmar_unit_of(&dmar, functions, 0), rest);
	assert_ptr_equal(dmar_unit_of(&dmar, functions, 1), graphics);
	assert_null(dmar_unit_of(&dmar, functions, 2));
	assert_ptr_equal(dmar_unit_of(&dmar, functions, 3), graphics); /* below what is named */
	assert_true(dmar_is_for_graphics(graphics, functions, count));
	assert_false(dmar_is_for_graphics(rest, functions, count));
	functions[3].class_code.value = 0x040300;
	assert_false(dmar_is_for_graphics(graphics, functions, count));
	assert_false(dmar_is_for_graphics(graphics, functions, 1)); /* not there */
}

static void test_dmar_cut(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	static const size_t ends[] = {48, 72, 116, 124, 144, 160};
	struct table table;
	struct dmar dmar;
	size_t next = 0;

	make_dmar(&table);
	for (size_t size = 0; size < table.size; size++) {
		struct table cut = table;

		assert_int_equal(dmar_of(&cut, size, &arena, &dmar), -EINVAL);
		if (size < 48)
			continue;
		cut.size = size;
		end(&cut);
		if (size == ends[next])
			assert_int_equal(dmar_of(&cut, size, &arena, &dmar), 0);
		else
			assert_int_equal(dmar_of(&cut, size, &arena, &dmar), -EINVAL);
		next += size == ends[next] && next + 1 < COUNT(ends);
	}
}

static void refuse_dmar(size_t at, uint8_t value)
{
	_cleanup_(arena_free) struct arena arena = {0};
	struct table table;
	struct dmar dmar;

	make_dmar(&table);
	assert_int_not_equal(table.bytes[at], value);
	table.bytes[at] = value;
	assert_int_equal(dmar_of(&table, table.size, &arena, &dmar), -EINVAL);
}

#define UNIT_ODD "\0\0\x20\0\0\0\0\0\0\0\xd9\xfe\0\0\0\0\1\x07\0\0\0\0\2\1\x09\0\0\0\0\2\0\3"

static void test_dmar_odd(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	struct table table;
	struct dmar dmar;

	begin(&table, "DMAR", DMAR_OWN);
	APPEND(&table, UNIT_ODD);
	end(&table);
	assert_int_equal(dmar_of(&table, table.size, &arena, &dmar), -EINVAL);
}

static void test_dmar_lies(void **state)
{
	refuse_dmar(0, 'X');   /* another table */
	refuse_dmar(5, 1);     /* longer than it is */
	refuse_dmar(4, 47);    /* shorter than its header */
	refuse_dmar(50, 0);    /* a structure without length */
	refuse_dmar(50, 3);    /* shorter than type and length */
	refuse_dmar(50, 15);   /* shorter than what a unit has */
	refuse_dmar(51, 1);    /* past the end */
	refuse_dmar(65, 0);    /* a scope without length */
	refuse_dmar(65, 5);    /* shorter than its fixed part */
	refuse_dmar(65, 7);    /* half a step */
	refuse_dmar(65, 10);   /* past the end of its structure */
	refuse_dmar(74, 0x14); /* a reserved region without room for its limit */
}

#define IVRS_OWN "\x43\x30\x20\0\0\0\0\0\0\0\0\0"
#define IVHD_10                                                                                    \
	"\x10\xb0\x24\0\2\0\x40\0\0\0\xb8\xfe\0\0\0\0\1\0\0\0\0\0\0\0"                             \
	"\1\0\0\x10\0\0\0\0\2\x10\0\x20"
#define IVHD_40                                                                                    \
	"\x40\xb0\x70\0\2\0\x40\0\0\0\xb8\xfe\0\0\0\0\0\0\0\0\0\2\4\0"                             \
	"\xda\x4a\x29\x22\xef\x77\x4f\0\0\0\0\0\0\0\0\0"                                           \
	"\3\x08\0\0\4\xfe\xff\0"                                                                   \
	"\x43\0\xff\0\0\xa4\0\0\4\xff\xff\0"                                                       \
	"\x48\0\0\xd7\x21\xa0\0\1"                                                                 \
	"\x42\x10\x01\0\0\x08\x01\0"                                                               \
	"\xf0\x99\0\xf7PNP0D40\0\0\0\0\0\0\0\0\0\0\2ab"                                            \
	"\0\0\0\0\0\0\0\0\0\0\0\0"
#define IVMD_RANGE                                                                                 \
	"\x22\x07\x20\0\0\x08\xff\x08\1\0\0\0\0\0\0\0"                                             \
	"\0\0\xa0\x3e\0\0\0\0\0\0\x10\0\0\0\0\0"
#define IVMD_ALL                                                                                   \
	"\x20\x08\x20\0\0\0\0\0\0\0\0\0\0\0\0\0"                                                   \
	"\0\0\xb0\x3e\0\0\0\0\0\x10\0\0\0\0\0\0"

static void make_ivrs(struct table *table)
{
	begin(table, "IVRS", IVRS_OWN);
	APPEND(table, IVHD_10 IVHD_40 IVMD_RANGE IVMD_ALL);
	end(table);
}

static void test_ivrs(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const struct ivrs_device *devices;
	struct table table;
	struct ivrs ivrs;

	make_ivrs(&table);
	assert_int_equal(ivrs_of(&table, table.size, &arena, &ivrs), 0);
	assert_int_equal(ivrs.info, 0x203043);
	assert_true(ivrs.extended_features && ivrs.dma_remapping);
	assert_int_equal(ivrs.physical_bits, 48);
	assert_int_equal(ivrs.virtual_bits, 64);
	assert_int_equal(ivrs.unit_count, 2);
	assert_int_equal(ivrs.units[0].segment, 1);
	assert_int_equal(ivrs.units[0].device_count, 2);
	assert_true(ivrs.units[0].features == 0);
	devices = ivrs.units[0].devices;
	assert_true(devices[0].range.first == 0 && devices[0].range.last == 0xffff);
	assert_true(devices[1].range.first == 0x10 && devices[1].range.last == 0x10);
	assert_int_equal(devices[1].settings, 0x20);

	assert_true(ivrs.units[1].features == 0x4f77ef22294ada);
	assert_int_equal(ivrs.units[1].device_count, 5);
	devices = ivrs.units[1].devices;
	assert_true(devices[0].range.first == 8 && devices[0].range.last == 0xfffe);
	assert_true(devices[1].has_alias && devices[1].alias == 0xa4);
	assert_true(devices[1].range.first == 0xff00 && devices[1].range.last == 0xffff);
	assert_true(devices[2].special == IVRS_IOAPIC && devices[2].special_id == 0x21);
	assert_int_equal(devices[2].range.first, 0xa0);
	assert_true(devices[3].has_alias && devices[3].alias == 0x108);
	assert_string_equal(devices[4].acpi_id, "PNP0D40");
}

static void test_ivrs_memory(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	struct table table;
	struct ivrs ivrs;

	make_ivrs(&table);
	assert_int_equal(ivrs_of(&table, table.size, &arena, &ivrs), 0);
	assert_int_equal(ivrs.memory_count, 2);
	assert_true(ivrs.memories[0].unity && !ivrs.memories[0].excluded);
	assert_int_equal(ivrs.memories[0].devices.first, 0x800);
	assert_int_equal(ivrs.memories[0].devices.last, 0x8ff);
	assert_int_equal(ivrs.memories[0].segment, 1);
	assert_true(ivrs.memories[0].start == 0x3ea00000 && ivrs.memories[0].size == 0x100000);
	assert_true(!ivrs.memories[1].unity && ivrs.memories[1].excluded);
	assert_true(ivrs.memories[1].devices.first == 0 && ivrs.memories[1].devices.last == 0xffff);
}

static void test_ivrs_cut(void **state)
{
	_cleanup_(arena_free) struct arena arena = {0};
	struct table table;
	struct ivrs ivrs;

	make_ivrs(&table);
	for (size_t size = 0; size < table.size; size++) {
		struct table cut = table;
		bool whole = size == 48 || size == 84 || size == 196 || size == 228;

		assert_int_equal(ivrs_of(&cut, size, &arena, &ivrs), -EINVAL);
		cut.size = size;
		end(&cut);
		if (size >= 48)
			assert_int_equal(ivrs_of(&cut, size, &arena, &ivrs), whole ? 0 : -EINVAL);
	}
}

static void refuse_ivrs(size_t at, uint8_t value)
{
	_cleanup_(arena_free) struct arena arena = {0};
	struct table table;
	struct ivrs ivrs;

	make_ivrs(&table);
	assert_int_not_equal(table.bytes[at], value);
	table.bytes[at] = value;
	assert_int_equal(ivrs_of(&table, table.size, &arena, &ivrs), -EINVAL);
}

static void test_ivrs_lies(void **state)
{
	refuse_ivrs(3, 'T');
	refuse_ivrs(4, 255);    /* longer than it is */
	refuse_ivrs(50, 0);     /* a block without length */
	refuse_ivrs(50, 20);    /* a unit shorter than its header */
	refuse_ivrs(51, 1);     /* past the end */
	refuse_ivrs(76, 0x80);  /* an entry of a length that nobody knows */
	refuse_ivrs(80, 0x42);  /* an entry past the end of its block */
	refuse_ivrs(80, 3);     /* a range that does not end */
	refuse_ivrs(80, 4);     /* an end of nothing */
	refuse_ivrs(142, 0);    /* a range that ends before it begins */
	refuse_ivrs(128, 2);    /* a range in a range */
	refuse_ivrs(181, 0xff); /* a name past the end */
	refuse_ivrs(198, 0x10); /* memory without room for its size */
	refuse_ivrs(203, 0x07); /* devices of memory: the last before the first */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_dmar),        cmocka_unit_test(test_dmar_units),
	        cmocka_unit_test(test_dmar_cut),    cmocka_unit_test(test_dmar_lies),
	        cmocka_unit_test(test_dmar_odd),    cmocka_unit_test(test_ivrs),
	        cmocka_unit_test(test_ivrs_memory), cmocka_unit_test(test_ivrs_cut),
	        cmocka_unit_test(test_ivrs_lies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
