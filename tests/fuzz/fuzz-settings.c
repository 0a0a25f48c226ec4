/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include "base/arena.h"
#include "host/linux/decode-domain.h"
#include "host/linux/edit-domain.h"

#define ALL (SETTING_MEMORY | SETTING_REPORTING | SETTING_SHARING)

static struct vm_settings settings_of(const char *xml, struct arena *arena)
{
	struct vm vm = {0};

	MUST(decode_domain(xml, strlen(xml), false, arena, &vm) == 0);
	vm_deinit(&vm);
	return vm.settings;
}

/* What is set and put back says what it said before; a second time changes nothing. */
static void both_ways(const char *xml, struct arena *arena)
{
	struct vm_settings before = settings_of(xml, arena), after, back;
	char *set, *again, *unset;

	if (edit_domain_set(xml, ALL, &set) < 0)
		return;
	after = settings_of(set, arena);
	MUST((after.kept & before.kept) == before.kept);
	MUST(edit_domain_set(set, ALL, &again) == 0);
	MUST(strcmp(set, again) == 0);
	MUST(edit_domain_unset(set, after.kept, &unset) == 0);
	back = settings_of(unset, arena);
	MUST(back.kept == 0);
	if (before.kept == 0) {
		MUST(back.no_sharing == before.no_sharing);
		MUST(back.page_reporting == before.page_reporting);
		MUST(back.balloon_target / 1024 == before.balloon_target / 1024);
	}
	free(set);
	free(again);
	free(unset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *xml = text_of(data, size);
	struct arena arena = {0};
	struct vm vm = {0};

	if (decode_domain(xml, strlen(xml), false, &arena, &vm) == 0)
		both_ways(xml, &arena);
	vm_deinit(&vm);
	arena_free(&arena);
	free(xml);
	return 0;
}
