/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/problem.h"

#include <errno.h>

#include "view/view.h"

json_t *problem_of_error(const struct dda_error *error)
{
	if (!error)
		return view_error(DDA_ERROR_FAILED, "dda", "out of memory", NULL);
	return view_error(dda_error_kind(error), dda_error_subject(error),
	                  dda_error_evidence(error), dda_error_remedy(error));
}

json_t *problem_of_end(int status, const char *said)
{
	switch (status) {
	case -EPERM:
		return view_error(DDA_ERROR_REFUSED, "the command",
		                  "can't be asked for from the page", NULL);
	case -EAGAIN:
		return view_error(DDA_ERROR_BUSY, "the server", "too much is asked for at once",
		                  "ask again later");
	case -ETIMEDOUT:
		return view_error(DDA_ERROR_FAILED, "the command", "took too long, and was ended",
		                  NULL);
	case -EFBIG:
		return view_error(DDA_ERROR_FAILED, "the answer", "is too long", NULL);
	case -EINTR:
		return view_error(DDA_ERROR_LEFT, "the command", "was killed, or crashed",
		                  "\"dda status\" tells how the host is now");
	}
	if (status < 0)
		return view_error(DDA_ERROR_FAILED, "the command", "could not be started", NULL);
	return view_error(status >= DDA_ERROR_REFUSED && status <= DDA_ERROR_BUSY
	                          ? (enum dda_error_kind)status
	                          : DDA_ERROR_FAILED,
	                  "the command", said && *said ? said : "gave no answer", NULL);
}

unsigned problem_http_status(int status, bool refused)
{
	switch (status) {
	case 0:
		return 200;
	case DDA_ERROR_REFUSED:
		return refused ? 409 : 200;
	case DDA_ERROR_USAGE:
		return 400;
	case DDA_ERROR_BUSY:
		return 409;
	case -EPERM:
		return 403;
	case -EAGAIN:
		return 429;
	}
	return 500;
}
