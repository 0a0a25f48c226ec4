/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/inventory.h>

#include "model/address.h"
#include "model/bar.h"
#include "model/fact.h"
#include "model/process.h"

/* Where a function is on its way between the host and a VM. */
enum function_state {
	FUNCTION_HOST,       /* the host has it, with a driver or without */
	FUNCTION_DISABLED,   /* the host's driver has let go, nobody else may take it */
	FUNCTION_DISMOUNTED, /* it has left the host, no VM has it */
	FUNCTION_ASSIGNED,   /* it is in the configuration of a VM that is not running */
	FUNCTION_IN_USE,     /* it is with a running VM */
	FUNCTION_MISSING,    /* a VM's configuration names it, but it is not there */
};

/* The state as one word: "host", "disabled", "dismounted", "assigned", "in-use", "missing". */
const char *function_state_name(enum function_state state);

/* Who has a function, as its host sees it, whatever the VMs say; a backend's answer. */
enum function_hold {
	HOLD_HOST,     /* the host: a driver, or none and nothing that keeps one off */
	HOLD_PARKED,   /* nobody: a driver is kept off it, by somebody else */
	HOLD_DISABLED, /* nobody: it is disabled */
	HOLD_OUT,      /* it has left the host */
};

/* How a function can be told apart from the rest of the machine: interrupts it can send. */
enum function_interrupt {
	INTERRUPT_LINE = 1 << 0,
	INTERRUPT_MSI = 1 << 1,
	INTERRUPT_MSIX = 1 << 2,
};

/* Why functions share an IOMMU group: what the one to blame lacks. */
enum group_reason {
	GROUP_ALONE,       /* they don't */
	GROUP_NOT_EXPRESS, /* it is a bridge of conventional PCI: what is below uses its address */
	GROUP_NO_ACS,      /* it is a port without ACS */
	GROUP_ACS_OFF,     /* it is a port whose ACS is not on */
	GROUP_FUNCTIONS,   /* it is one of a slot's functions without ACS, or with it off */
	GROUP_ALIAS,       /* it uses another one's address */
};

/* "not-express", "no-acs", "acs-off", "functions", "alias"; NULL for GROUP_ALONE. */
const char *group_reason_name(enum group_reason reason);

/* "is a port without ACS", said of the one to blame; NULL for GROUP_ALONE. */
const char *group_reason_text(enum group_reason reason);

/* The IOMMU group that it should be in by what it and the bridges above say of themselves. */
struct group_computed {
	struct fact fact;     /* unknown: they don't say enough */
	struct address first; /* the lowest address in it */
	struct address
	        cause; /* with a reason: whom this function has to blame, nearest to the root */
	enum group_reason reason;
	bool agrees; /* the group that the kernel made has the same members */
};

/* The IOMMU that the firmware has for a function. */
struct iommu_watch {
	struct fact fact; /* absent: none; asked of functions that are in no group */
	uint64_t base;    /* of its registers */
	bool graphics;    /* it is for displays and nothing else: the kernel may leave it alone */
};

/* What of the host hangs on a function. */
enum holder_kind {
	HOLDER_DISK,
	HOLDER_NETWORK,
	HOLDER_DISPLAY,
	HOLDER_CONSOLE,
	HOLDER_KEYBOARD,
};

/* One thing that uses a function; texts belong to the inventory. */
struct holder {
	enum holder_kind kind;
	bool vital;       /* the host can't do without: its system disk, its default route... */
	bool later;       /* the host does not use it now, but wants it at its next start */
	const char *name; /* "disk 0 (Samsung SSD 980)", "network connection Ethernet 2" */
	const char *why;  /* "the host starts from it"; NULL: it is merely there */
};

/* Memory of the firmware that a function goes on using, in bytes from `start` to `end`. */
struct reserved_region {
	uint64_t start, end;
	bool relaxable; /* only until it leaves the host: what the firmware did with it ends then */
};

