/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

#include "model/fact.h"

/*
 * Settings of a VM that do not go together with a physical device, and that dda sets for it: the
 * device's DMA keeps all of the VM's memory in place. A set of bits.
 */
enum vm_setting {
	SETTING_MEMORY = 1 << 0,      /* the balloon is to take a part of the memory away */
	SETTING_REPORTING = 1 << 1,   /* the guest reports free pages, for the host to take */
	SETTING_SHARING = 1 << 2,     /* equal pages may be merged with those of others (KSM) */
	SETTING_STOP = 1 << 3,        /* its running state is saved when the host shuts down */
	SETTING_CHECKPOINTS = 1 << 4, /* checkpoints with its running state are made */
	SETTING_CACHE = 1 << 5,  /* the guest may not choose cache types (no write-combining) */
	SETTING_SPACE = 1 << 6,  /* its address space has no room for the device's BARs */
	SETTING_HIDDEN = 1 << 7, /* its guest sees that it is a VM; only when asked for */
	SETTING_NUMA = 1 << 8, /* it may be far from the device's NUMA node; only when asked for */
};

#define SETTING_COUNT 9

/* "memory", "page reporting", "page sharing", "stop action", "checkpoints", "cache types",
 * "address space", "hidden hypervisor",
 * "NUMA node": the setting with that one bit. */
const char *vm_setting_name(unsigned setting);

/* What a VM's stored definition says that bears on physical devices; NULL and 0: nothing. */
struct vm_settings {
	uint64_t balloon_target; /* bytes: libvirt's currentMemory */
	const char *balloon;     /* model: "virtio", "none"... */
	bool page_reporting;
	bool auto_deflate; /* the balloon gives way when the guest runs out of memory */
	bool no_sharing, locked, huge_pages;
	uint64_t lock_limit;       /* bytes of memory that may be locked: memtune hard_limit */
	bool hidden;               /* the guest is not to see that it runs on KVM */
	bool hyperv;               /* it is shown features of Hyper-V, with... */
	const char *hyperv_vendor; /* ... this name instead of "Microsoft Hv" */
	const char *cpu_mode;
	const char *cpu_bits; /* maxphysaddr: "passthrough", "46" */
	bool bound;           /* it says in some way where its memory comes from */
	const char *nodes;    /* NUMA nodes of the host that its memory comes from, "0-1" */
	const char *cpus;     /* processors of the host that it runs on, "0-7" */

	/* Hyper-V. */
	bool dynamic_memory;         /* memory comes and goes between a minimum and a maximum */
	bool saved_at_stop;          /* the automatic stop action is not to turn off */
	bool checkpoints;            /* standard checkpoints, or automatic ones, are on */
	bool fixed_caches;           /* cache types are not the guest's choice */
	bool nested;                 /* it may run VMs itself */
	const char *stop_action;     /* "turn off", "save", "shut down" */
	const char *checkpoint_type; /* "none", "production", "production only", "standard" */

	/* What dda changed, as noted in the definition itself. */
	unsigned kept;        /* a set of enum vm_setting */
	uint64_t kept_target; /* bytes */
	unsigned recorded;    /* of what a person may name, as enum dda_setting */
	const char *record;   /* what stands there of these, in the platform's own words; NULL:
	                         nothing */
	const char *notes;    /* Hyper-V: the VM's notes, in which it stands; NULL: none */

	/* Not of the definition. */
	struct fact saved;     /* present: an image of its running state waits to be resumed */
	struct fact snapshots; /* present: there are snapshots with its memory */
};

/* A NUMA node of the host. */
struct numa_node {
	uint64_t number;
	const char *cpus; /* "0-7,16-23"; NULL: it has none */
	uint64_t memory;  /* bytes; 0: not known */
};

/* What of a host bears on its VMs; asked with DDA_WANT_VMS. */
struct vm_surroundings {
	struct fact_number sharing;   /* not 0: the kernel merges equal pages of VMs (KSM) */
	struct fact_text at_shutdown; /* what becomes of running VMs: "suspend", "shutdown"; absent:
	                                 nobody sees to it */
	struct fact nodes_fact;       /* absent: the host knows no NUMA nodes */
	struct {
		struct numa_node *items; /* in the inventory's arena, in no order */
		size_t count;
	} nodes;
};
