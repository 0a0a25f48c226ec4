/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Bytes of a text: from `begin` up to `end`, which is not in it. */
struct span {
	size_t begin, end;
};

/* Where an element stands in XML: `whole` with its tags, `open` its first tag alone. */
struct place {
	bool found;
	struct span whole, open;
};

/* The elements of a domain's XML that dda edits. */
enum domain_place {
	PLACE_NAME,
	PLACE_MEMORY,
	PLACE_CURRENT_MEMORY,
	PLACE_BACKING, /* memoryBacking */
	PLACE_SHARING, /* nosharepages in it */
	PLACE_BALLOON, /* memballoon */
	PLACE_METADATA,
	PLACE_BEFORE,        /* what dda noted in it */
	PLACE_PROCESSOR,     /* cpu */
	PLACE_WIDTH,         /* maxphysaddr in it */
	PLACE_ARGUMENTS,     /* qemu:commandline */
	PLACE_WINDOW,        /* qemu:arg in it that gives OVMF its window... */
	PLACE_BEFORE_WINDOW, /* ... and the one before it */
	PLACE_FEATURES,
	PLACE_KVM, /* kvm in it */
	PLACE_HIDDEN,
	PLACE_HYPERV,
	PLACE_VENDOR, /* vendor_id in it */
	PLACE_NUMATUNE,
	PLACE_NODES,      /* memory in it */
	PLACE_PROCESSORS, /* vcpu */
	PLACE_DOMAIN,
	PLACE_COUNT
};

struct domain_places {
	struct place places[PLACE_COUNT];
};

/*
 * Finds each in `xml`. Returns 0; -EINVAL when it is not well-formed, or has one of them twice, as
 * libvirt writes none; -E2BIG; -ENOMEM.
 */
int scan_domain(const char *xml, size_t length, struct domain_places *ret);

/* Finds the value of an attribute, without its quotes, in the tag at `tag`. */
bool scan_attribute(const char *xml, struct span tag, const char *name, struct span *ret);
