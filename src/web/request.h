/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "web/exchange.h"

/* The head of a request: what of it matters to us. */

/* May it be answered? Status 0: yes. Sets what the exchange keeps of the head. */
struct guard_answer request_check(struct exchange *exchange);

/* Its session, or NULL. */
struct session *request_session(struct exchange *exchange);

/* Whether it is POST session. */
bool request_begins_session(const struct exchange *exchange);

/* Set-Cookie for a session; NULL: for its end. */
void request_cookie(const struct server *server, const struct session *session,
                    char ret[static 256]);
