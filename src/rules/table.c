/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#define BIT(number) (1u << (number))

/* Which requests a rule bears on. */
#define GIVES (BIT(DDA_ASSIGN) | BIT(DDA_ADD))
#define LEAVES (GIVES | BIT(DDA_DISMOUNT))
#define TAKES (LEAVES | BIT(DDA_DISABLE))
#define BACK (BIT(DDA_RELEASE) | BIT(DDA_REMOVE))
#define START BIT(DDA_START)
#define SET BIT(DDA_SET)
#define STEPS                                                                                      \
	(BIT(DDA_DISMOUNT) | BIT(DDA_MOUNT) | BIT(DDA_ENABLE) | BIT(DDA_ADD) | BIT(DDA_REMOVE))
#define ALL (~0u)

/* And which platforms. */
#define LINUX BIT(PLATFORM_LINUX)
#define HYPERV BIT(PLATFORM_HYPERV)
#define BOTH (LINUX | HYPERV)

const struct rule rules[] = {
        {"iommu-absent", RULE_HOST, LINUX, LEAVES, false, rule_iommu},
        {"no-interrupt-remapping", RULE_HOST, LINUX, LEAVES, false, rule_remapping},
        {"hyperv-absent", RULE_HOST, HYPERV, ALL, true, rule_hyperv_absent},
        {"edition-client", RULE_HOST, HYPERV, LEAVES, false, rule_edition_client},
        {"iov-unsupported", RULE_HOST, HYPERV, LEAVES, false, rule_iov_unsupported},
        {"device-policy", RULE_HOST, HYPERV, GIVES, false, rule_device_policy},
        {"vms-unknown", RULE_HOST, BOTH, ALL, false, rule_vms_unknown},
        {"facts-unread", RULE_HOST, BOTH, ALL, false, rule_facts_unread},
        {"stale-devices", RULE_HOST, HYPERV, ALL, false, rule_stale_devices},
        {"missing", RULE_CARD, BOTH, TAKES, true, rule_missing},
        {"device-gone", RULE_CARD, BOTH, TAKES, true, rule_device_gone},
        {"not-an-endpoint", RULE_CARD, BOTH, TAKES, true, rule_not_an_endpoint},
        {"not-for-vms", RULE_CARD, BOTH, TAKES, true, rule_not_for_vms},
        {"driver-unknown", RULE_CARD, BOTH, ALL, false, rule_driver_unknown},
        {"host-needs-it", RULE_CARD, BOTH, TAKES, false, rule_holders},
        {"held-open", RULE_CARD, LINUX, TAKES | BIT(DDA_RELEASE) | BIT(DDA_MOUNT) | BIT(DDA_ENABLE),
         false, rule_held_open},
        {"firmware-keeps-control", RULE_CARD, HYPERV, LEAVES, false, rule_firmware_control},
        {"not-express", RULE_CARD, HYPERV, LEAVES, false, rule_not_express},
        {"legacy-endpoint", RULE_CARD, HYPERV, LEAVES, false, rule_legacy_endpoint},
        {"reserved-memory", RULE_CARD, BOTH, LEAVES, false, rule_reserved_memory},
        {"not-isolated", RULE_CARD, HYPERV, LEAVES, false, rule_not_isolated},
        {"line-interrupts", RULE_CARD, HYPERV, LEAVES, false, rule_line_interrupts},
        {"line-interrupts", RULE_CARD, LINUX, GIVES, false, rule_shared_line},
        {"partitioned", RULE_CARD, HYPERV, LEAVES, false, rule_partitioned},
        {"no-group", RULE_CARD, LINUX, LEAVES, false, rule_no_group},
        {"group-shared", RULE_CARD, LINUX, GIVES, false, rule_group_shared},
        {"group-split", RULE_CARD, LINUX, GIVES, false, rule_group_split},
        {"switch-no-acs", RULE_CARD, LINUX, GIVES, false, rule_switch},
        {"behind-pci-bridge", RULE_CARD, LINUX, GIVES, false, rule_pci_bridge},
        {"virtual-functions-on", RULE_CARD, LINUX, TAKES, false, rule_virtual_functions_on},
        {"bar-unassigned", RULE_CARD, LINUX, LEAVES, false, rule_bar_unassigned},
        {"no-reset", RULE_CARD, LINUX, GIVES, false, rule_no_reset},
        {"assigned-elsewhere", RULE_CARD, BOTH, TAKES, false, rule_assigned_elsewhere},
        {"holder-unknown", RULE_CARD, BOTH, TAKES, false, rule_holder_unknown},
        {"bmc-display", RULE_CARD, LINUX, TAKES, false, rule_bmc_display},
        {"virtual-function", RULE_CARD, LINUX, GIVES, false, rule_virtual_function},
        {"bar-resizable", RULE_CARD, LINUX, GIVES, false, rule_bar_resizable},
        {"nvswitch", RULE_CARD, LINUX, GIVES, false, rule_nvswitch},
        {"not-hidden", RULE_CARD, LINUX, GIVES, false, rule_not_hidden_at_all},
        {"in-pool", RULE_CARD, HYPERV, GIVES, false, rule_in_pool},
        {"mmio-unknown", RULE_CARD, HYPERV, GIVES, false, rule_mmio_unknown},
        {"driver-old", RULE_CARD, HYPERV, GIVES, false, rule_driver_old},
        {"wrong-state", RULE_REQUEST, BOTH, STEPS, false, rule_wrong_state},
        {"group-left", RULE_REQUEST, LINUX, BIT(DDA_RELEASE) | BIT(DDA_ENABLE), false,
         rule_group_left},
        {"stays-dismounted", RULE_REQUEST, BOTH, BIT(DDA_RELEASE), false, rule_stays_dismounted},
        {"vm-missing", RULE_VM, BOTH, GIVES | BACK | START | SET, true, rule_vm_missing},
        {"vm-running", RULE_VM, BOTH, GIVES | BACK | START | SET, false, rule_vm_running},
        {"vm-transient", RULE_VM, LINUX, GIVES | BACK | SET, false, rule_vm_transient},
        {"vm-no-pcie", RULE_VM, LINUX, GIVES, false, rule_vm_no_pcie},
        {"vm-full", RULE_VM, LINUX, GIVES, false, rule_vm_full},
        {"card-not-ready", RULE_VM, BOTH, START, false, rule_card_not_ready},
        {"set-unfit", RULE_VM, HYPERV, SET, false, rule_set_unfit},
        {"guest-off", RULE_GUEST, BOTH, ALL, true, rule_guest_off},
        {"guest-empty", RULE_GUEST, BOTH, ALL, true, rule_guest_empty},
        {"guest-unknown", RULE_GUEST, BOTH, ALL, false, rule_guest},
        {"guest-device-problem", RULE_GUEST, BOTH, ALL, false, rule_guest_problem},
        {"guest-bar-0m", RULE_GUEST, BOTH, ALL, false, rule_guest_bar_0m},
        {"guest-driver-none", RULE_GUEST, BOTH, ALL, false, rule_guest_driver},
        {"guest-agent-silent", RULE_GUEST, LINUX, ALL, false, rule_guest_agent},
        {"guest-bars-unseen", RULE_GUEST, BOTH, ALL, false, rule_guest_bars_unseen},
        {"host-suspends-vms", RULE_HOST, LINUX, GIVES, false, rule_host_suspends},
        {"numa-apart", RULE_REQUEST, LINUX, GIVES, false, rule_numa_apart},
        {"numa-unbound", RULE_REQUEST, LINUX, GIVES, false, rule_numa_unbound},
        {"not-hidden", RULE_REQUEST, LINUX, GIVES, false, rule_not_hidden},
        {"vm-saved", RULE_SETTINGS, BOTH, GIVES | START | SET, false, rule_vm_saved},
        {"vm-snapshots", RULE_SETTINGS, BOTH, GIVES, false, rule_vm_snapshots},
        {"vm-lock-limit", RULE_SETTINGS, LINUX, GIVES, false, rule_vm_lock_limit},
        {"vm-balloon", RULE_SETTINGS, LINUX, GIVES, false, rule_vm_balloon},
        {"vm-page-reporting", RULE_SETTINGS, LINUX, GIVES, false, rule_vm_page_reporting},
        {"vm-page-sharing", RULE_SETTINGS, LINUX, GIVES, false, rule_vm_page_sharing},
        {"vm-no-uefi", RULE_SETTINGS, LINUX, GIVES, false, rule_vm_no_uefi},
        {"vm-small-pages", RULE_SETTINGS, LINUX, GIVES, false, rule_vm_small_pages},
        {"vm-stale-device", RULE_SETTINGS, HYPERV, GIVES | START, false, rule_vm_stale_device},
        {"vm-nested", RULE_SETTINGS, HYPERV, GIVES, false, rule_vm_nested},
        {"vm-dynamic-memory", RULE_SETTINGS, HYPERV, GIVES, false, rule_vm_dynamic_memory},
        {"vm-stop-action", RULE_SETTINGS, HYPERV, GIVES, false, rule_vm_stop_action},
        {"vm-checkpoints", RULE_SETTINGS, HYPERV, GIVES, false, rule_vm_checkpoints},
        {"vm-cache-types", RULE_SETTINGS, HYPERV, GIVES, false, rule_vm_cache_types},
        {"entry-gone", RULE_STALE, BOTH, ALL, false, rule_entries},
        {"settings-left", RULE_STALE, BOTH, ALL, false, rule_settings_left},
        {"card-orphaned", RULE_LEFT, BOTH, ALL, true, rule_card_orphaned},
        {"card-half", RULE_LEFT, BOTH, ALL, true, rule_card_half},
        {"card-held", RULE_LEFT, BOTH, ALL, true, rule_card_held},
        {0},
};

