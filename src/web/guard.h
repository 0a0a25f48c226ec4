/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Who may be answered at all. Pure: rules over what a request says of itself. */

/* What the server is called by those who may ask it. */
struct guard_names {
	const char *const *items; /* without the port; an IPv6 address in brackets */
	size_t count;
	unsigned port;
	bool tls;
	/* Whether the certificate is for that name; NULL: there is none. */
	bool (*is_certified)(const char *name, const void *certificate);
	const void *certificate;
};

/* What a request says; NULL: nothing. */
struct guard_request {
	const char *method;
	const char *host, *origin, *fetch_site, *fetch_mode, *content_type, *csrf;
	bool page;  /* it is for the page itself, which says nothing about the host */
	bool open;  /* it needs no session: the page, what the page is made of */
	bool begin; /* it is to begin a session */
};

struct guard_answer {
	unsigned status; /* of HTTP; 0: go on */
	const char *why;
};

/* `csrf`: what the session's owner was told, NULL: there is no session. */
struct guard_answer guard(const struct guard_request *request, const struct guard_names *names,
                          const char *csrf);
