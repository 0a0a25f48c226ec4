/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "view/view.h"

static int confirm(const struct invocation *invocation, struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_recovery_ struct dda_recovery *confirmed = NULL;
	_cleanup_document_ json_t *document = NULL;
	const char *device = invocation->words.count ? invocation->words.items[0] : NULL;
	int r = dda_host_open(invocation->host, &host, ret_error);

	if (r >= 0)
		r = dda_confirm(host, device, !has_option(invocation, OPTION_PUT_BACK), &confirmed,
		                ret_error);
	if (r >= 0)
		r = view_confirm(confirmed, &document, ret_error);
	return r < 0 ? r : output_answer(invocation, document, ret_error);
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = confirm(invocation, &error);

	return output_end(r, error, EXIT_DONE);
}

static const struct example examples[] = {
        {"dda confirm", "from another session, while \"dda assign --confirm 60\" waits"},
        {"dda confirm --put-back", "there, when it need not be waited for"},
        {0},
};

const struct command cmd_confirm = {
        .name = "confirm",
        .arguments = "[DEVICE]",
        .summary = "Keep what waits to be confirmed, or put it back at once",
        .text = "What \"--confirm\" of \"dda assign\" waits for, from another session. DEVICE is "
                "needed when several\ntransactions wait; \"dda status\" shows them, with the "
                "seconds that are left. With --put-back\nnobody waits any longer: all of it is put "
                "back now. The exit status is 1 when none waits, or it\nis too late.\n",
        .examples = examples,
        .options = OPTION_PUT_BACK,
        .min_words = 0,
        .max_words = 1,
        .changes = true,
        .run = run,
};
