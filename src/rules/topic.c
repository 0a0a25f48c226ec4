/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/topic.h"

#include <stddef.h>

#include "base/text.h"

static const struct {
	const char *code;
	enum topic topic;
} topics[] = {
        {"iommu-absent", TOPIC_HOST},
        {"iommu-off", TOPIC_HOST},
        {"iommu-unknown", TOPIC_HOST},
        {"hyperv-absent", TOPIC_HOST},
        {"edition-client", TOPIC_HOST},
        {"iov-unsupported", TOPIC_HOST},
        {"device-policy", TOPIC_HOST},
        {"facts-unread", TOPIC_HOST},
        {"stale-devices", TOPIC_HOST},
        {"missing", TOPIC_DEVICE},
        {"device-gone", TOPIC_DEVICE},
        {"not-an-endpoint", TOPIC_DEVICE},
        {"not-for-vms", TOPIC_DEVICE},
        {"not-express", TOPIC_DEVICE},
        {"legacy-endpoint", TOPIC_DEVICE},
        {"virtual-function", TOPIC_DEVICE},
        {"nvswitch", TOPIC_DEVICE},
        {"vms-unknown", TOPIC_OWNER},
        {"driver-unknown", TOPIC_OWNER},
        {"driver-old", TOPIC_OWNER},
        {"assigned-elsewhere", TOPIC_OWNER},
        {"holder-unknown", TOPIC_OWNER},
        {"in-use", TOPIC_OWNER},
        {"in-pool", TOPIC_OWNER},
        {"partitioned", TOPIC_OWNER},
        {"host-needs-it", TOPIC_USE},
        {"host-uses-it", TOPIC_USE},
        {"virtual-functions-on", TOPIC_USE},
        {"bmc-display", TOPIC_USE},
        {"no-group", TOPIC_GROUP},
        {"group-unknown", TOPIC_GROUP},
        {"group-shared", TOPIC_GROUP},
        {"group-split", TOPIC_GROUP},
        {"firmware-keeps-control", TOPIC_ISOLATION},
        {"not-isolated", TOPIC_ISOLATION},
        {"switch-no-acs", TOPIC_ISOLATION},
        {"behind-pci-bridge", TOPIC_ISOLATION},
        {"no-reset", TOPIC_RESET},
        {"reset-shared", TOPIC_RESET},
        {"reset-together", TOPIC_RESET},
        {"reset-unknown", TOPIC_RESET},
        {"no-interrupt-remapping", TOPIC_INTERRUPTS},
        {"line-interrupts", TOPIC_INTERRUPTS},
        {"reserved-memory", TOPIC_MEMORY},
        {"mmio-unknown", TOPIC_MEMORY},
        {"bar-unassigned", TOPIC_MEMORY},
        {"bar-resizable", TOPIC_MEMORY},
};

enum topic topic_of_finding(const char *code)
{
	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++)
		if (text_equal(code, topics[i].code))
			return topics[i].topic;
	return TOPIC_REST;
}
