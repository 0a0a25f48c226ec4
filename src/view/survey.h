/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/selector.h"
#include "view/document.h"

/* A survey that is going on: one card after the other, then the host. */
struct survey {
	const struct view_survey *of;
	const struct intent *intent; /* of cards that are asked for together, else NULL */
	bool bridges;                /* they are told too */
	struct findings findings;    /* about the host, and about the card that was judged last */
};

static inline void cleanup_survey(struct survey *survey)
{
	findings_deinit(&survey->findings);
}

/* All cards. Returns 0, or -ENOMEM with an error set. */
int survey_select_all(const struct dda_inventory *inventory, struct selection *selection,
                      struct dda_error **ret_error);

/* Gets what there is to say about a device, which is dropped afterwards. Returns 0 or -ENOMEM. */
typedef int (*survey_function)(void *data, json_t *device);

/* Judges the cards and tells their devices, in that order. Returns 0, or a negative errno with an
 * error set. */
int survey_tell(struct survey *survey, const struct selection *selection, survey_function tell,
                void *data, struct dda_error **ret_error);

/* What there is to say about the host, when all cards have been told: that some of them could not
 * be read is part of it. Returns 0, or -ENOMEM with an error set. */
int survey_host(const struct survey *survey, json_t **ret, struct dda_error **ret_error);