/* How a function stood before dda took it from the host; kept outside the process. */
struct origin {
	struct fact fact;     /* absent: dda has not touched the function */
	const char *driver;   /* the driver it had, NULL for none */
	const char *override; /* the driver_override it had, NULL for none */
};

struct pci_config;

/*
 * What takes a look at the function itself to find out. It is of some size, so of a large host it
 * is kept only while it is needed.
 */
struct function_details {
	/* Asked with DDA_WANT_DESCRIPTION only, where that costs something. */
	struct fact_number subsystem_vendor_id, subsystem_device_id, revision;
	struct fact_text link_speed, link_width, link_speed_max, link_width_max;

	/* Asked with DDA_WANT_DETAILS only. */
	struct fact bars_fact;
	struct bar bars[BAR_COUNT + 1];
	struct fact_text
	        reset_methods; /* in order of preference, blank-separated; absent: no reset */
	struct fact_number numa_node;
	struct fact_text power_state; /* of one that answers with DDA_WANT_DESCRIPTION only */
	struct fact_number boot_vga;
	struct fact_number port_type; /* device/port type of its PCI Express capability (PCIe 5.0,
	                                 7.5.3.2); absent: conventional PCI */
	struct fact slot;             /* present: a port that leads to a slot (7.5.3.2) */
	struct fact native_control;   /* absent: the firmware kept control of PCI Express for it */
	struct fact reserved_memory;  /* present: bound to memory of the firmware (RMRR) */
	struct {
		const struct reserved_region *items;
		size_t count;
	} reserved_regions;   /* which, as far as that is known, and relaxable ones */
	struct fact isolated; /* absent: on the way up its traffic may be sent to other devices */
	struct fact_number interrupts;      /* a set of enum function_interrupt that are in use */
	struct fact_number interrupts_able; /* ... that it could use */
	struct fact answers;                /* absent: its registers read as all ones */
	struct fact_text capabilities;      /* their names, or numbers, blank-separated */
	struct fact_number acs_can, acs_on; /* PCIe 5.0, 7.7.8.2 and .3; absent: no ACS */
	struct fact flr;                    /* absent: it can't be reset by itself (7.5.3.3) */
	struct fact power_reset; /* absent: it keeps its state from D3hot to D0 (7.5.2.2) */
	struct fact_text ats, pri, pasid; /* "on", "off"; absent: it can't (10.5.1, .2, 7.8.8) */
	struct fact_text iommu_unit; /* the one that translates for it, "dmar0"; absent: none; asked
	                                with DDA_WANT_DESCRIPTION */
	struct fact windows_fact;    /* absent: it is no bridge */
	struct window window, window_prefetchable; /* of a bridge (7.5.1.3.8, .9) */
	struct fact_number virtual_functions_max, virtual_functions; /* absent: no SR-IOV */
	struct fact resizable_fact;                                  /* absent: no BAR is */
	struct resizable_bar resizable[BAR_COUNT];                   /* those with sizes */
	struct fact_text serial;
	struct group_computed group_computed;
	struct iommu_watch watch;
	const struct pci_config *config; /* for its backend alone; NULL: not read */
	struct fact partitioned;         /* present: it is divided among VMs (GPU partitions) */
	struct fact_text pool;           /* the resource pool that it was put into */
	struct fact_text driver_version;
};

/* That nothing of it was asked; not to be written to. */
extern const struct function_details function_not_asked;

/* One PCI function of a host: facts only; texts belong to the inventory. */
struct dda_function {
	struct address address;
	struct address_text address_text; /* derived: the address as text */
	const char *location_path;
	const char *instance_path; /* Hyper-V: of the device while the host has it, PCI\\VEN_...;
	                              NULL elsewhere */
	bool location_confirmed;   /* false: the root bridge's number was not read but inferred */
	struct address upstream;   /* the bridge above; itself on a root bus */
	int parent;                /* index of that bridge, -1 on a root bus */
	unsigned card;             /* index of its card in the inventory */

