/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/act-settings.h"

#include "base/clock.h"
#include "host/hyperv/job.h"
#include "host/hyperv/settings.h"
#include "host/hyperv/snapshot.h"
#include "host/hyperv/vm-object.h"

#define NOTES_SECONDS 30

/* The VM's settings now, and what the step still has to change of them. */
struct state {
	json_t *system, *memory;
	struct settings_change change;
};

static void cleanup_state(struct state *state)
{
	json_decref(state->system);
	json_decref(state->memory);
	settings_change_deinit(&state->change);
}

static int look(struct hyperv_live *live, const struct step *step, struct state *ret,
                struct dda_error **ret_error)
{
	int r = vm_object_settings(live, step->vm, &ret->system, ret_error);

	if (r >= 0)
		r = vm_object_memory(live, step->vm, &ret->memory, ret_error);
	if (r < 0)
		return r;
	r = step->kind == STEP_SET ? settings_set(ret->system, ret->memory, step, &ret->change)
	                           : settings_unset(ret->system, ret->memory, step, &ret->change);
	return r < 0 ? error_no_memory(ret_error) : 0;
}

int settings_are_reached(struct hyperv_live *live, const struct step *step,
                         struct dda_error **ret_error)
{
	_cleanup_(cleanup_state) struct state state = {0};
	int r = look(live, step, &state, ret_error);

	return r < 0 ? r : !state.change.system && !state.change.memory;
}

/* Memory is one of several resources, which are changed as a list; the rest is one object. */
static int modify(struct hyperv_live *live, const struct step *step, const json_t *object,
                  const json_t *changes, const char *method, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *parameters = NULL;
	_cleanup_free_ char *text = NULL;
	const char *service;
	int r = job_vms_service(live, &service, ret_error);

	if (r >= 0)
		r = wmi_text(live->wmi, VIRTUALIZATION, value_text(object, "__PATH"), changes,
		             &text, ret_error);
	if (r < 0)
		return r;
	parameters = json_object_get(changes, "DynamicMemoryEnabled")
	                     ? json_pack("{s[s]}", "ResourceSettings", text)
	                     : json_pack("{ss}", "SystemSettings", text);
	return job_begin(live, step, service, method, parameters, ret_error);
}

static int change_memory(struct hyperv_live *live, const struct step *step,
                         const struct state *state, struct dda_error **ret_error)
{
	return state->change.memory ? modify(live, step, state->memory, state->change.memory,
	                                     "ModifyResourceSettings", ret_error)
	                            : 0;
}

static int change_system(struct hyperv_live *live, const struct step *step,
                         const struct state *state, struct dda_error **ret_error)
{
	return state->change.system ? modify(live, step, state->system, state->change.system,
	                                     "ModifySystemSettings", ret_error)
	                            : 0;
}

int settings_apply(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	bool set = step->kind == STEP_SET;
	_cleanup_(cleanup_state) struct state state = {0};
	int r = look(live, step, &state, ret_error);

	/* The notes say what was there: they are there before memory changes, and go after it. */
	if (r >= 0)
		r = set ? change_system(live, step, &state, ret_error)
		        : change_memory(live, step, &state, ret_error);
	if (r >= 0)
		r = job_settle(live, step, clock_now() + NOTES_SECONDS * CLOCK_SECOND, ret_error);
	if (r >= 0)
		r = set ? change_memory(live, step, &state, ret_error)
		        : change_system(live, step, &state, ret_error);
	return r;
}
