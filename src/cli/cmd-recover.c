/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "cli/process.h"
#include "view/view.h"

static int recover(const struct invocation *invocation, struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_recovery_ struct dda_recovery *recovery = NULL;
	_cleanup_document_ json_t *document = NULL;
	int r = dda_host_open(invocation->host, &host, ret_error);

	if (r >= 0) {
		process_hold_signals();
		r = dda_recover(host, true, &recovery, ret_error);
	}
	if (r >= 0)
		r = view_recover(recovery, &document, ret_error);
	if (r >= 0)
		r = output_answer(invocation, document, ret_error);
	if (r < 0)
		return r;
	return dda_recovery_is_complete(recovery) ? EXIT_DONE : DDA_ERROR_LEFT;
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = recover(invocation, &error);

	return output_end(r, error, r);
}

static const struct example examples[] = {
        {"dda recover", "after a crash or a power cut"},
        {0},
};

const struct command cmd_recover = {
        .name = "recover",
        .arguments = "",
        .summary = "End what a crash left open",
        .text = "Each transaction whose process died is taken back step by step, by its journal; "
                "one of which\nonly the start of a VM lacks is finished. It may be interrupted "
                "and called again. Every command\nthat plans a change does this first. The "
                "exit status is 4 when something could not be ended;\nwhat that waits for is "
                "said.\n",
        .examples = examples,
        .min_words = 0,
        .max_words = 0,
        .changes = true,
        .run = run,
};
