/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include "base/text.h"
#include "plan/plan.h"

/* A step that is done, in words. */
static void put_done(const struct step *step, FILE *out)
{
	switch (step->kind) {
	case STEP_DISABLE:
		text_put(step->driver, out);
		fputs(step->driver ? " let go" : "had no driver", out);
		return;
	case STEP_ENABLE:
		text_put(step->driver ? step->driver : "the host", out);
		fputs(step->driver ? " took over" : " has it again", out);
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
	case STEP_START:
	case STEP_STOP:
		text_put(step->vm, out);
		fputs(step->kind == STEP_START ? " runs" : " is off", out);
		return;
	case STEP_ADD:
	case STEP_REMOVE:
		fputs(step->kind == STEP_ADD ? "added to " : "removed from ", out);
		text_put(step->vm, out);
		return;
	case STEP_SET:
	case STEP_UNSET:
		text_put(step->vm, out);
		fputs(step->kind == STEP_SET ? " is fit for it" : " is set as before", out);
		return;
	}
}

/* What happened, as one text of its own, so that the times behind it stand in a column. */
static char *outcome_text(const struct step *step, const char *result)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	if (text_equal(result, "done"))
		put_done(step, out);
	else
		text_put(result, out);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

void view_write_progress(const struct dda_plan *plan, size_t step, const char *result,
                         double seconds, FILE *out)
{
	const struct step *planned = &plan->items[step].step;
	_cleanup_free_ char *text = outcome_text(planned, result);

	fprintf(out, "  %-9s  %-12s  %-28s %6.0f ms\n", step_kind_name(planned->kind),
	        address_format(planned->function).text, text ? text : result, seconds * 1000);
	fflush(out);
}
