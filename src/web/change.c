/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <unistd.h>

#include "base/text.h"
#include "web/allow.h"
#include "web/answer.h"
#include "web/line.h"
#include "web/log.h"
#include "web/problem.h"
#include "web/route.h"
#include "web/stream.h"

/* An answer that is kept; those of changes are some kilobytes. */
#define MAX_ANSWER (8 << 20)

static int read_body(const struct exchange *exchange, bool run, struct line *ret,
                     struct dda_error **ret_error)
{
	json_error_t where;
	json_t *body = json_loadb(exchange->body ? exchange->body : "", exchange->length,
	                          JSON_REJECT_DUPLICATES, &where);
	struct allowed allowed;
	int r;

	*ret = (struct line){0};
	if (!body)
		return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, "the body", "is no JSON",
		                 NULL);
	r = line_of_body(body, run, ret, ret_error);
	json_decref(body);
	if (r == 0)
		r = allow(line_words(ret), ret->count, exchange->server->options->read_only,
		          &allowed, ret_error);
	return r;
}

static enum MHD_Result refuse(struct exchange *exchange, int r, const struct dda_error *error)
{
	return answer_error(exchange, r == -EPERM ? 403 : r == -ENOMEM ? 503 : 400, error);
}

enum MHD_Result api_plan(struct exchange *exchange)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_(line_deinit) struct line line = {0};
	int r = read_body(exchange, false, &line, &error);

	if (r < 0)
		return refuse(exchange, r, error);
	return exchange_start(exchange, "plan", line_words(&line), line.count);
}

static void send_job(struct server *server, const struct job *job)
{
	json_t *copy = json_copy(job->document);

	if (copy)
		streams_send(server, "job", copy);
}

static enum MHD_Result run(struct exchange *exchange, const struct line *line)
{
	struct server *server = exchange->server;
	struct job *job;
	unsigned number;

	if (server->jobs.count == MAX_JOBS)
		return answer_problem(exchange, 429, DDA_ERROR_BUSY, "the server",
		                      "too many changes are going on");
	if (backend_start(server->backend, line_words(line), line->count, &number) < 0)
		return answer_problem(exchange, 503, DDA_ERROR_FAILED, "the server",
		                      "can't start a command now");
	log_line(exchange->peer, exchange->session_number, "job %u begins: %s", number,
	         line->shown);
	job = jobs_add(&server->jobs, number, line->shown);
	if (!job)
		return MHD_NO;
	job->session = exchange->session_number;
	snprintf(job->peer, sizeof(job->peer), "%s", exchange->peer);
	send_job(server, job);
	return answer_document(exchange, 202, job_document(job));
}

enum MHD_Result api_run(struct exchange *exchange)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_(line_deinit) struct line line = {0};
	int r = read_body(exchange, true, &line, &error);

	return r < 0 ? refuse(exchange, r, error) : run(exchange, &line);
}

enum MHD_Result api_jobs(struct exchange *exchange)
{
	return answer_document(exchange, 200, jobs_document(&exchange->server->jobs));
}

enum MHD_Result api_job(struct exchange *exchange, const char *number)
{
	const struct job *job = NULL;
	const char *end;
	uint64_t id;

	if (text_number(number, 10, 9, &end, &id) == 0 && *end == '\0')
		job = jobs_find(&exchange->server->jobs, (unsigned)id);
	if (!job)
		return answer_problem(exchange, 404, DDA_ERROR_USAGE, "the job",
		                      "there is none of that number, or no longer");
	return answer_document(exchange, 200, job_document(job));
}

void api_job_line(struct server *server, unsigned number, const char *line)
{
	struct job *job = jobs_find(&server->jobs, number);

	if (job && job_take_line(job, line))
		send_job(server, job);
}

static size_t read_some(void *buffer, size_t size, void *data)
{
	ssize_t n = read(*(int *)data, buffer, (unsigned)size);

	return n < 0 ? (size_t)-1 : (size_t)n;
}

static json_t *read_answer(const struct backend_end *end)
{
	int output = end->output;
	json_t *answer = NULL;

	if (end->status >= 0 && output >= 0 && end->size > 0 && end->size <= MAX_ANSWER)
		answer = json_load_callback(read_some, &output, 0, NULL);
	return answer ? answer : problem_of_end(end->status, NULL);
}

void api_job_ended(struct server *server, unsigned number, const struct backend_end *end)
{
	struct job *job = jobs_find(&server->jobs, number);

	if (job) {
		job_end(job, end->status, read_answer(end));
		log_line(job->peer, job->session, "job %u ended with status %d", number,
		         end->status);
		send_job(server, job);
		jobs_forget(&server->jobs);
	}
	if (end->output >= 0)
		close(end->output);
}
