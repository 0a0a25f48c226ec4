/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include "base/text.h"

static json_t *policy_of(const struct fact_number *policy)
{
	return document_fact(policy->fact, document_fact_number(policy));
}

/* Why the platform can't is an answer of its own words. */
static json_t *iov_of(const struct fact_text *iov)
{
	json_t *fact = document_fact(iov->fact, json_true());

	document_put(&fact, "reason",
	             document_text(fact_is_present(iov->fact) ? NULL : iov->value));
	return fact;
}

json_t *document_hyperv(const struct dda_inventory *inventory)
{
	const struct hyperv_host *host = &inventory->hyperv;
	json_t *object;

	if (inventory->platform != PLATFORM_HYPERV)
		return json_null();
	object = json_object();
	document_put(&object, "edition",
	             document_fact(host->edition.fact, document_fact_text(&host->edition)));
	document_put(&object, "build",
	             document_fact(host->build.fact, document_fact_number(&host->build)));
	document_put(&object, "server", document_fact(host->server, json_true()));
	document_put(&object, "iov", iov_of(&host->iov));
	document_put(&object, "require_secure_device_assignment", policy_of(&host->require_secure));
	document_put(&object, "require_supported_device_assignment",
	             policy_of(&host->require_supported));
	return object;
}

json_t *document_host(const struct dda_inventory *inventory, json_t *findings)
{
	return json_pack("{so so so}", "platform",
	                 document_text(platform_name(inventory->platform)), "name",
	                 document_text(inventory->host_name), "findings", findings);
}

json_t *document_finding(const struct finding *finding)
{
	json_t *object = json_object();

	document_put(&object, "code", document_text(finding->code));
	document_put(&object, "severity", document_text(finding_severity_name(finding->severity)));
	document_put(&object, "subject", document_text(finding->subject));
	document_put(&object, "evidence", document_text(finding->evidence));
	document_put(&object, "remedy", document_text(finding->remedy));
	document_put(&object, "forced", json_boolean(finding->forced));
	document_put(&object, "undecided", json_boolean(finding->unknown));
	return object;
}

json_t *document_findings(const struct findings *findings, int card)
{
	const struct finding *finding = findings_of_card(findings, card);
	json_t *array = json_array();

	for (; finding; finding = findings_next(findings, finding))
		document_append(&array, document_finding(finding));
	return array;
}

json_t *document_all_findings(const struct findings *findings)
{
	json_t *array = json_array();

	for (size_t i = 0; i < findings->count; i++)
		document_append(&array, document_finding(&findings->items[i]));
	return array;
}

json_t *document_vms_findings(const struct dda_inventory *inventory)
{
	_cleanup_(cleanup_findings) struct findings findings = {0};
	json_t *array = json_array();

	/* What was not asked about must not be reported as unknown. */
	rules_check_host(inventory, &findings);
	for (size_t i = 0; i < findings.count; i++)
		if (text_equal(findings.items[i].code, "vms-unknown"))
			document_append(&array, document_finding(&findings.items[i]));
	return array;
}
