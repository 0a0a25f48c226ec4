/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/confirm.h"

#include <stdio.h>

#include "base/translate.h"
#include "cli/process.h"
#include "cli/terminal.h"
#include "view/view.h"

/* On standard error, as it is no part of the answer. What was typed before is meant for nothing. */
static void ask(const struct confirm *confirm)
{
	bool can_type = terminal_is_input();

	if (can_type)
		terminal_discard_input();
	if (!terminal_takes_errors())
		return;
	if (has_option(confirm->invocation, OPTION_PROGRESS)) {
		view_write_waiting(confirm->invocation->confirm, stderr);
		return;
	}
	if (has_option(confirm->invocation, OPTION_QUIET))
		return;
	fprintf(stderr, _("dda: done; all is put back in %u s, unless you %s \"dda confirm\"%s\n"),
	        confirm->invocation->confirm, can_type ? _("press Enter here, or type") : "type",
	        can_type ? _(" elsewhere") : "");
	fflush(stderr);
}

enum dda_answer confirm_ask(void *data)
{
	struct confirm *confirm = data;

	if (!confirm->asked)
		ask(confirm);
	confirm->asked = true;
	if (process_is_interrupted())
		return DDA_ANSWER_PUT_BACK;
	return terminal_is_input() && terminal_has_enter() ? DDA_ANSWER_KEEP : DDA_ANSWER_NONE;
}
