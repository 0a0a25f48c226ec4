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
