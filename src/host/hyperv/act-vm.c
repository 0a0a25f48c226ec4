/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/act-vm.h"

#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "host/hyperv/act-settings.h"
#include "host/hyperv/job.h"
#include "host/hyperv/query.h"
#include "host/hyperv/snapshot.h"
#include "host/hyperv/vm-object.h"

/* EnabledState and RequestedState, W32 Msvm_ComputerSystem. */
#define STATE_RUNNING 2
#define STATE_OFF 3

#define READ_BACK_SECONDS 10 /* for what a job that has ended did to be seen */
#define TEMPLATE "SELECT * FROM Msvm_PciExpressSettingData WHERE InstanceID LIKE '%Default%'"

static int read_state(struct hyperv_live *live, const char *vm, uint64_t *ret,
                      struct dda_error **ret_error)
{
	_cleanup_json_ json_t *object = NULL;
	int r = vm_object(live, vm, &object, ret_error);

	if (r >= 0 && !value_number(object, "EnabledState", ret))
		*ret = 0;
	return r;
}

/* Is the VM as it has to be after the step? 1, 0, or an error. */
static int is_reached(struct hyperv_live *live, const struct step *step,
                      struct dda_error **ret_error)
{
	const struct device_name *device = NULL;
	_cleanup_json_ json_t *entry = NULL;
	uint64_t state;
	int r;

	switch (step->kind) {
	case STEP_START:
	case STEP_STOP:
		r = read_state(live, step->vm, &state, ret_error);
		return r < 0 ? r : state == (step->kind == STEP_START ? STATE_RUNNING : STATE_OFF);
	case STEP_ADD:
	case STEP_REMOVE:
		r = act_device(live, step, &device, ret_error);
		if (r >= 0)
			r = vm_object_device(live, step->vm, device, &entry, ret_error);
		return r < 0 ? r : (entry != NULL) == (step->kind == STEP_ADD);
	default:
		return settings_are_reached(live, step, ret_error);
	}
}

int vm_test(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	uint64_t state;
	int r = read_state(live, step->vm, &state, ret_error);

	if (r < 0)
		return r;
	if (state == STATE_OFF || step->kind == STEP_STOP)
		return 0;
	return error_set(ret_error, -EAGAIN, DDA_ERROR_FAILED, step->vm,
	                 "was started, or saved, meanwhile", "shut it down, then ask again");
}

/*
 * The device as Hyper-V offers it: Msvm_PciExpress of the host. One that is in a VM's configuration
 * has a second object, which belongs to the VM (SystemName is its GUID, as far as is known).
 */
static int find_offer(struct hyperv_live *live, const struct device_name *device, json_t **ret,
                      struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_json_ json_t *rows = NULL;
	const char *wql = query_format(&arena,
	                               "SELECT * FROM Msvm_PciExpress WHERE LocationPath = %s",
	                               device->location, NULL);
	int r = wql ? wmi_objects(live->wmi, VIRTUALIZATION, wql, &rows, ret_error)
	            : error_no_memory(ret_error);

	if (r < 0)
		return r;
	for (size_t i = 0; i < json_array_size(rows); i++) {
		json_t *row = json_array_get(rows, i);
		const char *system = value_text(row, "SystemName");

		if (system && names_vm(&live->names, system))
			continue;
		*ret = json_incref(row);
		return 0;
	}
	return error_set(ret_error, -ENOENT, DDA_ERROR_FAILED, device->location,
	                 "Hyper-V does not offer it to VMs",
	                 "it is not dismounted (any more): \"dda status\" shows where it is");
}

static int find_template(struct hyperv_live *live, json_t **ret, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *rows = NULL;
	int r = wmi_objects(live->wmi, VIRTUALIZATION, TEMPLATE, &rows, ret_error);

	if (r < 0)
		return r;
	if (json_array_size(rows) == 0)
		return error_set(ret_error, -ENOTSUP, DDA_ERROR_FAILED, "Hyper-V",
		                 "it has no settings for devices of VMs to start from",
		                 "use Windows Server 2016 or later");
	*ret = json_incref(json_array_get(rows, 0));
	return 0;
}

