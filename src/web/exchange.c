/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/exchange.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "web/answer.h"
#include "web/request.h"
#include "web/route.h"
#include "web/stream.h"

/* A connection on which nothing is asked; a request has to be here whole that long after it began;
 * a command that reads ends by itself. */
#define IDLE_SECONDS 60
#define RECEIVING_SECONDS 10
/* What is thrown away of a body that is too long, before the line is cut. */
#define MAX_DROPPED (1 << 20)

static void set_due(struct exchange *exchange, unsigned seconds)
{
	exchange->due = clock_now() + seconds * CLOCK_SECOND;
}

/* Of one request: what the next one on this connection must not find. */
static void forget_request(struct exchange *exchange)
{
	stream_free(exchange->stream);
	if (exchange->end.output >= 0)
		close(exchange->end.output);
	exchange->end = (struct backend_end){.output = -1};
	exchange->server->files -= exchange->has_file;
	exchange->has_file = false;
	free(exchange->path);
	free(exchange->body);
	exchange->path = exchange->body = NULL;
	exchange->length = exchange->dropped = 0;
	exchange->query = exchange->method = exchange->known = exchange->command = NULL;
	exchange->session = NULL;
	exchange->session_number = exchange->job = 0;
	exchange->said[0] = '\0';
	exchange->state = EXCHANGE_IDLE;
}

static void connected(struct server *server, struct MHD_Connection *connection, void **context)
{
	const union MHD_ConnectionInfo *info =
	        server->mhd->MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct exchange *exchange = calloc(1, sizeof(*exchange));

	if (!exchange)
		return; /* it has no context then, and is refused when it asks */
	exchange->server = server;
	exchange->connection = connection;
	exchange->socket = (int)info->connect_fd;
	exchange->end.output = -1;
	socket_peer(exchange->socket, exchange->peer);
	set_due(exchange, RECEIVING_SECONDS);
	exchange->next = server->exchanges;
	exchange->link = &server->exchanges;
	if (exchange->next)
		exchange->next->link = &exchange->next;
	server->exchanges = exchange;
	*context = exchange;
}

static void disconnected(struct exchange *exchange)
{
	if (!exchange)
		return;
	forget_request(exchange);
	*exchange->link = exchange->next;
	if (exchange->next)
		exchange->next->link = exchange->link;
	free(exchange);
}

void exchange_connection(void *data, struct MHD_Connection *connection, void **context,
                         enum MHD_ConnectionNotificationCode what)
{
	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		connected(data, connection, context);
	else
		disconnected(*context);
}

static struct exchange *exchange_of(const struct server *server, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = server->mhd->MHD_get_connection_info(
	        connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

/* The first line is here. What is taken from it is what was sent, not what the library made of it.
 */
void *exchange_target(void *data, const char *target, struct MHD_Connection *connection)
{
	struct exchange *exchange = exchange_of(data, connection);
	char *query;

	if (!exchange)
		return NULL;
	forget_request(exchange);
	exchange->state = EXCHANGE_RECEIVING;
	set_due(exchange, RECEIVING_SECONDS);
	exchange->path = strdup(target);
	query = exchange->path ? strchr(exchange->path, '?') : NULL;
	if (query)
		*query++ = '\0';
	exchange->query = query;
	return NULL;
}

static enum MHD_Result take_body(struct exchange *exchange, const char *bytes, size_t *size)
{
	size_t fits = MAX_BODY - exchange->length;

	if (!exchange->body)
		exchange->body = malloc(MAX_BODY + 1);
	if (!exchange->body)
		return MHD_NO;
	fits = *size < fits ? *size : fits;
	memcpy(exchange->body + exchange->length, bytes, fits);
	exchange->length += fits;
	exchange->body[exchange->length] = '\0';
	exchange->dropped += *size - fits;
	*size = 0;
	return exchange->dropped > MAX_DROPPED ? MHD_NO : MHD_YES;
}

static enum MHD_Result too_long(struct exchange *exchange)
{
	return answer_problem(exchange, 413, DDA_ERROR_USAGE, "the body", "is too long");
}

/* All of it is here. */
static enum MHD_Result answer(struct exchange *exchange)
{
	enum MHD_Result r;

	if (exchange->dropped)
		return too_long(exchange);
	/* The session may have ended since the head came. */
	exchange->session = request_session(exchange);
	if (!exchange->session && !route_is_open(exchange->path) &&
	    !request_begins_session(exchange))
		return answer_problem(exchange, 401, DDA_ERROR_REFUSED, "the session", "has ended");
	r = route_answer(exchange);
	exchange->session = NULL;
	return r;
}

/* The head is here: who may not ask at all is told so before more is read. */
static enum MHD_Result begin(struct exchange *exchange, const char *method)
{
	struct guard_answer refused;

	exchange->method = method;
	if (!exchange->path)
		return MHD_NO;
	refused = request_check(exchange);
	if (refused.status == 413)
		return too_long(exchange);
	if (refused.status)
		return answer_problem(exchange, refused.status,
		                      refused.status == 400 ? DDA_ERROR_USAGE : DDA_ERROR_REFUSED,
		                      "the request", refused.why);
	return MHD_YES;
}

enum MHD_Result exchange_request(void *data, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *upload,
                                 size_t *size, void **context)
{
	struct exchange *exchange = exchange_of(data, connection);

	if (!exchange)
		return MHD_NO;
	if (!*context) {
		*context = exchange;
		return begin(exchange, method);
	}
	if (*size)
		return take_body(exchange, upload, size);
	if (exchange->state == EXCHANGE_READY)
		return answer_end(exchange);
	/* Resumed for nothing: we are ending. */
	if (exchange->state == EXCHANGE_WAITING)
		return MHD_NO;
	return answer(exchange);
}

void exchange_completed(void *data, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode how)
{
	struct exchange *exchange = exchange_of(data, connection);

	if (!exchange)
		return;
	forget_request(exchange);
	set_due(exchange, IDLE_SECONDS);
}

enum MHD_Result exchange_start(struct exchange *exchange, const char *command,
                               const char *const *words, size_t count)
{
	struct server *server = exchange->server;
	int r = backend_start(server->backend, words, count, &exchange->job);

	if (r < 0)
		return answer_problem(exchange, 503, DDA_ERROR_FAILED, "the server",
		                      "can't start a command now");
	exchange->command = command;
	exchange->state = EXCHANGE_WAITING;
	exchange->due = 0;
	server->mhd->MHD_suspend_connection(exchange->connection);
	return MHD_YES;
}

struct exchange *exchange_of_job(const struct server *server, unsigned job)
{
	for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next)
		if (exchange->state == EXCHANGE_WAITING && exchange->job == job)
			return exchange;
	return NULL;
}

void exchange_line(struct exchange *exchange, const char *line)
{
	snprintf(exchange->said, sizeof(exchange->said), "%s", line);
}

void exchange_ended(struct exchange *exchange, const struct backend_end *end)
{
	exchange->end = *end;
	exchange->state = EXCHANGE_READY;
	server_resume(exchange->server, exchange->connection);
}

uint64_t exchanges_sweep(struct server *server, uint64_t now)
{
	uint64_t next = 0;

	for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next) {
		if (exchange->due && exchange->due <= now) {
			exchange->due = 0;
			socket_cut(exchange->socket);
		}
		if (exchange->due && (!next || exchange->due < next))
			next = exchange->due;
	}
	return next;
}

void exchanges_release(struct server *server)
{
	streams_end_of(server, 0);
	for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next)
		if (exchange->state == EXCHANGE_WAITING)
			server_resume(server, exchange->connection);
}
