/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/process.h"

/*
 * By what a program is ended, from its /proc/PID/cgroup (cgroups(7)): the unit of systemd that is
 * nearest to it, whose names are those of control groups. Fills in owner, owner_name and user.
 * Returns 0 or -ENOMEM.
 */
int decode_cgroup(const char *text, struct arena *arena, struct process *process);

/*
 * The name of the VM that a QEMU runs, from the first bytes of its /proc/PID/cmdline, where a NUL
 * closes each word: "-name", "guest=NAME,debug-threads=on" (qemu(1)). NULL: it has none, or without
 * memory.
 */
const char *decode_vm_name(const char *words, size_t size, struct arena *arena);

/*
 * The file in a line of /proc/PID/maps (proc(5)), without its newline: what stands behind five
 * fields. NULL: none.
 */
const char *decode_mapping(const char *line);

/*
 * The number of the BAR whose file in sysfs that path is ("/sys/devices/.../resource2",
 * "resource2_wc"), else -1.
 */
int decode_bar_path(const char *path);

/*
 * The N of /dev/nvidiaN, from /proc/driver/nvidia/gpus/ADDRESS/information: "Device Minor: 0".
 * Returns 0 or -EINVAL.
 */
int decode_nvidia_minor(const char *text, unsigned *ret);
