/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What a finding is about: the questions that are asked of a card, in the order in which a person
 * would ask them. */
enum topic {
	TOPIC_HOST,       /* can this host hand over anything? */
	TOPIC_DEVICE,     /* what is it? */
	TOPIC_PLACE,      /* where does it sit? */
	TOPIC_OWNER,      /* who has it now? */
	TOPIC_USE,        /* what of the host hangs on it? */
	TOPIC_GROUP,      /* what has to go with it? */
	TOPIC_ISOLATION,  /* can it reach past the VM? */
	TOPIC_RESET,      /* does it forget one VM before the next? */
	TOPIC_INTERRUPTS, /* do its interrupts reach the VM, and nobody else? */
	TOPIC_MEMORY,     /* what memory does it need, and whose does it use? */
	TOPIC_NUMA,       /* which processors and memory are near it? */
	TOPIC_REST,       /* none of these */
};

/* The topic of a finding by its code; TOPIC_REST for a code that the table does not know, so that
 * none gets lost. */
enum topic topic_of_finding(const char *code);
