/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/unread.h"

#include <errno.h>

#include "base/text.h"

void unread_note(struct unread_list *list, struct fact fact)
{
	const char *source = fact.source ? fact.source : "?";

	if (fact.state != FACT_UNKNOWN)
		return;
	list->denied |= fact.error == EACCES || fact.error == EPERM;
	for (unsigned i = 0; i < list->count; i++) {
		struct unread *item = &list->items[i];

		if (item->error == fact.error && text_equal(item->source, source)) {
			item->count++;
			return;
		}
	}
	if (list->count == UNREAD_KINDS)
		list->left_out++;
	else
		list->items[list->count++] = (struct unread){source, fact.error, 1};
}

void unread_note_function(struct unread_list *list, const struct dda_function *function)
{
	const struct function_details *details = function->details;

	unread_note(list, function->vendor_id.fact);
	unread_note(list, function->class_code.fact);
	unread_note(list, function->driver.fact);
	unread_note(list, function->driver_override.fact);
	unread_note(list, function->group.fact);
	unread_note(list, function->origin.fact);
	/* Windows tells them of devices that are switched on only; another finding is about that.
	 */
	if (function->hold == HOLD_HOST)
		unread_note(list, details->bars_fact);
	unread_note(list, details->reset_methods.fact);
	unread_note(list, details->port_type.fact);
	unread_note(list, details->native_control);
	unread_note(list, details->reserved_memory);
	unread_note(list, details->isolated);
	/* Linux reads both from one file, which counts once. */
	if (details->port_type.fact.state != FACT_UNKNOWN ||
	    details->interrupts.fact.source != details->port_type.fact.source)
		unread_note(list, details->interrupts.fact);
	unread_note(list, details->partitioned);
	unread_note(list, details->pool.fact);
	unread_note(list, details->driver_version.fact);
	unread_note(list, function->holders_fact);
	unread_note(list, function->opened_fact);
	list->functions++;
}
