/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/guard.h"

#include <stdio.h>
#include <strings.h>

#include "base/text.h"
#include "web/session.h"

static struct guard_answer answer(unsigned status, const char *why)
{
	return (struct guard_answer){.status = status, .why = why};
}

/* Where the port begins, or the end. */
static size_t name_length(const char *host)
{
	const char *end = strchr(host, ']');

	return end ? (size_t)(end + 1 - host) : strcspn(host, ":");
}

/* The port may be left out when it is the scheme's own. */
static bool is_port(const char *text, const struct guard_names *names)
{
	char port[16];

	snprintf(port, sizeof(port), ":%u", names->port);
	return text_equal(text, port) || (*text == '\0' && names->port == (names->tls ? 443 : 80));
}

static bool is_certified(const char *host, size_t length, const struct guard_names *names)
{
	char name[256];

	if (!names->is_certified || length == 0 || length >= sizeof(name))
		return false;
	memcpy(name, host, length);
	name[length] = '\0';
	return names->is_certified(name, names->certificate);
}

/* A name that somebody else's DNS leads here is not ours. */
static bool is_ours(const char *host, const struct guard_names *names)
{
	const size_t length = host ? name_length(host) : 0;

	if (!host || !is_port(host + length, names))
		return false;
	for (size_t i = 0; i < names->count; i++)
		if (strlen(names->items[i]) == length &&
		    strncasecmp(host, names->items[i], length) == 0)
			return true;
	return is_certified(host, length, names);
}

static bool is_same_origin(const struct guard_request *request, const struct guard_names *names)
{
	const char *rest = text_after(request->origin, names->tls ? "https://" : "http://");

	return rest && strcasecmp(rest, request->host) == 0;
}

/* A link to the page may be anywhere; what it then asks for is asked from here. */
static bool is_from_here(const struct guard_request *request)
{
	return !request->fetch_site || text_equal(request->fetch_site, "same-origin") ||
	       text_equal(request->fetch_site, "none") ||
	       (request->page && text_equal(request->fetch_mode, "navigate"));
}

static bool is_json(const char *type)
{
	static const char json[] = "application/json";
	const size_t length = sizeof(json) - 1;

	return type && strncasecmp(type, json, length) == 0 &&
	       (type[length] == '\0' || type[length] == ';' || type[length] == ' ');
}

static struct guard_answer guard_change(const struct guard_request *request, const char *csrf)
{
	if (!is_json(request->content_type))
		return answer(403, "Content-Type must be application/json");
	if (!request->begin && !secret_equal(csrf, request->csrf))
		return answer(403, "DDA-CSRF must be what the session said");
	return answer(0, NULL);
}

struct guard_answer guard(const struct guard_request *request, const struct guard_names *names,
                          const char *csrf)
{
	const bool reads = text_equal(request->method, "GET") ||
	                   text_equal(request->method, "HEAD");

	if (!is_ours(request->host, names))
		return answer(403, "Host is no name of this server");
	if (request->origin && !is_same_origin(request, names))
		return answer(403, "Origin is another site");
	if (!is_from_here(request))
		return answer(403, "the request comes from another site");
	if (!csrf && !request->open && !request->begin)
		return answer(401,
		              "there is no session: open the address that \"dda web\" printed");
	return reads ? answer(0, NULL) : guard_change(request, csrf);
}
