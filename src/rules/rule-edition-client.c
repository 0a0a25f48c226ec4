/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/translate.h"
#include "rules/scope.h"

/* Client editions have the whole interface and let devices be handed over; the VM then fails to
 * start. */
void rule_edition_client(const struct rule_scope *scope, struct findings *findings)
{
	const struct hyperv_host *host = &scope->inventory->hyperv;
	struct finding finding;

	if (host->server.state == FACT_NOT_ASKED || fact_is_present(host->server))
		return;
	finding = finding_about_host(scope, findings, "edition-client", FINDING_BLOCKER);
	finding.unknown = !fact_is_known(host->server);
	if (finding.unknown)
		finding.evidence = arena_format(
		        &findings->arena,
		        "whether this is a server edition of Windows could not be read (%s: %s)",
		        host->server.source ? host->server.source : "edition",
		        error_number_text(host->server.error));
	else
		finding.evidence = arena_format(
		        &findings->arena,
		        "%s is a client edition: a VM with a device fails to start there, with "
		        "0xC035001E",
		        fact_is_present(host->edition.fact) ? host->edition.value
		                                            : _("this Windows"));
	finding.remedy = finding.unknown ? remedy_read(scope->inventory->platform)
	                                 : "install Windows Server, 2016 or later";
	findings_add(findings, finding);
}
