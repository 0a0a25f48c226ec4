/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/lspci/lspci-inventory.h"

#include <errno.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/pci/facts.h"
#include "model/location.h"

#define SOURCE "the listing"
#define STEPS_MAX 32

struct builder {
	const struct lspci *lspci;
	struct arena *arena;
};

/* What the listing does not say; a macro, because texts have to last. */
#define unsaid(what) fact_unknown(what " in the listing", ENODATA)

#define number_fact(number, what)                                                                  \
	((struct fact_number){.fact = (number).known ? fact_known(SOURCE) : unsaid(what),          \
	                      .value = (number).value})

/* The line and what stands behind it, or unknown when it is empty. Returns 0 or -ENOMEM. */
static int set_text(struct builder *builder, struct lspci_line line, const char *behind,
                    struct fact_text *ret)
{
	*ret = (struct fact_text){.fact = unsaid("it")};
	if (line.length == 0)
		return 0;
	*ret = (struct fact_text){.fact = fact_known(SOURCE),
	                          .value = arena_format(builder->arena, "%.*s%s", (int)line.length,
	                                                line.text, behind)};
	return ret->value ? 0 : -ENOMEM;
}

/* "16GT/s" as sysfs writes it: "16.0 GT/s PCIe". */
static int set_speed(struct builder *builder, struct lspci_line line, struct fact_text *ret)
{
	size_t length = line.length > 4 ? line.length - 4 : 0;

	if (length > 0 && memcmp(line.text + length, "GT/s", 4) != 0)
		length = 0;
	return set_text(
	        builder, (struct lspci_line){line.text, length},
	        length > 0 && memchr(line.text, '.', length) ? " GT/s PCIe" : ".0 GT/s PCIe", ret);
}

/* The same out of registers, where there are bytes. */
static void set_speed_code(unsigned code, struct fact_text *ret)
{
	static const char *const names[] = {
	        NULL,
	        "2.5 GT/s PCIe",
	        "5.0 GT/s PCIe",
	        "8.0 GT/s PCIe",
	        "16.0 GT/s PCIe",
	        "32.0 GT/s PCIe",
	        "64.0 GT/s PCIe",
	};

	if (!fact_is_known(ret->fact) && code > 0 && code < sizeof(names) / sizeof(names[0]))
		*ret = (struct fact_text){.fact = fact_known(SOURCE), .value = names[code]};
}

static int set_lanes(struct builder *builder, struct lspci_line line, unsigned lanes,
                     struct fact_text *ret)
{
	if (set_text(builder, line, "", ret) < 0)
		return -ENOMEM;
	if (line.length > 0 || lanes == 0)
		return 0;
	*ret = (struct fact_text){.fact = fact_known(SOURCE),
	                          .value = arena_format(builder->arena, "%u", lanes)};
	return ret->value ? 0 : -ENOMEM;
}

static int set_link(struct builder *builder, const struct lspci_function *from,
                    struct dda_function *function)
{
	const struct config_express *express = &from->config.express;

	if (from->config.capabilities_known && !express->present) {
		function->details->link_speed.fact = function->details->link_speed_max.fact =
		        fact_absent(SOURCE);
		function->details->link_width.fact = function->details->link_width_max.fact =
		        fact_absent(SOURCE);
		return 0;
	}
	if (set_speed(builder, from->speed, &function->details->link_speed) < 0 ||
	    set_speed(builder, from->speed_max, &function->details->link_speed_max) < 0)
		return -ENOMEM;
	set_speed_code(express->speed, &function->details->link_speed);
	set_speed_code(express->speed_max, &function->details->link_speed_max);
	if (set_lanes(builder, from->width, express->width, &function->details->link_width) < 0)
		return -ENOMEM;
	return set_lanes(builder, from->width_max, express->width_max,
	                 &function->details->link_width_max);
}

/* A driver is named with -v and -k; in a listing without any nobody asked for them. */
static int set_driver(struct builder *builder, const struct lspci_function *from,
                      struct dda_function *function)
{
	if (set_text(builder, from->driver, "", &function->driver) < 0)
		return -ENOMEM;
	if (from->driver.length == 0)
		function->driver.fact = unsaid("driver");
	if (from->driver.length == 0 && (builder->lspci->has_drivers || from->detail != LSPCI_LINE))
		function->driver.fact = fact_absent(SOURCE);
	if (function->driver.value && strstr(function->driver.value, "vfio"))
		function->hold = HOLD_OUT;
	return 0;
}

static void set_ids(const struct lspci_function *from, struct dda_function *function)
{
	function->vendor_id = number_fact(from->vendor_id, "vendor id");
	function->device_id = number_fact(from->device_id, "device id");
	if (from->ids_by_name) {
		function->vendor_id.fact.source = "its name in the listing, by pci.ids";
		function->device_id.fact.source = function->vendor_id.fact.source;
	}
	function->class_code = number_fact(from->class_code, "class");
	function->class_code.value <<= 8;
	function->details->subsystem_vendor_id = number_fact(from->subsystem_vendor_id,
	                                                     "subsystem");
	function->details->subsystem_device_id = number_fact(from->subsystem_id, "subsystem");
	function->details->revision = number_fact(from->revision, "revision");
}

