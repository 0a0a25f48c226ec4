/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/text.h"
#include "rules/scope.h"

/* libvirt-guests saves running VMs when the host shuts down, which fails for one with a device. */
void rule_host_suspends(const struct rule_scope *scope, struct findings *findings)
{
	const struct fact_text *end = &scope->inventory->surroundings.at_shutdown;
	struct finding finding;

	if (!scope->intent || fact_is_absent(end->fact) ||
	    (fact_is_known(end->fact) && !text_equal(end->value, "suspend")))
		return;
	finding = finding_about_host(scope, findings, "host-suspends-vms", FINDING_WARNING);
	finding.unknown = !fact_is_known(end->fact);
	finding.evidence = arena_format(
	        &findings->arena,
	        finding.unknown
	                ? "what becomes of running VMs when it shuts down can't be read (%s)"
	                : "when it shuts down it suspends running VMs (%s), which fails for "
	                  "one with a device: it is killed",
	        end->fact.source ? end->fact.source : "libvirt-guests");
	finding.remedy = "put ON_SHUTDOWN=shutdown into /etc/default/libvirt-guests (Fedora: "
	                 "/etc/sysconfig/libvirt-guests)";
	findings_add(findings, finding);
}
