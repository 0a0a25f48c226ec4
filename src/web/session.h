/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Who may ask: a browser that has shown the token which "dda web" printed, and has a cookie since.
 * Times are clock_now()'s and are handed in.
 */

#define SECRET_BYTES 32 /* 256 bits */
#define SECRET_SIZE (2 * SECRET_BYTES + 1)
#define MAX_SESSIONS 16
#define SESSION_IDLE_SECONDS ((uint64_t)12 * 3600)

struct session {
	unsigned number; /* in the log; 0: free */
	char cookie[SECRET_SIZE], csrf[SECRET_SIZE];
	uint64_t seen;
};

struct sessions {
	char token[SECRET_SIZE]; /* of the next browser */
	struct session items[MAX_SESSIONS];
	unsigned last;
};

/* A new secret, as a hexadecimal text. Returns 0 or a negative errno. */
int secret_make(char ret[static SECRET_SIZE]);

/* The same text? In a time that says nothing about where they differ. `given` may be NULL. */
bool secret_equal(const char *secret, const char *given);

/* Makes the first token, or the next one. */
int sessions_renew(struct sessions *sessions);

/*
 * A session for who has the token, which is worth nothing from then on; the one that was idle the
 * longest makes room. Returns 0, -EACCES when that is not the token, another negative errno.
 */
int sessions_begin(struct sessions *sessions, const char *token, uint64_t now,
                   struct session **ret);

/* The session of that cookie, which is no longer idle; NULL when there is none. */
struct session *sessions_find(struct sessions *sessions, const char *cookie, uint64_t now);

/* A page of that session is open: it is not idle. False when it has ended. */
bool sessions_keep(struct sessions *sessions, unsigned number, uint64_t now);

void session_end(struct session *session);
