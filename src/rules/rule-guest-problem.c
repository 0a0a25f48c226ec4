/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <inttypes.h>

#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

/* What a guest's own system says does not work. */

/* Windows' device problem codes (CM_PROB_*); %s in a remedy is the VM's name. */
static const struct problem {
	uint64_t code;
	enum finding_severity severity;
	const char *meaning, *remedy;
} problems[] = {
        {10, FINDING_BLOCKER, "it can't start",
         "install its maker's current driver in the guest; if that does not help, shut VM %s down "
         "and switch the host off and on: the card may not have been reset"},
        {12, FINDING_BLOCKER, "it can't find enough free resources",
         "the VM's address space has no room for its BARs: dda mmio --vm %s says what to set"},
        {22, FINDING_WARNING, "somebody has disabled it",
         "in the guest of VM %s: Enable-PnpDevice, or \"Enable device\" in its device manager"},
        {28, FINDING_WARNING, "no driver is installed for it",
         "install its maker's driver in the guest of VM %s"},
        {31, FINDING_WARNING, "its driver could not be loaded",
         "install its maker's current driver in the guest of VM %s"},
        {43, FINDING_BLOCKER, "its driver has stopped it",
         "a current driver in the guest (NVIDIA: R465 or later). An older one refuses to work in a "
         "VM: virsh edit %s, in <features>: <kvm><hidden state='on'/></kvm>, and in <hyperv>: "
         "<vendor_id state='on' value='dda'/>"},
        {0, FINDING_WARNING, NULL, "look at the device in the device manager of VM %s's guest"},
};

static const struct problem *find_problem(uint64_t code)
{
	const struct problem *problem = problems;

	while (problem->meaning && problem->code != code)
		problem++;
	return problem;
}

static const char *remedy_of(const struct rule_scope *scope, struct findings *findings,
                             const char *format)
{
	const char *rest = strstr(format, "%s");

	return arena_format(&findings->arena, "%.*s%s%s", (int)(rest - format), format,
	                    words_quote(scope->vm->name, &findings->arena), rest + 2);
}

static void report_problem(const struct rule_scope *scope, struct findings *findings,
                           const struct hostdev *hostdev, uint64_t code)
{
	const struct problem *problem = find_problem(code);
	struct finding finding = finding_about_function(scope, findings, hostdev,
	                                                "guest-device-problem", problem->severity);

	finding.evidence = arena_format(&findings->arena, "the guest says: code %" PRIu64 "%s%s",
	                                code, problem->meaning ? ", " : "",
	                                problem->meaning ? _(problem->meaning) : "");
	finding.remedy = remedy_of(scope, findings, problem->remedy);
	findings_add(findings, finding);
}

static void report_unseen(const struct rule_scope *scope, struct findings *findings,
                          const struct hostdev *hostdev)
{
	struct finding finding = finding_about_function(scope, findings, hostdev,
	                                                "guest-device-problem", FINDING_BLOCKER);

	finding.evidence = arena_format(
	        &findings->arena,
	        "QEMU has it on the VM's PCI bus at %02x:%02x.%x, but the guest has no device "
	        "there",
	        hostdev->place.bus, hostdev->place.device, hostdev->place.function);
	finding.remedy = "let the guest look again (Linux: echo 1 > /sys/bus/pci/rescan; Windows: "
	                 "pnputil /scan-devices), or look at its log";
	findings_add(findings, finding);
}

void rule_guest_problem(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);

	for (size_t i = 0; vm && i < vm->hostdevs.count; i++) {
		const struct hostdev *hostdev = &vm->hostdevs.items[i];
		const struct guest_view *view = &hostdev->view;

		if (!hostdev->live)
			continue;
		if (fact_is_absent(view->seen))
			report_unseen(scope, findings, hostdev);
		else if (fact_is_present(view->problem.fact) && view->problem.value != 0)
			report_problem(scope, findings, hostdev, view->problem.value);
	}
}

/* Memory BARs that the function has on the host and the guest's kernel found no place for. I/O
 * space is left out. */
static void find_without_place(const struct dda_function *function, const struct guest_view *view,
                               struct words *words)
{
	for (unsigned i = 0; i < BAR_COUNT; i++) {
		const struct bar *host = &function->details->bars[i], *guest = &view->bars[i];
		_cleanup_free_ char *size = NULL;

		if (host->size == 0 || host->io || (guest->size && !guest->unassigned))
			continue;
		size = text_size(host->size);
		words_add(words, "BAR%u (%s)", i, size ? size : "?");
	}
}

static void check_bars(const struct rule_scope *scope, struct findings *findings,
                       const struct hostdev *hostdev, const struct dda_function *function)
{
	struct words words = {0};
	struct finding finding;

	find_without_place(function, &hostdev->view, &words);
	if (words.count == 0)
		return;
	finding = finding_about_function(scope, findings, hostdev, "guest-bar-0m", FINDING_BLOCKER);
	finding.evidence = arena_format(&findings->arena,
	                                "the guest's kernel has no place for: %s (NVIDIA's driver "
	                                "calls this \"0M @ 0x0\")",
	                                words_end(&words, &findings->arena));
	finding.remedy = arena_format(&findings->arena,
	                              "a larger address space: dda mmio --vm %s says what to set; "
	                              "or pci=realloc on the guest's kernel command line",
	                              words_quote(scope->vm->name, &findings->arena));
	findings_add(findings, finding);
}

void rule_guest_bar_0m(const struct rule_scope *scope, struct findings *findings)
{
	const struct vm *vm = scope_vm(scope);

	for (size_t i = 0; vm && i < vm->hostdevs.count; i++) {
		const struct hostdev *hostdev = &vm->hostdevs.items[i];
		const struct dda_function *function = scope_function(scope, hostdev);

		if (hostdev->live && function && fact_is_known(function->details->bars_fact) &&
		    fact_is_present(hostdev->view.bars_fact))
			check_bars(scope, findings, hostdev, function);
	}
}
