/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/change.h"
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/output.h"

static int check(const struct invocation *invocation, struct dda_error **ret_error)
{
	bool spread = has_option(invocation, OPTION_SPREAD);

	if (spread == has_option(invocation, OPTION_VM))
		return usage_error(ret_error, "assign", "see \"dda assign --help\"",
		                   "needs either --vm or --spread");
	if (invocation->vms.count == 0)
		return usage_error(ret_error, "--spread", "see \"dda assign --help\"",
		                   "the names of the VMs must follow");
	if (has_option(invocation, OPTION_CONFIRM) && has_option(invocation, OPTION_START))
		return usage_error(ret_error, "--confirm",
		                   "leave out --start, and start the VM when it is confirmed",
		                   "does not go with --start: to put the card back the VM would be "
		                   "switched off as it runs");
	return 0;
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = check(invocation, &error);

	return r < 0 ? output_end(r, error, 0) : change_run(invocation, DDA_ASSIGN);
}

static const struct example examples[] = {
        {"dda assign 01:00 --vm vm1 --dry-run", "the steps; nothing is done"},
        {"dda assign 01:00 --vm vm1", "does them; the VM must be off"},
        {"dda assign 01:00 --vm vm1 --start", "starts it as well, and proves that it has the card"},
        {"dda assign \"NVIDIA*\" --spread vm1 vm2 vm3 vm4", "one card to each VM"},
        {"dda assign 03:00 --vm vm1 --confirm 60",
         "of a network card: put back unless you confirm it"},
        {0},
};

const struct command cmd_assign = {
        .name = "assign",
        .arguments = "DEVICE... --vm VM | DEVICE... --spread VM...",
        .summary = "Hand whole cards over to VMs",
        .text = "With --vm all cards go to one VM. With --spread each VM gets one card, all or "
                "nothing:\n"
                "  dda assign \"NVIDIA*\" --spread vm1 vm2 vm3 vm4\n"
                "Of devices that are named one by one the first goes to the first VM, and so on; "
                "a VM may then\nbe named several times:\n"
                "  dda assign 01:00 02:00 03:00 --spread vm1 vm1 vm2\n"
                "With --start the VMs are started as part of it: when one does not start, all is "
                "undone.\nThen it waits, as \"dda verify\" does, until each has mapped what it was "
                "given (120 s,\nor --wait); a VM that has not is reported, and the exit status is "
                "4.\n"
                "With --hide-hypervisor the guests see neither KVM nor Hyper-V, which drivers for "
                "GeForce\ncards before R465 want; it is put back with the VM's other settings.\n"
                "With --pin the memory of a VM that is not bound yet comes from its card's NUMA "
                "node alone\n(strict), and its processors run there; put back as above.\n"
                "With --rom the VM sees the contents of FILE as the expansion ROM of the card's "
                "first function,\nwhich must be that card's own; QEMU's user must be able to read "
                "it.\n"
                "With --confirm, for a card through which you may reach the host (network, "
                "display): when all is\ndone it waits for Enter on this terminal, or for \"dda "
                "confirm\" from elsewhere; without either\nall is put back, also when this session "
                "is lost meanwhile. Ctrl-C puts it back at once. What\nthe host's own network "
                "setup makes of a card that returns is its affair.\n"
                "A few findings can be decided against, each by its code, once per --force:\n"
                "  not-isolated    the card's traffic may reach other devices\n"
                "  no-mitigations  Hyper-V: no driver secures the card against its VM\n",
        .examples = examples,
        .options = OPTION_SPREAD | OPTION_VM | OPTION_START | OPTION_WAIT | OPTION_HIDE |
                   OPTION_ROM | OPTION_PIN | OPTION_CONFIRM | OPTION_FORCE | OPTIONS_CHANGE,
        .min_words = 1,
        .max_words = ANY_NUMBER,
        .changes = true,
        .run = run,
};
