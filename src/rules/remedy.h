/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/inventory.h"

/* What a person types, in the words of each platform: for remedies. */

enum vm_task {
	VM_TASK_LIST, /* see all VMs */
	VM_TASK_LOOK, /* see one VM's state */
	VM_TASK_START,
	VM_TASK_SHUT_DOWN, /* let the guest end */
	VM_TASK_FORGET,    /* give up its saved running state */
	VM_TASK_REPAIR,    /* look at its stored configuration */
};

/* A command for that; `vm` is not needed for VM_TASK_LIST. A text in `arena` or a constant, NULL
 * without memory. */
const char *remedy_command(enum platform platform, enum vm_task task, const char *vm,
                           struct arena *arena);

/* How to read what could not be read. */
const char *remedy_read(enum platform platform);

/* The same of one fact, which a copy of a host may simply not have (ENODATA). */
const char *remedy_unread(const struct dda_inventory *inventory, struct fact fact);

/* Where the platform says what is wrong with a device, and with a VM. */
const char *remedy_device_log(enum platform platform);
const char *remedy_vm_log(enum platform platform);

/* `word` as the platform's shell takes it. NULL without memory. */
const char *remedy_quote(enum platform platform, const char *word, struct arena *arena);

/* Of a setting that dda makes fit by itself. */
#define REMEDY_SEEN_TO                                                                             \
	"nothing to do: dda sees to it with the first card, and puts it back with the last"
