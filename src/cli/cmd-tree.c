/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "cli/reading.h"

#define WANT (DDA_WANT_NAMES | DDA_WANT_VMS_IF_NEEDED | DDA_WANT_DETAILS | DDA_WANT_DETAILS_LATER)

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_document_ json_t *document = NULL;
	int r = reading_look(invocation, WANT, &host, &inventory, &error);
	struct look look = {host, inventory};

	if (r >= 0)
		r = view_tree(&(struct view_survey){inventory, reading_describe, &look}, &document,
		              &error);
	if (r >= 0)
		r = output_answer(invocation, document, &error);
	return output_end(r, error, EXIT_DONE);
}

static const struct example examples[] = {
        {"dda tree", "which slots share a port, and who has the cards in them"},
        {0},
};

const struct command cmd_tree = {
        .name = "tree",
        .arguments = "",
        .summary = "Which card hangs where: root bridges, ports, switches",
        .text = "Parts of the mainboard that no VM is given are only counted; --json has them.\n",
        .examples = examples,
        .min_words = 0,
        .max_words = 0,
        .run = run,
};
