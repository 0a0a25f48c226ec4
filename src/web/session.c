/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/session.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "web/random.h"

int secret_make(char ret[static SECRET_SIZE])
{
	unsigned char bytes[SECRET_BYTES];
	int r = random_bytes(bytes, sizeof(bytes));

	if (r < 0)
		return r;
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(ret + 2 * i, 3, "%02x", bytes[i]);
	return 0;
}

bool secret_equal(const char *secret, const char *given)
{
	unsigned different = 0;

	/* How long a secret is, everybody knows; an empty one is nobody's. */
	if (!given || strlen(secret) != SECRET_SIZE - 1 || strlen(given) != SECRET_SIZE - 1)
		return false;
	for (size_t i = 0; i < SECRET_SIZE - 1; i++)
		different |= (unsigned)(secret[i] ^ given[i]);
	return different == 0;
}

int sessions_renew(struct sessions *sessions)
{
	sessions->token[0] = '\0';
	return secret_make(sessions->token);
}

static bool is_alive(const struct session *session, uint64_t now)
{
	return session->number && now - session->seen < SESSION_IDLE_SECONDS * CLOCK_SECOND;
}

static struct session *make_room(struct sessions *sessions, uint64_t now)
{
	struct session *oldest = &sessions->items[0];

	for (size_t i = 0; i < MAX_SESSIONS; i++) {
		struct session *session = &sessions->items[i];

		if (!is_alive(session, now))
			return session;
		if (session->seen < oldest->seen)
			oldest = session;
	}
	return oldest;
}

int sessions_begin(struct sessions *sessions, const char *token, uint64_t now, struct session **ret)
{
	struct session *session;
	int r;

	if (!secret_equal(sessions->token, token))
		return -EACCES;
	session = make_room(sessions, now);
	session_end(session);
	r = secret_make(session->cookie);
	if (r == 0)
		r = secret_make(session->csrf);
	if (r == 0)
		r = sessions_renew(sessions);
	if (r < 0) {
		session_end(session);
		return r;
	}
	session->number = ++sessions->last;
	session->seen = now;
	*ret = session;
	return 0;
}

struct session *sessions_find(struct sessions *sessions, const char *cookie, uint64_t now)
{
	for (size_t i = 0; i < MAX_SESSIONS; i++) {
		struct session *session = &sessions->items[i];

		if (!is_alive(session, now))
			session_end(session);
		else if (secret_equal(session->cookie, cookie)) {
			session->seen = now;
			return session;
		}
	}
	return NULL;
}

bool sessions_keep(struct sessions *sessions, unsigned number, uint64_t now)
{
	for (size_t i = 0; number && i < MAX_SESSIONS; i++)
		if (sessions->items[i].number == number) {
			sessions->items[i].seen = now;
			return true;
		}
	return false;
}

void session_end(struct session *session)
{
	memset(session, 0, sizeof(*session));
}
