/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/facts.h"

#include <errno.h>
#include <stdio.h>

#include "base/cleanup.h"

#define COMMAND_NO_LINE (1 << 10) /* PCIe 7.5.1.1.3 */

#define SOURCE_GROUPS "by Linux's rule"

/* Where the facts of one function come from. */
struct config_source {
	const struct pci_config *config;
	const char *name;
	int error;
};

/* Something that is there or not, once all is known of where it would be. */
static struct fact fact_of(const struct config_source *source, bool present, bool known)
{
	if (present)
		return fact_known(source->name);
	return known ? fact_absent(source->name) : fact_unknown(source->name, source->error);
}

static struct fact_number number_of(const struct config_source *source, bool present, bool known,
                                    uint64_t value)
{
	return (struct fact_number){.fact = fact_of(source, present, known),
	                            .value = present ? value : 0};
}

/* A virtual function has no line, whatever its register says (PCIe 9.3.4.1.15); its ids read as
 * all ones. */
static bool has_line(const struct pci_config *config)
{
	return config->interrupt_pin != 0 && config->vendor_id != 0xffff;
}

static unsigned interrupts_able(const struct pci_config *config)
{
	return (has_line(config) ? INTERRUPT_LINE : 0u) |
	       (config->msi.present ? INTERRUPT_MSI : 0u) |
	       (config->msix.present ? INTERRUPT_MSIX : 0u);
}

/* What it can be heard by now: messages where they are on, else its line. */
static unsigned interrupts_of(const struct pci_config *config)
{
	unsigned set = 0;

	if (config->msi.enabled)
		set |= INTERRUPT_MSI;
	if (config->msix.enabled)
		set |= INTERRUPT_MSIX;
	if (set == 0 && has_line(config) && !(config->command & COMMAND_NO_LINE))
		set |= INTERRUPT_LINE;
	return set;
}

static struct fact_text capabilities_of(const struct config_source *source, struct arena *arena)
{
	const struct pci_config *config = source->config;
	char text[CONFIG_CAPABILITIES * sizeof(" vf-resizable-bar")] = "";
	struct fact_text capabilities = {
	        .fact = fact_of(source, config->capability_count > 0, config->capabilities_known)};
	size_t length = 0;

	for (unsigned i = 0; i < config->capability_count; i++) {
		const struct config_capability *item = &config->capabilities[i];
		const char *name = config_capability_name(item->id, item->extended);
		const char *blank = i > 0 ? " " : "";

		length += (size_t)(name ? snprintf(text + length, sizeof(text) - length, "%s%s",
		                                   blank, name)
		                        : snprintf(text + length, sizeof(text) - length,
		                                   item->extended ? "%s%04x" : "%s%02x", blank,
		                                   item->id));
	}
	if (capabilities.fact.present)
		capabilities.value = arena_text(arena, text);
	return capabilities;
}

static struct fact_text serial_of(const struct config_source *source, struct arena *arena)
{
	const struct pci_config *config = source->config;
	struct fact_text serial = {
	        .fact = fact_of(source, config->serial_known, config->extended_known)};

	/* No card's number: it was taken out of a snapshot. */
	if (config->serial_known && config->serial == 0)
		serial.fact = fact_unknown(source->name, ENODATA);
	/* As lspci writes it. */
	else if (config->serial_known)
		serial.value = arena_format(arena, "%02x-%02x-%02x-%02x-%02x-%02x-%02x-%02x",
		                            (unsigned)(config->serial >> 56 & 0xff),
		                            (unsigned)(config->serial >> 48 & 0xff),
		                            (unsigned)(config->serial >> 40 & 0xff),
		                            (unsigned)(config->serial >> 32 & 0xff),
		                            (unsigned)(config->serial >> 24 & 0xff),
		                            (unsigned)(config->serial >> 16 & 0xff),
		                            (unsigned)(config->serial >> 8 & 0xff),
		                            (unsigned)(config->serial & 0xff));
	return serial;
}

static void put_resizable(const struct config_source *source, struct dda_function *function)
{
	const struct config_resizable *resizable = &source->config->resizable;

	function->resizable_fact = fact_of(source, resizable->present,
	                                   source->config->extended_known);
	for (unsigned i = 0; i < resizable->count; i++)
		function->resizable[i] = (struct resizable_bar){
		        .bar = resizable->bars[i].bar,
		        .sizes = resizable->bars[i].sizes,
		        .current = resizable->bars[i].current,
		};
}

static struct fact_text switch_of(const struct config_source *source,
                                  const struct config_switch *capability)
{
	return (struct fact_text){
	        .fact = fact_of(source, capability->present, source->config->extended_known),
	        .value = !capability->present  ? NULL
	                 : capability->enabled ? "on"
	                                       : "off",
	};
}

static void put_switches(const struct config_source *source, struct dda_function *function)
{
	function->ats = switch_of(source, &source->config->ats);
	function->pri = switch_of(source, &source->config->pri);
	function->pasid = switch_of(source, &source->config->pasid);
}

