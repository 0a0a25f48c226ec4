/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/vm-events.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "host/linux/libvirt.h"

/* Where the sockets of libvirt's daemons appear. */
#define SOCKETS "/run/libvirt"

/* How long to wait before the next try to connect: at first, and at most. */
#define WAIT_FIRST 50
#define WAIT_MOST 2000

struct teller {
	const struct libvirt *libvirt;
	virConnectPtr connection;
	int pipe;
	bool lost;
};

/* A full pipe says the same. */
static void tell(const struct teller *teller)
{
	if (write(teller->pipe, "", 1) < 0 && errno != EAGAIN)
		_exit(1);
}

static void on_lifecycle(virConnectPtr connection, virDomainPtr domain, int event, int detail,
                         void *data)
{
	tell(data);
}

static void on_device(virConnectPtr connection, virDomainPtr domain, const char *alias, void *data)
{
	tell(data);
}

static void on_metadata(virConnectPtr connection, virDomainPtr domain, int type, const char *uri,
                        void *data)
{
	tell(data);
}

static void on_lost(virConnectPtr connection, int reason, void *data)
{
	struct teller *teller = data;

	teller->lost = true;
}

static int listen_for(struct teller *teller, int event, virConnectDomainEventGenericCallback call)
{
	return teller->libvirt->virConnectDomainEventRegisterAny(teller->connection, NULL, event,
	                                                         call, teller, NULL);
}

static bool listen_for_all(struct teller *teller)
{
	return teller->libvirt->virConnectRegisterCloseCallback(teller->connection, on_lost, teller,
	                                                        NULL) >= 0 &&
	       listen_for(teller, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
	                  VIR_DOMAIN_EVENT_CALLBACK(on_lifecycle)) >= 0 &&
	       listen_for(teller, VIR_DOMAIN_EVENT_ID_DEVICE_ADDED,
	                  VIR_DOMAIN_EVENT_CALLBACK(on_device)) >= 0 &&
	       listen_for(teller, VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED,
	                  VIR_DOMAIN_EVENT_CALLBACK(on_device)) >= 0 &&
	       listen_for(teller, VIR_DOMAIN_EVENT_ID_METADATA_CHANGE,
	                  VIR_DOMAIN_EVENT_CALLBACK(on_metadata)) >= 0;
}

/* As long as libvirt is there. */
static void tell_all(struct teller *teller)
{
	teller->lost = !listen_for_all(teller);
	tell(teller);
	while (!teller->lost)
		if (teller->libvirt->virEventRunDefaultImpl() < 0)
			teller->lost = true;
	tell(teller);
	teller->libvirt->virConnectUnregisterCloseCallback(teller->connection, on_lost);
	teller->libvirt->virConnectClose(teller->connection);
}

/* Until a socket appears, or it is time for another try without one. True: one appeared. */
static bool wait_for_socket(int milliseconds)
{
	struct pollfd poll_fd = {.fd = inotify_init1(IN_CLOEXEC), .events = POLLIN};
	bool appeared;

	inotify_add_watch(poll_fd.fd, SOCKETS, IN_CREATE | IN_MOVED_TO);
	appeared = poll(&poll_fd, 1, milliseconds) > 0;
	close(poll_fd.fd);
	return appeared;
}

static _Noreturn void run(struct teller *teller)
{
	int wait = WAIT_FIRST;

	if (libvirt_load(&teller->libvirt, NULL) < 0 ||
	    teller->libvirt->virEventRegisterDefaultImpl() < 0)
		_exit(VM_EVENTS_NEVER);
	for (;;) {
		bool connected = libvirt_connect(true, &teller->libvirt, &teller->connection,
		                                 NULL) >= 0;

		if (connected)
			tell_all(teller);
		if (wait_for_socket(wait) || connected)
			wait = WAIT_FIRST;
		else if (wait < WAIT_MOST)
			wait *= 2;
	}
}

/* Nothing of the caller's is kept: a socket of his must not live on in here. */
static _Noreturn void run_child(pid_t parent, int pipe)
{
	struct teller teller = {.pipe = pipe};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || dup2(pipe, STDERR_FILENO + 1) < 0)
		_exit(1);
	teller.pipe = STDERR_FILENO + 1;
	close_range(STDERR_FILENO + 2, ~0u, 0);
	/* Ctrl-C is for our parent to think about. */
	signal(SIGINT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	run(&teller);
}

int vm_events_open(pid_t *ret_pid, int *ret_pipe)
{
	pid_t parent = getpid(), pid;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return -errno;
	pid = fork();
	if (pid == 0)
		run_child(parent, ends[1]);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return -errno;
	}
	*ret_pid = pid;
	*ret_pipe = ends[0];
	return 0;
}
