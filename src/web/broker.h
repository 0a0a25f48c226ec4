/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "web/backend.h"

/*
 * The process that has kept its rights (Linux). It takes command lines from the server at the other
 * end of `socket`, looks each up in the table of those that are allowed, and runs it. Goes on until
 * the server ends or a signal (SIGINT, SIGTERM, SIGHUP) ends us; what changes something goes on.
 * Returns the exit status.
 */
int broker_run(const struct backend_options *options, int socket, pid_t server);
