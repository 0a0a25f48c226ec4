/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/backend.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "web/broker.h"
#include "web/packet.h"
#include "web/rights.h"

/* The server's end of the line to the broker. */
struct backend {
	struct backend_events events;
	int socket;
	unsigned last_job;
	struct packet packet;
};

/* Ctrl-C reaches both processes of a terminal; the broker decides, and we end with it. */
static void leave_signals_to_broker(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		signal(signals[i], SIG_IGN);
}

static int become_server(const struct backend_options *options, const struct backend_events *events,
                         int socket, struct backend **ret, struct dda_error **ret_error)
{
	const int keep[] = {socket, options->keep};
	struct backend *backend;
	int r;

	leave_signals_to_broker();
	r = rights_drop(keep, 2, ret_error);
	if (r < 0)
		return r;
	backend = calloc(1, sizeof(*backend));
	if (!backend)
		return error_no_memory(ret_error);
	backend->events = *events;
	backend->socket = socket;
	*ret = backend;
	return 0;
}

int backend_open(const struct backend_options *options, const struct backend_events *events,
                 struct backend **ret, int *ret_status, struct dda_error **ret_error)
{
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return error_setf(ret_error, -errno, DDA_ERROR_FAILED, "web", NULL,
		                  "no socket between its processes (%s)", strerror(errno));
	pid = fork();
	if (pid < 0)
		return error_setf(ret_error, -errno, DDA_ERROR_FAILED, "web", NULL,
		                  "no second process (%s)", strerror(errno));
	if (pid == 0) {
		close(ends[0]);
		return become_server(options, events, ends[1], ret, ret_error);
	}
	close(ends[1]);
	if (options->keep >= 0)
		close(options->keep);
	*ret_status = broker_run(options, ends[0], pid);
	return 1;
}

void backend_close(struct backend *backend)
{
	if (!backend)
		return;
	close(backend->socket);
	free(backend);
}

int backend_descriptor(const struct backend *backend)
{
	return backend->socket;
}

int backend_wait_limit(const struct backend *backend)
{
	return -1;
}

static void hand_on(struct backend *backend, int descriptor)
{
	const struct packet *packet = &backend->packet;
	const struct backend_events *events = &backend->events;

	switch (packet->kind) {
	case PACKET_LINE:
		if (packet->length && packet->text[packet->length - 1] == '\0')
			events->line(packet->job, packet->text, events->data);
		break;
	case PACKET_ENDED:
		events->ended(packet->job,
		              &(struct backend_end){.status = packet->value,
		                                    .output = descriptor,
		                                    .size = packet->size},
		              events->data);
		return;
	case PACKET_CHANGED:
		events->changed((unsigned)packet->value, events->data);
		break;
	}
	if (descriptor >= 0)
		close(descriptor);
}

int backend_turn(struct backend *backend)
{
	for (;;) {
		int descriptor = -1;
		int r = packet_receive(backend->socket, &backend->packet, &descriptor);

		if (r < 0)
			return r == -EAGAIN || r == -EINTR ? 0 : r;
		hand_on(backend, descriptor);
	}
}

int backend_start(struct backend *backend, const char *const *words, size_t count,
                  unsigned *ret_job)
{
	struct packet *packet = &backend->packet;
	int r;

	packet->kind = PACKET_START;
	packet->job = backend->last_job + 1;
	packet->length = 0;
	for (size_t i = 0; i < count; i++) {
		size_t size = strlen(words[i]) + 1;

		if (size > sizeof(packet->text) - packet->length)
			return -E2BIG;
		memcpy(packet->text + packet->length, words[i], size);
		packet->length += (uint32_t)size;
	}
	r = packet_send(backend->socket, packet, -1);
	if (r < 0)
		return r;
	*ret_job = ++backend->last_job;
	return 0;
}

void backend_watch(struct backend *backend, bool wanted)
{
	struct packet packet = {.kind = PACKET_WATCH, .value = wanted};

	packet_send(backend->socket, &packet, -1);
}
