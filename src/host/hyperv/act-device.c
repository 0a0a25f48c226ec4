/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/act-device.h"

#include <errno.h>
#include <strings.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/hyperv/job.h"
#include "host/hyperv/object-path.h"
#include "host/hyperv/query.h"
#include "host/hyperv/snapshot.h"

/* ConfigManagerErrorCode, cfg.h. */
#define PROBLEM_DISABLED 22
#define PROBLEM_PHANTOM 45

#define READ_BACK_SECONDS 30 /* for plug and play, and Hyper-V's own list, to follow */
#define DISMOUNT_CLASS "Msvm_AssignableDeviceDismountSettingData"

/* Where a device is now. */
struct whereabouts {
	bool on_host;  /* its node of the host is there */
	bool disabled; /* and disabled */
	bool proxied;  /* the node that stands for a dismounted device is there */
	bool listed;   /* Hyper-V offers it to VMs */
};

/* Nodes that are not there (any more) are listed or not, as the build of Windows has it. */
static void note_node(const json_t *row, const struct device_name *device, struct whereabouts *ret)
{
	const char *id = value_text(row, "DeviceID");
	bool present = true;
	uint64_t problem = 0;

	value_boolean(row, "Present", &present);
	value_number(row, "ConfigManagerErrorCode", &problem);
	if (!id || !present || problem == PROBLEM_PHANTOM)
		return;
	if (strcasecmp(id, device->instance) == 0) {
		ret->on_host = true;
		ret->disabled = problem == PROBLEM_DISABLED;
	}
	ret->proxied |= strcasecmp(id, device->proxy) == 0;
}

static int read_nodes(struct hyperv_live *live, const struct device_name *device,
                      struct whereabouts *ret, struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_json_ json_t *rows = NULL;
	const char *wql = query_format(&arena,
	                               "SELECT DeviceID, Present, ConfigManagerErrorCode FROM "
	                               "Win32_PnPEntity WHERE DeviceID = %s OR DeviceID = %s",
	                               device->instance, device->proxy);
	int r = wql ? wmi_query(live->wmi, CIMV2, wql, &rows, ret_error)
	            : error_no_memory(ret_error);

	for (size_t i = 0; r >= 0 && i < json_array_size(rows); i++)
		note_node(json_array_get(rows, i), device, ret);
	return r;
}

static int read_listed(struct hyperv_live *live, const struct device_name *device, bool *ret,
                       struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_json_ json_t *rows = NULL;
	const char *wql = query_format(&arena,
	                               "SELECT * FROM Msvm_PciExpress WHERE LocationPath = %s",
	                               device->location, NULL);
	int r = wql ? wmi_query(live->wmi, VIRTUALIZATION, wql, &rows, ret_error)
	            : error_no_memory(ret_error);

	if (r >= 0)
		*ret = json_array_size(rows) > 0;
	return r;
}

static int look(struct hyperv_live *live, const struct device_name *device, struct whereabouts *ret,
                struct dda_error **ret_error)
{
	struct whereabouts at = {0};
	int r = read_nodes(live, device, &at, ret_error);

	if (r >= 0)
		r = read_listed(live, device, &at.listed, ret_error);
	if (r >= 0)
		*ret = at;
	return r;
}

static bool is_reached(const struct whereabouts *at, enum step_kind kind)
{
	switch (kind) {
	case STEP_DISABLE:
		return at->on_host && at->disabled;
	case STEP_ENABLE:
		return at->on_host && !at->disabled;
	case STEP_DISMOUNT:
		return at->listed;
	default:
		return at->on_host && !at->listed && !at->proxied;
	}
}

/* What the step begins with. */
static bool is_ready(const struct whereabouts *at, enum step_kind kind)
{
	switch (kind) {
	case STEP_DISABLE:
	case STEP_ENABLE:
		return at->on_host;
	case STEP_DISMOUNT:
		return at->on_host && at->disabled;
	default:
		return at->proxied || at->listed;
	}
}

static const char *past_of(enum step_kind kind)
{
	static const char *const words[] = {
	        [STEP_DISABLE] = "disabled",
	        [STEP_ENABLE] = "enabled",
	        [STEP_DISMOUNT] = "dismounted",
	        [STEP_MOUNT] = "mounted",
	};

	return words[kind];
}

static const char *words(const struct whereabouts *at)
{
	if (at->listed)
		return _("is dismounted");
	if (at->proxied)
		return _("is dismounted, but Hyper-V does not offer it to VMs");
	if (at->on_host)
		return at->disabled ? _("is disabled") : _("is with the host, and not disabled");
	return _("is not there");
}

