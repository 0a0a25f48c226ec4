/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/text.h"
#include "base/translate.h"

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
	table_add(table, _(document_string(vm, "state")));
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

void text_add_answer(struct table *table, const json_t *answer, const char *yes, const char *no)
{
	table_add(table, json_is_boolean(answer) ? json_is_true(answer) ? yes : no : NULL);
}

/* What is set of the address space; as it comes when nothing is. */
static void add_space(struct table *table, const json_t *space)
{
	_cleanup_(arena_free) struct arena arena = {0};

	table_add(table, text_address_space(space, &arena));
}

static void add_settings(struct table *table, const json_t *vm)
{
	const json_t *settings = json_object_get(vm, "settings");
	bool has_balloon = !text_equal(document_string(settings, "balloon"), "none");

	if (!json_is_object(settings))
		return;
	table_add(table, document_string(vm, "name"));
	table_add(table, document_string(settings, "firmware"));
	add_size(table, has_balloon ? json_object_get(settings, "balloon_target") : json_null());
	text_add_answer(table, json_object_get(settings, "page_reporting"), _("reported"),
	                _("kept"));
	text_add_answer(table, json_object_get(settings, "page_sharing"), _("yes"), _("no"));
	text_add_answer(table, json_object_get(settings, "huge_pages"), _("huge"), _("small"));
	add_space(table, json_object_get(settings, "address_space"));
	table_add(table, document_string(settings, "numa_nodes"));
	text_add_answer(table, json_object_get(settings, "saved"), _("yes"), _("no"));
	text_add_answer(table, json_object_get(settings, "memory_snapshots"), _("yes"), _("no"));
}

static int settings_table(const json_t *vms, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "VM", .shrinks = true}, {.title = "FIRMWARE"}, {.title = "BALLOON TO"},
	        {.title = "FREE PAGES"},          {.title = "SHARED"},   {.title = "PAGES"},
	        {.title = "ADDRESS SPACE"},       {.title = "NUMA"},     {.title = "SAVED"},
	        {.title = "SNAPSHOTS"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 10};
	const json_t *vm;
	size_t i;

	json_array_foreach(vms, i, vm) add_settings(&table, vm);
	if (table.count)
		fputc('\n', out);
	return table_print(&table, 0, style, out);
}

/* What dda has on record of the VM, and puts back. */
static void put_kept(const json_t *vm, FILE *out)
{
	const json_t *name, *names = document_array(json_object_get(vm, "settings"), "set_by_dda");
	size_t i;

	if (json_array_size(names) == 0)
		return;
	text_put(document_string(vm, "name"), out);
	fputs(_(": set by dda, to be put back with its last device: "), out);
	json_array_foreach(names, i, name)
	        fprintf(out, "%s%s", i ? ", " : "", _(json_string_value(name)));
	fputc('\n', out);
}

static int put_settings(const json_t *document, const json_t *vms, const struct view_style *style,
                        FILE *out)
{
	const char *platform = document_string(json_object_get(document, "host"), "platform");
	const json_t *vm;
	size_t i;
	int r = text_equal(platform, platform_name(PLATFORM_HYPERV))
	                ? text_vms_hyperv(vms, style, out)
	                : settings_table(vms, style, out);

	json_array_foreach(vms, i, vm) put_kept(vm, out);
	return r;
}

/* What stands in the way of which VM, the same cause once. */
static int put_findings(const json_t *vms, const struct view_style *style, FILE *out)
{
	_cleanup_document_ json_t *all = json_array();
	const json_t *vm;
	size_t i;

	json_array_foreach(vms, i, vm) if (json_array_extend(all, json_object_get(vm, "findings")) <
	                                   0) return -ENOMEM;
	if (json_array_size(all) > 0)
		fputc('\n', out);
	return text_findings(all, style, out);
}

int text_vms(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *vms = document_array(document, "vms");

	if (json_array_size(vms) == 0)
		fputs(_("this host has no VMs\n"), out);
	if (vm_table(vms, style, out) < 0 || put_settings(document, vms, style, out) < 0 ||
	    device_table(vms, style, out) < 0)
		return -ENOMEM;
	return put_findings(vms, style, out);
}
