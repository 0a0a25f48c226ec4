/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-details.h"

#include <errno.h>

#include "base/cleanup.h"
#include "host/linux/decode-resource.h"
#include "host/linux/read-config.h"
#include "host/linux/read-reserved.h"
#include "host/linux/read-watch.h"
#include "model/slot.h"

static void read_bars(const struct root *root, int folder, struct dda_function *function)
{
	char text[4096];
	int r = root_read(root, folder, "resource", text, sizeof(text));

	if (r >= 0)
		r = decode_resource(text, function->details->bars);
	function->details->bars_fact = r < 0 ? fact_unknown("resource", -r)
	                                     : fact_known("resource");
}

void read_kind(const struct root *root, int folder, struct dda_function *function)
{
	function->details->subsystem_vendor_id = root_number(root, folder, "subsystem_vendor", 16);
	function->details->subsystem_device_id = root_number(root, folder, "subsystem_device", 16);
	function->details->revision = root_number(root, folder, "revision", 16);
}

/*
 * What the configuration space tells root, the kernel tells everybody, in files that only functions
 * with virtual ones have.
 */
static void read_virtual(const struct root *root, int folder, struct dda_function *function)
{
	if (function->details->virtual_functions_max.fact.state != FACT_UNKNOWN ||
	    fact_is_present(function->physical_function) || function_is_bridge(function))
		return;
	function->details->virtual_functions = function->details->virtual_functions_max =
	        root_number(root, folder, "sriov_totalvfs", 10);
	if (fact_is_present(function->details->virtual_functions_max.fact))
		function->details->virtual_functions = root_number(root, folder, "sriov_numvfs",
		                                                   10);
}

static void read_description(const struct root *root, int folder, struct arena *arena,
                             struct dda_function *function)
{
	read_kind(root, folder, function);
	function->details->power_state = root_text(root, folder, "power_state", arena);
	function->details->iommu_unit = root_link_name(root, folder, "iommu", arena);
	function->details->link_speed = root_text(root, folder, "current_link_speed", arena);
	function->details->link_width = root_text(root, folder, "current_link_width", arena);
	function->details->link_speed_max = root_text(root, folder, "max_link_speed", arena);
	function->details->link_width_max = root_text(root, folder, "max_link_width", arena);
}

static int read_details(const struct root *root, int folder, struct arena *arena,
                        struct dda_function *function)
{
	function->details->reset_methods = root_text(root, folder, "reset_method", arena);
	function->details->numa_node = root_number(root, folder, "numa_node", 10);
	if (!fact_is_known(function->class_code.fact) || function_is_display(function))
		function->details->boot_vga = root_number(root, folder, "boot_vga", 10);
	else
		function->details->boot_vga.fact =
		        fact_absent("boot_vga"); /* the kernel makes it for VGA */
	read_bars(root, folder, function);
	if (read_config(root, folder, arena, function) < 0)
		return -ENOMEM;
	/* Of one that answers it only describes. */
	if (!fact_is_present(function->details->answers))
		function->details->power_state = root_text(root, folder, "power_state", arena);
	read_virtual(root, folder, function);
	return 0;
}

static int read_function(const struct root *root, struct dda_inventory *inventory,
                         struct dda_function *function)
{
	struct arena *arena = &inventory->arena;

	if (function->state == FUNCTION_MISSING)
		return 0;
	/* When it can't be opened (unplugged meanwhile...) each fact says why. */
	_cleanup_close_ int folder = root_open_function(root, function->address);
	if (inventory->want & DDA_WANT_DESCRIPTION)
		read_description(root, folder, arena, function);
	return inventory->want & DDA_WANT_DETAILS ? read_details(root, folder, arena, function) : 0;
}

int read_described(const struct root *root, struct dda_inventory *inventory)
{
	int r;

	for_each_described (function, inventory)
		if (read_function(root, inventory, function) < 0)
			return -ENOMEM;
	if (!(inventory->want & DDA_WANT_DETAILS))
		return 0;
	r = compute_groups(inventory);
	if (r < 0 || !(inventory->want & DDA_WANT_IOMMU))
		return r;
	r = read_reserved(root, inventory);
	return r < 0 ? r : read_watch(root, inventory);
}

int read_port(const struct root *root, int folder, struct arena *arena,
              struct dda_function *function)
{
	struct function_details *none = function->details, scratch = {0};
	struct arena_mark before = arena_mark(arena);
	int r;

	if (!function_is_bridge(function))
		return 0;
	function->details = &scratch;
	r = read_config(root, folder, arena, function);
	slot_note_port(function);
	function->details = none;
	arena_release(arena, before);
	return r;
}
