/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A library for LD_PRELOAD, with which something happens to dda where it has just changed
 * something, or is just about to: such a moment is a point. They are the writes of files (what goes
 * to a disk may be half there), syncs, renames and removals, the writes to sysfs of dda's children,
 * and each call that asks libvirt to change something. strace could do it as well, and takes
 * fifteen times as long as what it watches.
 *
 *   POINTS_LOG=FILE     each point gets a line there: "NUMBER WHAT"
 *   POINTS_AT="N WHAT"  the one that is meant: the N-th, or with WHAT the N-th of its kind
 *   POINTS_DO=COMMAND   what is done there, before it goes on; without it dda gets SIGKILL there,
 *                       together with the child that has come there
 *   POINTS_SYNC=US      a sync takes so many microseconds
 *   POINTS_WAIT=MS      who would wait for a minute waits so long
 *   POINTS_SERVE=FILES  serve.c
 */

/* Passed by dda and its children, since points_begin() was called. */
unsigned points_passed(void);

/* This process is dda from here on, and this its POINTS_AT. */
void points_begin(const char *at);
