/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/answer.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "view/view.h"
#include "web/problem.h"

#define JSON_TYPE "application/json"
/* Whoever reads slowly does not keep an answer longer than this. */
#define SENDING_SECONDS 120
/* Answers that are files and have not been read yet, of all connections. */
#define MAX_FILES 16

static const struct {
	const char *name, *value;
} headers[] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
         "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Embedder-Policy", "require-corp"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
};

static void add_header(const struct exchange *exchange, struct MHD_Response *response,
                       const char *name, const char *value)
{
	exchange->server->mhd->MHD_add_response_header(response, name, value);
}

static enum MHD_Result queue(struct exchange *exchange, unsigned status,
                             struct MHD_Response *response)
{
	const struct mhd *mhd = exchange->server->mhd;
	enum MHD_Result r;

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		add_header(exchange, response, headers[i].name, headers[i].value);
	exchange->state = EXCHANGE_ANSWERING;
	exchange->due = clock_now() + SENDING_SECONDS * CLOCK_SECOND;
	r = mhd->MHD_queue_response(exchange->connection, status, response);
	mhd->MHD_destroy_response(response);
	return r;
}

enum MHD_Result answer_queue(struct exchange *exchange, unsigned status,
                             struct MHD_Response *response, const char *type)
{
	if (!response)
		return MHD_NO;
	add_header(exchange, response, "Content-Type", type);
	add_header(exchange, response, "Cache-Control", "no-store");
	return queue(exchange, status, response);
}

static struct MHD_Response *document_response(const struct exchange *exchange, json_t *document)
{
	char *text = document ? json_dumps(document, JSON_INDENT(2) | JSON_PRESERVE_ORDER) : NULL;
	struct MHD_Response *response = NULL;

	json_decref(document);
	if (text)
		response = exchange->server->mhd->MHD_create_response_from_buffer(
		        strlen(text), text, MHD_RESPMEM_MUST_FREE);
	if (text && !response)
		free(text);
	return response;
}

enum MHD_Result answer_document(struct exchange *exchange, unsigned status, json_t *document)
{
	return answer_queue(exchange, status, document_response(exchange, document), JSON_TYPE);
}

enum MHD_Result answer_problem(struct exchange *exchange, unsigned status, enum dda_error_kind kind,
                               const char *subject, const char *evidence)
{
	return answer_document(exchange, status, view_error(kind, subject, evidence, NULL));
}

enum MHD_Result answer_error(struct exchange *exchange, unsigned status,
                             const struct dda_error *error)
{
	return answer_document(exchange, status, problem_of_error(error));
}

enum MHD_Result answer_session(struct exchange *exchange, json_t *document, const char *cookie)
{
	struct MHD_Response *response = document_response(exchange, document);

	if (response)
		add_header(exchange, response, "Set-Cookie", cookie);
	return answer_queue(exchange, 200, response, JSON_TYPE);
}

enum MHD_Result answer_nothing(struct exchange *exchange, const char *cookie)
{
	struct MHD_Response *response = exchange->server->mhd->MHD_create_response_from_buffer(
	        0, (char *)"", MHD_RESPMEM_PERSISTENT);

	if (!response)
		return MHD_NO;
	add_header(exchange, response, "Set-Cookie", cookie);
	return queue(exchange, 204, response);
}

/* Every document begins with its schema. */
static bool is_error(int output)
{
	char start[64];
	ssize_t n = read(output, start, sizeof(start) - 1);

	if (lseek(output, 0, SEEK_SET) != 0 || n <= 0)
		return false;
	start[n] = '\0';
	return strstr(start, "\"dda.error/1\"") != NULL;
}

static enum MHD_Result answer_file(struct exchange *exchange, unsigned status)
{
	const struct backend_end *end = &exchange->end;
	const bool is_snapshot = text_equal(exchange->command, "capture") && status == 200;
	struct MHD_Response *response =
	        exchange->server->mhd->MHD_create_response_from_fd64(end->size, end->output);
	char code[16];

	if (!response)
		return MHD_NO;
	exchange->end.output = -1; /* the response closes it */
	exchange->server->files++;
	exchange->has_file = true;
	snprintf(code, sizeof(code), "%d", end->status);
	add_header(exchange, response, "Dda-Status", code);
	if (is_snapshot)
		add_header(exchange, response, "Content-Disposition",
		           "attachment; filename=\"dda.snapshot\"");
	return answer_queue(exchange, status, response,
	                    is_snapshot ? "application/octet-stream" : JSON_TYPE);
}

enum MHD_Result answer_end(struct exchange *exchange)
{
	const struct backend_end *end = &exchange->end;
	const bool has_answer = end->status >= 0 && end->output >= 0 && end->size > 0;
	unsigned status = problem_http_status(end->status, !has_answer || is_error(end->output));

	if (has_answer && exchange->server->files >= MAX_FILES)
		return answer_problem(exchange, 429, DDA_ERROR_BUSY, "the server",
		                      "too many answers have not been read yet");
	if (has_answer)
		return answer_file(exchange, status);
	return answer_document(exchange, status == 200 ? 500 : status,
	                       problem_of_end(end->status, exchange->said));
}

enum MHD_Result answer_asset(struct exchange *exchange, const struct asset *asset,
                             const char *known)
{
	const bool same = text_equal(asset->tag, known);
	struct MHD_Response *response = exchange->server->mhd->MHD_create_response_from_buffer(
	        same ? 0 : asset->size, (void *)asset->bytes, MHD_RESPMEM_PERSISTENT);

	if (!response)
		return MHD_NO;
	add_header(exchange, response, "ETag", asset->tag);
	add_header(exchange, response, "Cache-Control", "no-cache");
	add_header(exchange, response, "Content-Type", asset->type);
	add_header(exchange, response, "Content-Encoding", "gzip");
	return queue(exchange, same ? 304 : 200, response);
}
