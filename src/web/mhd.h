/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <microhttpd.h>

#include "base/error.h"

/*
 * libmicrohttpd, loaded when "dda web" needs it: with the TLS library behind it, its start-up costs
 * more than a whole `dda list`. Each function is a pointer in one table.
 */
#define MHD_FUNCTIONS(X)                                                                           \
	X(MHD_start_daemon)                                                                        \
	X(MHD_stop_daemon)                                                                         \
	X(MHD_get_fdset2)                                                                          \
	X(MHD_get_timeout)                                                                         \
	X(MHD_run_from_select)                                                                     \
	X(MHD_run)                                                                                 \
	X(MHD_queue_response)                                                                      \
	X(MHD_create_response_from_buffer)                                                         \
	X(MHD_create_response_from_fd64)                                                           \
	X(MHD_create_response_from_callback)                                                       \
	X(MHD_add_response_header)                                                                 \
	X(MHD_destroy_response)                                                                    \
	X(MHD_suspend_connection)                                                                  \
	X(MHD_resume_connection)                                                                   \
	X(MHD_get_connection_values)                                                               \
	X(MHD_get_connection_info)

struct mhd {
#define X(name) __typeof__(&name) name;
	MHD_FUNCTIONS(X)
#undef X
};

/* The table; it lives as long as the process. Returns 0; -ENOENT when libmicrohttpd is not
 * installed, with an error set. */
int mhd_load(const struct mhd **ret, struct dda_error **ret_error);
