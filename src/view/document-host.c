/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include "base/text.h"

json_t *document_host(const struct dda_inventory *inventory, json_t *findings)
{
	return json_pack("{so so so}", "platform",
	                 document_text(platform_name(inventory->platform)), "name",
	                 document_text(inventory->host_name), "findings", findings);
}

static json_t *document_finding(const struct finding *finding)
{
	json_t *object = json_object();

	document_put(&object, "code", document_text(finding->code));
	document_put(&object, "severity", document_text(finding_severity_name(finding->severity)));
	document_put(&object, "subject", document_text(finding->subject));
	document_put(&object, "evidence", document_text(finding->evidence));
	document_put(&object, "remedy", document_text(finding->remedy));
	document_put(&object, "forced", json_boolean(finding->forced));
	return object;
}

json_t *document_findings(const struct findings *findings, int card)
{
	json_t *array = json_array();

	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].card == card)
			document_append(&array, document_finding(&findings->items[i]));
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
