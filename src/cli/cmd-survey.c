/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "cli/reading.h"

#define WANT                                                                                       \
	(DDA_WANT_NAMES | DDA_WANT_VMS | DDA_WANT_DETAILS | DDA_WANT_IOMMU | DDA_WANT_PROCESSES)

static int build(const struct invocation *invocation, const struct dda_inventory *inventory,
                 json_t **ret, struct dda_error **ret_error)
{
	bool json = has_option(invocation, OPTION_JSON);

	return (json ? view_survey : view_story)(inventory, invocation->words.items,
	                                         invocation->words.count, ret, ret_error);
}

static int exit_status(const struct invocation *invocation, const json_t *document)
{
	return view_all_assignable(document) ? EXIT_DONE : EXIT_NO;
}

/* A host can have tens of thousands of cards, so none is kept. */
static int survey_all(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	int r = reading_look(invocation, WANT | DDA_WANT_DETAILS_LATER, &host, &inventory, &error);
	struct look look = {host, inventory};

	if (r >= 0)
		r = output_survey(invocation,
		                  &(struct view_survey){inventory, reading_describe, &look},
		                  &error);
	return output_end(r, error, EXIT_DONE);
}

static int run(const struct invocation *invocation)
{
	return invocation->words.count == 0
	               ? survey_all(invocation)
	               : reading_run(invocation, WANT | DDA_WANT_DESCRIPTION, build, exit_status);
}

static const struct example examples[] = {
        {"dda survey", "every card with a verdict, GPUs first"},
        {"dda survey 01:00", "why this card can or can't be handed over, step by step"},
        {"dda survey \"NVIDIA*\"", "all of a maker's; the exit status says whether all can be"},
        {0},
};

const struct command cmd_survey = {
        .name = "survey",
        .arguments = "[DEVICE...]",
        .summary = "Which cards can be given to a VM, and why not the others",
        .text = "Without DEVICE all cards but bridges are shown, and the exit status is 0.\n"
                "With DEVICE it is 0 when all of these cards can be assigned, else 1.\n"
                "Parts of the mainboard that no VM is given are only counted, unless they are\n"
                "asked for. One card is told of step by step.\n",
        .examples = examples,
        .min_words = 0,
        .max_words = ANY_NUMBER,
        .run = run,
};
