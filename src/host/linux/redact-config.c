/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "host/linux/redact.h"
#include "host/pci/decode-config.h"

#define VITAL_PRODUCT_DATA 0x03 /* of the conventional capabilities */
#define DEVICE_SERIAL_NUMBER 0x03
#define SERIAL_LENGTH 8
#define DATA_LENGTH 4

static void clear(uint8_t *bytes, size_t length, size_t at, size_t size, struct redacted *redacted)
{
	static const uint8_t none[SERIAL_LENGTH];

	if (at >= length)
		return;
	size = size < length - at ? size : length - at;
	if (memcmp(bytes + at, none, size) == 0)
		return;
	memset(bytes + at, 0, size);
	redacted->counts[REDACTED_SERIAL]++;
}

void redact_config(uint8_t *bytes, size_t length, struct redacted *redacted)
{
	struct pci_config config = decode_config(bytes, length, true);

	for (unsigned i = 0; i < config.capability_count; i++) {
		const struct config_capability *capability = &config.capabilities[i];

		if (capability->extended && capability->id == DEVICE_SERIAL_NUMBER)
			clear(bytes, length, capability->offset + 4u, SERIAL_LENGTH, redacted);
		else if (!capability->extended && capability->id == VITAL_PRODUCT_DATA)
			clear(bytes, length, capability->offset + 4u, DATA_LENGTH, redacted);
	}
}
