/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"

/* The bytes of an ACPI table, as many as its header says that there are. */
struct acpi_table {
	const uint8_t *bytes;
	size_t size;
};

/*
 * Checks the header (ACPI specification, 5.2.6): `signature`, and a length of at least
 * `header_size` that is there. Bytes behind that length are none of the table's. Returns 0 or
 * -EINVAL.
 */
static inline int acpi_table_open(const uint8_t *bytes, size_t size, const char *signature,
                                  size_t header_size, struct acpi_table *ret)
{
	if (size < header_size || memcmp(bytes, signature, 4) != 0)
		return -EINVAL;
	*ret = (struct acpi_table){.bytes = bytes, .size = bytes_32(bytes + 4)};
	return ret->size < header_size || ret->size > size ? -EINVAL : 0;
}
