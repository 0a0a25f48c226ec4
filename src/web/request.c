/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/request.h"

#include <stdio.h>
#include <strings.h>

#include "base/clock.h"
#include "base/text.h"
#include "web/route.h"

/* What is read of the head. */
struct head {
	struct guard_request guard;
	const char *known, *cookie, *length;
	bool repeated; /* one of these came twice: who would say which counts? */
};

static const char **field(struct head *head, const char *name)
{
	const struct {
		const char *name;
		const char **to;
	} fields[] = {
	        {"Host", &head->guard.host},
	        {"Origin", &head->guard.origin},
	        {"Sec-Fetch-Site", &head->guard.fetch_site},
	        {"Sec-Fetch-Mode", &head->guard.fetch_mode},
	        {"Content-Type", &head->guard.content_type},
	        {"DDA-CSRF", &head->guard.csrf},
	        {"If-None-Match", &head->known},
	        {"Content-Length", &head->length},
	        {"Cookie", &head->cookie},
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcasecmp(fields[i].name, name) == 0)
			return fields[i].to;
	return NULL;
}

static enum MHD_Result take_field(void *data, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
	struct head *head = data;
	const char **to = field(head, name);

	if (to && *to)
		head->repeated = true;
	if (to)
		*to = value ? value : "";
	return MHD_YES;
}

static void cookie_name(const struct server *server, char ret[static 32])
{
	snprintf(ret, 32, "dda-%u", server->names.port);
}

void request_cookie(const struct server *server, const struct session *session,
                    char ret[static 256])
{
	char name[32];

	cookie_name(server, name);
	snprintf(ret, 256, "%s=%s; HttpOnly; SameSite=Strict; Path=/%s%s", name,
	         session ? session->cookie : "", server->names.tls ? "; Secure" : "",
	         session ? "" : "; Max-Age=0");
}

/* The value of our cookie among those of the header, or NULL. */
static const char *find_cookie(const struct server *server, const char *cookies,
                               char buffer[static 128])
{
	char name[32];

	cookie_name(server, name);
	while (cookies && *cookies) {
		const char *value = text_after(cookies, name);
		size_t length = strcspn(cookies, ";");

		if (value && *value == '=') {
			snprintf(buffer, 128, "%.*s", (int)strcspn(value + 1, "; "), value + 1);
			return buffer;
		}
		cookies += length;
		cookies += strspn(cookies, "; ");
	}
	return NULL;
}

static void read_head(struct exchange *exchange, struct head *ret)
{
	*ret = (struct head){
	        .guard = {.method = exchange->method,
	                  .page = text_equal(exchange->path, "/"),
	                  .open = route_is_open(exchange->path),
	                  .begin = request_begins_session(exchange)},
	};
	exchange->server->mhd->MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND,
	                                                 take_field, ret);
}

static struct session *session_of(struct exchange *exchange, const struct head *head)
{
	struct server *server = exchange->server;
	char value[128];

	return sessions_find(&server->sessions, find_cookie(server, head->cookie, value),
	                     clock_now());
}

struct session *request_session(struct exchange *exchange)
{
	struct head head;

	read_head(exchange, &head);
	return session_of(exchange, &head);
}

bool request_begins_session(const struct exchange *exchange)
{
	return text_equal(exchange->path, "/api/1/session") && text_equal(exchange->method, "POST");
}

static bool is_too_long(const char *length)
{
	uint64_t bytes;

	return length && (text_whole_number(length, 10, &bytes) < 0 || bytes > MAX_BODY);
}

struct guard_answer request_check(struct exchange *exchange)
{
	const struct session *session;
	struct guard_answer answer;
	struct head head;

	read_head(exchange, &head);
	if (head.repeated)
		return (struct guard_answer){400, "a header is there twice"};
	session = session_of(exchange, &head);
	exchange->session_number = session ? session->number : 0;
	exchange->known = head.known;
	answer = guard(&head.guard, &exchange->server->names, session ? session->csrf : NULL);
	if (!answer.status && is_too_long(head.length))
		return (struct guard_answer){413, "the body is too long"};
	return answer;
}
