/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/verify.h"

static int run(const struct invocation *invocation)
{
	return verify_run(invocation, invocation->words.items[0], invocation->wait);
}

static const struct example examples[] = {
        {"dda verify vm1 --wait 60", "proof, while the guest starts"},
        {0},
};

const struct command cmd_verify = {
        .name = "verify",
        .arguments = "VM",
        .summary = "Proof that a running VM has what it was given",
        .text = "Asks QEMU whether each function is on the VM's PCI bus and each memory BAR has an "
                "address "
                "there,\nand compares that with what \"dda mmio\" plans. Where the VM has a guest "
                "agent\n(qemu-guest-agent), it is asked which driver has each function.\nA guest "
                "gives addresses while it starts: --wait gives it that time.\nHyper-V is asked "
                "what the VM "
                "holds; BARs in the VM can't be seen there from outside.\n",
        .examples = examples,
        .options = OPTION_WAIT,
        .min_words = 1,
        .max_words = 1,
        .run = run,
};
