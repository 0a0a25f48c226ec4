/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/watch-folder.h"

#include <ctype.h>
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/text.h"
#include "web/watch.h"

#define OF_FILES (IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVE | IN_DELETE)
#define EVENTS_SIZE 4096

/* The folder itself, or, until it is there, the one above. */
static void find(struct watch_folder *watch)
{
	char above[FOLDER_PATH_MAX];

	watch->here = inotify_add_watch(watch->inotify, watch->folder.path,
	                                OF_FILES | IN_MOVE_SELF | IN_ONLYDIR);
	if (watch->here >= 0 || watch->above >= 0)
		return;
	snprintf(above, sizeof(above), "%s", watch->folder.path);
	watch->above = inotify_add_watch(watch->inotify, dirname(above),
	                                 IN_CREATE | IN_MOVED_TO | IN_ONLYDIR);
}

int watch_folder_open(struct watch_folder *ret)
{
	struct watch_folder watch = {.here = -1, .above = -1};
	int r = folder_locate(&watch.folder);

	if (r < 0)
		return r;
	watch.inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (watch.inotify < 0)
		return -errno;
	find(&watch);
	*ret = watch;
	return 0;
}

void watch_folder_close(struct watch_folder *watch)
{
	close(watch->inotify);
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), size = strlen(end);

	return length >= size && text_equal(text + length - size, end);
}

/* Locks are taken by those who then change nothing, too. A journal that ends stands also for what
 * no other source tells: that a function without a driver is disabled. */
static unsigned kind_of(const struct inotify_event *event)
{
	const char *name = event->len ? event->name : "";

	if (ends_with(name, "lock"))
		return 0;
	if (event->mask & IN_MOVED_TO && isdigit((unsigned char)*name))
		return WATCH_TRANSACTIONS | WATCH_DEVICES | WATCH_VMS;
	return WATCH_TRANSACTIONS;
}

static unsigned take(struct watch_folder *watch, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW)
		return WATCH_TRANSACTIONS | WATCH_DEVICES | WATCH_VMS;
	if (event->wd == watch->here && !(event->mask & (IN_MOVE_SELF | IN_IGNORED)))
		return kind_of(event);
	if (event->wd == watch->here || watch->here < 0) {
		find(watch);
		return watch->here >= 0 ? WATCH_TRANSACTIONS : 0;
	}
	return 0;
}

unsigned watch_folder_read(struct watch_folder *watch)
{
	_Alignas(struct inotify_event) char events[EVENTS_SIZE];
	unsigned kinds = 0;
	ssize_t size;

	while ((size = read(watch->inotify, events, sizeof(events))) > 0)
		for (const char *at = events; at < events + size;) {
			const struct inotify_event *event = (const void *)at;

			kinds |= take(watch, event);
			at += sizeof(*event) + event->len;
		}
	return kinds;
}
