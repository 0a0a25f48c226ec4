/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "web/allow.h"

/* What the server and the broker say to each other, each in one message of a SOCK_SEQPACKET. */

enum packet_kind {
	PACKET_START = 1, /* to the broker: `text` is words, each with its NUL */
	PACKET_WATCH,     /* to the broker: `value`, whether */
	PACKET_LINE,      /* from the broker: `text` is a line, with a NUL */
	PACKET_ENDED,   /* from the broker: `value` is the status, `size` that of the descriptor */
	PACKET_CHANGED, /* from the broker: `value` is a set of enum watch_kind */
};

struct packet {
	uint32_t kind, job;
	int32_t value;
	uint32_t length; /* of the text */
	uint64_t size;
	char text[ALLOW_BYTES];
};

/* Sends it, with a descriptor (-1: none), without waiting. Returns 0; -EAGAIN when the other one
 * has to read first; -EPIPE when it is gone; another negative errno. */
int packet_send(int socket, const struct packet *packet, int descriptor);

/* Receives one without waiting. *ret_descriptor: what came with it, or -1. Returns 0; -EAGAIN:
 * there is none; -EPIPE: the other one is gone; -EBADMSG: it is none of ours. */
int packet_receive(int socket, struct packet *packet, int *ret_descriptor);
