/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

struct dda_error {
	enum dda_error_kind kind;
	char *subject, *evidence, *remedy;
};

enum dda_error_kind dda_error_kind(const struct dda_error *error)
{
	return error->kind;
}

const char *dda_error_subject(const struct dda_error *error)
{
	return error->subject ? error->subject : "dda";
}

const char *dda_error_evidence(const struct dda_error *error)
{
	return error->evidence ? error->evidence : "out of memory";
}

const char *dda_error_remedy(const struct dda_error *error)
{
	return error->remedy;
}

struct dda_error *dda_error_free(struct dda_error *error)
{
	if (!error)
		return NULL;
	free(error->subject);
	free(error->evidence);
	free(error->remedy);
	free(error);
	return NULL;
}

int error_set(struct dda_error **ret_error, int code, enum dda_error_kind kind, const char *subject,
              const char *evidence, const char *remedy)
{
	struct dda_error *error;

	if (!ret_error)
		return code;
	error = calloc(1, sizeof(*error));
	if (error) {
		error->kind = kind;
		error->subject = strdup(subject);
		error->evidence = strdup(evidence);
		error->remedy = remedy ? strdup(remedy) : NULL;
	}
	dda_error_free(*ret_error);
	*ret_error = error;
	return code;
}

int error_setf(struct dda_error **ret_error, int code, enum dda_error_kind kind,
               const char *subject, const char *remedy, const char *format, ...)
{
	_cleanup_free_ char *evidence = NULL;
	va_list args;
	int length;

	va_start(args, format);
	length = vasprintf(&evidence, format, args);
	va_end(args);
	if (length < 0)
		evidence = NULL;
	return error_set(ret_error, code, kind, subject, evidence ? evidence : "out of memory",
	                 remedy);
}

const char *error_number_text(int number)
{
	switch (number) {
	case ENODATA:
		return "No data available";
	case EPROTO:
		return "Protocol error";
	case ENOTSUP:
		return "Operation not supported";
	case ETIMEDOUT:
		return "Connection timed out";
	case EHOSTUNREACH:
		return "No route to host";
	case ECONNRESET:
		return "Connection reset by peer";
	case ECANCELED:
		return "Operation canceled";
	default:
		return strerror(number);
	}
}

int error_no_memory(struct dda_error **ret_error)
{
	return error_set(ret_error, -ENOMEM, DDA_ERROR_FAILED, "dda", "out of memory", NULL);
}

void error_set_kind(struct dda_error *error, enum dda_error_kind kind)
{
	if (error)
		error->kind = kind;
}
