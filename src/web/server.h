/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "web/backend.h"
#include "web/guard.h"
#include "web/jobs.h"
#include "web/mhd.h"
#include "web/session.h"
#include "web/web.h"

/* What all parts of the server share; there is one thread, so nobody has to ask. */
struct server {
	const struct mhd *mhd;
	const struct web_options *options;
	struct MHD_Daemon *daemon;
	struct backend *backend;
	struct guard_names names;
	struct sessions sessions;
	struct jobs jobs;
	struct exchange *exchanges; /* one for each connection */
	size_t streams, files;      /* so many of them have one */
	const char *address;        /* as it is printed, without the token */
	const char *user;           /* who the commands run as */
	bool resumed;               /* a connection that waited goes on */
};

/* Prints where the next browser is to go. */
void server_print_address(const struct server *server);

/* A connection that was suspended goes on. */
void server_resume(struct server *server, struct MHD_Connection *connection);
