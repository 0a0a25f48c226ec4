/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/inventory.h"

/* A JSON text as tests write it: ' stands for ", ` for a " within a text, a backslash for itself. A
 * heap string. */
char *json_of(const char *text);

/*
 * What a snapshot says, decoded. `wmi` are the classes of root\cimv2, `vms` those of
 * root\virtualization\v2, `properties` those of devices, `rest` further keys of the document; all
 * as json_of() takes them, without the braces. Fails the test when it can't be decoded.
 */
struct snapshot_text {
	const char *wmi, *vms, *properties, *rest;
};

struct dda_inventory *decoded(const struct snapshot_text *text, unsigned want);

/* Short names for keys of device properties. */
#define KEY_BUS "'{A45C254E-DF1C-4EFD-8020-67D146A850E0} 23'"
#define KEY_ADDRESS "'{A45C254E-DF1C-4EFD-8020-67D146A850E0} 30'"
#define KEY_PATHS "'{A45C254E-DF1C-4EFD-8020-67D146A850E0} 37'"
#define KEY_PARENT "'{4340A6C5-93FA-4706-972C-7B648008A5A7} 8'"
#define KEY_CHILDREN "'{4340A6C5-93FA-4706-972C-7B648008A5A7} 9'"
#define KEY_NUMA "'{540B947E-8B40-45BC-A8A2-6A0B894CBDA2} 3'"
#define KEY_VERSION "'{A8B865DD-2E3D-4094-AD97-E593A70C75D6} 3'"
#define KEY_PCI(pid) "'{3AB22E31-8264-4B4E-9AF5-A8D2D8E33E62} " #pid "'"

/* One Win32_PnPEntity; `more` begins with a comma or is empty. */
#define ENTITY(id, more)                                                                           \
	"{'DeviceID': '" id "', 'Present': true, 'ConfigManagerErrorCode': 0" more "}"

#define V100 "VEN_10DE&DEV_1DB1&SUBSYS_121210DE&REV_A1\\4&1A2B3C4D&0&0000"
#define PORT "PCI\\VEN_8086&DEV_2030&SUBSYS_00000000&REV_07\\3&11583659&0&00"
