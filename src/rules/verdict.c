/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule.h"

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
	        [VERDICT_ASSIGNABLE] = "assignable",
	        [VERDICT_WITH_WARNINGS] = "assignable-with-warnings",
	        [VERDICT_NOT_ASSIGNABLE] = "not-assignable",
	        [VERDICT_CANNOT_TELL] = "cannot-tell",
	};

	return names[verdict];
}

static bool is_about(const struct finding *finding, unsigned card)
{
	return finding->card == (int)card || (finding->card < 0 && finding->vm < 0);
}

enum verdict verdict_of_card(const struct findings *findings, unsigned card)
{
	bool blocked = false, undecided = findings->out_of_memory, warned = false;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];

		if (!is_about(finding, card))
			continue;
		undecided |= finding->unknown;
		blocked |= finding->severity == FINDING_BLOCKER && !finding->unknown;
		warned |= finding->severity == FINDING_WARNING;
	}
	if (blocked)
		return VERDICT_NOT_ASSIGNABLE;
	if (undecided)
		return VERDICT_CANNOT_TELL;
	return warned ? VERDICT_WITH_WARNINGS : VERDICT_ASSIGNABLE;
}
