/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "base/clock.h"
#include "base/text.h"
#include "web/allow.h"
#include "web/answer.h"
#include "web/line.h"
#include "web/log.h"
#include "web/request.h"
#include "web/route.h"
#include "web/stream.h"
#include "web/user.h"

static json_t *session_document(const struct server *server, const struct session *session)
{
	const struct web_options *options = server->options;

	return json_pack("{ssssssssssssso}", "schema", "dda.session/1", "csrf", session->csrf,
	                 "version", DDA_VERSION, "host", options->host ? options->host : "local",
	                 "platform", user_platform, "user", server->user, "read_only",
	                 json_boolean(options->read_only));
}

enum MHD_Result api_session(struct exchange *exchange)
{
	return answer_document(exchange, 200,
	                       session_document(exchange->server, exchange->session));
}

static enum MHD_Result no_token(struct exchange *exchange)
{
	log_line(exchange->peer, 0, "a session was refused: not the token");
	return answer_problem(exchange, 401, DDA_ERROR_REFUSED, "the token",
	                      "is not, or no longer, the one that \"dda web\" printed");
}

enum MHD_Result api_session_begin(struct exchange *exchange)
{
	struct server *server = exchange->server;
	json_t *body = json_loadb(exchange->body ? exchange->body : "", exchange->length,
	                          JSON_REJECT_DUPLICATES, NULL);
	const char *token = json_string_value(json_object_get(body, "token"));
	struct session *session;
	char cookie[256];
	int r = -EINVAL;

	if (token && json_object_size(body) == 1)
		r = sessions_begin(&server->sessions, token, clock_now(), &session);
	json_decref(body);
	if (r == -EINVAL)
		return answer_problem(exchange, 400, DDA_ERROR_USAGE, "the body",
		                      "must be {\"token\": TEXT}");
	if (r < 0)
		return no_token(exchange);
	log_line(exchange->peer, session->number, "began");
	server_print_address(server);
	request_cookie(server, session, cookie);
	return answer_session(exchange, session_document(server, session), cookie);
}

enum MHD_Result api_session_end(struct exchange *exchange)
{
	const unsigned number = exchange->session->number;
	char cookie[256];

	log_line(exchange->peer, number, "ended");
	session_end(exchange->session);
	exchange->session = NULL;
	streams_end_of(exchange->server, number);
	request_cookie(exchange->server, NULL, cookie);
	return answer_nothing(exchange, cookie);
}

static int read_line(const char *command, const char *text, struct line *ret,
                     struct dda_error **ret_error)
{
	_cleanup_(query_deinit) struct query query;
	struct allowed allowed;
	int r = query_parse(text, &query, ret_error);

	*ret = (struct line){0};
	if (r == 0)
		r = line_of_query(command, &query, ret, ret_error);
	if (r == 0)
		r = allow(line_words(ret), ret->count, true, &allowed, ret_error);
	return r;
}

enum MHD_Result api_read(struct exchange *exchange, const char *command, const char *query)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_(line_deinit) struct line line = {0};
	int r = read_line(command, query, &line, &error);

	if (r < 0)
		return answer_error(exchange, r == -EPERM ? 403 : r == -ENOMEM ? 503 : 400, error);
	return exchange_start(exchange, command, line_words(&line), line.count);
}
