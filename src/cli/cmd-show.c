/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/reading.h"

static int build(const struct invocation *invocation, const struct dda_inventory *inventory,
                 json_t **ret, struct dda_error **ret_error)
{
	return view_show(inventory, invocation->words.items[0], ret, ret_error);
}

static int run(const struct invocation *invocation)
{
	return reading_run(invocation,
	                   DDA_WANT_NAMES | DDA_WANT_VMS | DDA_WANT_DETAILS | DDA_WANT_IOMMU |
	                           DDA_WANT_DESCRIPTION | DDA_WANT_PROCESSES,
	                   build, NULL);
}

static const struct example examples[] = {
        {"dda show 01:00", "all functions of the card"},
        {"dda show 01:00.1", "this function alone"},
        {0},
};

const struct command cmd_show = {
        .name = "show",
        .arguments = "DEVICE",
        .summary = "Everything known about one device, each fact with its source",
        .text = "An address with its function, 01:00.1, or a location path shows this function "
                "alone.\n",
        .examples = examples,
        .min_words = 1,
        .max_words = 1,
        .run = run,
};
