/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/group-cause.h"

#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "model/port.h"

/* Those of ACS_REQUIRED. */
static const struct {
	unsigned bit;
	const char *name;
} acs_bits[] = {
        {ACS_SOURCE_VALIDATION, "source validation"},
        {ACS_REQUEST_REDIRECT, "request redirect"},
        {ACS_COMPLETION_REDIRECT, "completion redirect"},
        {ACS_UPSTREAM_FORWARDING, "upstream forwarding"},
};

#define CLASS_BRIDGE 0x0604 /* PCI to PCI, ports among them */
#define SLOTS_MAX 4

#define OVERRIDE                                                                                   \
	"; a kernel patched with pcie_acs_override shows other groups, but the devices reach "     \
	"each other all the same"

/* The card's own function that shares its group with that one. */
static const struct dda_function *own_of(const struct rule_scope *scope,
                                         const struct dda_function *fellow)
{
	const struct dda_function *own;

	for_each_function (own, scope->inventory, scope->card)
		if (functions_share_group(own, fellow))
			return own;
	return card_main(scope->inventory, scope->card);
}

static bool is_explained(const struct dda_function *function)
{
	const struct group_computed *computed = &function->details->group_computed;

	return fact_is_present(computed->fact) && computed->agrees &&
	       computed->reason != GROUP_ALONE;
}

static const struct dda_function *cause_of(const struct rule_scope *scope,
                                           const struct dda_function *function)
{
	int at = inventory_find(scope->inventory, function->details->group_computed.cause);

	return at < 0 ? function : &scope->inventory->functions.items[at];
}

/* "0000:00:01.0 (PCIe Controller (x16))" */
static const char *name(const struct dda_function *function, struct arena *arena)
{
	if (!function->device_name)
		return arena_text(arena, address_format(function->address).text);
	return arena_format(arena, "%s (%s)", address_format(function->address).text,
	                    function->device_name);
}

/* Ports of the cause's slot that are in the group for the same reason. */
static const char *others_of_slot(const struct rule_scope *scope, const struct dda_function *cause,
                                  struct arena *arena)
{
	const struct dda_function *items = scope->inventory->functions.items;
	size_t at = (size_t)(cause - items), i = at;
	struct words words = {0};
	const char *list;

	while (i > 0 && address_same_slot(items[i - 1].address, cause->address))
		i--;
	for (; i < scope->inventory->functions.count &&
	       address_same_slot(items[i].address, cause->address);
	     i++)
		if (i != at && function_class(&items[i]) == CLASS_BRIDGE &&
		    functions_share_group(&items[i], cause))
			words_add(&words, "%s", address_format(items[i].address).text);
	if (!words.count)
		return "";
	list = words_end(&words, arena);
	return list ? arena_format(arena, ", and so %s %s of its slot",
	                           words.count == 1 ? "is" : "are", list)
	            : NULL;
}

/* " (source validation, request redirect)" */
static const char *bits_off(const struct dda_function *port, struct arena *arena)
{
	uint64_t off = port->details->acs_can.value & ~port->details->acs_on.value;
	struct words words = {0};
	const char *list;

	for (size_t i = 0; i < sizeof(acs_bits) / sizeof(acs_bits[0]); i++)
		if (off & acs_bits[i].bit)
			words_add(&words, "%s", _(acs_bits[i].name));
	if (!fact_is_present(port->details->acs_can.fact) || !words.count)
		return "";
	list = words_end(&words, arena);
	return list ? arena_format(arena, " (%s)", list) : NULL;
}

static const char *detail(const struct rule_scope *scope, const struct dda_function *cause,
                          enum group_reason reason, struct arena *arena)
{
	switch (reason) {
	case GROUP_NOT_EXPRESS:
		return _(": the IOMMU sees its address instead of theirs");
	case GROUP_ACS_OFF:
		return bits_off(cause, arena);
	case GROUP_NO_ACS:
	case GROUP_FUNCTIONS:
		return others_of_slot(scope, cause, arena);
	default:
		return "";
	}
}

static const char *why_unknown(const struct dda_function *function)
{
	if (!fact_is_present(function->details->group_computed.fact))
		return _("; why can't be told: too little of the registers of devices and bridges "
		         "could be read");
	return _("; why can't be told: by what devices and bridges say of themselves the group "
	         "would be another one");
}

const char *group_cause_evidence(const struct rule_scope *scope, const struct dda_function *fellow,
                                 struct arena *arena)
{
	const struct dda_function *function = own_of(scope, fellow);
	const struct dda_function *cause = cause_of(scope, function);
	enum group_reason reason = function->details->group_computed.reason;
	const char *cause_name, *more;

	if (!is_explained(function))
		return why_unknown(function);
	cause_name = name(cause, arena);
	more = detail(scope, cause, reason, arena);
	if (!cause_name || !more)
		return NULL;
	return arena_format(arena, "; the cause: %s %s%s", cause_name, group_reason_text(reason),
	                    more);
}

