/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

/*
 * What libvirt tells of VMs: defined, started, given a device, gone; and that libvirt itself came
 * or went. Told by a process of its own: libvirt can take its time, and has threads.
 */

/* Its exit status where there is no libvirt to be waited for. */
#define VM_EVENTS_NEVER 3

/*
 * Starts it; it ends with the thread that called this. *ret_pipe has a byte for each time, and
 * ends with the process. Returns 0 or a negative errno.
 */
int vm_events_open(pid_t *ret_pid, int *ret_pipe);
