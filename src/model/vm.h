/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

#include "model/address.h"
#include "model/bar.h"
#include "model/fact.h"
#include "model/vm-settings.h"

enum vm_state {
	VM_UNKNOWN, /* the platform's answer was none of the below */
	VM_OFF,
	VM_RUNNING, /* running, paused, or in any state in which it holds its devices */
	VM_BROKEN,  /* its definition is there, but the platform can't read it */
};

/* "unknown", "off", "running", "broken" */
const char *vm_state_name(enum vm_state state);

/* Where a function sits in a VM: a function number of the slot behind one guest root port. */
struct guest_slot {
	unsigned bus, device, function; /* bus: the index of the VM's PCI controller */
};

/* What a running guest itself says of a function, asked through its agent. */
struct guest_view {
	struct fact seen;           /* absent: its system has no such device */
	struct fact_text driver;    /* absent: none has it */
	struct fact_number problem; /* Windows: its ConfigManagerErrorCode, 0 for none */
	struct fact bars_fact;      /* Linux: `bars` as its kernel has them */
	struct bar bars[BAR_COUNT + 1];
};

/* A host function in the configuration of a VM. */
struct hostdev {
	struct address host;
	struct guest_slot guest;
	bool has_guest;    /* false: the platform has not placed it yet */
	bool managed;      /* the platform itself takes it from the host at start */
	bool configured;   /* in the stored configuration */
	bool live;         /* in the running VM */
	bool ours;         /* added by dda */
	const char *alias; /* what the platform calls it */
	/* Which device it was when dda added it, where that is on record beside it. */
	unsigned long was_id; /* vendor id << 16 | device id; 0: not on record */
	const char *was_at;   /* location path; NULL: not on record */
	const char *rom;      /* file that is its expansion ROM in the VM; NULL: its own */

	/* Asked with DDA_WANT_GUESTS only: what the running VM's PCI bus shows. */
	struct fact seen;               /* absent: it is not on the bus */
	struct fact bars_fact;          /* absent: the platform shows nobody outside its BARs */
	struct guest_slot place;        /* there; `bus` by the guest's own numbers */
	unsigned long id;               /* vendor id << 16 | device id */
	struct bar bars[BAR_COUNT + 1]; /* with the addresses they have in the VM */
	struct guest_view view;
};

/* A PCI controller (bridge, root port) in the configuration of a VM. */
struct vm_controller {
	unsigned index;
	const char *model; /* "pcie-root", "pcie-root-port", "pci-root"... */
	bool ours;         /* added by dda, to be taken away with the card */
};

enum vm_firmware {
	VM_FIRMWARE_UNKNOWN, /* some other ROM */
	VM_BIOS,             /* SeaBIOS, QEMU's own; a VM of generation 1 */
	VM_UEFI,             /* OVMF; a VM of generation 2 */
};

/* How wide the VM's physical addresses are. */
enum vm_width {
	VM_WIDTH_DEFAULT, /* the platform's; QEMU: 40 bits, whatever the processor */
	VM_WIDTH_HOST,    /* the host's, at most `address_bits` unless that is 0 */
	VM_WIDTH_FIXED,   /* `address_bits` */
};

/* What decides where a VM's firmware can put BARs. Sizes in bytes, 0: not set. */
struct vm_space {
	enum vm_firmware firmware;
	enum vm_width width;
	unsigned address_bits;
	bool old_processor;       /* of a model that lacks pages of 1 GiB */
	bool emulated;            /* not by KVM: it can't have the host's width */
	uint64_t pci_hole64;      /* pci-hole64-size of the PCI host bridge */
	uint64_t firmware_window; /* X-PciMmio64Mb, given to OVMF */

	/* Hyper-V: sizes of the spaces below and above 4 GiB, and where the latter begins. */
	uint64_t low_gap, high_gap, high_base;
};

/* One VM, as far as handing over devices needs it. Texts belong to the inventory. */
struct vm {
	const char *name, *uuid;
	enum vm_state state;
	bool persistent; /* false: it exists only while it runs */
	bool own_slots;  /* the platform gives each device a port of its own (Hyper-V) */
	const char *machine;
	uint64_t memory; /* bytes */
	unsigned vcpus;
	struct vm_space space;
	struct {
		struct hostdev *items;
		size_t count;
	} hostdevs;
	struct {
		struct vm_controller *items;
		size_t count;
	} controllers;
	struct vm_settings settings;
	struct vm_space kept_space; /* with SETTING_SPACE in settings.kept: what it was like */
	struct {
		const char **items; /* what the platform calls them */
		size_t count;
	} stale;        /* devices in its configuration that the host has not got any more */
	bool has_agent; /* there is a channel for the guest's agent */
	struct fact_text agent; /* asked with DDA_WANT_GUESTS. Known: the guest's system, "linux" or
	                           "windows"; unknown: the value says why, in words */
};

/* Frees the arrays of `vm`, not `vm` itself. */
void vm_deinit(struct vm *vm);

/* The host device with that address in `vm`, or NULL. */
const struct hostdev *vm_find_hostdev(const struct vm *vm, struct address host);

/* The controller with that index, or NULL. */
const struct vm_controller *vm_find_controller(const struct vm *vm, unsigned index);

/* True when `vm` has a PCI Express root bus (machine type q35 and the like). */
bool vm_has_pcie(const struct vm *vm);

/* What of the VM's settings doesn't go together with a physical device on that host: a set of enum
 * vm_setting. What the host does and can't be read counts as done. */
unsigned vm_unfit_settings(const struct vm *vm, const struct vm_surroundings *host);

/* True when the VM's guest is shown neither KVM nor Hyper-V by its name. */
bool vm_is_hidden(const struct vm *vm);

/* True when the VM's firmware is a UEFI one, as far as its definition says. */
bool vm_has_uefi(const struct vm *vm);
