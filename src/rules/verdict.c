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

struct judgement {
	bool blocked, undecided, warned;
};

static void judge(const struct findings *findings, int card, struct judgement *judgement)
{
	const struct finding *finding = findings_of_card(findings, card);

	for (; finding; finding = findings_next(findings, finding)) {
		if (card < 0 && finding->vm >= 0)
			continue;
		judgement->undecided |= finding->unknown;
		judgement->blocked |= finding->severity == FINDING_BLOCKER && !finding->unknown;
		judgement->warned |= finding->severity == FINDING_WARNING;
	}
}

enum verdict verdict_of_card(const struct findings *findings, unsigned card)
{
	struct judgement judgement = {.undecided = findings->out_of_memory};

	judge(findings, -1, &judgement);
	judge(findings, (int)card, &judgement);
	if (judgement.blocked)
		return VERDICT_NOT_ASSIGNABLE;
	if (judgement.undecided)
		return VERDICT_CANNOT_TELL;
	return judgement.warned ? VERDICT_WITH_WARNINGS : VERDICT_ASSIGNABLE;
}
