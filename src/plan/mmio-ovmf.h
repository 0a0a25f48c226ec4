/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "plan/mmio-list.h"

/*
 * What OVMF does (edk2). The windows: OvmfPkg/Library/PlatformInitLib/MemDetect.c. What goes where:
 * MdeModulePkg/Bus/Pci/PciBusDxe/PciResourceSupport.c. Room for hot-plug at each root port:
 * OvmfPkg/PciHotPlugInitDxe. Compared with Debian 12's 2022.11 on QEMU 7.2 (tests/firmware).
 */

/* Of a root bus: cards that have I/O BARs. I/O space is 0x6000 to 0xFFFF (measured); a port takes
 * 4 KiB, and the root bus's own BARs do. */
#define OVMF_IO_ROOM 9

struct ovmf {
	struct mmio_draft *draft;
	uint64_t start, size;                 /* the 64-bit window */
	struct mmio_list root_high, root_low; /* prefetchable windows of ports */
	bool *unkept;       /* per port, the VM's others first: nothing is kept for hot-plug */
	bool (*dropped)[8]; /* per card, the functions that were given up */
};

/* mmio-ovmf-window.c: the 64-bit window, with X-PciMmio64Mb or 0. */
void ovmf_find_window(struct ovmf *ovmf, uint64_t wanted);

/* What a port gets above 4 GiB at least. */
uint64_t ovmf_kept_high(const struct ovmf *ovmf, size_t port);

/* mmio-ovmf-port.c: puts a node into its place in a list, and one list into another. */
void ovmf_insert(struct mmio_draft *draft, struct mmio_list *list, struct mmio_node node);
void ovmf_merge(struct mmio_draft *draft, struct mmio_list *to, const struct mmio_list *from);

/* Is it a memory BAR of that kind? */
bool ovmf_is_kind(const struct bar *bar, bool is_64bit, bool prefetchable);

/* A port with a card, and one without. */
void ovmf_add_card(struct ovmf *ovmf, unsigned card);
void ovmf_add_other_port(struct ovmf *ovmf, size_t number);

/* mmio-ovmf.c: everything that is not given up into the windows. */
void ovmf_place_all(struct ovmf *ovmf);

/* mmio-ovmf-drop.c: gives up what memory, or I/O space, has no room for. */
void ovmf_drop(struct ovmf *ovmf);
void ovmf_drop_io(struct ovmf *ovmf);
