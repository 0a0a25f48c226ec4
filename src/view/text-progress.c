/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/translate.h"
#include "plan/plan.h"
#include "view/columns.h"

/* A step that is done, in words. */
static const char *done_text(const struct step *step, struct arena *arena)
{
	switch (step->kind) {
	case STEP_DISABLE:
		return step->driver ? arena_format(arena, "%s let go", step->driver)
		                    : _("had no driver");
	case STEP_ENABLE:
		return step->driver ? arena_format(arena, "%s took over", step->driver)
		                    : _("the host has it again");
	case STEP_DISMOUNT:
		return _("left the host");
	case STEP_MOUNT:
		return _("returned to the host");
	case STEP_PREPARE:
		return arena_format(arena, "%s has a slot for it", step->vm);
	case STEP_UNPREPARE:
		return arena_format(arena, "%s lost its slot", step->vm);
	case STEP_START:
		return arena_format(arena, "%s runs", step->vm);
	case STEP_STOP:
		return arena_format(arena, "%s is off", step->vm);
	case STEP_ADD:
		return arena_format(arena, "added to %s", step->vm);
	case STEP_REMOVE:
		return arena_format(arena, "removed from %s", step->vm);
	case STEP_SET:
		return arena_format(arena, step->named ? "%s is set" : "%s is fit for it",
		                    step->vm);
	case STEP_UNSET:
		return arena_format(arena, "%s is set as before", step->vm);
	}
	return NULL;
}

/* What happened, fit for a terminal; a heap string, or NULL without memory. */
static char *outcome_text(const struct step *step, const char *result)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *said = text_equal(result, "done") ? done_text(step, &arena) : _(result);
	char *text = said ? strdup(said) : NULL;

	if (text)
		text_clean(text);
	return text;
}

void view_write_progress(const struct dda_plan *plan, size_t step, const char *result,
                         double seconds, FILE *out)
{
	const struct step *planned = &plan->items[step].step;
	_cleanup_free_ char *text = outcome_text(planned, result);

	const char *what = text ? text : result;
	size_t columns = text_columns(what);

	/* Padded by hand: printf() counts bytes. */
	fprintf(out, "  %-9s  %-12s  %s%*s %6.0f ms\n", step_kind_name(planned->kind),
	        step_has_function(planned) ? address_format(planned->function).text : "-", what,
	        columns < 28 ? (int)(28 - columns) : 0, "", seconds * 1000);
	fflush(out);
}
