/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DDA_PLAN_H
#define DDA_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <dda/error.h>
#include <dda/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The requests that change something. */
enum dda_verb {
	DDA_ASSIGN,   /**< the whole hand-over of cards to a VM */
	DDA_RELEASE,  /**< the whole way back */
	DDA_DISABLE,  /**< the host driver lets go */
	DDA_ENABLE,   /**< the host driver takes over again */
	DDA_DISMOUNT, /**< disabled functions leave the host */
	DDA_MOUNT,    /**< dismounted functions return to the host, disabled */
	DDA_ADD,      /**< dismounted cards enter a VM's configuration */
	DDA_REMOVE,   /**< cards leave a VM's configuration */
	DDA_START,    /**< VMs that are off start */
	DDA_SET,      /**< settings of a VM become what somebody names */
};

/** Returns: the command's word for @verb, "assign"; a constant. */
const char *dda_verb_name(enum dda_verb verb);

/** Settings of a VM that somebody may name, as far as its platform has them. */
enum dda_setting {
	DDA_LOW_SPACE = 1 << 0,   /**< Hyper-V: address space for devices below 4 GiB */
	DDA_HIGH_SPACE = 1 << 1,  /**< the same above; Linux: OVMF's window, 0: its own choice */
	DDA_CACHE_TYPES = 1 << 2, /**< Hyper-V: the guest chooses cache types */
	DDA_STOP_ACTION = 1 << 3, /**< Hyper-V: what becomes of it when the host shuts down */
};

/** What they are to become. */
struct dda_settings {
	unsigned named;                 /**< which of them: a set of enum dda_setting */
	uint64_t low_space, high_space; /**< in MB */
	bool cache_types;
	const char *stop_action; /**< "turn off", "save", "shut down" */
};

/** What somebody asks for. Nothing is copied: the texts must live as long as the call it is given
 * to. */
struct dda_request {
	enum dda_verb verb;
	/** Location paths, addresses, vendor:device or name patterns; each stands for whole cards.
	 */
	const char *const *devices;
	size_t device_count;
	/** Names or UUIDs of VMs; one for DDA_ASSIGN, DDA_ADD, DDA_REMOVE, DDA_SET; DDA_RELEASE may
	 * have one instead of devices; any number for DDA_START. */
	const char *const *vms;
	size_t vm_count;
	/** DDA_ASSIGN: as many VMs as cards, one card to each. Where each device stands for one
	 * card, device number N goes to VM number N, and a VM may be there several times. */
	bool spread;
	/** DDA_ASSIGN: start the VMs as the last step; one that does not start undoes all. */
	bool start;
	/** DDA_ASSIGN, Linux: the guests are not to see that they are VMs. */
	bool hide_hypervisor;
	/** DDA_ASSIGN, Linux: the VMs' memory and processors are bound to the NUMA node of their
	 * cards, where they are not bound yet. */
	bool pin;
	/** DDA_ASSIGN of one card, Linux: the absolute path of a file whose contents, @rom, the VM
	 * is to see as the expansion ROM of the card's first function; NULL: none. */
	const char *rom_file;
	const void *rom;
	size_t rom_size;
	/** DDA_ASSIGN, DDA_DISMOUNT: codes of findings to go ahead in spite of; few can be forced,
	 * "not-isolated" and "no-mitigations". */
	const char *const *forced;
	size_t forced_count;
	/** DDA_SET: from then on these are a person's values, which no release puts back. */
	struct dda_settings settings;
	/** Plan also where nothing may be changed (no right to, or only a copy of a host). */
	bool dry_run;
};

/** Ordered steps for one request, or the reasons why not. */
struct dda_plan;

/**
 * Decides and plans @request on @inventory, which must know VMs (DDA_WANT_VMS), details and IOMMU,
 * and should know descriptions: by them a card is told from another one in its place.
 * Changes nothing; the same inventory and request give the same plan.
 *
 * Returns: 0 with *@ret owned by the caller (dda_plan_free()): steps, or a refusal
 * (dda_plan_refused()), or no steps when all is as asked for already.
 * With *@ret_error set: -EINVAL for a malformed device, a wrong number of devices or VMs, or a code
 * that can't be forced; -ENOENT for a device that is not there; -E2BIG for one that several cards
 * match; -ENODATA when VMs are needed and unknown; -EROFS on a copy of a host; -EPERM without the
 * right to change the host; -ENOMEM.
 */
int dda_plan_make(const struct dda_inventory *inventory, const struct dda_request *request,
                  struct dda_plan **ret, struct dda_error **ret_error);

/** Returns: true when the findings forbid the request; such a plan must not be run. */
bool dda_plan_refused(const struct dda_plan *plan);

/** Returns: how many steps it has. */
size_t dda_plan_step_count(const struct dda_plan *plan);

/** Returns: true when both have the same steps: kind, function, VM and place in it. */
bool dda_plan_is_same(const struct dda_plan *plan, const struct dda_plan *other);

/**
 * A number that says which plan it is: the same for the same steps on the same devices, with the
 * same settings, on any day; so what somebody agreed to can be told from what would be done now.
 * What was planned on may differ otherwise.
 *
 * Returns: that, or 0 for a plan without steps.
 */
uint64_t dda_plan_id(const struct dda_plan *plan);

/** Returns: the name of VM number @index (from 0) that has or gets cards of this request, each VM
 * once; NULL past the last. It belongs to @plan. */
const char *dda_plan_vm(const struct dda_plan *plan, size_t index);

/** Frees @plan. NULL is allowed. */
void dda_plan_free(struct dda_plan *plan);

#ifdef __cplusplus
}
#endif
#endif
