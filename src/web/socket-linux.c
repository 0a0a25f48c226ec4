/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

union address {
	struct sockaddr any;
	struct sockaddr_in four;
	struct sockaddr_in6 six;
};

/* Returns its size, or 0 when it is none. */
static socklen_t read_address(const char *text, unsigned port, union address *ret)
{
	*ret = (union address){.six = {0}};
	if (inet_pton(AF_INET, text, &ret->four.sin_addr) == 1) {
		ret->four.sin_family = AF_INET;
		ret->four.sin_port = htons((uint16_t)port);
		return sizeof(ret->four);
	}
	if (inet_pton(AF_INET6, text, &ret->six.sin6_addr) != 1)
		return 0;
	ret->six.sin6_family = AF_INET6;
	ret->six.sin6_port = htons((uint16_t)port);
	return sizeof(ret->six);
}

int socket_is_loopback(const char *text)
{
	union address address;

	if (!read_address(text, 0, &address))
		return -EINVAL;
	if (address.any.sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&address.six.sin6_addr);
	return ntohl(address.four.sin_addr.s_addr) >> 24 == 127;
}

static int open_socket(const union address *address, socklen_t size)
{
	_cleanup_close_ int fd = -1;
	const int yes = 1;
	int r;

	fd = socket(address->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* What is left of an earlier server's connections is no reason to wait. */
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) < 0)
		return -errno;
	if (address->any.sa_family == AF_INET6 &&
	    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes)) < 0)
		return -errno;
	if (bind(fd, &address->any, size) < 0 || listen(fd, 64) < 0)
		return -errno;
	r = fd;
	fd = -1;
	return r;
}

static int refuse(int r, const char *address, unsigned port, struct dda_error **ret_error)
{
	char subject[SOCKET_NAME_SIZE + 16];

	snprintf(subject, sizeof(subject), "%.60s port %u", address, port);
	if (r == -EADDRINUSE)
		return error_set(ret_error, r, DDA_ERROR_REFUSED, subject,
		                 "another program listens there",
		                 "name another one with --port; --port 0 takes any that is free");
	if (r == -EACCES)
		return error_set(ret_error, r, DDA_ERROR_REFUSED, subject,
		                 "only root may listen there", "name a port from 1024 on");
	return error_setf(ret_error, r, DDA_ERROR_REFUSED, subject, NULL, "can't listen there (%s)",
	                  error_number_text(-r));
}

int socket_listen(const char *text, unsigned port, unsigned *ret_port, struct dda_error **ret_error)
{
	union address address;
	socklen_t size = read_address(text, port, &address);
	int fd = size ? open_socket(&address, size) : -EINVAL;

	if (fd < 0)
		return refuse(fd, text, port, ret_error);
	getsockname(fd, &address.any, &size);
	*ret_port = ntohs(address.any.sa_family == AF_INET6 ? address.six.sin6_port
	                                                    : address.four.sin_port);
	return fd;
}

void socket_peer(int fd, char ret[static SOCKET_NAME_SIZE])
{
	char text[INET6_ADDRSTRLEN] = "";
	union address address = {.six = {0}};
	socklen_t size = sizeof(address);

	if (getpeername(fd, &address.any, &size) < 0)
		snprintf(ret, SOCKET_NAME_SIZE, "?");
	else if (address.any.sa_family == AF_INET6)
		snprintf(ret, SOCKET_NAME_SIZE, "[%s]:%u",
		         inet_ntop(AF_INET6, &address.six.sin6_addr, text, sizeof(text)),
		         ntohs(address.six.sin6_port));
	else
		snprintf(ret, SOCKET_NAME_SIZE, "%s:%u",
		         inet_ntop(AF_INET, &address.four.sin_addr, text, sizeof(text)),
		         ntohs(address.four.sin_port));
}

void socket_cut(int fd)
{
	shutdown(fd, SHUT_RDWR);
}
