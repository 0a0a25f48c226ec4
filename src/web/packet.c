/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/packet.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD offsetof(struct packet, text)

/* Room for one descriptor, aligned as the system wants it. */
union control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

int packet_send(int socket, const struct packet *packet, int descriptor)
{
	struct iovec piece = {(void *)packet, HEAD + packet->length};
	union control control = {.bytes = {0}};
	struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};

	if (descriptor >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof(control);
		control.header = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)),
		                                  .cmsg_level = SOL_SOCKET,
		                                  .cmsg_type = SCM_RIGHTS};
		memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(int));
	}
	if (sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
		return 0;
	return errno == ECONNRESET ? -EPIPE : -errno;
}

static int take_descriptor(struct msghdr *message)
{
	const struct cmsghdr *header = CMSG_FIRSTHDR(message);
	int descriptor = -1;

	if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
	    header->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&descriptor, CMSG_DATA(header), sizeof(int));
	return descriptor;
}

int packet_receive(int socket, struct packet *packet, int *ret_descriptor)
{
	struct iovec piece = {packet, sizeof(*packet)};
	union control control;
	struct msghdr message = {.msg_iov = &piece,
	                         .msg_iovlen = 1,
	                         .msg_control = &control,
	                         .msg_controllen = sizeof(control)};
	ssize_t n = recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	int descriptor;

	if (n < 0)
		return errno == ECONNRESET ? -EPIPE : -errno;
	if (n == 0)
		return -EPIPE;
	descriptor = take_descriptor(&message);
	if ((size_t)n < HEAD || packet->length != (size_t)n - HEAD ||
	    (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC))) {
		if (descriptor >= 0)
			close(descriptor);
		return -EBADMSG;
	}
	*ret_descriptor = descriptor;
	return 0;
}
