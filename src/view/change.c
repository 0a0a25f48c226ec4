/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "exec/run.h"
#include "plan/plan.h"

static const char *outcome_of(const struct view_change *change)
{
	if (change->run)
		return outcome_name(change->run->outcome);
	if (dda_plan_refused(change->plan))
		return "refused";
	return change->plan->count ? "planned" : "nothing-to-do";
}

/* 16 hexadecimal digits; null without steps. */
static json_t *id_of(const struct dda_plan *plan)
{
	uint64_t id = dda_plan_id(plan);

	return id ? json_sprintf("%016" PRIx64, id) : json_null();
}

/* An array of lines; null when nobody asked for native commands. */
static json_t *native_of(const struct view_change *change, size_t step)
{
	_cleanup_free_ char *text = NULL;
	char *rest, *line;
	json_t *lines;

	if (!change->explain)
		return json_null();
	text = dda_plan_explain(change->explain, change->plan, step);
	if (!text)
		return NULL;
	lines = json_array();
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		document_append(&lines, document_text(line));
	return lines;
}

static json_t *seconds_of(uint64_t nanoseconds)
{
	return json_real((double)nanoseconds / 1e9);
}

static void put_record(json_t **object, const struct step_record *record)
{
	bool begun = record && record->result != STEP_PENDING;

	document_put(object, "result",
	             document_text(record ? step_result_name(record->result) : NULL));
	document_put(object, "seconds", begun ? seconds_of(record->nanoseconds) : json_null());
	document_put(object, "error", document_error(record ? record->error : NULL));
	document_put(object, "undo_error", document_error(record ? record->undo_error : NULL));
}

static json_t *step_of(const struct view_change *change, size_t index)
{
	const struct planned_step *planned = &change->plan->items[index];
	const struct step *step = &planned->step;
	json_t *object = json_object();

	document_put(&object, "step", document_text(step_kind_name(step->kind)));
	document_put(&object, "stage", json_integer(planned->stage));
	document_put(&object, "function", document_step_function(step));
	document_put(&object, "vm", document_text(step->vm));
	document_put(&object, "driver", document_text(step->driver));
	document_put(&object, "rom", document_text(step->rom));
	document_put(&object, "settings",
	             step->settings ? document_setting_names(step->settings) : json_null());
	document_put(&object, "address_space",
	             step->settings & SETTING_SPACE
	                     ? document_address_space(&step->space, &step->space_before)
	                     : json_null());
	document_put(&object, "cache_types",
	             step->named & DDA_CACHE_TYPES ? json_boolean(step->cache_types) : json_null());
	document_put(&object, "stop_action",
	             document_text(step->named & DDA_STOP_ACTION ? step->stop_action : NULL));
	document_put(&object, "numa_node", document_text(step->nodes));
	document_put(&object, "cpus", document_text(step->cpus));
	put_record(&object, change->run ? &change->run->records[index] : NULL);
	document_put(&object, "native", native_of(change, index));
	return object;
}

static json_t *steps_of(const struct view_change *change)
{
	json_t *steps = json_array();

	for (size_t i = 0; i < change->plan->count; i++)
		document_append(&steps, step_of(change, i));
	return steps;
}

/* The functions of the planned cards as they are now; indices may have moved since the plan. */
static json_t *devices_of(const struct view_change *change)
{
	const struct dda_inventory *before = change->inventory;
	const struct dda_inventory *now = change->run ? change->after : before;
	json_t *devices = json_array();

	for (size_t i = 0; now && i < change->plan->cards.count; i++) {
		const struct card *card = &before->cards.items[change->plan->cards.items[i]];

		for (unsigned j = 0; j < card->count; j++) {
			const struct dda_function *function =
			        &before->functions.items[card->functions[j]];
			int index = inventory_find(now, function->address);

			if (index >= 0)
				document_append(&devices,
				                document_device(now, &now->functions.items[index]));
		}
	}
	return devices;
}

static bool proved_before(const struct dda_plan *plan, size_t card)
{
	for (size_t i = 0; i < card; i++)
		if (text_equal(plan->card_vms[i], plan->card_vms[card]))
			return true;
	return false;
}

/* What "dda verify" says of each VM of the plan. */
static json_t *proof_of(const struct view_change *change)
{
	const struct dda_plan *plan = change->plan;
	json_t *proofs = json_array();

	for (size_t i = 0; change->after && i < plan->cards.count; i++) {
		json_t *proof = NULL;

		if (!plan->card_vms[i] || proved_before(plan, i))
			continue;
		if (view_verify(change->after, plan->card_vms[i], &proof, NULL) == 0)
			document_append(&proofs, proof);
	}
	return proofs;
}

int view_change(const struct view_change *change, json_t **ret, struct dda_error **ret_error)
{
	json_t *document = document_new(dda_verb_name(change->verb));

	document_put(&document, "outcome", document_text(outcome_of(change)));
	document_put(&document, "plan", id_of(change->plan));
	document_put(&document, "findings", document_all_findings(&change->plan->findings));
	document_put(&document, "steps", steps_of(change));
	document_put(&document, "devices", devices_of(change));
	document_put(&document, "error", document_error(change->run ? change->run->error : NULL));
	document_put(&document, "seconds",
	             change->run ? seconds_of(change->run->nanoseconds) : json_null());
	if (change->recovered)
		document_put(&document, "recovered", document_transactions(change->recovered));
	if (change->proof)
		document_put(&document, "proof", proof_of(change));
	return document_finish(document, ret, ret_error);
}