/* Of a bridge; what is none has no such windows. */
static void put_windows(const struct config_source *source, struct dda_function *function)
{
	const struct pci_config *config = source->config;
	bool none = config->header_known && !config_is_bridge(config);

	function->windows_fact = fact_of(source, config->windows_known, none);
	function->window = config->window;
	function->window_prefetchable = config->window_prefetchable;
}

static void put_extended(const struct config_source *source, struct dda_function *function)
{
	const struct pci_config *config = source->config;
	bool known = config->extended_known;

	function->acs_can = number_of(source, config->acs.present, known, config->acs.cap);
	function->acs_on = number_of(source, config->acs.present, known, config->acs.ctl);
	function->virtual_functions_max = number_of(source, config->sriov.present, known,
	                                            config->sriov.total);
	function->virtual_functions = number_of(source, config->sriov.present, known,
	                                        config->sriov.enabled ? config->sriov.count : 0);
	put_resizable(source, function);
}

int config_facts(const struct pci_config *config, const char *source, int error,
                 struct arena *arena, struct dda_function *function)
{
	const struct config_source from = {config, source, error};
	bool known = config->capabilities_known;

	function->answers = fact_of(&from, config->header_known, config->all_ones);
	function->port_type = number_of(&from, config->express.present, known,
	                                config->express.port_type);
	function->slot = fact_of(&from, config->express.slot, known);
	function->interrupts = number_of(&from, known, known, interrupts_of(config));
	function->interrupts_able = number_of(&from, known, known, interrupts_able(config));
	function->flr = fact_of(&from, config->express.flr || config->af.flr, known);
	function->power_reset =
	        fact_of(&from, config->power.present && !config->power.no_soft_reset, known);
	put_windows(&from, function);
	put_extended(&from, function);
	put_switches(&from, function);
	function->capabilities = capabilities_of(&from, arena);
	function->serial = serial_of(&from, arena);
	if (fact_is_present(function->capabilities.fact) && !function->capabilities.value)
		return -ENOMEM;
	return fact_is_present(function->serial.fact) && !function->serial.value ? -ENOMEM : 0;
}

/* The ids that the platform tells are right where the registers are not (virtual functions). */
static void put_ids(const struct dda_function *function, struct pci_config *config)
{
	config->vendor_known = fact_is_present(function->vendor_id.fact);
	config->device_known = fact_is_present(function->device_id.fact);
	config->vendor_id = (uint16_t)function->vendor_id.value;
	config->device_id = (uint16_t)function->device_id.value;
}

static struct group_function describe(const struct dda_function *function)
{
	struct group_function group_function = {
	        .address = function->address,
	        .parent = function->parent,
	        .virtual_function = fact_is_present(function->physical_function),
	};

	if (function->config)
		group_function.config = *function->config;
	put_ids(function, &group_function.config);
	return group_function;
}

static struct group_computed answer_of_function(const struct dda_function *functions,
                                                const struct group_answer *answer)
{
	struct group_computed computed = {.fact = fact_unknown(SOURCE_GROUPS, ENODATA)};

	if (answer->group < 0)
		return computed;
	computed.fact = fact_known(SOURCE_GROUPS);
	computed.first = functions[answer->group].address;
	computed.reason = answer->reason;
	if (answer->cause >= 0)
		computed.cause = functions[answer->cause].address;
	return computed;
}

/* Whether all that the kernel has put into the group of the first one are those computed. */
static bool is_same_group(const struct dda_function *functions, const struct group_answer *answers,
                          const int *sizes, unsigned first)
{
	int members = 0;
	unsigned at = first;

	do {
		if (answers[at].group < 0 || answers[at].group != answers[first].group)
			return false;
		members++;
		at = functions[at].group_next;
	} while (at != first);
	return members == sizes[answers[first].group];
}

static int compare_groups(struct dda_function *functions, const struct group_answer *answers,
                          size_t count)
{
	_cleanup_free_ int *sizes = calloc(count + 1, sizeof(*sizes));

	if (!sizes)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		if (answers[i].group >= 0)
			sizes[answers[i].group]++;
	for (unsigned i = 0; i < count; i++) {
		unsigned first = functions[i].group_first;

		functions[i].group_computed.agrees =
		        first == i ? is_same_group(functions, answers, sizes, i)
		                   : functions[first].group_computed.agrees;
	}
	return 0;
}

int compute_function_groups(const struct acs_host *host, struct dda_function *functions,
                            size_t count)
{
	_cleanup_free_ struct group_function *group_functions = calloc(count + 1,
	                                                               sizeof(*group_functions));
	_cleanup_free_ struct group_answer *answers = calloc(count + 1, sizeof(*answers));

	if (!group_functions || !answers)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		group_functions[i] = describe(&functions[i]);
	if (group_compute(host, group_functions, count, answers) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		functions[i].group_computed = answer_of_function(functions, &answers[i]);
	return compare_groups(functions, answers, count);
}
