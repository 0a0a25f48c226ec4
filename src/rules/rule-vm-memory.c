/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "rules/scope.h"

/* Whether all of the VM's memory can be locked, as it has to be, and how long that takes. */

#define GIB (1ull << 30)
#define LARGE (32 * GIB)
#define EXTRA GIB /* what libvirt itself adds for QEMU's own mappings */

void rule_vm_lock_limit(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_fit_vm(scope);
	_cleanup_free_ char *limit = NULL, *need = NULL;
	struct finding finding;
	bool hopeless;

	if (!vm || !vm->settings.lock_limit || vm->settings.lock_limit >= vm->memory + EXTRA)
		return;
	hopeless = vm->settings.lock_limit < vm->memory;
	limit = text_size(vm->settings.lock_limit);
	need = text_size(vm->memory + EXTRA);
	finding = finding_about_vm(scope, findings, "vm-lock-limit",
	                           hopeless ? FINDING_BLOCKER : FINDING_WARNING);
	finding.evidence = !limit || !need
	                           ? NULL
	                           : arena_format(&findings->arena,
	                                          "it may lock %s (memtune hard_limit); with a "
	                                          "device it needs %s, its memory and 1 GiB",
	                                          limit, need);
	finding.remedy = arena_format(&findings->arena,
	                              "virsh memtune %s --hard-limit %s --config, or -1 for none",
	                              words_quote(vm->name, &findings->arena),
	                              words_kib(vm->memory + EXTRA, &findings->arena));
	findings_add(findings, finding);
}

void rule_vm_small_pages(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_fit_vm(scope);
	_cleanup_free_ char *size = NULL;
	struct finding finding;

	if (!vm || vm->memory < LARGE || vm->settings.huge_pages)
		return;
	size = text_size(vm->memory);
	finding = finding_about_vm(scope, findings, "vm-small-pages", FINDING_NOTE);
	finding.evidence = !size ? NULL
	                         : arena_format(&findings->arena,
	                                        "it has %s of memory in small pages; each is "
	                                        "pinned at its start, which takes a while",
	                                        size);
	finding.remedy = "reserve huge pages on the host and put <hugepages/> into the VM's "
	                 "<memoryBacking>";
	findings_add(findings, finding);
}
