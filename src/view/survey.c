/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/survey.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "rules/part.h"
#include "view/story.h"

static bool only_bridges(const struct dda_inventory *inventory, const struct card *card)
{
	for (unsigned i = 0; i < card->count; i++)
		if (!function_is_bridge(&inventory->functions.items[card->functions[i]]))
			return false;
	return true;
}

int survey_select_all(const struct dda_inventory *inventory, struct selection *selection,
                      struct dda_error **ret_error)
{
	for (unsigned i = 0; i < inventory->cards.count; i++) {
		unsigned *item = ARRAY_ADD(selection);

		if (!item)
			return error_no_memory(ret_error);
		*item = i;
	}
	return 0;
}

static int select_cards(const struct dda_inventory *inventory, const char *const *devices,
                        size_t count, struct selection *selection, struct dda_error **ret_error)
{
	if (count == 0)
		return survey_select_all(inventory, selection, ret_error);
	for (size_t i = 0; i < count; i++) {
		int r = selection_add(selection, inventory, devices[i], true, ret_error);

		if (r < 0)
			return r;
	}
	return 0;
}

/* Null where the BARs of one of them can't be read. */
static json_t *mmio_of(const struct dda_inventory *inventory, const unsigned *functions,
                       size_t count)
{
	uint64_t below = 0, above = 0;

	for (size_t i = 0; i < count; i++) {
		const struct dda_function *function = &inventory->functions.items[functions[i]];

		if (!fact_is_known(function->details->bars_fact))
			return json_pack("{sn sn}", "below_4g", "above_4g");
		below += function_mmio_below_4g(function);
		above += function_mmio_above_4g(function);
	}
	return json_pack("{sI sI}", "below_4g", (json_int_t)below, "above_4g", (json_int_t)above);
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
	const struct card *card = &inventory->cards.items[function->card];
	json_t *device = document_device(inventory, function);
	enum verdict verdict = verdict_of_card(findings, function->card);
	const unsigned number = (unsigned)(function - inventory->functions.items);

	document_put(&device, "group_computed", group_computed_of(function));
	document_put(&device, "group_cause", group_cause_of(function));
	document_put(&device, "verdict", document_text(verdict_name(verdict)));
	document_put(&device, "mmio", mmio_of(inventory, &number, 1));
	document_put(&device, "card_mmio", mmio_of(inventory, card->functions, card->count));
	document_put(&device, "findings", document_findings(findings, (int)function->card));
	document_put(&device, "virtual_function", truth_of(function->physical_function));
	document_put(&device, "gpu", json_boolean(card_is_gpu(inventory, card)));
	document_put(&device, "mainboard", json_boolean(card_is_part(inventory, card)));
	document_put(&device, "numa_node", document_fact_number(&function->details->numa_node));
	return device;
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

int survey_host(const struct survey *survey, json_t **ret, struct dda_error **ret_error)
{
	_cleanup_(cleanup_findings) struct findings findings = {0};
	json_t *host;

	rules_check_host(survey->of->inventory, &findings);
	host = findings.out_of_memory ? NULL : host_of(survey->of->inventory, &findings);
	if (!host)
		return error_no_memory(ret_error);
	*ret = host;
	return 0;
}

static int tell_card(const struct survey *survey, const struct card *card, survey_function tell,
                     void *data)
{
	const struct dda_inventory *inventory = survey->of->inventory;

	for (unsigned i = 0; i < card->count; i++) {
		const struct dda_function *function =
		        &inventory->functions.items[card->functions[i]];
		_cleanup_document_ json_t *device = NULL;

		if (function_is_bridge(function) && !survey->bridges)
			continue;
		device = survey_device(inventory, function, &survey->findings);
		if (!device || tell(data, device) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int survey_card(struct survey *survey, unsigned index, survey_function tell, void *data,
                       struct dda_error **ret_error)
{
	const struct view_survey *of = survey->of;
	const struct card *card = &of->inventory->cards.items[index];
	int r = of->prepare ? of->prepare(of->data, card->functions[0], ret_error) : 0;

	if (r < 0 || (only_bridges(of->inventory, card) && !survey->bridges))
		return r;
	findings_forget(&survey->findings);
	rules_check_card(of->inventory, survey->intent, index, &survey->findings);
	if (survey->findings.out_of_memory || tell_card(survey, card, tell, data) < 0)
		return error_no_memory(ret_error);
	return 0;
}

int survey_tell(struct survey *survey, const struct selection *selection, survey_function tell,
                void *data, struct dda_error **ret_error)
{
	rules_check_host(survey->of->inventory, &survey->findings);
	findings_keep(&survey->findings);
	for (size_t i = 0; i < selection->count; i++) {
		int r = survey_card(survey, selection->items[i], tell, data, ret_error);

		if (r < 0)
			return r;
	}
	return 0;
}

static int append(void *devices, json_t *device)
{
	return json_array_append(devices, device) < 0 ? -ENOMEM : 0;
}

static int build(struct survey *survey, const struct selection *selection, bool all, bool story,
                 json_t **ret, struct dda_error **ret_error)
{
	json_t *document = document_new("survey"), *devices = json_array(), *host = NULL;
	int r = survey_tell(survey, selection, append, devices, ret_error);

	if (r >= 0)
		r = survey_host(survey, &host, ret_error);
	document_put(&document, "devices", devices);
	document_put(&document, "host", host);
	document_put(&document, "all", json_boolean(all));
	if (r >= 0 && story && !all && selection->count == 1)
		document_put(&document, "story",
		             story_of_card(survey->of->inventory, selection->items[0],
		                           &survey->findings));
	if (r >= 0)
		return document_finish(document, ret, ret_error);
	json_decref(document);
	return r;
}

/* Cards that are asked for together are judged as if they went to one VM together. */
static int survey(const struct dda_inventory *inventory, const char *const *devices, size_t count,
                  bool story, json_t **ret, struct dda_error **ret_error)
{
	_cleanup_(cleanup_selection) struct selection selection = {0};
	const struct view_survey of = {.inventory = inventory};
	_cleanup_(cleanup_survey) struct survey survey = {.of = &of, .bridges = count > 0};
	_cleanup_free_ int *no_vms = NULL;
	struct intent intent = {.verb = DDA_ASSIGN, .asks = true};
	int r = select_cards(inventory, devices, count, &selection, ret_error);

	if (r < 0)
		return r;
	no_vms = calloc(selection.count + 1, sizeof(*no_vms));
	if (!no_vms)
		return error_no_memory(ret_error);
	for (size_t i = 0; i < selection.count; i++)
		no_vms[i] = -1;
	intent.cards = selection.items;
	intent.card_vms = no_vms;
	intent.card_count = selection.count;
	survey.intent = count > 1 ? &intent : NULL;
	return build(&survey, &selection, count == 0, story, ret, ret_error);
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
