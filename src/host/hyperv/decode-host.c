/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <errno.h>

#include "base/text.h"
#include "host/hyperv/questions.h"
#include "host/hyperv/snapshot.h"
#include "host/hyperv/wmi-error.h"

#define WORKSTATION 1 /* ProductType; 2 is a domain controller, 3 a server */

/* The only object of a class, or NULL: then *ret_fact says why. */
static const json_t *only_row(const struct decoder *decoder, const char *space, const char *class,
                              struct fact *ret_fact)
{
	const json_t *rows = snapshot_rows(decoder->document, space, class, class, ret_fact);
	const json_t *row = json_array_get(rows, 0);

	if (rows && !row)
		*ret_fact = fact_unknown(class, ENODATA);
	return row;
}

static int copy_text(struct arena *arena, const json_t *row, const char *name, struct fact *fact,
                     const char **ret)
{
	const char *text = value_text(row, name);

	if (!text && fact_is_known(*fact))
		*fact = fact_unknown(fact->source, ENODATA);
	*ret = arena_text(arena, text);
	return text && !*ret ? -ENOMEM : 0;
}

static int decode_system(struct decoder *decoder)
{
	struct dda_inventory *inventory = decoder->inventory;
	struct hyperv_host *host = &inventory->hyperv;
	struct fact fact, name_fact;
	const json_t *row = only_row(decoder, CIMV2, "Win32_OperatingSystem", &fact);
	uint64_t type;

	host->edition.fact = host->build.fact = host->server = name_fact = fact;
	if (!row)
		return 0;
	host->build = value_number_fact(row, "BuildNumber", "Win32_OperatingSystem");
	if (!value_number(row, "ProductType", &type))
		host->server = fact_unknown("Win32_OperatingSystem", ENODATA);
	else if (type == WORKSTATION)
		host->server = fact_absent("Win32_OperatingSystem");
	if (copy_text(&inventory->arena, row, "Caption", &host->edition.fact,
	              &host->edition.value) < 0)
		return -ENOMEM;
	return copy_text(&inventory->arena, row, "CSName", &name_fact, &inventory->host_name);
}

/* The reasons in the platform's words, one after the other. */
static int join_reasons(struct arena *arena, const json_t *row, const char **ret)
{
	const char *reason, *all = NULL;

	for (size_t i = 0; (reason = value_item(row, "IOVSupportReasons", i)); i++) {
		all = arena_format(arena, "%s%s%s", all ? all : "", all ? " " : "", reason);
		if (!all)
			return -ENOMEM;
	}
	*ret = all;
	return 0;
}

static int decode_iov(struct decoder *decoder)
{
	static const char class[] = "Msvm_VirtualEthernetSwitchManagementCapabilities";
	struct fact_text *iov = &decoder->inventory->hyperv.iov;
	const json_t *row = only_row(decoder, VIRTUALIZATION, class, &iov->fact);
	uint32_t failure = snapshot_failure(decoder->document, VIRTUALIZATION, class, NULL);
	bool supported;

	if (failure == WMI_INVALID_NAMESPACE)
		decoder->inventory->hyperv.installed = fact_absent(VIRTUALIZATION);
	if (!row)
		return 0;
	decoder->inventory->hyperv.installed = fact_known(VIRTUALIZATION);
	if (!value_boolean(row, "IOVSupport", &supported)) {
		iov->fact = fact_unknown(class, ENODATA);
		return 0;
	}
	if (!supported)
		iov->fact = fact_absent(class);
	return supported ? 0 : join_reasons(&decoder->inventory->arena, row, &iov->value);
}

/* A policy that is not set is null in the document; one that was not asked is not there. */
static struct fact_number decode_policy(const struct decoder *decoder, const char *name)
{
	const json_t *registry = json_object_get(decoder->document, "registry");
	uint32_t failure = snapshot_failure(decoder->document, "registry", name, NULL);

	if (json_object_get(registry, name))
		return value_number_fact(registry, name, POLICY_KEY);
	if (failure)
		return (struct fact_number){
		        .fact = fact_unknown(POLICY_KEY, wmi_error_number(failure))};
	return (struct fact_number){.fact.source = POLICY_KEY};
}

static int decode_processor(struct decoder *decoder)
{
	struct fact_text *processor = &decoder->inventory->iommu.processor;
	const json_t *row = only_row(decoder, CIMV2, "Win32_Processor", &processor->fact);

	if (!row)
		return 0;
	return copy_text(&decoder->inventory->arena, row, "Manufacturer", &processor->fact,
	                 &processor->value);
}

int decode_host(struct decoder *decoder)
{
	struct hyperv_host *host = &decoder->inventory->hyperv;

	host->require_secure = decode_policy(decoder, POLICY_SECURE);
	host->require_supported = decode_policy(decoder, POLICY_SUPPORTED);
	if (decode_system(decoder) < 0 || decode_iov(decoder) < 0)
		return -ENOMEM;
	return decode_processor(decoder);
}
