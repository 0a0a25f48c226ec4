/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "cli/process.h"
#include "view/view.h"

static int boot(const struct invocation *invocation, struct dda_error **ret_error)
{
	const char *device = invocation->words.count ? invocation->words.items[0] : NULL;
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_boot_ struct dda_boot *found = NULL;
	_cleanup_document_ json_t *document = NULL;
	int r = dda_host_open(invocation->host, &host, ret_error);

	if (r >= 0)
		process_hold_signals();
	if (r >= 0 && has_option(invocation, OPTION_FORGET)) {
		r = dda_boot_forget(host, invocation->forget, ret_error);
		return r < 0 ? r : EXIT_DONE;
	}
	if (r >= 0)
		r = dda_boot(host, device, &found, ret_error);
	if (r >= 0)
		r = view_boot(found, &document, ret_error);
	if (r >= 0)
		r = output_answer(invocation, document, ret_error);
	if (r < 0)
		return r;
	return dda_boot_is_complete(found) ? EXIT_DONE : EXIT_NO;
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = boot(invocation, &error);

	return output_end(r, error, r);
}

static const struct example examples[] = {
        {"dda boot", "what its units do at the start"},
        {"dda boot --forget \"PCIROOT(0)#PCI(0300)#PCI(0000)\"",
         "the device that was there stays with the host"},
        {0},
};

const struct command cmd_boot = {
        .name = "boot",
        .arguments = "[ADDRESS]",
        .summary = "At the host's start: what was dismounted before is dismounted again",
        .text = "For the init system, the initramfs and udev, on Linux hosts. What is dismounted "
                "stands in\n/var/lib/dda/dismounted, each function with its location path and what "
                "device it is. It is\ndismounted again when that very device is in that place and "
                "no driver has it; else nothing\nis done, and said why, here and in \"dda "
                "status\". With ADDRESS only that function is looked\nat. The exit status is 1 "
                "when not all is as on record. --forget takes a place off the record\nwhose "
                "device is not there any more, or shall be the host's from now on.\n",
        .examples = examples,
        .options = OPTION_FORGET,
        .min_words = 0,
        .max_words = 1,
        .changes = true,
        .run = run,
};