/* What is part of the mainboard can't be put elsewhere. */
static bool is_in_slot(const struct rule_scope *scope)
{
	int port = card_main(scope->inventory, scope->card)->parent;

	return port >= 0 && !fact_is_absent(scope->inventory->functions.items[port].details->slot);
}

static void add_slot(const struct dda_inventory *inventory, const struct card_slot *slot,
                     struct words *words)
{
	const struct dda_function *port = &inventory->functions.items[slot->port];
	const char *path = port->location_path ? port->location_path : _("no location path");
	struct address_text card;

	if (slot->card < 0) {
		words_add(words, "%s (%s, empty)", address_format(port->address).text, path);
		return;
	}
	card = card_name(inventory, &inventory->cards.items[slot->card]);
	words_add(words, "%s (%s, taken by %s)", address_format(port->address).text, path,
	          card.text);
}

const char *group_cause_slots(const struct dda_inventory *inventory, struct arena *arena)
{
	struct words words = {0};

	for (size_t i = 0; i < inventory->slots.count && words.count < SLOTS_MAX; i++)
		add_slot(inventory, &inventory->slots.items[i], &words);
	return words_end(&words, arena);
}

/* The word of the kernel's command line that changes ACS, or NULL. */
static const char *acs_word(const struct iommu *iommu, struct arena *arena)
{
	const char *at = NULL;

	if (!fact_is_present(iommu->parameters.fact))
		return NULL;
	at = strstr(iommu->parameters.value, "disable_acs_redir=");
	if (!at)
		at = strstr(iommu->parameters.value, "config_acs=");
	return at ? arena_copy(arena, at, strcspn(at, " \t\n")) : NULL;
}

static const char *turn_on(const struct rule_scope *scope, const struct dda_function *port,
                           struct arena *arena)
{
	const char *word = acs_word(&scope->inventory->iommu, arena);

	if (word)
		return arena_format(arena,
		                    "; or take \"%s\" from the kernel's command line, and restart "
		                    "the host" OVERRIDE,
		                    word);
	return arena_format(arena,
	                    "; or turn ACS on: \"ACS Enable\" in the firmware setup (some servers "
	                    "have it off, for traffic between GPUs), or pci=config_acs=xx111x1@%s "
	                    "on the kernel's command line (Linux 6.12 knows it)" OVERRIDE,
	                    address_format(port->address).text);
}

static const char *find_setting(const struct iommu *iommu, struct arena *arena)
{
	bool intel = fact_is_present(iommu->processor.fact) &&
	             text_equal(iommu->processor.value, "GenuineIntel");

	return arena_format(arena,
	                    "; or look in the firmware setup for \"ACS Enable\"%s and \"PCIe "
	                    "ARI\", as the firmware may hide that the port has ACS; or try a newer "
	                    "kernel, which may know that the port keeps devices apart" OVERRIDE,
	                    intel ? "" : " (AMD: AMD CBS > NBIO)");
}

static const char *part(const struct rule_scope *scope, const struct dda_function *function,
                        struct arena *arena)
{
	switch (function->details->group_computed.reason) {
	case GROUP_NO_ACS:
		return find_setting(&scope->inventory->iommu, arena);
	case GROUP_ACS_OFF:
		return turn_on(scope, cause_of(scope, function), arena);
	default:
		return _("; or try a newer kernel, which may know that they keep apart: no setting "
		         "parts functions of one device");
	}
}

/* What is behind a bridge of conventional PCI stays together. */
static const char *replace(const char *slots, struct arena *arena)
{
	return arena_format(arena,
	                    "; or use a PCI Express card%s%s: no setting parts what is behind such "
	                    "a bridge",
	                    *slots ? _(", in a slot below ") : _(" in a PCI Express slot"), slots);
}

static const char *move(const struct rule_scope *scope, const char *slots, struct arena *arena)
{
	if (!is_in_slot(scope))
		return "";
	if (!*slots)
		return _("; or use a slot below another root port");
	return arena_format(arena,
	                    "; or move the card to a slot with an IOMMU group of its own, below %s",
	                    slots);
}

static const char *look_closer(const struct dda_inventory *inventory)
{
	return inventory->live && !inventory->privileged ? _("; as root (sudo) dda may see why")
	                                                 : "";
}

const char *group_cause_remedy(const struct rule_scope *scope, const struct dda_function *fellow,
                               struct arena *arena)
{
	const struct dda_function *function = own_of(scope, fellow);
	const char *slots = group_cause_slots(scope->inventory, arena), *moved, *parted;
	bool explained = is_explained(function);

	if (!slots)
		return NULL;
	if (explained && function->details->group_computed.reason == GROUP_NOT_EXPRESS)
		return replace(slots, arena);
	moved = move(scope, slots, arena);
	parted = explained ? part(scope, function, arena) : look_closer(scope->inventory);
	return moved && parted ? arena_format(arena, "%s%s", moved, parted) : NULL;
}
