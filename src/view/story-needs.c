/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/story.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

static void say_hyperv(struct story_step *step, const struct hyperv_host *host)
{
	if (fact_is_present(host->edition.fact))
		story_say(step, NULL, host->edition.fact, "%s", host->edition.value);
	if (fact_is_present(host->installed))
		story_say(step, NULL, host->installed, "Hyper-V is installed");
	if (fact_is_present(host->iov.fact))
		story_say(step, NULL, host->iov.fact, "it says that it can give devices to VMs");
}

static void say_iommu(struct story_step *step, const struct iommu *iommu)
{
	bool known = story_knows(step, NULL, iommu->groups, "IOMMU groups");

	if (known)
		story_say(step, NULL, iommu->groups,
		          iommu->groups.present ? "the IOMMU is on" : "there are no IOMMU groups");
	if (fact_is_present(iommu->firmware.fact))
		story_say(step, NULL, iommu->firmware.fact, "the firmware describes one (%s table)",
		          iommu->firmware.value);
}

void story_host(struct story_step *step)
{
	if (step->inventory->platform == PLATFORM_HYPERV)
		say_hyperv(step, &step->inventory->hyperv);
	else
		say_iommu(step, &step->inventory->iommu);
}

void story_reset(struct story_step *step)
{
	const struct dda_function *function;

	for_each_function (function, step->inventory, step->card) {
		const struct fact_text *methods = &function->details->reset_methods;
		struct address_text address = address_format(function->address);

		if (!story_knows(step, function, methods->fact, address.text))
			continue;
		if (methods->fact.present)
			story_say(step, function, methods->fact, "%s: it can be reset (%s)",
			          address.text, methods->value);
		else
			story_say(step, function, methods->fact, "%s: it can't be reset alone",
			          address.text);
	}
}

/* "MSI, MSI-X", in `text`. */
static const char *kinds_text(unsigned kinds, char *text, size_t size)
{
	static const char *const names[] = {"line", "MSI", "MSI-X"};
	const char *comma = "";

	snprintf(text, size, "%s", kinds ? "" : _("none"));
	for (unsigned i = 0; i < 3; i++)
		if (kinds >> i & 1) {
			snprintf(text + strlen(text), size - strlen(text), "%s%s", comma, names[i]);
			comma = ", ";
		}
	return text;
}

static void say_interrupts(struct story_step *step, const struct dda_function *function)
{
	const struct fact_number *kinds = &function->details->interrupts;
	struct address_text address = address_format(function->address);
	char text[32];

	if (story_knows(step, function, kinds->fact, address.text))
		story_say(step, function, kinds->fact, "%s: %s", address.text,
		          kinds_text((unsigned)kinds->value, text, sizeof(text)));
}

void story_interrupts(struct story_step *step)
{
	const struct fact remapping = step->inventory->iommu.remapping;
	const struct dda_function *function;

	if (story_knows(step, NULL, remapping, "remapping of interrupts"))
		story_say(step, NULL, remapping,
		          remapping.present ? "the IOMMU remaps interrupts of devices"
		                            : "interrupts of devices are not remapped");
	for_each_function (function, step->inventory, step->card)
		say_interrupts(step, function);
}

static void say_bar(struct story_step *step, const struct dda_function *function, int index)
{
	const struct bar *bar = &function->details->bars[index];
	_cleanup_free_ char *size = text_size(bar->size);

	story_say(step, function, function->details->bars_fact, "%s: BAR %d, %s, %d-bit%s",
	          address_format(function->address).text, index, size ? size : "?",
	          bar->is_64bit ? 64 : 32, bar->prefetchable ? _(", prefetchable") : "");
}

/* Returns whether the BARs are known. */
static bool say_bars(struct story_step *step, const struct dda_function *function)
{
	if (!story_knows(step, function, function->details->bars_fact,
	                 address_format(function->address).text))
		return false;
	for (int i = 0; i < BAR_COUNT; i++)
		if (function->details->bars[i].size && !function->details->bars[i].io)
			say_bar(step, function, i);
	return true;
}

static void say_need(struct story_step *step)
{
	const struct dda_function *function;
	uint64_t below = 0, above = 0;
	_cleanup_free_ char *low = NULL, *high = NULL;

	for_each_function (function, step->inventory, step->card) {
		below += function_mmio_below_4g(function);
		above += function_mmio_above_4g(function);
	}
	low = below ? text_size(below) : strdup(_("nothing"));
	high = above ? text_size(above) : strdup(_("nothing"));
	story_say(step, NULL, STORY_NO_SOURCE,
	          "a VM needs %s below 4 GiB and %s above, and some for alignment; dda mmio --vm "
	          "VM %s says whether it has that",
	          low ? low : "?", high ? high : "?", card_name(step->inventory, step->card).text);
}

static void say_reserved(struct story_step *step, const struct dda_function *function)
{
	const struct fact reserved = function->details->reserved_memory;
	struct address_text address = address_format(function->address);

	if (fact_is_present(reserved))
		story_say(step, function, reserved, "%s is tied to memory of the firmware",
		          address.text);
	else if (story_knows(step, function, reserved, "memory of the firmware") &&
	         function == card_main(step->inventory, step->card))
		story_say(step, function, reserved, "not tied to memory of the firmware");
}

void story_memory(struct story_step *step)
{
	const struct dda_function *function;
	bool known = true;

	for_each_function (function, step->inventory, step->card)
		known &= say_bars(step, function);
	if (known)
		say_need(step);
	for_each_function (function, step->inventory, step->card)
		say_reserved(step, function);
}

void story_numa(struct story_step *step)
{
	const struct dda_function *first = card_main(step->inventory, step->card);

	if (!story_knows(step, first, first->details->numa_node.fact, "NUMA node"))
		return;
	if (fact_is_present(first->details->numa_node.fact) &&
	    step->inventory->platform == PLATFORM_HYPERV)
		story_say(step, first, first->details->numa_node.fact, "node %" PRIu64,
		          first->details->numa_node.value);
	else if (fact_is_present(first->details->numa_node.fact))
		story_say(step, first, first->details->numa_node.fact,
		          "node %" PRIu64
		          "; dda assign --pin binds the VM's processors and memory to it",
		          first->details->numa_node.value);
	else
		story_say(step, first, first->details->numa_node.fact,
		          "the host has one node, or does not "
		          "say which is near");
}