/* The embedded settings of a device to add. */
static int make_entry(struct hyperv_live *live, const struct device_name *device, char **ret,
                      struct dda_error **ret_error)
{
	_cleanup_json_ json_t *offer = NULL, *template = NULL, *changes = NULL;
	int r = find_offer(live, device, &offer, ret_error);

	if (r >= 0)
		r = find_template(live, &template, ret_error);
	if (r < 0)
		return r;
	changes = json_pack("{s[s?]}", "HostResource", value_text(offer, "__PATH"));
	return wmi_text(live->wmi, VIRTUALIZATION, value_text(template, "__PATH"), changes, ret,
	                ret_error);
}

static int add(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *settings = NULL, *parameters = NULL;
	const struct device_name *device = NULL;
	_cleanup_free_ char *entry = NULL;
	const char *service;
	int r = act_device(live, step, &device, ret_error);

	if (r >= 0)
		r = job_vms_service(live, &service, ret_error);
	if (r >= 0)
		r = vm_object_settings(live, step->vm, &settings, ret_error);
	if (r >= 0)
		r = make_entry(live, device, &entry, ret_error);
	if (r < 0)
		return r;
	parameters = json_pack("{ss? s[s]}", "AffectedConfiguration",
	                       value_text(settings, "__PATH"), "ResourceSettings", entry);
	return job_begin(live, step, service, "AddResourceSettings", parameters, ret_error);
}

static int remove_entry(struct hyperv_live *live, const struct step *step,
                        struct dda_error **ret_error)
{
	_cleanup_json_ json_t *entry = NULL, *parameters = NULL;
	const struct device_name *device = NULL;
	const char *service;
	int r = act_device(live, step, &device, ret_error);

	if (r >= 0)
		r = job_vms_service(live, &service, ret_error);
	if (r >= 0)
		r = vm_object_device(live, step->vm, device, &entry, ret_error);
	if (r < 0 || !entry)
		return r;
	parameters = json_pack("{s[s?]}", "ResourceSettings", value_text(entry, "__PATH"));
	return job_begin(live, step, service, "RemoveResourceSettings", parameters, ret_error);
}

static int request_state(struct hyperv_live *live, const struct step *step, unsigned state,
                         struct dda_error **ret_error)
{
	_cleanup_json_ json_t *vm = NULL, *parameters = NULL;
	int r = vm_object(live, step->vm, &vm, ret_error);

	if (r < 0)
		return r;
	parameters = json_pack("{si}", "RequestedState", (int)state);
	return job_begin(live, step, value_text(vm, "__PATH"), "RequestStateChange", parameters,
	                 ret_error);
}

int vm_apply(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	int r = is_reached(live, step, ret_error);

	if (r != 0)
		return r < 0 ? r : 0;
	switch (step->kind) {
	case STEP_ADD:
		return add(live, step, ret_error);
	case STEP_REMOVE:
		return remove_entry(live, step, ret_error);
	case STEP_START:
		return request_state(live, step, STATE_RUNNING, ret_error);
	case STEP_STOP:
		return request_state(live, step, STATE_OFF, ret_error);
	default:
		return settings_apply(live, step, ret_error);
	}
}

int vm_settle(struct hyperv_live *live, const struct step *step, uint64_t deadline,
              struct dda_error **ret_error)
{
	int r = job_settle(live, step, deadline, ret_error);
	uint64_t patience = clock_now() + READ_BACK_SECONDS * CLOCK_SECOND;

	while (r >= 0) {
		r = is_reached(live, step, ret_error);
		if (r != 0)
			return r < 0 ? r : 0;
		if (clock_now() >= patience || clock_now() >= deadline)
			return error_setf(ret_error, -EIO, DDA_ERROR_FAILED, step->vm,
			                  "Get-VM, and the event log Hyper-V-VMMS-Admin, say more",
			                  "%s, though Hyper-V says that it did", act_failure(step));
		usleep(ACT_POLL_MICROSECONDS);
	}
	return r;
}
