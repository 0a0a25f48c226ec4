/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/device-events.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"

/* What the kernel itself sends, not what udev makes of it: so it works without udev, and nothing is
 * waited for. */
#define GROUP_KERNEL 1

/* Larger than the kernel makes one. */
#define MESSAGE_MAX 8192

int device_events_open(void)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = GROUP_KERNEL};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
	                NETLINK_KOBJECT_UEVENT);

	if (fd < 0)
		return -errno;
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0) {
		int r = -errno;

		close(fd);
		return r;
	}
	return fd;
}

/* The value of a line "KEY=VALUE"; they are closed by a NUL each, the last one too. */
static const char *value_of(const char *message, size_t size, const char *key)
{
	for (const char *line = message; line < message + size; line += strlen(line) + 1) {
		const char *value = text_after(line, key);

		if (value)
			return value;
	}
	return "";
}

bool device_event_counts(const char *message, size_t size)
{
	const char *path;

	if (size == 0 || message[size - 1])
		return false;
	if (text_equal(value_of(message, size, "SUBSYSTEM="), "pci"))
		return true;
	/* Disks, network interfaces, displays. Not that one has a new medium or another speed: of
	 * those, some tell every other second. */
	path = value_of(message, size, "DEVPATH=");
	return text_after(path, "/devices/") && strstr(path, "/pci") &&
	       !text_equal(value_of(message, size, "ACTION="), "change");
}

bool device_events_read(int events)
{
	char message[MESSAGE_MAX];
	bool counts = false;
	ssize_t size;

	for (;;) {
		size = recv(events, message, sizeof(message), 0);
		if (size > 0)
			counts |= device_event_counts(message, (size_t)size);
		else if (size < 0 && errno == ENOBUFS)
			counts = true; /* more than there is room for */
		else if (size < 0 && errno != EINTR)
			return counts;
	}
}
