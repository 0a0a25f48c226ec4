/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include "base/arena.h"
#include "host/linux/decode-domain.h"
#include "host/linux/edit-domain.h"

#define ALL                                                                                        \
	(SETTING_MEMORY | SETTING_REPORTING | SETTING_SHARING | SETTING_SPACE | SETTING_HIDDEN |   \
	 SETTING_NUMA)

static struct vm vm_of(const char *xml, struct arena *arena)
{
	struct vm vm = {0};

	MUST(decode_domain(xml, strlen(xml), false, arena, &vm) == 0);
	vm_deinit(&vm);
	return vm;
}

/* A pair of QEMU's arguments that somebody tore apart is left alone. */
static bool is_back(const struct vm *back, const struct vm *before)
{
	return back->settings.no_sharing == before->settings.no_sharing &&
	       back->settings.page_reporting == before->settings.page_reporting &&
	       back->settings.balloon_target / 1024 == before->settings.balloon_target / 1024 &&
	       back->space.firmware_window == before->space.firmware_window &&
	       back->space.width == before->space.width &&
	       back->settings.bound == before->settings.bound &&
	       !back->settings.cpus == !before->settings.cpus &&
	       back->settings.hidden == before->settings.hidden &&
	       !back->settings.hyperv_vendor == !before->settings.hyperv_vendor &&
	       back->space.address_bits == before->space.address_bits;
}

/* What is set and put back says what it said before; a second time changes nothing. */
static void both_ways(const char *xml, struct arena *arena)
{
	struct step step = {.settings = ALL,
	                    .nodes = "1",
	                    .cpus = "8-15",
	                    .space = {.width = VM_WIDTH_HOST, .firmware_window = 9ull << 30}};
	struct vm before = vm_of(xml, arena), after, back;
	char *set, *again, *unset;

	if (edit_domain_set(xml, &step, &set) < 0)
		return;
	after = vm_of(set, arena);
	if (before.settings.kept == 0)
		MUST(after.space.firmware_window == step.space.firmware_window);
	MUST(vm_is_hidden(&after) && after.settings.bound);
	MUST(edit_domain_set(set, &step, &again) == 0);
	MUST(strcmp(set, again) == 0);
	MUST(edit_domain_unset(set, &step, &unset) == 0);
	back = vm_of(unset, arena);
	MUST(back.settings.kept == 0);
	MUST(before.settings.kept != 0 || is_back(&back, &before));
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
