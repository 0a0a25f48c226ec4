/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "web/guard.h"

#define CSRF "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define HERE "127.0.0.1:8642"

static const char *const loopback[] = {"127.0.0.1", "localhost", "[::1]"};

static bool is_for_example(const char *name, const void *data)
{
	return strcmp(name, data) == 0;
}

static const struct guard_names plain = {loopback, 3, 8642, false, NULL, NULL},
                                short_port = {loopback, 3, 80, false, NULL, NULL},
                                secure = {loopback, 1, 443, true, is_for_example, "example.org"};

/* What is asked, who asks, and what comes of it. */
static const struct {
	const char *name;
	struct guard_request request;
	const char *csrf; /* of the session, NULL: none */
	unsigned status;
} cases[] = {
        {"a reading with a session", {.method = "GET", .host = HERE}, CSRF, 0},
        {"without one", {.method = "GET", .host = HERE}, NULL, 401},
        {"the page needs none", {.method = "GET", .host = HERE, .open = true}, NULL, 0},
        {"nor does it to begin one",
         {.method = "POST", .host = HERE, .begin = true, .content_type = "application/json"},
         NULL,
         0},
        {"no Host", {.method = "GET"}, CSRF, 403},
        {"an empty Host", {.method = "GET", .host = ""}, CSRF, 403},
        {"localhost", {.method = "GET", .host = "LocalHost:8642"}, CSRF, 0},
        {"IPv6", {.method = "GET", .host = "[::1]:8642"}, CSRF, 0},
        {"another name", {.method = "GET", .host = "evil.example:8642"}, CSRF, 403},
        {"a longer name", {.method = "GET", .host = "127.0.0.1.evil.example:8642"}, CSRF, 403},
        {"another port", {.method = "GET", .host = "127.0.0.1:8643"}, CSRF, 403},
        {"a longer port", {.method = "GET", .host = "127.0.0.1:86420"}, CSRF, 403},
        {"no port", {.method = "GET", .host = "127.0.0.1"}, CSRF, 403},
        {"somebody else's page, wherever it is asked for",
         {.method = "GET", .host = "evil.example:8642", .open = true},
         NULL,
         403},
        {"the same Origin", {.method = "GET", .host = HERE, .origin = "http://" HERE}, CSRF, 0},
        {"another one",
         {.method = "GET", .host = HERE, .origin = "http://evil.example"},
         CSRF,
         403},
        {"another of ours",
         {.method = "GET", .host = HERE, .origin = "http://localhost:8642"},
         CSRF,
         403},
        {"another scheme", {.method = "GET", .host = HERE, .origin = "https://" HERE}, CSRF, 403},
        {"no origin that can be told",
         {.method = "GET", .host = HERE, .origin = "null"},
         CSRF,
         403},
        {"from the page", {.method = "GET", .host = HERE, .fetch_site = "same-origin"}, CSRF, 0},
        {"typed", {.method = "GET", .host = HERE, .fetch_site = "none"}, CSRF, 0},
        {"from another site",
         {.method = "GET", .host = HERE, .fetch_site = "cross-site"},
         CSRF,
         403},
        {"from another port",
         {.method = "GET", .host = HERE, .fetch_site = "same-site"},
         CSRF,
         403},
        {"a link to the page",
         {.method = "GET",
          .host = HERE,
          .fetch_site = "cross-site",
          .fetch_mode = "navigate",
          .page = true,
          .open = true},
         NULL,
         0},
        {"a link to a document",
         {.method = "GET", .host = HERE, .fetch_site = "cross-site", .fetch_mode = "navigate"},
         CSRF,
         403},
        {"the page as a picture",
         {.method = "GET",
          .host = HERE,
          .fetch_site = "cross-site",
          .fetch_mode = "no-cors",
          .page = true,
          .open = true},
         NULL,
         403},
        {"a change",
         {.method = "POST", .host = HERE, .content_type = "application/json", .csrf = CSRF},
         CSRF,
         0},
        {"its type with a parameter",
         {.method = "POST",
          .host = HERE,
          .content_type = "Application/JSON; charset=utf-8",
          .csrf = CSRF},
         CSRF,
         0},
        {"of a form",
         {.method = "POST", .host = HERE, .content_type = "text/plain", .csrf = CSRF},
         CSRF,
         403},
        {"of a type that begins like it",
         {.method = "POST", .host = HERE, .content_type = "application/jsonp", .csrf = CSRF},
         CSRF,
         403},
        {"of no type", {.method = "POST", .host = HERE, .csrf = CSRF}, CSRF, 403},
        {"without the header",
         {.method = "POST", .host = HERE, .content_type = "application/json"},
         CSRF,
         403},
        {"with another's",
         {.method = "POST", .host = HERE, .content_type = "application/json", .csrf = OTHER},
         CSRF,
         403},
        {"with a part of it",
         {.method = "POST", .host = HERE, .content_type = "application/json", .csrf = "0123"},
         CSRF,
         403},
        {"with an empty one",
         {.method = "DELETE", .host = HERE, .content_type = "application/json", .csrf = ""},
         CSRF,
         403},
        {"without a session",
         {.method = "POST", .host = HERE, .content_type = "application/json", .csrf = CSRF},
         NULL,
         401},
        {"a method that nobody knows", {.method = "BREW", .host = HERE}, CSRF, 403},
};

static void test_cases(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct guard_answer answer = guard(&cases[i].request, &plain, cases[i].csrf);

		print_message("  %s\n", cases[i].name);
		assert_int_equal(answer.status, cases[i].status);
		assert_int_equal(answer.why != NULL, answer.status != 0);
	}
}

static unsigned ask(const struct guard_names *names, const char *host, const char *origin)
{
	const struct guard_request request = {.method = "GET", .host = host, .origin = origin};

	return guard(&request, names, CSRF).status;
}

/* The scheme's own port is left out of names. */
static void test_port(void **state)
{
	assert_int_equal(ask(&short_port, "127.0.0.1", "http://127.0.0.1"), 0);
	assert_int_equal(ask(&short_port, "127.0.0.1:80", NULL), 0);
	assert_int_equal(ask(&short_port, "127.0.0.1:81", NULL), 403);
}

/* What the certificate is for. */
static void test_certificate(void **state)
{
	assert_int_equal(ask(&secure, "example.org", "https://example.org"), 0);
	assert_int_equal(ask(&secure, "example.org:443", NULL), 0);
	assert_int_equal(ask(&secure, "example.org:444", NULL), 403);
	assert_int_equal(ask(&secure, "example.org", "http://example.org"), 403);
	assert_int_equal(ask(&secure, "www.example.org", NULL), 403);
	assert_int_equal(ask(&secure, "127.0.0.1", NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_cases),
	        cmocka_unit_test(test_port),
	        cmocka_unit_test(test_certificate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
