/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "web/server.h"
#include "web/socket.h"

#define MAX_BODY 65536
#define MAX_CONNECTIONS 200

/* How far a request is. */
enum exchange_state {
	EXCHANGE_IDLE,      /* nothing is asked yet */
	EXCHANGE_RECEIVING, /* it is on its way */
	EXCHANGE_WAITING,   /* a command runs for it */
	EXCHANGE_READY,     /* that has ended; `end` says how */
	EXCHANGE_ANSWERING,
};

/* A connection, with the one request that is under way there. */
struct exchange {
	struct exchange *next, **link; /* in the list of the server */
	struct server *server;
	struct MHD_Connection *connection;
	int socket;
	char peer[SOCKET_NAME_SIZE];
	uint64_t due; /* clock_now() time at which it is cut off, 0: never */

	enum exchange_state state;
	char *path;        /* as it was sent, without the query; NULL: nothing was sent yet */
	const char *query; /* as it was sent, or NULL */
	const char *method;
	const char *known;       /* If-None-Match */
	struct session *session; /* NULL: none; only while the request is being answered */
	unsigned session_number; /* 0: none */
	char *body;
	size_t length, dropped; /* of the body; what came after MAX_BODY */

	unsigned job; /* of the backend, with EXCHANGE_WAITING */
	const char *command;
	struct backend_end end;
	char said[256]; /* the last line of what the command said */
	bool has_file;  /* it is counted among the answers that are files */
	struct stream *stream;
};

/* What MHD is to call. */
void exchange_connection(void *data, struct MHD_Connection *connection, void **context,
                         enum MHD_ConnectionNotificationCode what);
void *exchange_target(void *data, const char *target, struct MHD_Connection *connection);
enum MHD_Result exchange_request(void *data, struct MHD_Connection *connection, const char *url,
                                 const char *method, const char *version, const char *upload,
                                 size_t *size, void **context);
void exchange_completed(void *data, struct MHD_Connection *connection, void **context,
                        enum MHD_RequestTerminationCode how);

/* Starts `dda WORD...` for it and waits for its end. */
enum MHD_Result exchange_start(struct exchange *exchange, const char *command,
                               const char *const *words, size_t count);

/* The exchange that waits for that job, or NULL. */
struct exchange *exchange_of_job(const struct server *server, unsigned job);
void exchange_line(struct exchange *exchange, const char *line);
void exchange_ended(struct exchange *exchange, const struct backend_end *end);

/* Cuts off what is overdue. Returns when the next one is (0: none). */
uint64_t exchanges_sweep(struct server *server, uint64_t now);

/* Ends what waits, so that all connections can be closed. */
void exchanges_release(struct server *server);
