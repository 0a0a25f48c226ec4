/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/story.h"

#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

static const char *name_of(const struct dda_function *function, char *name, size_t size)
{
	const char *text = function_name(function, name, size);

	return text ? text : _("unnamed device");
}

/* PCI Code and ID Assignment Specification; NULL for classes that say little. */
static const char *class_words(const struct dda_function *function)
{
	static const struct {
		unsigned class;
		const char *words;
	} classes[] = {
	        {0x0104, "RAID controller"},     {0x0106, "SATA controller"},
	        {0x0107, "SAS controller"},      {0x0108, "NVMe controller"},
	        {0x0200, "Ethernet controller"}, {0x0207, "InfiniBand controller"},
	        {0x0280, "network controller"},  {0x0300, "VGA controller"},
	        {0x0302, "3D controller"},       {0x0380, "display controller"},
	        {0x0401, "audio device"},        {0x0403, "audio device"},
	        {0x0600, "host bridge"},         {0x0601, "ISA bridge"},
	        {0x0604, "PCI bridge"},          {0x0680, "bridge device"},
	        {0x0c03, "USB controller"},      {0x0c80, "serial bus controller"},
	        {0x1080, "encryption device"},   {0x1200, "processing accelerator"},
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (classes[i].class == function_class(function))
			return _(classes[i].words);
	return NULL;
}

static void say_function(struct story_step *step, const struct dda_function *function)
{
	const char *words = class_words(function);
	char name[FUNCTION_NAME_MAX];

	if (!story_knows(step, function, function->class_code.fact,
	                 address_format(function->address).text))
		return;
	story_say(step, function, function->class_code.fact, "%s %s (class %04x%s%s)",
	          address_format(function->address).text, name_of(function, name, sizeof(name)),
	          function_class(function), words ? ", " : "", words ? words : "");
}

void story_device(struct story_step *step)
{
	const struct dda_function *function, *first = card_main(step->inventory, step->card);

	for_each_function (function, step->inventory, step->card)
		say_function(step, function);
	if (fact_is_present(first->details->serial.fact))
		story_say(step, first, first->details->serial.fact, "serial number %s",
		          first->details->serial.value);
}

/* The bridges above, from the root down. */
static void say_bridges(struct story_step *step, const struct dda_function *below)
{
	const struct dda_function *bridge;
	char name[FUNCTION_NAME_MAX];

	if (below->parent < 0)
		return;
	bridge = &step->inventory->functions.items[below->parent];
	say_bridges(step, bridge);
	story_say(step, NULL, STORY_NO_SOURCE, "below %s %s", address_format(bridge->address).text,
	          name_of(bridge, name, sizeof(name)));
}

static const char *text_of(const struct fact_text *text)
{
	return fact_is_present(text->fact) ? text->value : "?";
}

/* A link that is slower or narrower than it could be is worth a look: the slot, or a riser. */
static void say_link(struct story_step *step, const struct dda_function *function)
{
	if (fact_is_present(function->details->link_speed.fact) &&
	    fact_is_present(function->details->link_width.fact))
		story_say(step, function, function->details->link_speed.fact,
		          "its link: %s, x%s; at most %s, x%s", function->details->link_speed.value,
		          function->details->link_width.value,
		          text_of(&function->details->link_speed_max),
		          text_of(&function->details->link_width_max));
}

void story_place(struct story_step *step)
{
	const struct dda_function *first = card_main(step->inventory, step->card);

	if (first->location_path)
		story_say(step, NULL, STORY_NO_SOURCE, "%s%s", first->location_path,
		          first->location_confirmed ? ""
		                                    : _(" (the root bridge's number is inferred)"));
	if (first->location_path && first->parent < 0 && first->state != FUNCTION_MISSING)
		story_say(step, NULL, STORY_NO_SOURCE, "on a root bus, without a port above it");
	say_bridges(step, first);
	say_link(step, first);
}

static const char *vm_of(const struct story_step *step, const struct dda_function *function)
{
	return function->vm < 0 ? _("a VM") : step->inventory->vms.items[function->vm].name;
}

static void say_state(struct story_step *step, const struct dda_function *function)
{
	struct address_text address = address_format(function->address);

	switch (function->state) {
	case FUNCTION_HOST:
		break;
	case FUNCTION_DISABLED:
		story_say(step, NULL, STORY_NO_SOURCE, "%s: nobody, it is disabled", address.text);
		break;
	case FUNCTION_DISMOUNTED:
		story_say(step, NULL, STORY_NO_SOURCE, "%s: no VM, it has left the host",
		          address.text);
		break;
	case FUNCTION_ASSIGNED:
		story_say(step, NULL, STORY_NO_SOURCE, "%s: VM %s, which is off", address.text,
		          vm_of(step, function));
		break;
	case FUNCTION_IN_USE:
		story_say(step, NULL, STORY_NO_SOURCE, "%s: VM %s, which is running", address.text,
		          vm_of(step, function));
		break;
	case FUNCTION_MISSING:
		story_say(step, NULL, STORY_NO_SOURCE,
		          "%s: VM %s has it in its configuration, but it is not there",
		          address.text, vm_of(step, function));
	}
}

static void say_driver(struct story_step *step, const struct dda_function *function)
{
	struct address_text address = address_format(function->address);
	const char *who = function->state == FUNCTION_HOST ? _("the host, ") : "";

	if (!story_knows(step, function, function->driver.fact, address.text))
		return;
	if (fact_is_present(function->driver.fact))
		story_say(step, function, function->driver.fact, "%s: %sdriver %s", address.text,
		          who, function->driver.value);
	else
		story_say(step, function, function->driver.fact, "%s: %sno driver", address.text,
		          who);
}

void story_owner(struct story_step *step)
{
	const struct dda_function *function;

	for_each_function (function, step->inventory, step->card) {
		say_state(step, function);
		say_driver(step, function);
	}
}

static void say_holders(struct story_step *step, const struct dda_function *function)
{
	for (size_t i = 0; i < function->holders.count; i++) {
		const struct holder *holder = &function->holders.items[i];

		story_say(step, function, function->holders_fact, "%s%s%s%s", holder->name,
		          holder->why ? ": " : "", holder->why ? holder->why : "",
		          holder->vital ? _(" (the host can't do without)") : "");
	}
}

void story_use(struct story_step *step)
{
	const struct dda_function *function, *first = card_main(step->inventory, step->card);
	bool known = true;
	size_t count = 0;

	for_each_function (function, step->inventory, step->card) {
		known &= story_knows(step, function, function->holders_fact,
		                     address_format(function->address).text);
		say_holders(step, function);
		count += function->holders.count;
	}
	if (known && count == 0)
		story_say(step, first, first->holders_fact,
		          "no disk, network interface or display of the host");
}
