/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/act.h"

#include "host/hyperv/act-device.h"
#include "host/hyperv/act-vm.h"

static bool is_about_device(const struct step *step)
{
	return step->kind < STEP_PREPARE;
}

int act_test(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	return is_about_device(step) ? device_test(live, step, ret_error)
	                             : vm_test(live, step, ret_error);
}

int act_apply(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error)
{
	return is_about_device(step) ? device_apply(live, step, ret_error)
	                             : vm_apply(live, step, ret_error);
}

int act_settle(struct hyperv_live *live, const struct step *step, uint64_t deadline,
               struct dda_error **ret_error)
{
	return is_about_device(step) ? device_settle(live, step, deadline, ret_error)
	                             : vm_settle(live, step, deadline, ret_error);
}
