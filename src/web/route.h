/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "web/exchange.h"

/* What there is under which path. */

/* Splits exchange->target and answers it, or starts what it takes to do so. The guard has let it
 * pass; `session` is NULL only where none is needed. */
enum MHD_Result route_answer(struct exchange *exchange);

/* Whether a request for this path needs no session: what the page is made of. */
bool route_is_open(const char *path);

/* GET and POST session, DELETE session. */
enum MHD_Result api_session(struct exchange *exchange);
enum MHD_Result api_session_begin(struct exchange *exchange);
enum MHD_Result api_session_end(struct exchange *exchange);

/* Those that stand for a command that reads. */
enum MHD_Result api_read(struct exchange *exchange, const char *command, const char *query);

/* POST plan and POST run, GET jobs and jobs/ID. */
enum MHD_Result api_plan(struct exchange *exchange);
enum MHD_Result api_run(struct exchange *exchange);
enum MHD_Result api_jobs(struct exchange *exchange);
enum MHD_Result api_job(struct exchange *exchange, const char *number);

/* What the backend says of a job that POST run began; `end` is taken over. */
void api_job_line(struct server *server, unsigned number, const char *line);
void api_job_ended(struct server *server, unsigned number, const struct backend_end *end);