/* Names of capabilities (-v) are there without what is in them. */
static void forget_registers(struct dda_function *function)
{
	function->details->flr = unsaid("registers");
	function->details->virtual_functions_max.fact = function->details->virtual_functions.fact =
	        function->details->flr;
	function->details->resizable_fact = function->details->power_reset = function->details->flr;
	function->details->interrupts_able.fact = function->details->flr; /* nor the pin */
	function->details->ats.fact = function->details->pri.fact = function->details->pasid.fact =
	        function->details->flr;
}

/*
 * What the device can do by itself; what the kernel knows besides is not in a listing. Its reset is
 * said to be there when the device has one; other ways to reset it there may be in any case.
 */
static int set_capabilities(struct builder *builder, const struct lspci_function *from,
                            struct dda_function *function)
{
	struct pci_config *config = arena_zeroed(builder->arena, sizeof(*config));

	if (!config)
		return -ENOMEM;
	*config = from->config;
	function->details->config = config;
	if (config_facts(config, SOURCE, ENODATA, builder->arena, function) < 0)
		return -ENOMEM;
	config_put_ids(function, config);
	if (from->unnamed && !from->from_bytes)
		function->details->capabilities.fact = unsaid("capabilities without a name");
	if (from->detail == LSPCI_BRIEF && !from->from_bytes)
		forget_registers(function);
	function->details->reset_methods.fact = unsaid("reset");
	if (fact_is_present(function->details->flr))
		function->details->reset_methods = (struct fact_text){.fact = fact_known(SOURCE),
		                                                      .value = "flr"};
	return 0;
}

static void set_power(const struct lspci_function *from, struct dda_function *function)
{
	static const char *const states[] = {"D0", "D1", "D2", "D3hot"};

	function->details->power_state.fact = unsaid("power state");
	if (from->power_state.known && from->power_state.value < 4)
		function->details->power_state = (struct fact_text){
		        .fact = fact_known(SOURCE), .value = states[from->power_state.value]};
}

/* With -nn, "Device" stands where there is no name; the model has its own words for that. */
static int set_name(struct builder *builder, const struct lspci_function *from,
                    struct dda_function *function)
{
	static const char none[] = "Device";

	if (from->device_id.known && from->name.length == strlen(none) &&
	    memcmp(from->name.text, none, strlen(none)) == 0)
		return 0;
	function->device_name = arena_copy(builder->arena, from->name.text, from->name.length);
	return function->device_name ? 0 : -ENOMEM;
}

/* The bridge whose secondary bus it is on, or NULL; of several the first. */
static const struct lspci_function *bridge_above(const struct lspci *lspci, struct address address)
{
	for (size_t i = 0; i < lspci->count; i++) {
		const struct lspci_function *bridge = &lspci->items[i];

		if (bridge->address.domain == address.domain && config_is_bridge(&bridge->config) &&
		    bridge->config.secondary == address.bus && bridge->address.bus < address.bus)
			return bridge;
	}
	return NULL;
}

/* True when the numbers of the buses behind bridges are in the listing. */
static bool has_buses(const struct lspci *lspci)
{
	for (size_t i = 0; i < lspci->count; i++)
		if (config_is_bridge(&lspci->items[i].config))
			return true;
	return false;
}

/*
 * The way down from a root bus, which has no number of its own in a listing: that of its bus is
 * taken, as it is on most machines. Bus numbers grow on the way down, so it ends.
 */
static int set_location(struct builder *builder, struct dda_function *function)
{
	struct address steps[STEPS_MAX], way[STEPS_MAX];
	const struct lspci_function *bridge;
	unsigned count = 0;

	function->upstream = way[count++] = function->address;
	if (function->address.bus != 0 && !has_buses(builder->lspci))
		return 0;
	while (count < STEPS_MAX && (bridge = bridge_above(builder->lspci, way[count - 1])))
		way[count++] = bridge->address;
	if (count > 1)
		function->upstream = way[1];
	for (unsigned i = 0; i < count; i++)
		steps[i] = way[count - 1 - i];
	function->location_path =
	        location_format(builder->arena, steps[0].domain << 8 | steps[0].bus, steps, count);
	return function->location_path ? 0 : -ENOMEM;
}

static void set_bars(const struct lspci_function *from, struct dda_function *function)
{
	function->details->bars_fact = from->bars_known ? fact_known(SOURCE)
	                                                : unsaid("sizes of BARs");
	if (from->bars_known)
		memcpy(function->details->bars, from->bars, sizeof(function->details->bars));
}

