/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/stream.h"

#include <string.h>

#include "base/clock.h"
#include "web/answer.h"

#define MAX_STREAMS 32
#define KEEP_SECONDS 15
/* What waits to be read; who is that far behind is better off with a new beginning. */
#define MAX_QUEUE (size_t)(4 << 20)

struct stream {
	struct exchange *exchange;
	char *queue;
	size_t used, room;
	uint64_t due; /* of the next sign of life */
	bool suspended, ended;
};

static void wake(struct stream *stream)
{
	const struct exchange *exchange = stream->exchange;

	if (!stream->suspended)
		return;
	stream->suspended = false;
	server_resume(exchange->server, exchange->connection);
}

static void end_stream(struct stream *stream)
{
	stream->ended = true;
	wake(stream);
}

static int make_room(struct stream *stream, size_t size)
{
	size_t room = stream->room ? stream->room : 1024;
	char *grown;

	while (room < stream->used + size)
		room *= 2;
	if (room > MAX_QUEUE)
		return -1;
	grown = room == stream->room ? stream->queue : realloc(stream->queue, room);
	if (!grown)
		return -1;
	stream->queue = grown;
	stream->room = room;
	return 0;
}

static void put(struct stream *stream, const char *text, size_t length)
{
	if (stream->ended)
		return;
	if (make_room(stream, length) < 0) {
		socket_cut(stream->exchange->socket);
		end_stream(stream);
		return;
	}
	memcpy(stream->queue + stream->used, text, length);
	stream->used += length;
	stream->due = clock_now() + KEEP_SECONDS * CLOCK_SECOND;
	wake(stream);
}

/* What MHD asks for when the socket takes more. */
static ssize_t take(void *data, uint64_t position, char *buffer, size_t size)
{
	struct stream *stream = data;
	size_t length = stream->used < size ? stream->used : size;

	if (!length && stream->ended)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (!length) {
		const struct exchange *exchange = stream->exchange;

		stream->suspended = true;
		exchange->server->mhd->MHD_suspend_connection(exchange->connection);
		return 0;
	}
	memcpy(buffer, stream->queue, length);
	stream->used -= length;
	memmove(stream->queue, stream->queue + length, stream->used);
	return (ssize_t)length;
}

static void watch_if_wanted(struct server *server, size_t before)
{
	if (!before != !server->streams)
		backend_watch(server->backend, server->streams > 0);
}

void stream_free(struct stream *stream)
{
	struct server *server;

	if (!stream)
		return;
	server = stream->exchange->server;
	stream->exchange->stream = NULL;
	server->streams--;
	watch_if_wanted(server, server->streams + 1);
	free(stream->queue);
	free(stream);
}

static char *event_text(const char *event, json_t *data)
{
	char *json = json_dumps(data, JSON_COMPACT | JSON_PRESERVE_ORDER), *text = NULL;

	json_decref(data);
	if (json && asprintf(&text, "event: %s\ndata: %s\n\n", event, json) < 0)
		text = NULL;
	free(json);
	return text;
}

enum MHD_Result stream_begin(struct exchange *exchange)
{
	struct server *server = exchange->server;
	_cleanup_free_ char *hello = event_text("hello", json_pack("{ss}", "version", DDA_VERSION));
	struct stream *stream;
	enum MHD_Result r;

	if (server->streams >= MAX_STREAMS)
		return answer_problem(exchange, 429, DDA_ERROR_BUSY, "the server",
		                      "too many pages are open");
	stream = hello ? calloc(1, sizeof(*stream)) : NULL;
	if (!stream)
		return MHD_NO;
	stream->exchange = exchange;
	exchange->stream = stream;
	server->streams++;
	watch_if_wanted(server, server->streams - 1);
	put(stream, hello, strlen(hello));
	r = answer_queue(exchange, 200,
	                 server->mhd->MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096,
	                                                                take, stream, NULL),
	                 "text/event-stream");
	exchange->due = 0;
	return r;
}

static void send_to_all(struct server *server, const char *text)
{
	for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next)
		if (exchange->stream)
			put(exchange->stream, text, strlen(text));
}

void streams_send(struct server *server, const char *event, json_t *data)
{
	_cleanup_free_ char *text = event_text(event, data);

	if (text)
		send_to_all(server, text);
}

uint64_t streams_keep(struct server *server, uint64_t now)
{
	uint64_t next = 0;

	for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next) {
		struct stream *stream = exchange->stream;

		if (!stream || stream->ended)
			continue;
		if (stream->due <= now &&
		    !sessions_keep(&server->sessions, exchange->session_number, now))
			end_stream(stream);
		else if (stream->due <= now)
			put(stream, ":\n\n", 3);
		if (!next || stream->due < next)
			next = stream->due;
	}
	return next;
}

int streams_listen(const struct server *server, fd_set *read, int max)
{
	for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next) {
		if (!exchange->stream || exchange->stream->ended)
			continue;
		FD_SET((MHD_socket)exchange->socket, read);
		max = exchange->socket > max ? exchange->socket : max;
	}
	return max;
}

void streams_hear(struct server *server, fd_set *read)
{
	for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next)
		if (exchange->stream && !exchange->stream->ended &&
		    FD_ISSET((MHD_socket)exchange->socket, read)) {
			socket_cut(exchange->socket);
			end_stream(exchange->stream);
		}
}

void streams_end_of(struct server *server, unsigned session)
{
	for (struct exchange *exchange = server->exchanges; exchange; exchange = exchange->next)
		if (exchange->stream && (!session || exchange->session_number == session))
			end_stream(exchange->stream);
}
