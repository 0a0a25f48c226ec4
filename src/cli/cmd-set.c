/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/output.h"

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r;

	if (has_option(invocation, OPTION_SETTING))
		return change_run(invocation, DDA_SET);
	r = usage_error(&error, "set", "see \"dda set --help\"", "no setting is named");
	return output_end(r, error, 0);
}

static const struct example examples[] = {
        {"dda set vm1 --high-space 65536", "64 GiB for devices above 4 GiB"},
        {"dda set vm1 --stop-action \"turn off\"",
         "Hyper-V: what a VM with devices needs when the host shuts down"},
        {0},
};

const struct command cmd_set = {
        .name = "set",
        .arguments = "VM",
        .summary = "Change settings of a VM that is off",
        .text = "What is set so is yours from then on: \"dda release\" does not put it back. "
                "\"dda --json vms\" says\nwhat of a VM can be set here, and from where to where. "
                "Hyper-V has all four. Of libvirt's VMs it is\n--high-space of those with OVMF "
                "(X-PciMmio64Mb, whole GiB; 0: as OVMF itself chooses).\nWhere the space is too "
                "small for the devices that the VM has, that is said.\n",
        .examples = examples,
        .options = OPTION_SETTING | OPTIONS_CHANGE,
        .min_words = 1,
        .max_words = 1,
        .changes = true,
        .run = run,
};
