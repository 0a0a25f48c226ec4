/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/function.h"

#define UNREAD_KINDS 20

/* What could not be read of the functions of a host, once for each kind. Zeroed: nothing yet. */
struct unread_list {
	struct unread {
		const char *source;
		int error; /* a positive errno */
		unsigned count;
	} items[UNREAD_KINDS];
	unsigned count, left_out; /* kinds */
	bool denied;              /* some of it for want of permission */
	size_t functions;         /* so many were noted, the first ones of the host */
};

/* Adds a fact that is unknown, whose source is to last as long as the list; others are no news. */
void unread_note(struct unread_list *list, struct fact fact);

/* Adds all that is unknown of a function, the next one of the host. */
void unread_note_function(struct unread_list *list, const struct dda_function *function);
