/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-addresses.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Is it the address `text`, maybe with "%eth0" behind it? */
static bool is_address(const struct sockaddr *address, const char *text)
{
	char own[INET6_ADDRSTRLEN] = "";

	if (address->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr,
		          own, sizeof(own));
	else if (address->sa_family == AF_INET6)
		inet_ntop(AF_INET6,
		          &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, own,
		          sizeof(own));
	return *own && strlen(own) == strcspn(text, "%") && text_after(text, own);
}

/* SSH_CONNECTION: the other side's address and port, our address and port (ssh(1)). */
static void write_lines(const struct ifaddrs *list, FILE *out)
{
	const char *connection = getenv("SSH_CONNECTION");
	char ours[64] = "";

	if (connection)
		sscanf(connection, "%*s %*s %63s", ours);
	for (const struct ifaddrs *item = list; item; item = item->ifa_next) {
		if (item->ifa_addr && item->ifa_addr->sa_family == AF_INET)
			fprintf(out, "%s address\n", item->ifa_name);
		if (item->ifa_addr && is_address(item->ifa_addr, ours))
			fprintf(out, "%s ssh\n", item->ifa_name);
	}
}

int read_addresses(char **ret)
{
	struct ifaddrs *list;
	char *text = NULL;
	size_t size;
	FILE *out;

	if (getifaddrs(&list) < 0)
		return -errno;
	out = open_memstream(&text, &size);
	if (out)
		write_lines(list, out);
	freeifaddrs(list);
	if (!out || fclose(out) != 0) {
		free(text);
		return -ENOMEM;
	}
	*ret = text;
	return 0;
}
