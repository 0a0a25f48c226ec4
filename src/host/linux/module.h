/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Loads a kernel module with what it depends on, as modprobe does. `alias`: a module name or a
 * modalias
 * ("pci:v000010DE..."). libkmod is loaded for it: most commands don't need it.
 * Returns 0, also when it is loaded already or built in; -ENOENT: no such module; -ENOSYS: no
 * libkmod; another negative errno from the kernel.
 */
int module_load(const char *alias);
