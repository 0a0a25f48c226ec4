/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "model/inventory.h"

/*
 * Turns what was read of a Hyper-V host (snapshot.h) into an inventory, of which `want` says how
 * much; pure. The inventory's platform, devices, VMs and what the host says of itself are filled
 * in, and it is finished. Whatever the document is: what is not in it, or is of another type than
 * it should be, becomes an unknown fact. Nothing of `document` is needed afterwards. Returns 0,
 * -ENOENT when the document has no answer to what devices there are, or -ENOMEM.
 */
int decode_snapshot(const json_t *document, unsigned want, struct dda_inventory *inventory);

/* A PCI device of the document. Everything in it belongs to the document. */
struct device {
	const char *id;           /* device instance path, PCI\... or PCIP\... */
	const json_t *entity;     /* its Win32_PnPEntity */
	const json_t *properties; /* NULL: could not be read */
	const json_t *before; /* while it is dismounted: properties of its node on the host; NULL:
	                         there are none */
	const json_t *entity_before;
};

/* A snapshot on its way to an inventory. Device i is function i until the inventory is finished. */
struct decoder {
	const json_t *document;
	unsigned want; /* enum dda_want */
	struct dda_inventory *inventory;
	struct {
		struct device *items;
		size_t count;
	} devices; /* in order of device_id_compare() */
};

/* Index of the device with that path, by either enumerator, or -1. */
int decoder_find(const struct decoder *decoder, const char *id);

/* The steps. Each returns 0 or -ENOMEM. */
int decode_devices(struct decoder *decoder);    /* which there are, ids, driver, hold */
int decode_addresses(struct decoder *decoder);  /* addresses, location paths, bridges above */
int decode_properties(struct decoder *decoder); /* link, isolation and so on */
int decode_resources(struct decoder *decoder);  /* BARs, interrupts */
int decode_holders(struct decoder *decoder);    /* disks, network connections, displays */
int decode_partitions(struct decoder *decoder); /* GPUs that are divided among VMs */
int decode_vms(struct decoder *decoder);        /* VMs with their settings */
int decode_assigned(struct decoder *decoder);   /* which devices they have */
int decode_host(struct decoder *decoder);       /* what the host says of itself */

/* A property: of the device, or of what it was before it was dismounted. NULL: neither has it. */
const json_t *device_property(const struct device *device, const char *key);

/* The same as a number with its fact: unknown (ENODATA) when there is none. */
struct fact_number device_number(const struct device *device, const char *key, const char *source);

/*
 * The GUID of the VM that an InstanceID belongs to: "Microsoft:GUID" or "Microsoft:GUID\...".
 * Returns true with *ret_length set when it is `vm`'s.
 */
bool instance_is_of(const char *instance, const char *vm);
