/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/force.h"

#include "base/text.h"

const char *const force_codes[] = {FORCE_NOT_ISOLATED, FORCE_NO_MITIGATIONS, NULL};

bool force_has(const char *const *codes, size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(codes[i], code))
			return true;
	return false;
}

bool force_is_code(const char *code)
{
	return force_has(force_codes, sizeof(force_codes) / sizeof(*force_codes) - 1, code);
}

void findings_force(struct findings *findings, const char *const *codes, size_t count)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct finding *finding = &findings->items[i];

		if (!finding->forcible || finding->severity != FINDING_BLOCKER ||
		    !force_has(codes, count, finding->code))
			continue;
		finding->severity = FINDING_WARNING;
		finding->forced = true;
		finding->evidence = arena_format(&findings->arena, "%s; forced, with --force=%s",
		                                 finding->evidence, finding->code);
		findings->out_of_memory |= !finding->evidence;
	}
}
