/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "web/exchange.h"

/* Streams of events (text/event-stream), one for each page that is open. */

/* Makes the answer of GET events. */
enum MHD_Result stream_begin(struct exchange *exchange);

/* Sends an event to all; `data` is taken over. Who has not read for long is cut off. */
void streams_send(struct server *server, const char *event, json_t *data);

/* Sends what shows that the line still stands to those that are due, and ends those whose session
 * has ended. Returns when the next one is due (0: none). */
uint64_t streams_keep(struct server *server, uint64_t now);

/* The sockets of all streams, for select(): nobody else listens to who waits for events. Returns
 * the highest of them and `max`. */
int streams_listen(const struct server *server, fd_set *read, int max);

/* Who says something there, has gone. */
void streams_hear(struct server *server, fd_set *read);

/* Ends those of a session, 0: all. */
void streams_end_of(struct server *server, unsigned session);

/* Ends that of an exchange that is over. */
void stream_free(struct stream *stream);
