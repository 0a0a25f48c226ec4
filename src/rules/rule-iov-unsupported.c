/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * Whether the host supports SR-IOV stands for what device assignment needs as well. The answer is
 * known to be wrong for some machines, so it forbids nothing.
 */

#define IN_FIRMWARE                                                                                \
	"in the firmware setup turn on VT-d (Intel) or AMD-Vi (\"IOMMU\"), SR-IOV, ACS and "       \
	"native PCI Express control; where that is on already, update the firmware"

static const char *say(const struct fact_text *iov, struct arena *arena)
{
	if (iov->fact.state == FACT_UNKNOWN)
		return arena_format(
		        arena,
		        "whether this host can give devices to VMs could not be read (%s: %s)",
		        iov->fact.source ? iov->fact.source : "IovSupport",
		        error_number_text(iov->fact.error));
	return arena_format(arena,
	                    "the platform says that this host can't give devices to VMs (some "
	                    "machines are known of which that is wrong), because: %s",
	                    iov->value && *iov->value ? iov->value : _("it says not why"));
}

void rule_iov_unsupported(const struct rule_scope *scope, struct findings *findings)
{
	const struct fact_text *iov = &scope->inventory->hyperv.iov;
	struct finding finding;

	if (iov->fact.state == FACT_NOT_ASKED || fact_is_present(iov->fact))
		return;
	finding = finding_about_host(scope, findings, "iov-unsupported", FINDING_WARNING);
	finding.unknown = !fact_is_known(iov->fact);
	finding.evidence = say(iov, &findings->arena);
	finding.remedy = finding.unknown ? remedy_read(scope->inventory->platform) : IN_FIRMWARE;
	findings_add(findings, finding);
}
