/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/cleanup.h"
#include "plan/mmio.h"

/* One piece of address space somebody asks for: a BAR, a port's window, room kept for hot-plug. */
struct mmio_node {
	uint64_t size, align, offset;
	int place; /* index of its line of the map, -1: it has none */
};

struct mmio_list {
	struct mmio_node *items;
	size_t count;
};

/* What is being planned. */
struct mmio_draft {
	const struct mmio_target *target;
	const struct mmio_card *cards;
	size_t count;
	struct mmio_plan *plan;
	struct mmio_list low, high; /* what the root bus has to place below and above 4 GiB */
	bool out_of_memory;
};

/* Puts `node` in at `index`. */
void mmio_list_insert(struct mmio_draft *draft, struct mmio_list *list, size_t index,
                      struct mmio_node node);

static inline void mmio_list_deinit(struct mmio_list *list)
{
	free(list->items);
	*list = (struct mmio_list){0};
}
#define _cleanup_list_ _cleanup_(mmio_list_deinit)

/* The largest alignment of the list, at least `least`. */
uint64_t mmio_list_align(const struct mmio_list *list, uint64_t least);

/* Sum of the sizes. */
uint64_t mmio_list_sum(const struct mmio_list *list);

/* One after the other in the order of the list, each aligned. Returns what they take. */
uint64_t mmio_list_pack(struct mmio_list *list);

/* The offsets of the list, from `base` on, become the addresses of its lines of the map. */
void mmio_list_apply(struct mmio_draft *draft, const struct mmio_list *list, uint64_t base,
                     bool high);

/* A new line of the map; its index, or -1 without memory. */
int mmio_place_add(struct mmio_draft *draft, struct mmio_place place);

/* A line for BAR number `bar` of a function, not placed yet. */
int mmio_place_bar(struct mmio_draft *draft, unsigned card, unsigned function, int bar);

/* Lines inside windows get their addresses, once the windows have theirs. */
void mmio_places_settle(struct mmio_plan *plan);

/* True when the function has a BAR in I/O space. */
bool mmio_has_io(const struct mmio_function *function);

/* How many cards have one. */
unsigned mmio_count_io(const struct mmio_draft *draft);

/* First address above the VM's RAM on QEMU's q35, and what lies below 4 GiB. */
uint64_t mmio_ram_end(const struct mmio_target *target);

/* The address width that `end`, the first address not used, takes. */
unsigned mmio_bits_for(uint64_t end);

/* The planners. They fill in draft->plan. */
void mmio_plan_ovmf(struct mmio_draft *draft);
void mmio_plan_seabios(struct mmio_draft *draft);
void mmio_plan_hyperv(struct mmio_draft *draft);

/* The width OVMF believes in, 0 for none. */
unsigned mmio_ovmf_bits(const struct mmio_target *target);
