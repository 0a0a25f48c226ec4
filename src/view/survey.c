/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "model/selector.h"
#include "view/story.h"

static bool only_bridges(const struct dda_inventory *inventory, const struct card *card)
{
	for (unsigned i = 0; i < card->count; i++)
		if (!function_is_bridge(&inventory->functions.items[card->functions[i]]))
			return false;
	return true;
}

static int select_all(const struct dda_inventory *inventory, struct selection *selection)
{
	for (unsigned i = 0; i < inventory->cards.count; i++) {
		unsigned *item;

		if (only_bridges(inventory, &inventory->cards.items[i]))
			continue;
		item = ARRAY_ADD(selection);
		if (!item)
			return -1;
		*item = i;
	}
	return 0;
}

static int select_cards(const struct dda_inventory *inventory, const char *const *devices,
                        size_t count, struct selection *selection, struct dda_error **ret_error)
{
	if (count == 0)
		return select_all(inventory, selection) < 0 ? error_no_memory(ret_error) : 0;
	for (size_t i = 0; i < count; i++) {
		int r = selection_add(selection, inventory, devices[i], true, ret_error);

		if (r < 0)
			return r;
	}
	return 0;
}

static json_t *mmio_of(const struct dda_function *function)
{
	if (!fact_is_known(function->details->bars_fact))
		return json_pack("{sn sn}", "below_4g", "above_4g");
	return json_pack("{sI sI}", "below_4g", (json_int_t)function_mmio_below_4g(function),
	                 "above_4g", (json_int_t)function_mmio_above_4g(function));
}

static json_t *group_computed_of(const struct dda_function *function)
{
	const struct group_computed *computed = &function->details->group_computed;

	return fact_is_present(computed->fact) ? document_address(computed->first) : json_null();
}

/* Whom the function has to blame for sharing its group; null for nobody, and when that is unknown.
 */
static json_t *group_cause_of(const struct dda_function *function)
{
	const struct group_computed *computed = &function->details->group_computed;

	if (!fact_is_present(computed->fact) || computed->reason == GROUP_ALONE)
		return json_null();
	return json_pack("{so so}", "address", document_address(computed->cause), "reason",
	                 document_text(group_reason_name(computed->reason)));
}

static json_t *truth_of(struct fact fact)
{
	return fact_is_known(fact) ? json_boolean(fact.present) : json_null();
}

static json_t *survey_device(const struct dda_inventory *inventory,
                             const struct dda_function *function, const struct findings *findings)
{
	json_t *device = document_device(inventory, function);
	enum verdict verdict = verdict_of_card(findings, function->card);

	document_put(&device, "group_computed", group_computed_of(function));
	document_put(&device, "group_cause", group_cause_of(function));
	document_put(&device, "verdict", document_text(verdict_name(verdict)));
	document_put(&device, "mmio", mmio_of(function));
	document_put(&device, "findings", document_findings(findings, (int)function->card));
	document_put(&device, "virtual_function", truth_of(function->physical_function));
	return device;
}

static void append_card(json_t **devices, const struct dda_inventory *inventory,
                        const struct card *card, const struct findings *findings, bool bridges)
{
	for (unsigned i = 0; i < card->count; i++) {
		const struct dda_function *function =
		        &inventory->functions.items[card->functions[i]];

		if (bridges || !function_is_bridge(function))
			document_append(devices, survey_device(inventory, function, findings));
	}
}

static json_t *survey_devices(const struct dda_inventory *inventory,
                              const struct selection *selection, const struct findings *findings,
                              bool bridges)
{
	json_t *devices = json_array();

	for (size_t i = 0; i < selection->count; i++)
		append_card(&devices, inventory, &inventory->cards.items[selection->items[i]],
		            findings, bridges);
	return devices;
}

/* Cards that are asked for together are judged as if they went to one VM together. */
static int check_cards(const struct dda_inventory *inventory, const struct selection *selection,
                       bool together, struct findings *findings)
{
	_cleanup_free_ int *no_vms = calloc(selection->count + 1, sizeof(*no_vms));
	const struct intent intent = {
	        .verb = DDA_ASSIGN,
	        .cards = selection->items,
	        .card_vms = no_vms,
	        .card_count = selection->count,
	        .asks = true,
	};

	if (!no_vms)
		return -ENOMEM;
	for (size_t i = 0; i < selection->count; i++)
		no_vms[i] = -1;
	for (size_t i = 0; i < selection->count; i++)
		rules_check_card(inventory, together ? &intent : NULL, selection->items[i],
		                 findings);
	return 0;
}

static json_t *iommu_of(const struct iommu *iommu)
{
	return json_pack("{so so so}", "kind", document_fact_text(&iommu->kind), "mode",
	                 document_fact_text(&iommu->mode), "interrupt_remapping",
	                 truth_of(iommu->remapping));
}

static json_t *host_of(const struct dda_inventory *inventory, const struct findings *findings)
{
	json_t *host = document_host(inventory, document_findings(findings, -1));

	document_put(&host, "hyperv", document_hyperv(inventory));
	document_put(&host, "iommu", iommu_of(&inventory->iommu));
	return host;
}

static int survey(const struct dda_inventory *inventory, const char *const *devices, size_t count,
                  bool story, json_t **ret, struct dda_error **ret_error)
{
	_cleanup_(cleanup_selection) struct selection selection = {0};
	_cleanup_(cleanup_findings) struct findings findings = {0};
	json_t *document;
	int r = select_cards(inventory, devices, count, &selection, ret_error);

	if (r < 0)
		return r;
	rules_check_host(inventory, &findings);
	if (check_cards(inventory, &selection, count > 1, &findings) < 0)
		return error_no_memory(ret_error);
	if (findings.out_of_memory)
		return error_no_memory(ret_error);
	document = document_new("survey");
	document_put(&document, "host", host_of(inventory, &findings));
	document_put(&document, "devices",
	             survey_devices(inventory, &selection, &findings, count > 0));
	document_put(&document, "all", json_boolean(count == 0));
	if (story && count > 0 && selection.count == 1)
		document_put(&document, "story",
		             story_of_card(inventory, selection.items[0], &findings));
	return document_finish(document, ret, ret_error);
}

int view_survey(const struct dda_inventory *inventory, const char *const *devices, size_t count,
                json_t **ret, struct dda_error **ret_error)
{
	return survey(inventory, devices, count, false, ret, ret_error);
}

int view_story(const struct dda_inventory *inventory, const char *const *devices, size_t count,
               json_t **ret, struct dda_error **ret_error)
{
	return survey(inventory, devices, count, true, ret, ret_error);
}

bool view_all_assignable(const json_t *document)
{
	const json_t *device;
	size_t i;

	json_array_foreach(json_object_get(document, "devices"), i, device)
	{
		const char *verdict = document_string(device, "verdict");

		if (!text_equal(verdict, verdict_name(VERDICT_ASSIGNABLE)) &&
		    !text_equal(verdict, verdict_name(VERDICT_WITH_WARNINGS)))
			return false;
	}
	return true;
}
