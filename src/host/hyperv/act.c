/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/act.h"

#include <errno.h>

#include "base/translate.h"
#include "host/hyperv/act-device.h"
#include "host/hyperv/act-vm.h"

static bool is_about_device(const struct step *step)
{
	return step->kind < STEP_PREPARE;
}

int act_device(const struct hyperv_live *live, const struct step *step,
               const struct device_name **ret, struct dda_error **ret_error)
{
	const struct device_name *device = names_device(&live->names, step->function);

	bool known = device && device->instance && device->proxy &&
	             (device->location || (device->missing && step->kind == STEP_REMOVE));

	if (!known)
		return error_set(ret_error, -ENODEV, DDA_ERROR_FAILED,
		                 address_format(step->function).text,
		                 "Windows gave it no instance path and no location path",
		                 "\"dda list\" shows the devices that are there");
	*ret = device;
	return 0;
}

const char *act_failure(const struct step *step)
{
	static const char *const texts[] = {
	        [STEP_DISABLE] = "could not be disabled",
	        [STEP_ENABLE] = "could not be enabled",
	        [STEP_DISMOUNT] = "could not be dismounted",
	        [STEP_MOUNT] = "could not be mounted",
	        [STEP_SET] = "its settings could not be changed",
	        [STEP_UNSET] = "its settings could not be put back",
	        [STEP_ADD] = "the device could not be added",
	        [STEP_REMOVE] = "the device could not be removed",
	        [STEP_START] = "could not be started",
	        [STEP_STOP] = "could not be turned off",
	};

	return _(texts[step->kind]);
}

/* Whatever WMI says no to from here on is said of the device or VM, in a person's words. */
static void begin(struct hyperv_live *live, const struct step *step, const char *failure)
{
	wmi_about(live->wmi, is_about_device(step) ? address_format(step->function).text : step->vm,
	          failure);
}

int act_test(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	begin(live, step, _("how it is could not be read"));
	return is_about_device(step) ? device_test(live, step, ret_error)
	                             : vm_test(live, step, ret_error);
}

int act_apply(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	begin(live, step, act_failure(step));
	return is_about_device(step) ? device_apply(live, step, ret_error)
	                             : vm_apply(live, step, ret_error);
}

int act_settle(struct hyperv_live *live, const struct step *step, uint64_t deadline,
               struct dda_error **ret_error)
{
	begin(live, step, _("what came of it could not be read"));
	return is_about_device(step) ? device_settle(live, step, deadline, ret_error)
	                             : vm_settle(live, step, deadline, ret_error);
}
