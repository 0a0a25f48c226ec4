/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* DismountAssignableDevice and MountAssignableDevice. */
#include "base/cleanup.h"
#include "engine/embedded.h"
#include "host/act.h"
#include "host/assignment.h"
#include "host/device.h"

#include <string.h>

#define DISABLED 22
#define DISPLAY "03"

/* The function that either path or both name; NULL also when they name two. */
static json_t *find(const struct host *host, const char *path, const char *location, bool proxy)
{
	bool is_proxy = proxy;
	json_t *by_path = *path ? device_by_path(host, path, &is_proxy) : NULL;
	json_t *by_location = *location ? device_by_location(host, location) : NULL;

	if ((*path && (!by_path || is_proxy != proxy)) || (*location && !by_location) ||
	    (by_path && by_location && by_path != by_location))
		return NULL;
	return by_path ? by_path : by_location;
}

static int not_found(struct act *act, const char *path, const char *location)
{
	return act_fail(
	        act, ACT_FILE_NOT_FOUND,
	        "The operation failed.\nThe specified device '%s' was not found on server '%s'.",
	        *path ? path : location, config_text(act->host, "name"));
}

static long prepare_dismount(struct act *act, const struct call *call)
{
	const struct wmi_class *class;
	json_t *values = NULL;

	if (embedded_read("root\\virtualization\\v2", "Msvm_AssignableDeviceDismountSettingData",
	                  text_of(call->in, "DismountSettingData"), &class, &values) < 0)
		return ACT_INVALID_PARAMETER;
	json_object_update(act->wish, values);
	json_decref(values);
	return *text_of(act->wish, "DeviceInstancePath") ||
	                       *text_of(act->wish, "DeviceLocationPath")
	               ? ACT_DONE
	               : ACT_INVALID_PARAMETER;
}

static bool is_assignable_kind(const json_t *device)
{
	int64_t type = number_of(device, "type");

	return type == 2 || type == 4 ||
	       (type == 3 && strncmp(text_of(device, "class"), DISPLAY, 2) == 0);
}

static bool is_parted(const struct host *host, const json_t *device)
{
	json_t *vm;
	size_t i;

	json_array_foreach(host->vms, i, vm) if (json_array_size(json_object_get(
	                                                 vm,
	                                                 "gpus"))) return flag_of(device,
	                                                                          "partitionable");
	return false;
}

/* What a dismount asks of the function and its surroundings. */
static int check_dismount(struct act *act, const json_t *device)
{
	if (flag_of(device, "dismounted"))
		return act_fail(act, ACT_INVALID_STATE, "The operation failed.");
	if (number_of(device, "problem") != DISABLED)
		return act_fail(act, ACT_FAILED, "The operation failed.");
	if (!config_flag(act->host, "native_pcie"))
		return act_fail(
		        act, ACT_FAILED,
		        "The operation failed.\nThe current configuration does not allow for OS "
		        "control of the PCI Express bus. Please check your BIOS or UEFI "
		        "settings.");
	if (!is_assignable_kind(device))
		return act_fail(act, ACT_NOT_SUPPORTED, "The operation failed.");
	if (flag_of(device, "rmrr"))
		return act_fail(act, ACT_FAILED, "The operation failed.");
	if (is_parted(act->host, device))
		return act_fail(act, ACT_IN_USE, "The operation failed.");
	if (flag_of(act->wish, "RequireAcsSupport") && !number_of(device, "acs_up"))
		return act_fail(act, ACT_FAILED, "The operation failed.");
	if (flag_of(act->wish, "RequireDeviceMitigations") && !flag_of(device, "mitigation"))
		return act_fail(
		        act, ACT_FAILED,
		        "The operation failed.\nThe manufacturer of this device has not supplied "
		        "any directives for securing this device while exposing it to a virtual "
		        "machine. The device should only be exposed to trusted virtual "
		        "machines.\nThis device is not supported when passed through to a "
		        "virtual machine.");
	return ACT_DONE;
}

static int perform_dismount(struct act *act)
{
	const char *path = text_of(act->wish, "DeviceInstancePath");
	const char *location = text_of(act->wish, "DeviceLocationPath");
	json_t *device = find(act->host, path, location, false);
	_cleanup_free_ char *proxy = NULL;
	int code = device ? check_dismount(act, device) : not_found(act, path, location);

	if (code != ACT_DONE)
		return code;
	json_object_set_new(device, "dismounted", json_true());
	json_object_set_new(device, "instance_at",
	                    json_integer(act->host->now + config_number(act->host, "appear_ms")));
	act->host->changed = true;
	if (flag_of(device, "fails_as_proxy"))
		return act_fail(act, ACT_FAILED, "The operation failed.");
	proxy = device_path(device, true);
	json_object_set_new(act->out, "DismountedDeviceInstancePath", json_string(proxy));
	return ACT_DONE;
}

static long prepare_mount(struct act *act, const struct call *call)
{
	json_object_update(act->wish, (json_t *)call->in);
	return *text_of(act->wish, "DeviceInstancePath") ||
	                       *text_of(act->wish, "DeviceLocationPath")
	               ? ACT_DONE
	               : ACT_INVALID_PARAMETER;
}

static int perform_mount(struct act *act)
{
	const char *path = text_of(act->wish, "DeviceInstancePath");
	const char *location = text_of(act->wish, "DeviceLocationPath");
	json_t *device = find(act->host, path, location, true);
	_cleanup_free_ char *own = NULL;

	if (!device)
		return not_found(act, path, location);
	if (!flag_of(device, "dismounted"))
		return act_fail(act, ACT_INVALID_STATE, "The operation failed.");
	if (assignment_of(act->host, device, NULL))
		return act_fail(act, ACT_IN_USE, "The operation failed.");
	json_object_set_new(device, "dismounted", json_false());
	json_object_set_new(device, "proxy_known", json_true());
	json_object_set_new(device, "problem", json_integer(DISABLED));
	act->host->changed = true;
	own = device_path(device, false);
	json_object_set_new(act->out, "MountedDeviceInstancePath", json_string(own));
	return ACT_DONE;
}

const struct act_method act_dismount = {"DismountAssignableDevice", 260, prepare_dismount,
                                        perform_dismount};
const struct act_method act_mount = {"MountAssignableDevice", 260, prepare_mount, perform_mount};
