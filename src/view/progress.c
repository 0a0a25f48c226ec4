/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

/* One line, at once: somebody waits for it. */
static void write_line(const json_t *line, FILE *out)
{
	if (!line || json_dumpf(line, out, JSON_COMPACT | JSON_REAL_PRECISION(6)) < 0)
		return;
	fputc('\n', out);
	fflush(out);
}

void view_write_step(size_t step, const char *result, double seconds, FILE *out)
{
	_cleanup_document_ json_t *line = json_object();

	document_put(&line, "step", json_integer((json_int_t)step));
	document_put(&line, "result", document_text(result));
	document_put(&line, "seconds", json_real(seconds));
	write_line(line, out);
}

void view_write_waiting(unsigned seconds, FILE *out)
{
	_cleanup_document_ json_t *line = json_object();

	document_put(&line, "waiting", json_integer(seconds));
	write_line(line, out);
}
