/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/vm.h"

/*
 * One step of a hand-over: the closed set of changes a host knows. Each step
 * works on one function, on the VM's slot for one card, or on the VM's settings, and has an
 * inverse.
 */
enum step_kind {
	STEP_DISABLE,   /* the host driver lets go of the function */
	STEP_ENABLE,    /* the host driver takes over again */
	STEP_DISMOUNT,  /* the function leaves the host */
	STEP_MOUNT,     /* the function returns to the host, without a driver */
	STEP_PREPARE,   /* the VM gets a slot for the card (Linux: a PCIe root port) */
	STEP_UNPREPARE, /* the slot is taken away again */
	STEP_ADD,       /* the function enters the configuration of the VM */
	STEP_REMOVE,    /* the function leaves the configuration of the VM */
	STEP_START,     /* the VM starts */
	STEP_STOP,      /* the VM is switched off at once */
	STEP_SET,       /* the VM's settings are made fit for a physical device */
	STEP_UNSET,     /* they are put back */
};

/* "disable", "enable", "dismount", "mount", "prepare", "unprepare", "add", "remove", "start",
 * "stop", "set", "unset" */
const char *step_kind_name(enum step_kind kind);

/* The kind that takes a step of this kind back. */
enum step_kind step_kind_inverse(enum step_kind kind);

struct step;

/* True for steps that do something to the device itself, or give it away: that it is still the same
 * one matters. A VM's entry can be taken out whatever is at that address. */
bool step_needs_device(const struct step *step);

/* True when there is a function that it is about. */
bool step_has_function(const struct step *step);

/* A step as a value; the texts belong to the plan. */
struct step {
	enum step_kind kind;
	struct address function; /* PREPARE, UNPREPARE, SET, UNSET: the first function of the
	                            card; all zero: the VM has lost its cards by other means */
	const char *vm;          /* from PREPARE on: name of the VM */
	struct guest_slot guest; /* PREPARE, UNPREPARE: `bus` is the port's index; ADD, REMOVE:
	                            where it sits */
	bool guest_placed;       /* false: `guest` says nothing, the platform chooses the place */
	bool multifunction;      /* ADD, REMOVE: function 0 of a slot with more functions */
	/* DISABLE, ENABLE, DISMOUNT, MOUNT: what the function had before dda took it; NULL: none.
	 */
	bool origin_known;
	const char *driver, *override;
	/* ADD, REMOVE: which device it is, to be put on record beside the entry; as was_id, was_at
	 * of struct hostdev. */
	unsigned long id;
	const char *location_path;
	const char *rom; /* ADD, REMOVE: file that is its expansion ROM in the VM; NULL: its own */
	/* DISMOUNT: what the platform asks for and shall do without: that other devices can't be
	 * reached (ACS), and a driver that secures the device against its VM (Hyper-V). */
	bool without_isolation, without_mitigations;
	/* SET, UNSET: which settings, as enum vm_setting; all of the VM's memory, and how much of
	 * it the balloon was to leave, both in bytes. */
	unsigned settings;
	uint64_t memory, balloon_target;
	const char *nodes, *cpus; /* with SETTING_NUMA: as in struct vm_settings; NULL: none */
	/*
	 * With SETTING_SPACE: what the address space is to be like, and what it is like before.
	 * Kept: dda had set it already for another card, and to take this step back means to put
	 * that back and leave what is on record of the time before.
	 */
	struct vm_space space, space_before;
	bool space_kept;
	/*
	 * By a person's word: which settings, as enum dda_setting (0: not so), sizes being in
	 * `space`. What dda had on record of these is void then; it is in `record`, in the
	 * platform's own words, for the way back.
	 */
	unsigned named;
	bool cache_types, cache_types_before;
	const char *stop_action, *stop_action_before;
	const char *record;
};
