/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Takes out of the document of an archive (archive.h) what tells whose host it is, so that it can
 * be mailed. What stays is on a list; a file that no row of it names goes as a whole, and is
 * unknown (-ENODATA) to whoever reads the snapshot. Pure. docs/snapshot.md says it in words.
 */
enum redacted_kind {
	REDACTED_SERIAL,     /* serial numbers of cards */
	REDACTED_NAME,       /* the host's name, names of disks by their serial numbers */
	REDACTED_ADDRESS,    /* network addresses */
	REDACTED_PARAMETER,  /* values of kernel parameters */
	REDACTED_LINE,       /* lines of other files that say nothing of devices */
	REDACTED_DEFINITION, /* elements and attributes of VM definitions */
	REDACTED_FILE,       /* files and folders that are not on the list */
	REDACTED_COUNT
};

struct redacted {
	size_t counts[REDACTED_COUNT];
};

/* Returns 0 or -ENOMEM: then the document is not to be handed out. */
int redact(json_t *document, struct redacted *ret);

/* What redact() does with one file each: a new heap text, NULL without memory. */
char *redact_parameters(const char *text, struct redacted *redacted); /* proc/cmdline */
char *redact_processor(const char *text, struct redacted *redacted);  /* proc/cpuinfo */
char *redact_interrupts(const char *text, struct redacted *redacted);
char *redact_routes(const char *text, struct redacted *redacted);      /* proc/net/route */
char *redact_ipv6_routes(const char *text, struct redacted *redacted); /* also if_inet6 */
char *redact_mounts(const char *text, struct redacted *redacted);      /* proc/self/mountinfo */
char *redact_swaps(const char *text, struct redacted *redacted);
char *redact_inputs(const char *text, struct redacted *redacted); /* proc/bus/input/devices */
char *redact_udev(const char *text, struct redacted *redacted);
char *redact_guests(const char *text, struct redacted *redacted);  /* default/libvirt-guests */
char *redact_backing(const char *text, struct redacted *redacted); /* of a loop device */
char *redact_domain(const char *xml, struct redacted *redacted);   /* a VM's definition */

/* Clears the serial number in a configuration space, and what was last read of the vital product
 * data (PCIe 7.9.3, PCI 3.0 appendix I). */
void redact_config(uint8_t *bytes, size_t length, struct redacted *redacted);
