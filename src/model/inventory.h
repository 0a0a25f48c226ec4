/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/inventory.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "model/function.h"
#include "model/unread.h"
#include "model/vm.h"

/*
 * The functions of one slot that belong together (a GPU with its audio, USB
 * and UCSI functions): the unit people think in and every command works on.
 * `functions` are indices into the inventory, in order of function numbers.
 */
struct card {
	struct address slot; /* function number of the first function */
	unsigned functions[8];
	unsigned count;
};

/* A slot that gives its card an IOMMU group to itself. */
struct card_slot {
	unsigned port; /* index of the port that leads to it */
	int card;      /* index of the card that is in it, -1: it is empty */
};

enum platform {
	PLATFORM_LINUX,  /* VFIO; VMs of libvirt */
	PLATFORM_HYPERV, /* Discrete Device Assignment */
};

/* "linux", "hyperv" */
const char *platform_name(enum platform platform);

/* What a Hyper-V host says of itself; asked with DDA_WANT_IOMMU. */
struct hyperv_host {
	struct fact installed;    /* absent: Hyper-V is not installed */
	struct fact_text edition; /* "Microsoft Windows Server 2022 Standard" */
	struct fact_number build;
	struct fact server;   /* absent: a client edition, which starts no VM with a device */
	struct fact_text iov; /* absent: the value says why, in the platform's words */
	struct fact_number require_secure;    /* policies; absent: not set */
	struct fact_number require_supported; /* 0: off */
};

/* What the host has for keeping devices apart (DMA remapping). */
struct iommu {
	struct fact units;  /* present: the kernel runs IOMMU units */
	struct fact groups; /* present: there are IOMMU groups */
	struct fact_text
	        firmware; /* the firmware's table: "DMAR" (Intel), "IVRS" (AMD); absent: none */
	struct fact_text parameters;     /* the kernel's command line */
	struct fact_number address_bits; /* physical address width of the processor */
	struct fact_text processor; /* vendor of the processor: "GenuineIntel", "AuthenticAMD"... */
	struct fact_text kind;      /* of its units: "intel", "amd", "arm" */
	struct fact_text mode;      /* for the host's own devices: "translated", "passthrough" */
	struct fact remapping;      /* absent: interrupts of devices are not remapped */
	struct fact firmware_remapping; /* absent: the firmware's table rules remapping out */
	struct fact unsafe_interrupts;  /* present: VFIO may do without remapping */
};

/* Everything observed of one host at one time. Sorted: functions by address, VMs by name. */
struct dda_inventory {
	struct arena arena;
	enum platform platform;
	const char *host_name; /* NULL: not known */
	bool live;             /* it is the machine we run on, and commands may change it */
	bool privileged;       /* we may change it */
	const char *boot_id;   /* of this run of its kernel; NULL: not known */
	unsigned want;         /* what was asked for: a set of enum dda_want */
	bool lasting; /* what left the host stays out over a restart, and is found by its location
	                 path: Hyper-V. Else it is found by its address, and returns with a restart
	               */
	struct iommu iommu;
	struct hyperv_host hyperv; /* PLATFORM_HYPERV only */
	struct vm_surroundings surroundings;
	struct fact_text
	        vms_fact; /* known: `vms` is complete. Unknown: the value says why, in words */
	struct {
		struct dda_function *items;
		size_t count;
	} functions;
	struct {
		struct card *items;
		size_t count;
	} cards;
	struct {
		struct vm *items;
		size_t count;
	} vms;
	struct {
		size_t first, count; /* functions whose details are there for a while */
		struct arena_mark before;
	} described;
	struct unread_list unread; /* of functions whose details were there and are gone */
	struct {
		const struct card_slot *items; /* empty ones first, then in order of ports */
		size_t count;
	} slots; /* derived */
};

/* A new, empty inventory, or NULL without memory. */
struct dda_inventory *inventory_new(void);

/* Adds a function of which nothing is known, to be filled in; without details, when nobody asked
 * for them. NULL without memory. */
struct dda_function *inventory_add(struct dda_inventory *inventory, bool details);

/*
 * Gives `count` functions from `first` details to be filled in, those of others go: only the last
 * ones that were given are kept, and nothing that is not about them may be put into the inventory's
 * arena from then on. Returns 0 or -ENOMEM.
 */
int inventory_describe(struct dda_inventory *inventory, size_t first, size_t count);

static inline void cleanup_inventory(struct dda_inventory **inventory)
{
	dda_inventory_free(*inventory);
}
#define _cleanup_inventory_ _cleanup_(cleanup_inventory)

/*
 * Derives what follows from the observed facts: order, parents, cards, the VM and the state of each
 * function; a function that only a VM's configuration knows is added as FUNCTION_MISSING. To be
 * called once, after all functions and VMs are in. Returns 0 or -ENOMEM.
 */
int inventory_finish(struct dda_inventory *inventory);

/* Index of the function with that address, or -1. The inventory must be finished. */
int inventory_find(const struct dda_inventory *inventory, struct address address);

/* The function at that location path, or NULL: none, or `location` is NULL. */
const struct dda_function *inventory_find_place(const struct dda_inventory *inventory,
                                                const char *location);

/* Index of the physical function that a virtual one belongs to; -1: it is none, or of one that is
 * not known or not there. */
int inventory_physical(const struct dda_inventory *inventory, const struct dda_function *function);

/*
 * How many functions there are on the bus of that address; *ret_first: index of the first, the
 * others follow it. The inventory must be finished.
 */
size_t inventory_bus(const struct dda_inventory *inventory, struct address address,
                     size_t *ret_first);

/* for_each_described (function, inventory): those that inventory_describe() has given details. */
#define for_each_described(f, inventory)                                                           \
	for (struct dda_function *f = (inventory)->functions.items + (inventory)->described.first, \
	                         *f##_end = f + (inventory)->described.count;                      \
	     f < f##_end; f++)

/*
 * How many functions there are below the root bus that function number `index` hangs on;
 * *ret_first: index of the first, the others follow it. What the functions of other root buses are
 * makes no difference to how devices are isolated or reset. The inventory must be finished.
 */
size_t inventory_root_bus(const struct dda_inventory *inventory, size_t index, size_t *ret_first);

/*
 * The function that the entry of a VM was made for, now at another address but at the same place;
 * NULL: there is none, or it is not on record. The other way round: the entry of `vm` that was made
 * for the function when it had another address.
 */
const struct dda_function *inventory_find_moved(const struct dda_inventory *inventory,
                                                const struct hostdev *hostdev);
const struct hostdev *vm_find_moved(const struct vm *vm, const struct dda_function *function);

/* False when it is on record that the entry was made for another device than the function. */
bool hostdev_is_for(const struct hostdev *hostdev, const struct dda_function *function);

/* The VM with that name or UUID, or NULL. */
const struct vm *inventory_find_vm(const struct dda_inventory *inventory, const char *name);

/* "0000:01:00", or "0000:01:00.2" when the slot holds more than this card. */
struct address_text card_name(const struct dda_inventory *inventory, const struct card *card);

/* The function that stands for the card: its first one. */
const struct dda_function *card_main(const struct dda_inventory *inventory,
                                     const struct card *card);
