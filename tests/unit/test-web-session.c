/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "web/session.h"

#define HOUR (3600 * CLOCK_SECOND)

static struct session *begin(struct sessions *sessions, uint64_t now)
{
	struct session *session = NULL;
	char token[SECRET_SIZE];

	strcpy(token, sessions->token);
	assert_int_equal(sessions_begin(sessions, token, now, &session), 0);
	return session;
}

static void test_token_works_once(void **state)
{
	struct sessions sessions = {0};
	struct session *session;
	char token[SECRET_SIZE];

	assert_int_equal(sessions_renew(&sessions), 0);
	assert_int_equal(strlen(sessions.token), 64);
	strcpy(token, sessions.token);
	assert_int_equal(sessions_begin(&sessions, token, 0, &session), 0);
	assert_int_equal(sessions_begin(&sessions, token, 0, &session), -EACCES);
	assert_string_not_equal(token, sessions.token);
	assert_int_equal(sessions_begin(&sessions, NULL, 0, &session), -EACCES);
	assert_int_equal(sessions_begin(&sessions, "", 0, &session), -EACCES);
}

/* Where there is no token yet, an empty one is none. */
static void test_no_token(void **state)
{
	struct sessions sessions = {0};
	struct session *session;

	assert_int_equal(sessions_begin(&sessions, "", 0, &session), -EACCES);
	assert_null(sessions_find(&sessions, "", 0));
	assert_null(sessions_find(&sessions, NULL, 0));
}

static void test_idle(void **state)
{
	struct sessions sessions = {0};
	char cookie[SECRET_SIZE];

	sessions_renew(&sessions);
	strcpy(cookie, begin(&sessions, 0)->cookie);
	assert_non_null(sessions_find(&sessions, cookie, 11 * HOUR));
	assert_non_null(sessions_find(&sessions, cookie, 22 * HOUR));
	assert_null(sessions_find(&sessions, cookie, 34 * HOUR));
	assert_null(sessions_find(&sessions, cookie, 34 * HOUR));
}

static void test_open_page_keeps_it(void **state)
{
	struct sessions sessions = {0};
	struct session *session;
	char cookie[SECRET_SIZE];
	unsigned number;

	sessions_renew(&sessions);
	session = begin(&sessions, 0);
	number = session->number;
	strcpy(cookie, session->cookie);
	assert_true(sessions_keep(&sessions, number, 11 * HOUR));
	assert_non_null(sessions_find(&sessions, cookie, 20 * HOUR));
	session_end(session);
	assert_false(sessions_keep(&sessions, number, 20 * HOUR));
	assert_false(sessions_keep(&sessions, 0, 20 * HOUR));
	assert_null(sessions_find(&sessions, cookie, 20 * HOUR));
}

/* One more than there may be: the one that was idle the longest goes. */
static void test_many(void **state)
{
	char cookies[MAX_SESSIONS + 1][SECRET_SIZE];
	struct sessions sessions = {0};

	sessions_renew(&sessions);
	for (size_t i = 0; i < MAX_SESSIONS; i++)
		strcpy(cookies[i], begin(&sessions, i)->cookie);
	assert_non_null(sessions_find(&sessions, cookies[0], 100));
	strcpy(cookies[MAX_SESSIONS], begin(&sessions, 101)->cookie);
	for (size_t i = 0; i <= MAX_SESSIONS; i++)
		assert_int_equal(sessions_find(&sessions, cookies[i], 102) != NULL, i != 1);
}

static void test_equal(void **state)
{
	char secret[SECRET_SIZE], other[SECRET_SIZE];

	assert_int_equal(secret_make(secret), 0);
	for (size_t i = 0; i < SECRET_SIZE - 1; i++) {
		strcpy(other, secret);
		assert_true(secret_equal(secret, other));
		other[i] ^= 1;
		assert_false(secret_equal(secret, other));
		other[i] = '\0';
		assert_false(secret_equal(secret, other));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_token_works_once),
	        cmocka_unit_test(test_no_token),
	        cmocka_unit_test(test_idle),
	        cmocka_unit_test(test_open_page_keeps_it),
	        cmocka_unit_test(test_many),
	        cmocka_unit_test(test_equal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
