/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DDA_INVENTORY_H
#define DDA_INVENTORY_H

#include <stddef.h>

#include <dda/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A host: the machine we run on, or a copy of another one's files. */
struct dda_host;

/** Everything observed of one host at one time. */
struct dda_inventory;

/** One PCI function of an inventory. */
struct dda_function;

/** What to find out; values to be or-ed together. PCI ids, driver, group and state are always
 * asked. */
enum dda_want {
	DDA_WANT_DETAILS = 1 << 0,       /**< all that verdicts and plans are made from: BARs, reset
	                                    methods, configuration space, NUMA node, power... */
	DDA_WANT_VMS = 1 << 1,           /**< the VMs, in any case */
	DDA_WANT_VMS_IF_NEEDED = 1 << 2, /**< the VMs, only when a function may be with one */
	DDA_WANT_NAMES = 1 << 3,         /**< vendor and device names */
	DDA_WANT_IOMMU = 1 << 4,         /**< what the host has for keeping devices apart */
	DDA_WANT_GUESTS =
	        1 << 5, /**< with DDA_WANT_VMS: where running VMs have the devices they hold */
	DDA_WANT_DESCRIPTION = 1 << 6, /**< what only describes: subsystem, revision, link, power */
	DDA_WANT_PROCESSES =
	        1 << 7, /**< which programs have devices open; on Linux a look at each process */
	/** With DDA_WANT_DETAILS: on large hosts they need much memory, so they are only read by
	 * dda_host_describe(), where the host has them one by one. */
	DDA_WANT_DETAILS_LATER = 1 << 8,
};

/**
 * Opens the host that @spec names: NULL or "local"; "root:DIR" with DIR a copy of /sys and /proc
 * (on Linux); "snapshot:FILE" with FILE what dda_host_capture() made (of a Linux host: on Linux);
 * "lspci:FILE" with FILE what lspci printed; "hyperv:NAME", another Hyper-V host (on Windows).
 * Changes nothing.
 *
 * Returns: 0 with *@ret owned by the caller (dda_host_close()); -EINVAL for another @spec;
 * a negative errno when DIR or FILE can't be read; -ENOMEM. *@ret_error is set each time.
 */
int dda_host_open(const char *spec, struct dda_host **ret, struct dda_error **ret_error);

/**
 * Limits DDA_WANT_GUESTS to the VMs with these names or UUIDs, so that no other guest is bothered.
 * @vms must live as long as @host. @count 0: all again.
 */
void dda_host_limit_guests(struct dda_host *host, const char *const *vms, size_t count);

/** Closes @host. NULL is allowed. */
void dda_host_close(struct dda_host *host);

/**
 * Looks at @host: @want is a set of enum dda_want. Reads only, works without root as far as the
 * system lets it: what could not be read is unknown in the inventory.
 *
 * Returns: 0 with *@ret owned by the caller (dda_inventory_free()); -ENOENT when the host has no
 * PCI bus to look at; another negative errno when that can't be read; -ENOMEM. *@ret_error is set.
 */
int dda_host_observe(struct dda_host *host, unsigned want, struct dda_inventory **ret,
                     struct dda_error **ret_error);

/**
 * Has the details of function number @index of @inventory ready, which @host was observed for with
 * DDA_WANT_DETAILS_LATER, and of all that it could depend on; those of functions on other root
 * buses may be gone after that. Does nothing when they are there already.
 *
 * Returns: 0; -ENOMEM with *@ret_error set.
 */
int dda_host_describe(struct dda_host *host, struct dda_inventory *inventory, size_t index,
                      struct dda_error **ret_error);

/** Frees @inventory with all it owns. NULL is allowed. */
void dda_inventory_free(struct dda_inventory *inventory);

/** Returns: how many PCI functions there are. */
size_t dda_inventory_function_count(const struct dda_inventory *inventory);

/** Returns: function number @index in order of addresses, NULL past the end. Owned by @inventory.
 */
const struct dda_function *dda_inventory_function(const struct dda_inventory *inventory,
                                                  size_t index);

/** Returns: its address on the host, "0000:01:00.0". Owned by the inventory. */
const char *dda_function_address(const struct dda_function *function);

/** Returns: "PCIROOT(0)#PCI(0300)#PCI(0000)", or NULL when it is not there. Owned by the inventory.
 */
const char *dda_function_location_path(const struct dda_function *function);

/** Returns: vendor id << 16 | device id, 0 when unknown. */
unsigned long dda_function_id(const struct dda_function *function);

/** Returns: the device's name in the PCI ID database, or NULL. Owned by the inventory. */
const char *dda_function_name(const struct dda_function *function);

/** Returns: "host", "disabled", "dismounted", "assigned", "in-use" or "missing"; a constant. */
const char *dda_function_state(const struct dda_function *function);

#ifdef __cplusplus
}
#endif
#endif
