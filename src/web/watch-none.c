/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/watch.h"

#include <errno.h>
#include <stddef.h>

int watch_open(const char *host, struct watch **ret)
{
	return -ENOSYS;
}
void watch_close(struct watch *watch)
{
}
int watch_descriptor(const struct watch *watch)
{
	return -1;
}
int watch_wait_limit(const struct watch *watch)
{
	return -1;
}
unsigned watch_turn(struct watch *watch)
{
	return 0;
}
