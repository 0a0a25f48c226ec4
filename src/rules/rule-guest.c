/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * Proof from inside a running VM: each function it was given is on its PCI bus, and each of its
 * BARs has an address there. A BAR without one is what "BAR 0M" and "error -1" in the guest's log
 * come from.
 */

#define FOUR_GIB (UINT64_C(4) << 30)

static void report_unknown(const struct rule_scope *scope, struct findings *findings,
                           const struct hostdev *hostdev)
{
	struct finding finding = finding_about_function(scope, findings, hostdev, "guest-unknown",
	                                                FINDING_BLOCKER);

	finding.unknown = true;
	finding.evidence = arena_format(&findings->arena,
	                                "whether VM \"%s\" has it could not be asked (%s)",
	                                scope->vm->name, error_number_text(hostdev->seen.error));
	finding.remedy = scope->inventory->live
	                         ? "ask as the host's administrator; nobody else is told"
	                         : "ask on the host itself, where the VM runs";
	findings_add(findings, finding);
}

static void report_missing(const struct rule_scope *scope, struct findings *findings,
                           const struct hostdev *hostdev)
{
	struct finding finding = finding_about_function(scope, findings, hostdev,
	                                                "guest-function-missing", FINDING_BLOCKER);

	finding.evidence = arena_format(&findings->arena,
	                                "it was given to VM \"%s\", but is not on the VM's PCI bus",
	                                scope->vm->name);
	finding.remedy = arena_format(
	        &findings->arena,
	        "if its firmware had the time to number the buses: shut the VM down and start it "
	        "again; %s",
	        remedy_vm_log(scope->inventory->platform));
	findings_add(findings, finding);
}

/* Memory BARs that the function has on the host and that are not mapped in the VM, in words. I/O
 * space is left out: many drivers (e1000e) never switch it on, and nothing is wrong then. */
static bool find_unmapped(const struct dda_function *function, const struct hostdev *hostdev,
                          struct words *words)
{
	bool large = false;

	for (unsigned i = 0; i < BAR_COUNT; i++) {
		const struct bar *host = &function->details->bars[i], *guest = &hostdev->bars[i];
		_cleanup_free_ char *size = NULL;

		if (host->size == 0 || host->io || (guest->size && !guest->unassigned))
			continue;
		size = text_size(host->size);
		words_add(words, "BAR%u (%s)", i, size ? size : "?");
		large |= host->is_64bit && host->size >= FOUR_GIB / 16;
	}
	return large;
}

/* QEMU shows no address as long as the guest has not switched the function's memory on. */
static const char *remedy(const struct rule_scope *scope, struct findings *findings, bool large)
{
	if (large)
		return arena_format(
		        &findings->arena,
		        "if the guest is up and has a driver for it, the VM's address space "
		        "above 4 GiB is too small: dda mmio --vm %s says what to set",
		        remedy_quote(scope->inventory->platform, scope->vm->name,
		                     &findings->arena));
	return _("if the guest is up and has a driver for it: look at the guest's log for this "
	         "function");
}

static void check_bars(const struct rule_scope *scope, struct findings *findings,
                       const struct hostdev *hostdev)
{
	const struct dda_function *function = scope_function(scope, hostdev);
	struct words words = {0};
	struct finding finding;
	bool large;

	if (!function || !fact_is_known(function->details->bars_fact) ||
	    !fact_is_present(hostdev->bars_fact))
		return;
	large = find_unmapped(function, hostdev, &words);
	if (words.count == 0)
		return;
	finding = finding_about_function(scope, findings, hostdev, "guest-bar-unmapped",
	                                 FINDING_BLOCKER);
	finding.evidence = arena_format(&findings->arena, "not mapped in VM \"%s\": %s",
	                                scope->vm->name, words_end(&words, &findings->arena));
	finding.remedy = remedy(scope, findings, large);
	findings_add(findings, finding);
}

/* The first device that is there, and of whose BARs nothing can be seen from outside; or NULL. */
static const struct hostdev *find_unseen(const struct vm *vm)
{
	for (size_t i = 0; i < vm->hostdevs.count; i++) {
		const struct hostdev *hostdev = &vm->hostdevs.items[i];

		if (hostdev->live && fact_is_present(hostdev->seen) &&
		    (fact_is_absent(hostdev->bars_fact) ||
		     hostdev->bars_fact.state == FACT_UNKNOWN))
			return hostdev;
	}
	return NULL;
}

void rule_guest_bars_unseen(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);
	const struct hostdev *hostdev = vm ? find_unseen(vm) : NULL;
	struct finding finding;

	if (!hostdev)
		return;
	finding = finding_about_vm(scope, findings, "guest-bars-unseen", FINDING_NOTE);
	finding.unknown = !fact_is_known(hostdev->bars_fact);
	finding.evidence =
	        finding.unknown
	                ? arena_format(&findings->arena,
	                               "where the BARs of its devices lie could not be read (%s)",
	                               error_number_text(hostdev->bars_fact.error))
	                : "the VM has its devices, but whether the guest has found room for their "
	                  "BARs can't be seen from outside";
	finding.remedy =
	        "look in the guest. Windows: Device Manager, Code 12 means no room; Linux: "
	        "lspci -v, and dmesg about BARs";
	findings_add(findings, finding);
}

void rule_guest(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);

	for (size_t i = 0; vm && i < vm->hostdevs.count; i++) {
		const struct hostdev *hostdev = &vm->hostdevs.items[i];

		if (!hostdev->live)
			continue;
		if (fact_is_present(hostdev->seen))
			check_bars(scope, findings, hostdev);
		else if (fact_is_absent(hostdev->seen))
			report_missing(scope, findings, hostdev);
		else
			report_unknown(scope, findings, hostdev);
	}
}

static bool has_live_hostdev(const struct vm *vm)
{
	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (vm->hostdevs.items[i].live)
			return true;
	return false;
}

void rule_guest_off(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);
	struct finding finding = finding_about_vm(scope, findings, "guest-off", FINDING_BLOCKER);

	if (!vm || vm->state == VM_RUNNING)
		return;
	finding.evidence = arena_format(&findings->arena, "the VM is not running (%s)",
	                                vm_state_name(vm->state));
	finding.remedy =
	        arena_format(&findings->arena, "start it first: %s",
	                     scope_command(scope, VM_TASK_START, scope->vm->name, findings));
	findings_add(findings, finding);
}

void rule_guest_empty(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);
	struct finding finding = finding_about_vm(scope, findings, "guest-empty", FINDING_BLOCKER);

	if (!vm || has_live_hostdev(vm))
		return;
	finding.evidence = "the running VM holds no device of this host";
	finding.remedy = "shut it down and hand it one: dda assign DEVICE --vm VM";
	findings_add(findings, finding);
}
