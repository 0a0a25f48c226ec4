/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/translate.h"
#include "rules/scope.h"

/* A VM's configuration names a device by its address, which stays when the device does not. */

/* What an entry turned out to be for. */
struct entry {
	const struct dda_function *named; /* what is at its address, perhaps missing */
	const struct dda_function *moved; /* the device it was made for, at another address; NULL */
	bool other;                       /* what is at its address is another device */
};

static struct entry entry_of(const struct rule_scope *scope, const struct hostdev *hostdev)
{
	const struct dda_function *named = scope_function(scope, hostdev);

	return (struct entry){
	        .named = named,
	        .moved = inventory_find_moved(scope->inventory, hostdev),
	        .other = named->state != FUNCTION_MISSING && !hostdev_is_for(hostdev, named),
	};
}

/* A card is told of once: with the first entry of this VM that is about it. */
static bool is_told(const struct rule_scope *scope, const struct entry *entry, size_t index)
{
	const struct vm *vm = scope_vm(scope);

	for (size_t i = 0; i < index; i++) {
		struct entry before = entry_of(scope, &vm->hostdevs.items[i]);

		if (entry->moved ? before.moved && before.moved->card == entry->moved->card
		                 : !before.moved && before.named->card == entry->named->card &&
		                           before.other == entry->other)
			return true;
	}
	return false;
}

static const char *name_card(const struct rule_scope *scope, struct findings *findings,
                             const struct dda_function *function)
{
	const struct card *card = &scope->inventory->cards.items[function->card];

	return arena_text(&findings->arena, card_name(scope->inventory, card).text);
}

static void report_gone(const struct rule_scope *scope, struct findings *findings,
                        const struct dda_function *function)
{
	struct finding finding = finding_about_vm(scope, findings, "entry-gone", FINDING_WARNING);
	const char *name = name_card(scope, findings, function);

	finding.card = (int)function->card;
	finding.evidence = arena_format(&findings->arena,
	                                "its configuration names %s%s%s%s, but this host has no "
	                                "such device, so it does not start",
	                                name, function->instance_path ? " (" : "",
	                                function->instance_path ? function->instance_path : "",
	                                function->instance_path ? ")" : "");
	finding_set_fix(
	        scope, findings, &finding,
	        (struct finding_fix){.verb = DDA_REMOVE, .device = name, .vm = scope->vm->name});
	findings_add(findings, finding);
}

static void report_replaced(const struct rule_scope *scope, struct findings *findings,
                            const struct dda_function *function, const struct hostdev *hostdev)
{
	struct finding finding = finding_about_vm(scope, findings, "entry-replaced",
	                                          FINDING_WARNING);
	const char *name = name_card(scope, findings, function);

	finding.card = (int)function->card;
	finding.evidence = arena_format(
	        &findings->arena,
	        "its configuration names %s for %04lx:%04lx at %s, but %04lx:%04lx at %s is there",
	        name, hostdev->was_id >> 16, hostdev->was_id & 0xffff,
	        hostdev->was_at ? hostdev->was_at : _("some place"),
	        dda_function_id(function) >> 16, dda_function_id(function) & 0xffff,
	        function->location_path ? function->location_path : _("some place"));
	finding_set_fix(
	        scope, findings, &finding,
	        (struct finding_fix){.verb = DDA_REMOVE, .device = name, .vm = scope->vm->name});
	findings_add(findings, finding);
}

/* Another entry, itself not right any more, that names what the card has as its address now. */
static const struct vm *find_namer(const struct rule_scope *scope, const struct card *card)
{
	const struct dda_inventory *inventory = scope->inventory;
	const struct dda_function *function;

	for_each_function (function, inventory, card)
		for (size_t i = 0; i < inventory->vms.count; i++)
			if (vm_find_hostdev(&inventory->vms.items[i], function->address))
				return &inventory->vms.items[i];
	return NULL;
}

static void report_moved(const struct rule_scope *scope, struct findings *findings,
                         const struct dda_function *moved, const struct hostdev *hostdev)
{
	struct finding finding = finding_about_vm(scope, findings, "entry-moved", FINDING_WARNING);
	const struct card *card = &scope->inventory->cards.items[moved->card];
	const struct vm *namer = find_namer(scope, card);
	const char *name = name_card(scope, findings, moved);

	finding.card = (int)moved->card;
	finding.evidence = arena_format(&findings->arena,
	                                "its configuration names %s, but the address of that card "
	                                "(%s) is %s now",
	                                address_format(hostdev->host).text, hostdev->was_at, name);
	if (namer)
		finding.remedy = arena_format(
		        &findings->arena,
		        "first what VM \"%s\" has at that address: where dda status has no "
		        "remedy for it either, dda remove %s --vm %s",
		        namer->name, name,
		        remedy_quote(scope->inventory->platform, namer->name, &findings->arena));
	else
		finding_set_fix(scope, findings, &finding,
		                (struct finding_fix){
		                        .verb = DDA_ASSIGN, .device = name, .vm = scope->vm->name});
	findings_add(findings, finding);
}

void rule_entries(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);

	for (size_t i = 0; i < vm->hostdevs.count; i++) {
		const struct hostdev *hostdev = &vm->hostdevs.items[i];
		struct entry entry = entry_of(scope, hostdev);

		if (is_told(scope, &entry, i))
			continue;
		if (entry.moved)
			report_moved(scope, findings, entry.moved, hostdev);
		else if (entry.named->state == FUNCTION_MISSING)
			report_gone(scope, findings, entry.named);
		else if (entry.other)
			report_replaced(scope, findings, entry.named, hostdev);
	}
}

/* What dda has set for the sake of a card stays set when the card is taken out by other means. */
void rule_settings_left(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);
	struct finding finding = finding_about_vm(scope, findings, "settings-left", FINDING_NOTE);
	struct words words = {0};

	if (vm->hostdevs.count > 0)
		return; /* what a person gave it wants the same settings */
	for (unsigned i = 0; i < SETTING_COUNT; i++)
		if (vm->settings.kept & 1u << i)
			words_add(&words, "%s", vm_setting_name(1u << i));
	if (words.count == 0)
		return;
	finding.evidence = arena_format(&findings->arena,
	                                "dda has set its %s for a card, and it has none any more",
	                                words_end(&words, &findings->arena));
	finding_set_fix(scope, findings, &finding,
	                (struct finding_fix){.verb = DDA_RELEASE, .vm = vm->name});
	findings_add(findings, finding);
}