int device_test(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	const struct device_name *device = NULL;
	struct whereabouts at;
	int r = act_device(live, step, &device, ret_error);

	if (r >= 0)
		r = look(live, device, &at, ret_error);
	if (r < 0)
		return r;
	if (is_ready(&at, step->kind) || is_reached(&at, step->kind))
		return 0;
	return error_setf(ret_error, -EAGAIN, DDA_ERROR_FAILED, address_format(step->function).text,
	                  "somebody else changed it; ask again", "%s, so it can't be %s",
	                  words(&at), past_of(step->kind));
}

static int wants_restart(const struct step *step, struct dda_error **ret_error)
{
	return error_setf(ret_error, -EBUSY, DDA_ERROR_FAILED, address_format(step->function).text,
	                  "end what uses it; else restart the host and ask again",
	                  "Windows can %s it only with a restart of the host: something uses it",
	                  step_kind_name(step->kind));
}

/* W32, Win32_PnPEntity.Disable and Enable; return values but 0 are not documented. */
static int turn(struct hyperv_live *live, const struct device_name *device, const struct step *step,
                struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_json_ json_t *answer = NULL;
	const char *path = object_path_make(&arena, "Win32_PnPEntity", "DeviceID",
	                                    device->instance);
	uint64_t code = 0;
	bool restart = false;
	int r = path ? wmi_call(live->wmi, CIMV2, path,
	                        step->kind == STEP_DISABLE ? "Disable" : "Enable", NULL, &answer,
	                        ret_error)
	             : error_no_memory(ret_error);

	if (r < 0)
		return r;
	value_number(answer, "ReturnValue", &code);
	value_boolean(answer, "rebootNeeded", &restart);
	if (code != 0)
		return error_setf(
		        ret_error, -EIO, DDA_ERROR_FAILED, address_format(step->function).text,
		        "try it in Device Manager, which says more", "Windows could not %s it (%u)",
		        step_kind_name(step->kind), (unsigned)code);
	return restart ? wants_restart(step, ret_error) : 0;
}

static int dismount(struct hyperv_live *live, const struct device_name *device,
                    const struct step *step, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *settings = json_pack(
	        "{ss ss sb sb}", "DeviceInstancePath", device->instance, "DeviceLocationPath",
	        device->location, "RequireAcsSupport", !step->without_isolation,
	        "RequireDeviceMitigations", !step->without_mitigations);
	_cleanup_json_ json_t *parameters = NULL;
	_cleanup_free_ char *text = NULL;
	const char *service;
	int r = job_devices_service(live, &service, ret_error);

	if (r >= 0)
		r = wmi_text(live->wmi, VIRTUALIZATION, DISMOUNT_CLASS, settings, &text, ret_error);
	if (r < 0)
		return r;
	parameters = json_pack("{ss}", "DismountSettingData", text);
	return job_begin(live, step, service, "DismountAssignableDevice", parameters, ret_error);
}

static int mount(struct hyperv_live *live, const struct device_name *device,
                 const struct step *step, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *parameters = json_pack("{ss ss}", "DeviceInstancePath",
	                                              device->proxy, "DeviceLocationPath",
	                                              device->location);
	const char *service;
	int r = job_devices_service(live, &service, ret_error);

	return r < 0 ? r
	             : job_begin(live, step, service, "MountAssignableDevice", parameters,
	                         ret_error);
}

int device_apply(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	const struct device_name *device = NULL;
	struct whereabouts at;
	int r = act_device(live, step, &device, ret_error);

	if (r >= 0)
		r = look(live, device, &at, ret_error);
	if (r < 0 || is_reached(&at, step->kind))
		return r;
	switch (step->kind) {
	case STEP_DISABLE:
	case STEP_ENABLE:
		return turn(live, device, step, ret_error);
	case STEP_DISMOUNT:
		return dismount(live, device, step, ret_error);
	default:
		return mount(live, device, step, ret_error);
	}
}

int device_settle(struct hyperv_live *live, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error)
{
	const struct device_name *device = NULL;
	struct whereabouts at;
	int r = job_settle(live, step, deadline, ret_error);
	uint64_t patience = clock_now() + READ_BACK_SECONDS * CLOCK_SECOND;

	if (r >= 0)
		r = act_device(live, step, &device, ret_error);
	while (r >= 0) {
		r = look(live, device, &at, ret_error);
		if (r < 0 || is_reached(&at, step->kind))
			return r;
		if (clock_now() >= patience || clock_now() >= deadline)
			return error_setf(ret_error, -EIO, DDA_ERROR_FAILED,
			                  address_format(step->function).text,
			                  "Device Manager, and the event log Hyper-V-VMMS-Admin, "
			                  "say more",
			                  "it was to be %s, but %s", past_of(step->kind),
			                  words(&at));
		usleep(ACT_POLL_MICROSECONDS);
	}
	return r;
}