static bool applies(const struct rule *rule, const struct rule_scope *scope)
{
	return (rule->platforms & BIT(scope->inventory->platform)) &&
	       (!scope->intent || (rule->verbs & BIT(scope->intent->verb)));
}

/* Runs the rules of one kind over the scope, up to one that decides. */
static void check(const struct rule_scope *scope, enum rule_subject subject,
                  struct findings *findings)
{
	for (const struct rule *rule = rules; rule->code; rule++) {
		size_t before = findings->count;

		if (rule->subject != subject || !applies(rule, scope))
			continue;
		rule->check(scope, findings);
		if (rule->decides && findings->count > before)
			return;
	}
}

void rules_check_host(const struct dda_inventory *inventory, struct findings *findings)
{
	check(&(struct rule_scope){.inventory = inventory}, RULE_HOST, findings);
}

void rules_check_card(const struct dda_inventory *inventory, const struct intent *intent,
                      unsigned card, struct findings *findings)
{
	const struct rule_scope scope = {
	        .inventory = inventory,
	        .intent = intent,
	        .card = &inventory->cards.items[card],
	        .card_index = card,
	};

	check(&scope, RULE_CARD, findings);
	if (intent)
		check(&scope, RULE_REQUEST, findings);
}

void rules_check_guest(const struct dda_inventory *inventory, int vm, struct findings *findings)
{
	const struct intent_vm subject = {.name = inventory->vms.items[vm].name, .index = vm};

	check(&(struct rule_scope){.inventory = inventory, .vm = &subject}, RULE_GUEST, findings);
}

