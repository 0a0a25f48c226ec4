/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "model/identity.h"
#include "model/inventory.h"

/*
 * What Hyper-V calls the functions and VMs that were last observed: steps speak in addresses and VM
 * names, WMI in location paths, device instance paths and GUIDs. Pure.
 */
struct device_name {
	struct address address;
	const char *location; /* PCIROOT(0)#PCI(0300)#PCI(0000) */
	const char *instance; /* while the host has it: PCI\VEN_10DE&DEV_...; NULL: not known */
	const char *proxy;    /* while it is dismounted: PCIP\VEN_...; NULL when `instance` is */
	bool missing;         /* only the configuration of VMs has it */
	struct identity identity;
};

struct vm_name {
	const char *name, *guid;
	const char *notes; /* what people, and dda, wrote about it; NULL: nothing */
};

struct hyperv_names {
	struct arena arena;
	struct {
		struct device_name *items;
		size_t count;
	} devices;
	struct {
		struct vm_name *items;
		size_t count;
	} vms;
};

void names_deinit(struct hyperv_names *names);

/* Forgets what was noted before and notes what is in `inventory`. Returns 0 or -ENOMEM. */
int names_note(struct hyperv_names *names, const struct dda_inventory *inventory);

/* NULL when it was not there. */
const struct device_name *names_device(const struct hyperv_names *names, struct address address);

/*
 * Is it still the device that `was` tells of? As it was last observed: a path of an instance has
 * the ids in it, so a step that looks it up can't find another device. Returns as `identify` of
 * host/host.h.
 */
int names_identify(const struct hyperv_names *names, const struct identity *was,
                   struct dda_error **ret_error);

/* By name or GUID; NULL when it was not there. */
const struct vm_name *names_vm(const struct hyperv_names *names, const char *name);
