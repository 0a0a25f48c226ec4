/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/story.h"

#include <inttypes.h>

#include "base/translate.h"
#include "model/group.h"

static bool is_of_card(const struct story_step *step, const struct dda_function *function)
{
	return &step->inventory->cards.items[function->card] == step->card;
}

/* "shared with 0000:03:00.0 QEMU PCI Test Device"; a bridge is no hindrance. */
static size_t say_fellows(struct story_step *step, const struct dda_function *first)
{
	const struct dda_function *function;
	size_t count = 0;

	for_each_in_group (function, step->inventory, first) {
		char name[FUNCTION_NAME_MAX];

		if (is_of_card(step, function))
			continue;
		count++;
		if (!function_name(function, name, sizeof(name)))
			name[0] = '\0';
		story_say(step, function, function->group.fact, "shared with %s %s%s",
		          address_format(function->address).text, name,
		          function_is_bridge(function) ? _(" (a bridge, which may stay)") : "");
	}
	return count;
}

static void say_reason(struct story_step *step, const struct dda_function *first)
{
	const struct group_computed *group = &first->details->group_computed;

	if (group->reason == GROUP_ALONE)
		story_say(step, first, group->fact, "by Linux's rule it is alone");
	else
		story_say(step, first, group->fact, "because %s %s",
		          address_format(group->cause).text, group_reason_text(group->reason));
}

/* Where there are no groups: which there would be. */
static void say_expected(struct story_step *step, const struct dda_function *first)
{
	const struct group_computed *group = &first->details->group_computed;

	step->unjudged = true;
	story_say(step, first, first->group.fact, "none");
	if (!fact_is_present(group->fact))
		return;
	story_say(step, NULL, STORY_NO_SOURCE, "with the IOMMU on it %s",
	          group->reason == GROUP_ALONE ? _("would have one of its own")
	                                       : _("would share one"));
	if (group->reason != GROUP_ALONE)
		say_reason(step, first);
}

void story_group(struct story_step *step)
{
	const struct dda_function *first = card_main(step->inventory, step->card);

	if (step->inventory->platform == PLATFORM_HYPERV)
		return; /* it has none; what stands for them is ACS */
	if (!story_knows(step, first, first->group.fact, "IOMMU group"))
		return;
	if (!fact_is_present(first->group.fact)) {
		say_expected(step, first);
		return;
	}
	story_say(step, first, first->group.fact, "number %" PRIu64, first->group.value);
	if (!say_fellows(step, first))
		story_say(step, NULL, STORY_NO_SOURCE, "nothing else is in it");
	else if (story_knows(step, first, first->details->group_computed.fact, "why"))
		say_reason(step, first);
}

/* Which of the ports on the way up keep requests of what is below from each other. */
static void say_port(struct story_step *step, const struct dda_function *below)
{
	const struct dda_function *port;
	struct address_text address;

	if (below->parent < 0)
		return;
	port = &step->inventory->functions.items[below->parent];
	address = address_format(port->address);
	say_port(step, port);
	if (!story_knows(step, port, port->details->acs_on.fact, address.text))
		return;
	if (fact_is_absent(port->details->acs_on.fact))
		story_say(step, port, port->details->acs_on.fact, "%s has no ACS", address.text);
	else
		story_say(step, port, port->details->acs_on.fact, "%s has ACS, %s", address.text,
		          port->details->acs_on.value ? _("and it is on") : _("but it is off"));
}

static void say_hyperv(struct story_step *step, const struct dda_function *first)
{
	if (story_knows(step, first, first->details->isolated, "ACS on the way up"))
		story_say(step, first, first->details->isolated,
		          first->details->isolated.present
		                  ? "all its requests go up to the IOMMU"
		                  : "its requests may be sent on to other devices on the way up");
	if (story_knows(step, first, first->details->native_control, "control of PCI Express"))
		story_say(step, first, first->details->native_control,
		          first->details->native_control.present
		                  ? "the operating system controls PCI Express"
		                  : "the firmware controls PCI Express");
}

static void say_linux(struct story_step *step, const struct dda_function *first)
{
	const struct iommu *iommu = &step->inventory->iommu;

	if (fact_is_absent(iommu->groups)) {
		story_say(step, NULL, iommu->groups, "nothing checks what it reads and writes");
		step->unjudged = true;
	} else if (fact_is_present(iommu->kind.fact)) {
		story_say(step, NULL, iommu->kind.fact,
		          "an IOMMU (%s) checks what it reads and writes", iommu->kind.value);
	}
	say_port(step, first);
}

void story_isolation(struct story_step *step)
{
	const struct dda_function *first = card_main(step->inventory, step->card);

	if (step->inventory->platform == PLATFORM_HYPERV)
		say_hyperv(step, first);
	else
		say_linux(step, first);
}
