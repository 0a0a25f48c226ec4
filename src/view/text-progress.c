/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include "base/text.h"
#include "plan/plan.h"

/* A step that is done, in words. */
static void put_done(const struct step *step, FILE *out)
{
	switch (step->kind) {
	case STEP_DISABLE:
		text_put(step->driver ? step->driver : "no driver", out);
		fputs(" let go", out);
		return;
	case STEP_ENABLE:
		text_put(step->driver ? step->driver : "the host", out);
		fputs(" took over", out);
		return;
	case STEP_DISMOUNT:
		fputs("left the host", out);
		return;
	case STEP_MOUNT:
		fputs("returned to the host", out);
		return;
	case STEP_PREPARE:
	case STEP_UNPREPARE:
		text_put(step->vm, out);
		fputs(step->kind == STEP_PREPARE ? " has a slot for it" : " lost its slot", out);
		return;
	case STEP_ADD:
	case STEP_REMOVE:
		fputs(step->kind == STEP_ADD ? "added to " : "removed from ", out);
		text_put(step->vm, out);
		return;
	}
}

void view_write_progress(const struct dda_plan *plan, size_t step, const char *text, FILE *out)
{
	const struct step *planned = &plan->items[step].step;

	fprintf(out, "  %-9s  %-12s  ", step_kind_name(planned->kind),
	        address_format(planned->function).text);
	if (text_equal(text, "done"))
		put_done(planned, out);
	else
		text_put(text, out);
	fputc('\n', out);
	fflush(out);
}
