/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/text.h"

static void add_number(struct table *table, const json_t *number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT, json_integer_value(number));
	table_add(table, json_is_null(number) ? NULL : text);
}

static void add_size(struct table *table, const json_t *number)
{
	_cleanup_free_ char *text = text_size((uint64_t)json_integer_value(number));

	table_add(table, json_is_null(number) ? NULL : text);
}

static void add_vm(struct table *table, const json_t *vm)
{
	char count[24];

	snprintf(count, sizeof(count), "%zu", json_array_size(document_array(vm, "devices")));
	table_add(table, document_string(vm, "name"));
	table_add(table, document_string(vm, "state"));
	table_add(table, document_string(vm, "machine"));
	add_size(table, json_object_get(vm, "memory"));
	add_number(table, json_object_get(vm, "vcpus"));
	table_add(table, count);
	table_add(table, document_string(vm, "uuid"));
}

static int vm_table(const json_t *vms, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "NAME", .shrinks = true},
	        {.title = "STATE"},
	        {.title = "MACHINE"},
	        {.title = "MEMORY"},
	        {.title = "VCPUS"},
	        {.title = "DEVICES"},
	        {.title = "UUID"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 7};
	const json_t *vm;
	size_t i;

	json_array_foreach(vms, i, vm) add_vm(&table, vm);
	return table_print(&table, 0, style, out);
}

static void add_devices(struct table *table, const json_t *vm)
{
	const json_t *device;
	size_t i;

	json_array_foreach(document_array(vm, "devices"), i, device)
	{
		table_add(table, document_string(vm, "name"));
		table_add(table, document_string(device, "address"));
		table_add(table, document_string(device, "guest_address"));
		table_add(table, document_string(device, "state"));
		table_add(table, document_string(device, "name"));
	}
}

static int device_table(const json_t *vms, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "VM"},
	        {.title = "DEVICE"},
	        {.title = "IN THE VM"},
	        {.title = "STATE", .coloured = true},
	        {.title = "NAME", .shrinks = true},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 5};
	const json_t *vm;
	size_t i;

	json_array_foreach(vms, i, vm) add_devices(&table, vm);
	if (table.count)
		fputc('\n', out);
	return table_print(&table, 0, style, out);
}

int text_vms(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *vms = document_array(document, "vms");

	if (json_array_size(vms) == 0)
		fputs("this host has no VMs\n", out);
	return vm_table(vms, style, out) < 0 || device_table(vms, style, out) < 0 ? -ENOMEM : 0;
}
