/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/plan.h>

#include "base/error.h"
#include "model/identity.h"
#include "model/selector.h"
#include "model/step.h"
#include "rules/rule.h"

/* Stage: the steps of one stage don't depend on each other; they may go on side by side. */
struct planned_step {
	struct step step;
	unsigned stage;
	unsigned card; /* index into the inventory */
};

/*
 * Ordered steps for all functions of all cards of one request; it owns its texts and outlives the
 * inventory. A plan without steps is a request that is fulfilled already.
 */
struct dda_plan {
	struct arena arena;
	enum dda_verb verb;
	struct planned_step *items;
	size_t count;
	struct selection cards;   /* the cards of the request */
	const char **card_vms;    /* per card: the VM it goes to or comes from, NULL for none */
	struct findings findings; /* of the host, these cards and this request */
	struct {
		struct identity *items;
		size_t count;
	} identities;        /* which devices the functions of these cards are */
	const char *boot_id; /* as in struct dda_inventory */
	bool lasting;
};

DEFINE_CLEANUP(struct dda_plan, cleanup_plan, dda_plan_free)
#define _cleanup_plan_ _cleanup_(cleanup_plan)

/* The request with that word; false when there is none. */
bool verb_parse(const char *name, enum dda_verb *ret);

/* Which device the function was when this was planned; NULL: it is none of these cards. */
const struct identity *plan_identity(const struct dda_plan *plan, struct address function);

/* The step that takes `step` back. */
struct step step_inverse(const struct step *step);
