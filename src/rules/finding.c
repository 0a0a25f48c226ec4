/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/finding.h"

#include "base/array.h"

const char *finding_severity_name(enum finding_severity severity)
{
	static const char *const names[] = {
	        [FINDING_NOTE] = "note",
	        [FINDING_WARNING] = "warning",
	        [FINDING_BLOCKER] = "blocker",
	};

	return names[severity];
}

void findings_deinit(struct findings *findings)
{
	free(findings->items);
	arena_free(&findings->arena);
	*findings = (struct findings){0};
}

void findings_add(struct findings *findings, struct finding finding)
{
	struct finding *item = NULL;

	if (finding.code && finding.subject && finding.evidence)
		item = ARRAY_ADD(findings);
	if (item)
		*item = finding;
	else
		findings->out_of_memory = true;
}

const struct finding *findings_blocker(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].severity == FINDING_BLOCKER)
			return &findings->items[i];
	return NULL;
}
