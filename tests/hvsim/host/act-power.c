/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Msvm_ComputerSystem.RequestStateChange. */
#include "host/act.h"
#include "host/assignment.h"
#include "host/vm.h"

#include <string.h>

#define POLICIES "SOFTWARE\\Policies\\Microsoft\\Windows\\HyperV"

enum request {
	START = 2,
	TURN_OFF = 3,
	SHUT_DOWN = 4,
	SAVE = 6,
	PAUSE = 9,
	REBOOT = 10,
	RESET = 11
};

static const struct {
	enum request request;
	int from, also_from; /* states; 0: none */
	int to;
} changes[] = {
        {START, VM_OFF, VM_SAVED, VM_RUNNING},      {START, VM_PAUSED, 0, VM_RUNNING},
        {TURN_OFF, VM_RUNNING, VM_PAUSED, VM_OFF},  {TURN_OFF, VM_SAVED, 0, VM_OFF},
        {SHUT_DOWN, VM_RUNNING, 0, VM_OFF},         {SAVE, VM_RUNNING, VM_PAUSED, VM_SAVED},
        {PAUSE, VM_RUNNING, 0, VM_PAUSED},          {REBOOT, VM_RUNNING, 0, VM_RUNNING},
        {RESET, VM_RUNNING, VM_PAUSED, VM_RUNNING},
};

static long prepare(struct act *act, const struct call *call)
{
	const char *id = path_key(call->target, "Name");
	const json_t *vm = id ? vm_by_id(act->host, id) : NULL;

	if (!vm)
		return id && _stricmp(id, config_text(act->host, "name")) == 0 ? ACT_NOT_SUPPORTED
		                                                               : WBEM_E_NOT_FOUND;
	json_object_set_new(act->wish, "vm", json_string(id));
	json_object_set_new(act->wish, "request",
	                    json_integer(number_of(call->in, "RequestedState")));
	return ACT_DONE;
}

/* The state that the request leads to; 0 when it is not possible now. */
static int next_state(int64_t request, int64_t state)
{
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++)
		if (request == changes[i].request &&
		    (state == changes[i].from || state == changes[i].also_from))
			return changes[i].to;
	return 0;
}

static int fail_to_start(struct act *act, const json_t *vm, const json_t *setting, const char *why)
{
	const char *guid = strrchr(text_of(setting, "InstanceID"), '\\');

	return act_fail(
	        act, ACT_FAILED,
	        "'%s' failed to start.\nVirtual Pci Express Port (Instance ID %s): Failed to "
	        "Power on with Error '%s'.",
	        text_of(vm, "name"), guid ? guid + 1 : "", why);
}

/* Enforced unless set to 0. */
static bool is_enforced(const struct host *host, const char *policy)
{
	const json_t *key = json_object_get(json_object_get(host->state, "registry"), POLICIES);
	const json_t *value = json_object_get(key, policy);

	return !value || json_integer_value(value);
}

static int check_function(struct act *act, const json_t *vm, const json_t *setting)
{
	const json_t *resources = json_object_get(setting, "HostResource");
	const json_t *device = assignment_resolve(act->host,
	                                          json_string_value(json_array_get(resources, 0)));

	if (!device)
		return fail_to_start(act, vm, setting, "Element not found");
	if (strcmp(config_text(act->host, "edition"), "client") == 0 ||
	    !config_flag(act->host, "iommu"))
		return fail_to_start(
		        act, vm, setting,
		        "A hypervisor feature is not available to the user. (0xC035001E)");
	if ((!flag_of(device, "flr") && is_enforced(act->host, "RequireSecureDeviceAssignment")) ||
	    (!flag_of(device, "supported") &&
	     is_enforced(act->host, "RequireSupportedDeviceAssignment")))
		return fail_to_start(
		        act, vm, setting,
		        "The device is not compliant with currently set group policy.  See "
		        "HyperV\\RequireSecureDeviceAssignment and "
		        "HyperV\\RequireSupportedDeviceAssignment for more details");
	return ACT_DONE;
}

static int check_gap(struct act *act, const json_t *vm)
{
	const json_t *settings = json_object_get(vm, "settings");
	int64_t limit = config_number(act->host, "address_limit_mib");

	if (number_of(settings, "HighMmioGapBase") + number_of(settings, "HighMmioGapSize") <=
	    limit)
		return ACT_DONE;
	return act_fail(
	        act, ACT_FAILED,
	        "'%s' failed to start.\nThe high memory mapped I/O gap ends above the largest "
	        "supported address 0x%016llx.",
	        text_of(vm, "name"), (unsigned long long)limit << 20);
}

static int check_start(struct act *act, const json_t *vm)
{
	const json_t *settings = json_object_get(vm, "pci"), *setting;
	int code = check_gap(act, vm);
	size_t i;

	if (code == ACT_DONE && json_array_size(settings) &&
	    strcmp(config_text(act->host, "settings_checked"), "never") != 0)
		code = act_check_settings(act, vm);
	json_array_foreach(settings, i, setting) if (code == ACT_DONE)
	        code = check_function(act, vm, setting);
	return code;
}

static int check(struct act *act, const json_t *vm, int64_t request)
{
	if (request == START)
		return check_start(act, vm);
	if (request == SAVE && json_array_size(json_object_get(vm, "pci")))
		return act_fail(act, ACT_INVALID_STATE, "'%s' failed to save.",
		                text_of(vm, "name"));
	return ACT_DONE;
}

static int perform(struct act *act)
{
	json_t *vm = vm_by_id(act->host, text_of(act->wish, "vm"));
	int64_t request = number_of(act->wish, "request");
	int to = next_state(request, number_of(vm, "state")), code;

	if (!to)
		return act_fail(
		        act, ACT_INVALID_STATE,
		        "'%s' failed to change state.\nThe operation cannot be performed while "
		        "the object is in its current state.",
		        text_of(vm, "name"));
	code = check(act, vm, request);
	if (code != ACT_DONE)
		return code;
	json_object_set_new(vm, "state", json_integer(to));
	act->host->changed = true;
	return ACT_DONE;
}

const struct act_method act_power = {"RequestStateChange", 12, prepare, perform};
