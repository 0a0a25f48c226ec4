/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Sockets of the network, which each platform has in its own way. */

#define SOCKET_NAME_SIZE 64

/* Is `text` the address of this machine for itself? Returns 1 or 0; -EINVAL: it is no address. */
int socket_is_loopback(const char *text);

/*
 * Listens at the address `text` (IPv4 or IPv6, as a number); port 0: any that is free. Returns the
 * socket, with the port in *ret_port, or a negative errno with an error set.
 */
int socket_listen(const char *text, unsigned port, unsigned *ret_port,
                  struct dda_error **ret_error);

/* Who is at the other end, "127.0.0.1:1234". */
void socket_peer(int fd, char ret[static SOCKET_NAME_SIZE]);

/* Ends what is sent and received; whoever owns the socket sees it, and closes it. */
void socket_cut(int fd);
