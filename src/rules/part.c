/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/part.h"

#include <string.h>

#include "rules/scope.h"

/*
 * Parts of the mainboard that every host needs for itself, by class code (PCI Code and ID
 * Assignment Specification). Only what is certain: a class that also stands for plugged-in cards is
 * not here.
 */
static const struct part {
	unsigned class;
	const char *name;
} parts[] = {
        {0x0500, "the host's memory"},
        {0x0501, "the host's flash memory"},
        {0x0502, "memory of the host (CXL)"},
        {0x0800, "an interrupt controller"},
        {0x0801, "a DMA controller"},
        {0x0802, "a timer"},
        {0x0803, "the real-time clock"},
        {0x0806, "an IOMMU"},
        {0x0807, "an event collector of the root complex"},
        {0x0c05, "the management bus (SMBus)"},
};

#define INTEL 0x8086
#define AMD 0x1022

/* The same of one maker's; another one's class 1080 is a plain card. */
static const char *maker_part(const struct dda_function *function)
{
	unsigned class = function_class(function);

	if (!fact_is_present(function->vendor_id.fact))
		return NULL;
	/* It keeps the host's keys. */
	if (class == 0x1080 && function->vendor_id.value == AMD)
		return "the processor's security unit";
	if (class == 0x1300 && function->vendor_id.value == AMD)
		return "a dummy function of the processor";
	/* Always at this place of a chipset of Intel. */
	if (class == 0x0780 && function->vendor_id.value == INTEL && function->address.bus == 0 &&
	    function->address.device == 0x16)
		return "the management engine";
	return NULL;
}

const char *part_name(const struct dda_function *function)
{
	unsigned class = function_class(function);

	if (!fact_is_present(function->class_code.fact))
		return NULL;
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i].class == class)
			return parts[i].name;
	return maker_part(function);
}

static bool is_on_root_bus(const struct dda_function *function)
{
	const char *path = function->location_path;
	const char *step = path ? strchr(path, '#') : NULL;

	return step && !strchr(step + 1, '#');
}

/*
 * Processors have hundreds of functions for their own counters and controllers, as system
 * peripherals (08) and signal processing controllers (11) without a driver. As plugged-in cards
 * they would stand behind a port.
 */
static bool is_peripheral(const struct dda_function *function)
{
	unsigned class = function_base_class(function);

	return fact_is_present(function->class_code.fact) && (class == 0x08 || class == 0x11) &&
	       is_on_root_bus(function) && !fact_is_present(function->driver.fact);
}

/* What can't be told from a bridge counts as one. */
static bool may_be_bridge(const struct dda_function *function)
{
	struct fact class = function->class_code.fact;

	return class.state == FACT_UNKNOWN ||
	       (fact_is_present(class) && function_is_bridge(function));
}

bool card_is_part(const struct dda_inventory *inventory, const struct card *card)
{
	const struct dda_function *function;

	for_each_function (function, inventory, card)
		if (may_be_bridge(function) || part_name(function))
			return true;
	return is_peripheral(card_main(inventory, card));
}

bool card_is_gpu(const struct dda_inventory *inventory, const struct card *card)
{
	const struct dda_function *function;

	if (fact_is_present(card_main(inventory, card)->physical_function) ||
	    card_is_part(inventory, card))
		return false;
	for_each_function (function, inventory, card)
		if (fact_is_present(function->class_code.fact) && function_is_display(function))
			return true;
	return false;
}
