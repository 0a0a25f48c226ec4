/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include <errno.h>

#include "base/translate.h"
#include "rules/force.h"
#include "rules/scope.h"

static int check_rights(const struct draft *draft, struct dda_error **ret_error)
{
	const struct dda_inventory *inventory = draft->inventory;

	if (draft->request->dry_run)
		return 0;
	if (!inventory->live)
		return error_set(ret_error, -EROFS, DDA_ERROR_REFUSED,
		                 inventory->host_name ? inventory->host_name : "host",
		                 "is only a copy of a host; nothing can be changed there",
		                 "run it on the host itself, or with --dry-run to see the steps");
	if (!inventory->privileged)
		return error_set(ret_error, -EPERM, DDA_ERROR_REFUSED, "dda",
		                 "no right to change this host",
		                 inventory->platform == PLATFORM_LINUX
		                         ? "run it as root (sudo)"
		                         : "run it from an elevated prompt (as administrator)");
	return 0;
}

static bool has_dismounted(const struct draft *draft)
{
	const struct dda_function *function;

	for (size_t i = 0; i < draft->plan->cards.count; i++) {
		const struct card *card =
		        &draft->inventory->cards.items[draft->plan->cards.items[i]];

		for_each_function (function, draft->inventory, card)
			if (function_is_out(function))
				return true;
	}
	return false;
}

/* A function that has left the host may be with a VM; the other single steps touch none. */
static bool needs_vms(const struct draft *draft)
{
	switch (draft->request->verb) {
	case DDA_ASSIGN:
	case DDA_RELEASE:
	case DDA_ADD:
	case DDA_REMOVE:
	case DDA_START:
	case DDA_SET:
		return true;
	case DDA_MOUNT:
		return has_dismounted(draft);
	default:
		return false;
	}
}

static int check_vms_known(const struct draft *draft, struct dda_error **ret_error)
{
	const struct fact_text *vms = &draft->inventory->vms_fact;
	const char *why = vms->value ? vms->value : error_number_text(vms->fact.error);

	if (fact_is_known(vms->fact) || !needs_vms(draft))
		return 0;
	return error_setf(ret_error, -ENODATA, DDA_ERROR_REFUSED,
	                  dda_verb_name(draft->request->verb),
	                  draft->inventory->platform == PLATFORM_LINUX
	                          ? "make the VM manager answer (\"virsh list --all\" shows "
	                            "whether it does)"
	                          : "make Hyper-V answer (\"Get-VM\" shows whether it does)",
	                  "which VMs have which devices is not known: %s",
	                  vms->fact.state == FACT_UNKNOWN ? why : _("not asked"));
}

static int note_card_vms(struct draft *draft)
{
	struct dda_plan *plan = draft->plan;
	size_t count = plan->cards.count;

	plan->card_vms = arena_zeroed(&plan->arena, (count + 1) * sizeof(*plan->card_vms));
	if (!plan->card_vms)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		if (draft->card_vms[i] >= 0)
			plan->card_vms[i] = draft->vms[draft->card_vms[i]].name;
	return 0;
}

/* What only the platform finds, when a function is to leave the host: that it is not asked for is
 * on record. */
static void note_no_mitigations(struct draft *draft)
{
	const struct dda_request *request = draft->request;

	if (draft->inventory->platform != PLATFORM_HYPERV ||
	    !force_has(request->forced, request->forced_count, FORCE_NO_MITIGATIONS))
		return;
	findings_add(&draft->plan->findings,
	             (struct finding){
	                     .code = FORCE_NO_MITIGATIONS,
	                     .severity = FINDING_WARNING,
	                     .forcible = true,
	                     .forced = true,
	                     .subject = "host",
	                     .evidence = "devices leave it also without a driver that secures them "
	                                 "against their VM; forced, with --force=no-mitigations",
	                     .remedy = "give such a device to VMs that you trust only",
	                     .card = -1,
	                     .vm = -1});
}

static int check_rules(struct draft *draft)
{
	const struct intent intent = {
	        .verb = draft->request->verb,
	        .cards = draft->plan->cards.items,
	        .card_vms = draft->card_vms,
	        .card_count = draft->plan->cards.count,
	        .vms = draft->vms,
	        .vm_count = draft->vm_count,
	        .hides = draft->request->hide_hypervisor,
	        .pins = draft->request->pin,
	        .start = draft_starts(draft),
	        .settings = &draft->request->settings,
	};
	struct findings *findings = &draft->plan->findings;

	rules_check_request(draft->inventory, &intent, findings);
	findings_force(findings, draft->request->forced, draft->request->forced_count);
	note_no_mitigations(draft);
	return findings->out_of_memory ? -ENOMEM : 0;
}

static int decide(struct draft *draft, struct dda_error **ret_error)
{
	if (note_card_vms(draft) < 0 || draft_identify(draft) < 0 || check_rules(draft) < 0 ||
	    draft_spaces(draft) < 0)
		return error_no_memory(ret_error);
	if (dda_plan_refused(draft->plan))
		return 0;
	draft_place(draft);
	if (draft_order(draft) < 0)
		return error_no_memory(ret_error);
	return 0;
}

int dda_plan_make(const struct dda_inventory *inventory, const struct dda_request *request,
                  struct dda_plan **ret, struct dda_error **ret_error)
{
	_cleanup_plan_ struct dda_plan *plan = calloc(1, sizeof(*plan));
	struct draft draft = {.inventory = inventory, .request = request, .plan = plan};
	int r;

	if (!plan)
		return error_no_memory(ret_error);
	plan->verb = request->verb;
	r = draft_resolve(&draft, ret_error);
	if (r >= 0)
		r = draft_check_options(&draft, ret_error);
	if (r >= 0)
		r = draft_check_settings(&draft, ret_error);
	if (r >= 0)
		r = check_rights(&draft, ret_error);
	if (r >= 0)
		r = check_vms_known(&draft, ret_error);
	if (r >= 0)
		r = decide(&draft, ret_error);
	if (r < 0)
		return r;
	*ret = TAKE(plan);
	return 0;
}
