/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/selector.h"
#include "view/document.h"

/* A survey that is going on: the host first, then one card after the other. */
struct survey {
	const struct view_survey *of;
	const struct intent *intent; /* of cards that are asked for together, else NULL */
	bool bridges;                /* are told too */
	struct findings findings;    /* about the host, and about the card that was judged last */
};

static inline void cleanup_survey(struct survey *survey)
{
	findings_deinit(&survey->findings);
}

/* All cards but bridges. Returns 0, or -ENOMEM with an error set. */
int survey_select_all(const struct dda_inventory *inventory, struct selection *selection,
                      struct dda_error **ret_error);

/* Judges the host. Returns 0 with what there is to say about it, or -ENOMEM with an error set. */
int survey_host(struct survey *survey, json_t **ret, struct dda_error **ret_error);

/* Gets what there is to say about a device, which is dropped afterwards. Returns 0 or -ENOMEM. */
typedef int (*survey_function)(void *data, json_t *device);

/* Judges the cards and tells their devices, in that order. Returns 0, or a negative errno with an
 * error set. */
int survey_tell(struct survey *survey, const struct selection *selection, survey_function tell,
                void *data, struct dda_error **ret_error);
