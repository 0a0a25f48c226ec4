/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "view/view.h"

DEFINE_CLEANUP(struct dda_history, cleanup_history, dda_history_free)

static int history(const struct invocation *invocation, struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_(cleanup_history) struct dda_history *found = NULL;
	_cleanup_document_ json_t *document = NULL;
	int r = dda_host_open(invocation->host, &host, ret_error);

	if (r >= 0)
		r = dda_history_read(host, &found, ret_error);
	if (r >= 0)
		r = view_history(found, invocation->words.items, invocation->words.count, &document,
		                 ret_error);
	return r < 0 ? r : output_answer(invocation, document, ret_error);
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = history(invocation, &error);

	return output_end(r, error, EXIT_DONE);
}

static const struct example examples[] = {
        {"dda history", "what was done on this host, and how it ended"},
        {"dda history 17", "transaction 17, step by step"},
        {0},
};

const struct command cmd_history = {
        .name = "history",
        .arguments = "[DEVICE|JOURNAL...]",
        .summary = "Transactions that ended, newest first, and how",
        .text = "The newest 50 are kept. With DEVICE, or the number of a transaction, JOURNAL, "
                "only "
                "those,\nstep by step; names of devices are not on record.\n",
        .examples = examples,
        .min_words = 0,
        .max_words = ANY_NUMBER,
        .run = run,
};
