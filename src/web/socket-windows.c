/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/socket.h"

#include <errno.h>
#include <stdio.h>
#include <winsock2.h>
#include <ws2tcpip.h> /* after winsock2.h */

union address {
	struct sockaddr any;
	struct sockaddr_in four;
	struct sockaddr_in6 six;
};

/* Returns its size, or 0 when it is none. */
static int read_address(const char *text, unsigned port, union address *ret)
{
	*ret = (union address){.six = {0}};
	if (inet_pton(AF_INET, text, &ret->four.sin_addr) == 1) {
		ret->four.sin_family = AF_INET;
		ret->four.sin_port = htons((u_short)port);
		return sizeof(ret->four);
	}
	if (inet_pton(AF_INET6, text, &ret->six.sin6_addr) != 1)
		return 0;
	ret->six.sin6_family = AF_INET6;
	ret->six.sin6_port = htons((u_short)port);
	return sizeof(ret->six);
}

static void start_winsock(void)
{
	WSADATA about;

	WSAStartup(MAKEWORD(2, 2), &about);
}

int socket_is_loopback(const char *text)
{
	union address address;

	start_winsock();
	if (!read_address(text, 0, &address))
		return -EINVAL;
	if (address.any.sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&address.six.sin6_addr);
	return ntohl(address.four.sin_addr.s_addr) >> 24 == 127;
}

static int last_error(void)
{
	switch (WSAGetLastError()) {
	case WSAEADDRINUSE:
		return -EADDRINUSE;
	case WSAEACCES: /* also where another program insists on being alone */
		return -EACCES;
	case WSAEADDRNOTAVAIL:
		return -EADDRNOTAVAIL;
	case WSAEAFNOSUPPORT:
		return -EAFNOSUPPORT;
	default:
		return -EIO;
	}
}

/* Alone: elsewhere another program could listen at the same port, and be asked instead of us. What
 * is left of an earlier server's connections is no obstacle here. */
static bool prepare(SOCKET fd, int family)
{
	const char *yes = (const char *)&(const int){1};
	u_long on = 1;

	return setsockopt(fd, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, yes, sizeof(int)) == 0 &&
	       (family != AF_INET6 ||
	        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, yes, sizeof(int)) == 0) &&
	       ioctlsocket(fd, (long)FIONBIO, &on) == 0;
}

/* Not inherited by the command lines that we run. */
static int open_socket(const union address *address, int size, SOCKET *ret)
{
	SOCKET fd = WSASocketW(address->any.sa_family, SOCK_STREAM, IPPROTO_TCP, NULL, 0,
	                       WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
	int r;

	if (fd == INVALID_SOCKET)
		return last_error();
	if (prepare(fd, address->any.sa_family) && bind(fd, &address->any, size) == 0 &&
	    listen(fd, 64) == 0) {
		*ret = fd;
		return 0;
	}
	r = last_error();
	closesocket(fd);
	return r;
}

static int refuse(int r, const char *address, unsigned port, struct dda_error **ret_error)
{
	char subject[SOCKET_NAME_SIZE + 16];

	snprintf(subject, sizeof(subject), "%.60s port %u", address, port);
	if (r == -EADDRINUSE || r == -EACCES)
		return error_set(ret_error, r, DDA_ERROR_REFUSED, subject,
		                 "another program listens there, or Windows keeps the port",
		                 "name another one with --port; --port 0 takes any that is free");
	return error_setf(ret_error, r, DDA_ERROR_REFUSED, subject, NULL, "can't listen there (%s)",
	                  error_number_text(-r));
}

/* A handle's number needs no more than an int has. */
int socket_listen(const char *text, unsigned port, unsigned *ret_port, struct dda_error **ret_error)
{
	union address address;
	int size, r = -EINVAL;
	SOCKET fd;

	start_winsock();
	size = read_address(text, port, &address);
	if (size)
		r = open_socket(&address, size, &fd);
	if (r < 0)
		return refuse(r, text, port, ret_error);
	getsockname(fd, &address.any, &size);
	*ret_port = ntohs(address.any.sa_family == AF_INET6 ? address.six.sin6_port
	                                                    : address.four.sin_port);
	return (int)fd;
}

void socket_peer(int fd, char ret[static SOCKET_NAME_SIZE])
{
	char text[INET6_ADDRSTRLEN] = "";
	union address address = {.six = {0}};
	int size = sizeof(address);

	if (getpeername((SOCKET)fd, &address.any, &size) != 0)
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
	shutdown((SOCKET)fd, SD_BOTH);
}
