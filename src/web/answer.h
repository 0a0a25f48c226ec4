/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "web/asset.h"
#include "web/exchange.h"

/* Answers to a request. Each with the headers that keep a browser from doing more with it than it
 * is for. */

/* Takes the document over; NULL: there was no memory for it. */
enum MHD_Result answer_document(struct exchange *exchange, unsigned status, json_t *document);

/* dda.error/1. */
enum MHD_Result answer_problem(struct exchange *exchange, unsigned status, enum dda_error_kind kind,
                               const char *subject, const char *evidence);
enum MHD_Result answer_error(struct exchange *exchange, unsigned status,
                             const struct dda_error *error);

/* The same with a cookie: Set-Cookie as it is. */
enum MHD_Result answer_session(struct exchange *exchange, json_t *document, const char *cookie);

enum MHD_Result answer_nothing(struct exchange *exchange, const char *cookie);

/* What a command has answered: exchange->end. */
enum MHD_Result answer_end(struct exchange *exchange);

enum MHD_Result answer_asset(struct exchange *exchange, const struct asset *asset,
                             const char *known);

/* Queues it, and lets go of it. */
enum MHD_Result answer_queue(struct exchange *exchange, unsigned status,
                             struct MHD_Response *response, const char *type);
