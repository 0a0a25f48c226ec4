/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/log.h"

#include <stdarg.h>

#include "base/cleanup.h"
#include "web/now.h"

void log_line(const char *peer, unsigned session, const char *format, ...)
{
	_cleanup_free_ char *what = NULL;
	char now[NOW_SIZE];
	va_list args;

	va_start(args, format);
	if (vasprintf(&what, format, args) < 0)
		what = NULL;
	va_end(args);
	for (char *c = what; c && *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	now_text(now);
	fprintf(stderr, "dda: web: %s %s session %u: %s\n", now, peer, session, what ? what : "?");
}
