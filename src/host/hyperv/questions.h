/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * What a Hyper-V host is asked: a fixed list of WMI queries, and one call per PCI device for its
 * properties. No query has a string of a VM or a device in it.
 */
struct question {
	const char *space, *class;
	const char *properties; /* "*": some of them only newer builds of Windows have, and a query
	                           that names one of those fails as a whole on the others */
	const char *condition;  /* NULL: all objects of the class */
	unsigned want;          /* asked when one of these (enum dda_want) is wanted; 0: always */
};

#define QUESTION_TEXT_MAX 256

struct question_text {
	char text[QUESTION_TEXT_MAX];
};

/* "SELECT ... FROM ... WHERE ..." */
struct question_text question_text(const struct question *question);

/* The questions; ends with a NULL class. The first one is the only one that has to be answered. */
extern const struct question questions[];

/* Device properties that are kept of all a device has: "{FMTID} PID" and the name of the key. */
struct device_key {
	const char *key, *name;
};

/* The keys; ends with a NULL key. */
extern const struct device_key device_keys[];

/*
 * The key that is meant by what WMI calls it: "{FMTID} PID" in upper or lower case, or its name.
 * Either may be NULL. Returns the key in our spelling, or NULL when it is none that is kept.
 */
const char *device_key_find(const char *key, const char *name);

/* Keys of a device (devpkey.h, pciprop.h). */
#define DEVICE_CHILDREN "{4340A6C5-93FA-4706-972C-7B648008A5A7} 9"
#define DEVICE_PARENT "{4340A6C5-93FA-4706-972C-7B648008A5A7} 8"
#define DEVICE_NUMA_NODE "{540B947E-8B40-45BC-A8A2-6A0B894CBDA2} 3"
#define DEVICE_BUS_NUMBER "{A45C254E-DF1C-4EFD-8020-67D146A850E0} 23"
#define DEVICE_ADDRESS "{A45C254E-DF1C-4EFD-8020-67D146A850E0} 30"
#define DEVICE_LOCATION_PATHS "{A45C254E-DF1C-4EFD-8020-67D146A850E0} 37"
#define DEVICE_DRIVER_VERSION "{A8B865DD-2E3D-4094-AD97-E593A70C75D6} 3"

#define PCI_KEY(pid) "{3AB22E31-8264-4B4E-9AF5-A8D2D8E33E62} " #pid
#define PCI_DEVICE_TYPE PCI_KEY(1)
#define PCI_BASE_CLASS PCI_KEY(3)
#define PCI_SUB_CLASS PCI_KEY(4)
#define PCI_INTERFACE PCI_KEY(5)
#define PCI_LINK_SPEED PCI_KEY(9)
#define PCI_LINK_WIDTH PCI_KEY(10)
#define PCI_LINK_SPEED_MAX PCI_KEY(11)
#define PCI_LINK_WIDTH_MAX PCI_KEY(12)
#define PCI_INTERRUPT_SUPPORT PCI_KEY(14)
#define PCI_BAR_TYPES PCI_KEY(16)
#define PCI_ACS_UP_HIERARCHY PCI_KEY(31)
#define PCI_RESERVED_MEMORY PCI_KEY(34)
#define PCI_ON_POST_PATH PCI_KEY(37)

/* Policies of the host: number values of this key of HKEY_LOCAL_MACHINE. */
#define POLICY_KEY "SOFTWARE\\Policies\\Microsoft\\Windows\\HyperV"
#define POLICY_SECURE "RequireSecureDeviceAssignment"
#define POLICY_SUPPORTED "RequireSupportedDeviceAssignment"
