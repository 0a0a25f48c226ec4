/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/fix.h"
#include "cli/output.h"

/* It makes several plans. */
#define OPTIONS_FIX (OPTION_VM | (OPTIONS_CHANGE & ~OPTION_EXPECT))

static int check(const struct invocation *invocation, struct dda_error **ret_error)
{
	if (has_option(invocation, OPTION_FIX) ||
	    (invocation->words.count == 0 && !(invocation->options & OPTIONS_FIX)))
		return 0;
	return usage_error(ret_error, "status", "see \"dda status --help\"",
	                   "takes devices, --vm and the options of changes only with --fix");
}

static int look(const struct invocation *invocation, struct dda_error **ret_error)
{
	_cleanup_document_ json_t *document = NULL;
	int r = fix_look(invocation, false, &document, ret_error);

	return r < 0 ? r : output_answer(invocation, document, ret_error);
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = check(invocation, &error);

	if (r >= 0 && has_option(invocation, OPTION_FIX))
		return fix_run(invocation);
	if (r >= 0)
		r = look(invocation, &error);
	return output_end(r, error, EXIT_DONE);
}

static const struct example examples[] = {
        {"dda status", "what is not in order, each with its remedy"},
        {"dda status --fix", "does that, and asks before each"},
        {"dda status --fix 01:00", "only this card, also where that may be meant so"},
        {0},
};

const struct command cmd_status = {
        .name = "status",
        .arguments = "[--fix [DEVICE...]]",
        .summary = "Cards that are with VMs, and what is left half done",
        .text = "Open transactions are those that go on just now, and those whose process died; "
                "\"dda recover\"\nends the latter. What else is not in order is said with the "
                "command that puts it right: a VM whose\ncard went, moved or was replaced, a card "
                "that was left behind when its VM went, a card that was\ndismounted before the "
                "host was restarted and is not now.\n\n"
                "--fix does all that, also \"dda recover\": one command after the other, each a "
                "transaction of\nits own, and asks before each where the others would ask. A card "
                "that somebody may have dismounted\non purpose is left alone unless it is named "
                "(DEVICE); with DEVICE or --vm nothing else is touched.\nThe exit status is the "
                "worst of theirs.\n",
        .examples = examples,
        .options = OPTION_FIX | OPTIONS_FIX,
        .min_words = 0,
        .max_words = ANY_NUMBER,
        .run = run,
};
