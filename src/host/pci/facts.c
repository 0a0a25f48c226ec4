/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/facts.h"

#include "base/translate.h"
#include <errno.h>
#include <stdio.h>

#include "base/cleanup.h"

#define COMMAND_NO_LINE (1 << 10) /* PCIe 7.5.1.1.3 */

#define SOURCE_GROUPS N_("by Linux's rule")

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

	function->details->resizable_fact = fact_of(source, resizable->present,
	                                            source->config->extended_known);
	for (unsigned i = 0; i < resizable->count; i++)
		function->details->resizable[i] = (struct resizable_bar){
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
	function->details->ats = switch_of(source, &source->config->ats);
	function->details->pri = switch_of(source, &source->config->pri);
	function->details->pasid = switch_of(source, &source->config->pasid);
}

/* Of a bridge; what is none has no such windows. */
static void put_windows(const struct config_source *source, struct dda_function *function)
{
	const struct pci_config *config = source->config;
	bool none = config->header_known && !config_is_bridge(config);

	function->details->windows_fact = fact_of(source, config->windows_known, none);
	function->details->window = config->window;
	function->details->window_prefetchable = config->window_prefetchable;
}

static void put_extended(const struct config_source *source, struct dda_function *function)
{
	const struct pci_config *config = source->config;
	bool known = config->extended_known;

	function->details->acs_can = number_of(source, config->acs.present, known, config->acs.cap);
	function->details->acs_on = number_of(source, config->acs.present, known, config->acs.ctl);
	function->details->virtual_functions_max = number_of(source, config->sriov.present, known,
	                                                     config->sriov.total);
	function->details->virtual_functions = number_of(source, config->sriov.present, known,
	                                                 config->sriov.enabled ? config->sriov.count
	                                                                       : 0);
	put_resizable(source, function);
}

int config_facts(const struct pci_config *config, const char *source, int error,
                 struct arena *arena, struct dda_function *function)
{
	const struct config_source from = {config, source, error};
	bool known = config->capabilities_known;

	function->details->answers = fact_of(&from, config->header_known, config->all_ones);
	function->details->port_type = number_of(&from, config->express.present, known,
	                                         config->express.port_type);
	function->details->slot = fact_of(&from, config->express.slot, known);
	function->details->interrupts = number_of(&from, known, known, interrupts_of(config));
	function->details->interrupts_able = number_of(&from, known, known,
	                                               interrupts_able(config));
	function->details->flr = fact_of(&from, config->express.flr || config->af.flr, known);
	function->details->power_reset =
	        fact_of(&from, config->power.present && !config->power.no_soft_reset, known);
	put_windows(&from, function);
	put_extended(&from, function);
	put_switches(&from, function);
	function->details->capabilities = capabilities_of(&from, arena);
	function->details->serial = serial_of(&from, arena);
	if (fact_is_present(function->details->capabilities.fact) &&
	    !function->details->capabilities.value)
		return -ENOMEM;
	return fact_is_present(function->details->serial.fact) && !function->details->serial.value
	               ? -ENOMEM
	               : 0;
}

/* The ids that the platform tells are right where the registers are not (virtual functions). */
void config_put_ids(const struct dda_function *function, struct pci_config *config)
{
	config->vendor_known = fact_is_present(function->vendor_id.fact);
	config->device_known = fact_is_present(function->device_id.fact);
	config->vendor_id = (uint16_t)function->vendor_id.value;
	config->device_id = (uint16_t)function->device_id.value;
}

/* Some of the functions of an inventory, with what was computed of their groups. */
struct span {
	struct dda_function *all;
	size_t first, count;
	struct group_answer *answers; /* indices are those of the span */
};

static const struct dda_function *at(const struct span *span, int index)
{
	return &span->all[span->first + (size_t)index];
}

static bool holds(const struct span *span, int index)
{
	return index >= (int)span->first && index < (int)(span->first + span->count);
}

static struct group_function describe(const struct span *span, const struct dda_function *function)
{
	static const struct pci_config nothing;

	return (struct group_function){
	        .address = function->address,
	        .parent = function->parent < 0 ? -1 : function->parent - (int)span->first,
	        .virtual_function = fact_is_present(function->physical_function),
	        .config = function->details->config ? function->details->config : &nothing,
	};
}

static struct group_computed answer_of_function(const struct span *span,
                                                const struct group_answer *answer)
{
	struct group_computed computed = {.fact = fact_unknown(SOURCE_GROUPS, ENODATA)};

	if (answer->group < 0)
		return computed;
	computed.fact = fact_known(SOURCE_GROUPS);
	computed.first = at(span, answer->group)->address;
	computed.reason = answer->reason;
	if (answer->cause >= 0)
		computed.cause = at(span, answer->cause)->address;
	return computed;
}

/* Whether all that the kernel has put into the group of the first one are those computed. */
static bool is_same_group(const struct span *span, const int *sizes, unsigned first)
{
	int members = 0, group = span->answers[first - span->first].group;
	unsigned i = first;

	do {
		if (group < 0 || !holds(span, (int)i) ||
		    span->answers[i - span->first].group != group)
			return false;
		members++;
		i = span->all[i].group_next;
	} while (i != first);
	return members == sizes[group];
}

static int compare_groups(const struct span *span)
{
	_cleanup_free_ int *sizes = calloc(span->count + 1, sizeof(*sizes));

	if (!sizes)
		return -ENOMEM;
	for (size_t i = 0; i < span->count; i++)
		if (span->answers[i].group >= 0)
			sizes[span->answers[i].group]++;
	for (size_t i = span->first; i < span->first + span->count; i++) {
		unsigned first = span->all[i].group_first;

		span->all[i].details->group_computed.agrees =
		        !holds(span, (int)first) ? false
		        : first == i             ? is_same_group(span, sizes, first)
		                                 : span->all[first].details->group_computed.agrees;
	}
	return 0;
}

/* A bridge outside of the span is nothing that the rule could be run with. */
static bool is_whole(const struct span *span)
{
	for (size_t i = span->first; i < span->first + span->count; i++)
		if (span->all[i].parent >= 0 && !holds(span, span->all[i].parent))
			return false;
	return true;
}

int compute_function_groups(const struct acs_host *host, struct dda_function *functions,
                            size_t first, size_t count)
{
	_cleanup_free_ struct group_function *group_functions = calloc(count + 1,
	                                                               sizeof(*group_functions));
	_cleanup_free_ struct group_answer *answers = calloc(count + 1, sizeof(*answers));
	const struct span span = {functions, first, count, answers};

	if (!group_functions || !answers)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		group_functions[i] = describe(&span, &functions[first + i]);
		answers[i].group = -1;
	}
	if (is_whole(&span) && group_compute(host, group_functions, count, answers) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		functions[first + i].details->group_computed = answer_of_function(&span,
		                                                                  &answers[i]);
	return compare_groups(&span);
}
