/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "model/function.h"

/*
 * Which device a function is: what stays the same as long as nobody takes the card out. Texts
 * belong to whoever made it. Numbers are -1 where they are not known, or where there is none.
 */
struct identity {
	struct address address;
	const char *location_path; /* NULL: it has none */
	int32_t vendor_id, device_id, subsystem_vendor_id, subsystem_device_id, revision;
	const char *serial; /* NULL: it has none, or could not be asked */
	int64_t group;      /* IOMMU group; not a part of what it is, but of what moves with it */
};

/* The identity of an observed function; the texts are the function's own. */
struct identity identity_of(const struct dda_function *function);

/*
 * How `now` differs from what `was` at the same address: words for people ("it was 10de:1db1
 * before, and is 8086:1521 now"), in `arena`. NULL: it is the same device. What was
 * known and is not any more counts as different, but for the serial number, which a sleeping device
 * does not tell.
 */
const char *identity_difference(const struct identity *was, const struct identity *now,
                                struct arena *arena);