void rules_check_request(const struct dda_inventory *inventory, const struct intent *intent,
                         struct findings *findings)
{
	struct rule_scope scope = {.inventory = inventory, .intent = intent};

	check(&scope, RULE_HOST, findings);
	for (size_t i = 0; i < intent->card_count; i++)
		rules_check_card(inventory, intent, intent->cards[i], findings);
	for (size_t i = 0; i < intent->vm_count; i++) {
		scope.vm = &intent->vms[i];
		check(&scope, RULE_VM, findings);
		check(&scope, RULE_SETTINGS, findings);
	}
}

void rules_check_vm(const struct dda_inventory *inventory, unsigned vm, struct findings *findings)
{
	const struct intent_vm subject = {.name = inventory->vms.items[vm].name, .index = (int)vm};

	check(&(struct rule_scope){.inventory = inventory, .vm = &subject}, RULE_SETTINGS,
	      findings);
}

void rules_check_stale(const struct dda_inventory *inventory, struct findings *findings)
{
	struct rule_scope scope = {.inventory = inventory};
	struct intent_vm subject;

	if (!fact_is_known(inventory->vms_fact.fact))
		return;
	for (size_t i = 0; i < inventory->vms.count; i++) {
		subject = (struct intent_vm){.name = inventory->vms.items[i].name, .index = (int)i};
		scope.vm = &subject;
		check(&scope, RULE_STALE, findings);
	}
	scope.vm = NULL;
	for (unsigned i = 0; i < inventory->cards.count; i++) {
		scope.card = &inventory->cards.items[i];
		scope.card_index = i;
		check(&scope, RULE_LEFT, findings);
	}
}