	/* Asked by every observation. */
	struct fact_number vendor_id, device_id, class_code; /* class: 24 bits, as in sysfs */
	const char *vendor_name, *device_name;               /* from the PCI ID database, or NULL */
	struct fact_text driver;                             /* absent: no driver has it */
	struct fact_text driver_override;
	struct fact_number group;      /* IOMMU group; absent: it has none */
	struct fact physical_function; /* present: it is an SR-IOV virtual function */
	struct address physical;       /* of which one; all zero when that is not known */
	struct origin origin;
	enum function_hold hold;

	struct function_details *details; /* never NULL; function_not_asked: nobody did */
	bool leads_to_slot;    /* it is a port with a slot; asked with DDA_WANT_DETAILS */
	bool keeps_slot_apart; /* ... and what is there can't reach other ports' devices */

	/* Asked with DDA_WANT_DETAILS only. */
	struct fact holders_fact; /* known: `holders` is complete */
	struct {
		struct holder *items;
		size_t count;
	} holders;

	/* Asked with DDA_WANT_PROCESSES only. */
	struct fact opened_fact; /* known: `opened` is complete */
	struct {
		struct opened *items;
		size_t count;
	} opened; /* by which programs */

	/* Told by the journals of what was done, not by the host (exec/history.h): the VM that it
	 * was given to last. Absent: to none since it was taken from the host. */
	struct fact_text given;

	/* Derived by inventory_finish() from the above and the VMs. */
	enum function_state state;
	unsigned virtual_count; /* how many of the others are virtual functions of it */
	int vm; /* index of the VM that has it in its configuration, -1 for none or unknown */
	unsigned group_first, group_next; /* indices: the lowest of its IOMMU group, and the next
	                                     one, in a ring; itself where it is in none */
};

/* Parts of the class code. */
static inline unsigned function_base_class(const struct dda_function *function)
{
	return (unsigned)(function->class_code.value >> 16 & 0xff);
}

static inline unsigned function_class(const struct dda_function *function)
{
	return (unsigned)(function->class_code.value >> 8 & 0xffff);
}

/*
 * True for bridges (PCI Code and ID Assignment, base class 06h), but not for "other bridges"
 * (0680h): those are endpoints like any other, NVIDIA's NVSwitch among them.
 */
static inline bool function_is_bridge(const struct dda_function *function)
{
	return function_base_class(function) == 0x06 && function_class(function) != 0x0680;
}

/* True for what people mean by "a GPU": display controllers (03h) and processing accelerators
 * (12h). */
static inline bool function_is_display(const struct dda_function *function)
{
	return function_base_class(function) == 0x03 || function_base_class(function) == 0x12;
}

static inline bool function_is_nvidia(const struct dda_function *function)
{
	return fact_is_present(function->vendor_id.fact) && function->vendor_id.value == 0x10de;
}

/* NVSwitches, which NVIDIA's larger boards have for the traffic among their GPUs, are functions of
 * their own (class 0680h). */
static inline bool function_is_nvswitch(const struct dda_function *function)
{
	return function_is_nvidia(function) && fact_is_present(function->class_code.fact) &&
	       function_class(function) == 0x0680;
}

#define FUNCTION_NAME_MAX 256

/*
 * Its name as lspci prints it: "NVIDIA Corporation GP104", "NVIDIA Corporation Device 1b80" when
 * only the vendor is in the database, "Device 10de:1b80" when neither is; where the platform has
 * names of devices, with their makers in them, that, whether the ids are known or not. Cut when it
 * is longer than `size`. Returns `name`, or NULL when nothing is known.
 */
const char *function_name(const struct dda_function *function, char *name, size_t size);

/* True when it has left the host. */
static inline bool function_is_out(const struct dda_function *function)
{
	return function->hold == HOLD_OUT;
}

/* True when it has a memory BAR of which nothing is known but that the host had no room for it. */
bool function_has_lost_bar(const struct dda_function *function);

/* Bytes of memory BARs that must lie below 4 GiB (32-bit ones), and of 64-bit ones. ROM left out.
 */
uint64_t function_mmio_below_4g(const struct dda_function *function);
uint64_t function_mmio_above_4g(const struct dda_function *function);
