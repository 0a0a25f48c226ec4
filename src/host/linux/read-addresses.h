/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * On the machine itself: which interfaces have an IPv4 address that no route may show, and which
 * one carries the SSH session that we run in; lines "NAME address" and "NAME ssh". The kernel has
 * no file that says so; an archive keeps it as one.
 */
#define ADDRESSES_FILE "dda/addresses"

/* Returns 0 with a heap text, or a negative errno. */
int read_addresses(char **ret);
