/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

static void put_texts(json_t **facts, const struct iommu *iommu)
{
	const struct {
		const char *key;
		const struct fact_text *fact;
	} texts[] = {
	        {"firmware_table", &iommu->firmware},
	        {"kind", &iommu->kind},
	        {"mode", &iommu->mode},
	        {"kernel_parameters", &iommu->parameters},
	        {"processor", &iommu->processor},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		document_put(facts, texts[i].key,
		             document_fact(texts[i].fact->fact, document_fact_text(texts[i].fact)));
}

json_t *document_iommu(const struct dda_inventory *inventory)
{
	const struct iommu *iommu = &inventory->iommu;
	const struct {
		const char *key;
		struct fact fact;
	} truths[] = {
	        {"units", iommu->units},
	        {"groups", iommu->groups},
	        {"interrupt_remapping", iommu->remapping},
	        {"firmware_allows_remapping", iommu->firmware_remapping},
	        {"unsafe_interrupts", iommu->unsafe_interrupts},
	};
	json_t *facts;

	if (inventory->platform != PLATFORM_LINUX)
		return json_null();
	facts = json_object();
	for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++)
		document_put(&facts, truths[i].key, document_fact(truths[i].fact, json_true()));
	put_texts(&facts, iommu);
	document_put(&facts, "processor_address_bits",
	             document_fact(iommu->address_bits.fact,
	                           document_fact_number(&iommu->address_bits)));
	return facts;
}
