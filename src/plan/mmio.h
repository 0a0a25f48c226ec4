/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/function.h"

/*
 * Where the BARs of cards go in the address space of a VM, computed before it is started. Pure: the
 * same cards and the same VM give the same map. docs/mmio.md has the rules and where they are from.
 */

#define MMIO_KIB (1ull << 10)
#define MMIO_MIB (1ull << 20)
#define MMIO_GIB (1ull << 30)
#define MMIO_4GIB (1ull << 32)
#define MMIO_HYPERV_BASE (65024 * MMIO_MIB) /* where its space above 4 GiB begins by itself */
#define MMIO_HYPERV_LOW_MAX (3584 * MMIO_MIB)
#define MMIO_BITS_MAX 52 /* architectural limit of x86-64 */

enum mmio_firmware { MMIO_HYPERV, MMIO_OVMF, MMIO_SEABIOS };

/* "hyperv", "ovmf", "seabios" */
const char *mmio_firmware_name(enum mmio_firmware firmware);

/* Returns 0 or -EINVAL. */
int mmio_firmware_parse(const char *text, enum mmio_firmware *ret);

/* The VM. Sizes in bytes; 0 is the platform's default where there is one. */
struct mmio_target {
	enum mmio_firmware firmware;
	uint64_t ram;
	unsigned address_bits; /* physical address width of the VM's processor; Hyper-V: of the
	                          host's; 0: not known */
	bool amd;              /* the VM's processor calls itself AuthenticAMD */
	bool no_1g_pages;      /* it lacks pages of 1 GiB (pdpe1gb) */
	unsigned other_ports;  /* QEMU: PCIe root ports of the VM besides those of the cards */
	uint64_t hole64;       /* QEMU: pci-hole64-size */
	uint64_t window;       /* OVMF: X-PciMmio64Mb */
	bool as_is;            /* OVMF: without a setting that it does not have yet */
	uint64_t high_base;    /* Hyper-V: HighMmioGapBase; 0: chosen by us */
};

struct mmio_function {
	unsigned number;
	const struct bar *bars; /* BAR_COUNT + 1 of them */
};

/* One card; on QEMU it sits behind a root port of its own. */
struct mmio_card {
	const char *name;
	struct mmio_function functions[8];
	unsigned count;
};

#define MMIO_PORT_WINDOW (-1)

/* One line of the map. */
struct mmio_place {
	unsigned card, function; /* index of the card, number of its function */
	int bar; /* 0 to 5, BAR_ROM, or MMIO_PORT_WINDOW: what the port lets through */
	bool prefetchable;
	bool high;   /* it is in the space above 4 GiB */
	bool placed; /* false: nothing was left for it */
	int window;  /* index of the port's window it is in, -1 for none */
	uint64_t start, size, align;
};

/* A part of the address space in which BARs can be. */
struct mmio_space {
	uint64_t start, size; /* what the firmware, or the setting, gives */
	uint64_t need;        /* how much of it is needed, holes before and between BARs included */
	uint64_t align;       /* of the largest BAR in it */
	bool fits;
};

struct mmio_plan {
	struct {
		struct mmio_place *items;
		size_t count;
	} places;
	struct mmio_space low, high;
	uint64_t ram_end; /* first address above RAM; 0: it goes round the spaces (Hyper-V) */
	uint64_t window;  /* OVMF: X-PciMmio64Mb to set, in bytes; 0: none */
	uint64_t low_gap, high_gap, high_base; /* Hyper-V: the settings, in bytes */
	uint64_t high_free;         /* Hyper-V: what is left above 4 GiB for the VM's own devices */
	unsigned address_bits;      /* the target's, or the one chosen where that is not known */
	unsigned bits_needed;       /* the address width that the highest address takes */
	unsigned io_cards, io_room; /* cards with I/O BARs, and how many of them have room */
	bool refused; /* QEMU would not start: RAM and pci-hole64-size exceed the width */
	bool fits;
};

void mmio_plan_deinit(struct mmio_plan *plan);

/*
 * Places all cards. Where that needs a setting which can be made without changing the VM's RAM,
 * address width or firmware, the plan is made with it (`window`, `high_...`). What does not fit is
 * not `placed`, and `fits` is false. Returns 0 or -ENOMEM.
 */
int mmio_plan_make(const struct mmio_target *target, const struct mmio_card *cards, size_t count,
                   struct mmio_plan *ret);

/* The smallest change of each kind that makes the cards fit; 0: none of this kind does. */
struct mmio_change {
	unsigned address_bits;
	uint64_t ram;                /* this much or less, whole GiB */
	size_t cards;                /* the first so many */
	enum mmio_firmware firmware; /* the target's own: another one does not help */
};

/* Returns 0 or -ENOMEM. */
int mmio_change_find(const struct mmio_target *target, const struct mmio_card *cards, size_t count,
                     struct mmio_change *ret);

static inline uint64_t mmio_up(uint64_t value, uint64_t align)
{
	return (value + align - 1) & ~(align - 1);
}

static inline uint64_t mmio_down(uint64_t value, uint64_t align)
{
	return value & ~(align - 1);
}