static int add_function(struct builder *builder, const struct lspci_function *from,
                        struct dda_function *function)
{
	bool detailed = from->detail != LSPCI_LINE;

	function->address = from->address;
	set_ids(from, function);
	set_bars(from, function);
	set_power(from, function);
	function->group = number_fact(from->group, "IOMMU group");
	if (!from->group.known && detailed && builder->lspci->has_groups)
		function->group.fact = fact_absent(SOURCE);
	function->details->numa_node = number_fact(from->numa_node, "NUMA node");
	if (!from->numa_node.known && detailed)
		function->details->numa_node.fact = fact_absent(SOURCE);
	function->details->reserved_memory = unsaid("memory of the firmware");
	if (set_capabilities(builder, from, function) < 0 ||
	    set_name(builder, from, function) < 0 || set_driver(builder, from, function) < 0 ||
	    set_link(builder, from, function) < 0)
		return -ENOMEM;
	return set_location(builder, function);
}

/*
 * Virtual functions lie where their physical function says (PCIe 9.3.3.9, 9.3.3.10). Returns that,
 * NULL for others.
 */
static const struct lspci_function *physical_of(const struct lspci *lspci, struct address address)
{
	unsigned id = (unsigned)address.bus << 8 | (unsigned)address.device << 3 | address.function;

	for (size_t i = 0; i < lspci->count; i++) {
		const struct config_sriov *sriov = &lspci->items[i].config.sriov;
		struct address at = lspci->items[i].address;
		unsigned first = ((unsigned)at.bus << 8 | (unsigned)at.device << 3 | at.function) +
		                 sriov->offset;

		if (sriov->count > 0 && sriov->offset > 0 && at.domain == address.domain &&
		    id >= first && (id - first) % (sriov->stride ? sriov->stride : 1u) == 0 &&
		    (id - first) / (sriov->stride ? sriov->stride : 1u) < sriov->count)
			return &lspci->items[i];
	}
	return NULL;
}

static void set_physical(const struct lspci *lspci, struct dda_function *function)
{
	const struct lspci_function *physical = physical_of(lspci, function->address);

	if (!physical)
		return;
	function->physical_function = fact_known(SOURCE);
	function->physical = physical->address;
}

static void set_host(const struct lspci *lspci, struct dda_inventory *inventory)
{
	struct iommu *iommu = &inventory->iommu;

	inventory->platform = PLATFORM_LINUX;
	iommu->groups = lspci->has_groups ? fact_known(SOURCE) : unsaid("IOMMU groups");
	iommu->firmware.fact = unsaid("firmware tables");
	iommu->parameters.fact = unsaid("kernel parameters");
	iommu->address_bits.fact = iommu->processor.fact = unsaid("processor");
	iommu->remapping = unsaid("interrupt controllers");
	inventory->vms_fact = (struct fact_text){
	        .fact = unsaid("VMs"),
	        .value = _("this is only what lspci says of a host; its libvirt can't be asked")};
}

/* AMD's IOMMU is a function of its own; where there is one of another maker's, it is in no list. */
static enum answer amd_iommu(const struct lspci *lspci)
{
	for (size_t i = 0; i < lspci->count; i++) {
		const struct lspci_function *function = &lspci->items[i];

		if (function->class_code.known && function->class_code.value == 0x0806)
			return answer_of(function->vendor_id.value == 0x1022);
	}
	return ANSWER_UNKNOWN;
}

/*
 * A bus that no bridge leads to is a root bus; without any numbers of buses (no -v) every one but
 * the first looks like that. Then nothing is known of what is above.
 */
static void forget_groups(const struct lspci *lspci, struct dda_inventory *inventory)
{
	for (size_t i = 0; !has_buses(lspci) && i < inventory->functions.count; i++)
		if (inventory->functions.items[i].address.bus != 0)
			inventory->functions.items[i].details->group_computed =
			        (struct group_computed){.fact = unsaid("numbers of buses")};
}

int lspci_inventory(const struct lspci *lspci, struct dda_inventory *inventory)
{
	struct builder builder = {.lspci = lspci, .arena = &inventory->arena};
	/* Where there are groups, a driver of an IOMMU was there to ask for ACS. */
	const struct acs_host host = {
	        .amd_iommu = amd_iommu(lspci),
	        .acs_asked = lspci->has_groups ? ANSWER_YES : ANSWER_UNKNOWN,
	};

	set_host(lspci, inventory);
	for (size_t i = 0; i < lspci->count; i++) {
		struct dda_function *function = inventory_add(inventory, true);

		if (!function || add_function(&builder, &lspci->items[i], function) < 0)
			return -ENOMEM;
		set_physical(lspci, function);
	}
	if (inventory_finish(inventory) < 0 ||
	    compute_function_groups(&host, inventory->functions.items, 0,
	                            inventory->functions.count) < 0)
		return -ENOMEM;
	forget_groups(lspci, inventory);
	return 0;
}
