/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/root.h"
#include "model/inventory.h"

/* A device node, as one of the functions that it is for. */
struct node {
	const char *name; /* below /dev: "dri/card0" */
	unsigned function;
	enum opened_kind kind;
	bool shared; /* it is for all functions of a driver; who has it may have any of them */
};

/* Those of a host, in order of their names. A zeroed one is empty; free `items`. */
struct nodes {
	struct node *items;
	size_t count;
};

/*
 * The nodes below /dev that belong to PCI functions: of block and character devices as sysfs has
 * them, of the drivers of NVIDIA and AMD, which say it elsewhere, and of VFIO's groups. Bridges are
 * left out, and of a virtual function its physical function has them too. *ret_fact: known, or what
 * could not be read. Returns 0 or -ENOMEM.
 */
int read_nodes(const struct root *root, struct dda_inventory *inventory, struct nodes *ret,
               struct fact *ret_fact);

/* The nodes of that name, one for each function. NULL: none. */
const struct node *nodes_find(const struct nodes *nodes, const char *name, size_t *ret_count);
