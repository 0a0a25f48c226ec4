/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/watch.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "host/linux/device-events.h"
#include "host/linux/vm-events.h"
#include "web/watch-folder.h"

#define MILLISECOND (CLOCK_SECOND / 1000)

/* What comes so soon after the first of a burst is said with it; a long burst is said so often. */
#define TOGETHER (50 * MILLISECOND)
#define APART (100 * MILLISECOND)

/* When libvirt brought down the process that listens to it. */
#define ANOTHER_TRY (5 * CLOCK_SECOND)

struct watch {
	int all; /* epoll: one descriptor for those below */
	int devices, vms;
	pid_t vms_process;
	struct watch_folder journals;
	unsigned kinds;     /* what is to be said */
	uint64_t said, due; /* when the last was; when that is */
	uint64_t try_at;    /* when to listen to libvirt again; 0: no need */
};

static int add(struct watch *watch, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

	return epoll_ctl(watch->all, EPOLL_CTL_ADD, fd, &event) < 0 ? -errno : 0;
}

static void listen_to_vms(struct watch *watch)
{
	int pipe;

	watch->try_at = 0;
	if (vm_events_open(&watch->vms_process, &pipe) < 0) {
		watch->try_at = clock_now() + ANOTHER_TRY;
		return;
	}
	watch->vms = pipe;
	add(watch, pipe);
}

static bool end_vms(struct watch *watch)
{
	int status = 0;

	close(watch->vms); /* which takes it out of `all`, too */
	watch->vms = -1;
	kill(watch->vms_process, SIGKILL);
	while (waitpid(watch->vms_process, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == VM_EVENTS_NEVER;
}

static unsigned read_vms(struct watch *watch)
{
	char bytes[256];
	ssize_t size;
	unsigned kinds = 0;

	while ((size = read(watch->vms, bytes, sizeof(bytes))) > 0)
		kinds = WATCH_VMS;
	if (size == 0 && !end_vms(watch)) {
		watch->try_at = clock_now() + ANOTHER_TRY;
		kinds = WATCH_VMS;
	}
	return kinds;
}

/* Each source may be missing: then the others are all there is. */
int watch_open(const char *host, struct watch **ret)
{
	struct watch *watch;
	int r;

	if (host && !text_equal(host, "local"))
		return -EOPNOTSUPP;
	watch = calloc(1, sizeof(*watch));
	if (!watch)
		return -ENOMEM;
	watch->all = epoll_create1(EPOLL_CLOEXEC);
	r = watch->all < 0 ? -errno : watch_folder_open(&watch->journals);
	if (r < 0) {
		if (watch->all >= 0)
			close(watch->all);
		free(watch);
		return r;
	}
	watch->vms = -1;
	watch->devices = device_events_open();
	add(watch, watch->devices);
	add(watch, watch->journals.inotify);
	listen_to_vms(watch);
	*ret = watch;
	return 0;
}

void watch_close(struct watch *watch)
{
	if (!watch)
		return;
	if (watch->vms >= 0)
		end_vms(watch);
	if (watch->devices >= 0)
		close(watch->devices);
	watch_folder_close(&watch->journals);
	close(watch->all);
	free(watch);
}

int watch_descriptor(const struct watch *watch)
{
	return watch->all;
}

/* Rounded up, so that nobody comes too early. */
static int milliseconds_to(uint64_t when)
{
	uint64_t now = clock_now();

	return now < when ? (int)((when - now + MILLISECOND - 1) / MILLISECOND) : 0;
}

int watch_wait_limit(const struct watch *watch)
{
	if (watch->kinds)
		return milliseconds_to(watch->due);
	return watch->try_at ? milliseconds_to(watch->try_at) : -1;
}

static unsigned look(struct watch *watch)
{
	struct epoll_event events[3];
	unsigned kinds = 0;
	int count = epoll_wait(watch->all, events, 3, 0);

	for (int i = 0; i < count; i++) {
		int fd = events[i].data.fd;

		if (fd == watch->devices && device_events_read(fd))
			kinds |= WATCH_DEVICES;
		else if (fd == watch->journals.inotify)
			kinds |= watch_folder_read(&watch->journals);
		else if (fd == watch->vms)
			kinds |= read_vms(watch);
	}
	return kinds;
}

unsigned watch_turn(struct watch *watch)
{
	uint64_t now = clock_now();
	unsigned kinds = look(watch);

	if (watch->try_at && now >= watch->try_at)
		listen_to_vms(watch);
	if (kinds && !watch->kinds)
		watch->due = now + TOGETHER < watch->said + APART ? watch->said + APART
		                                                  : now + TOGETHER;
	watch->kinds |= kinds;
	if (!watch->kinds || now < watch->due)
		return 0;
	kinds = watch->kinds;
	watch->kinds = 0;
	watch->said = now;
	return kinds;
}
