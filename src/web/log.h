/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Who did what, a line each on standard error: the time, the other end of the connection, the
 * number of the session (0: none), and what. No secret ever; a control character becomes "?".
 */
__attribute__((format(printf, 3, 4))) void log_line(const char *peer, unsigned session,
                                                    const char *format, ...);
