/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/translate.h"

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
	return error->evidence ? error->evidence : _("out of memory");
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
		error->subject = strdup(translate(subject));
		error->evidence = strdup(translate(evidence));
		error->remedy = remedy ? strdup(translate(remedy)) : NULL;
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
	length = vasprintf(&evidence, translate(format), args);
	va_end(args);
	if (length < 0)
		evidence = NULL;
	return error_set(ret_error, code, kind, subject, evidence ? evidence : "out of memory",
	                 remedy);
}

const char *error_number_text(int number)
{
	static const struct {
		int number;
		const char *text;
	} texts[] = {
	        {EPERM, "Operation not permitted"},
	        {ENOENT, "No such file or directory"},
	        {EIO, "Input/output error"},
	        {ENXIO, "No such device or address"},
	        {EBADF, "Bad file descriptor"},
	        {EAGAIN, "Resource temporarily unavailable"},
	        {EACCES, "Permission denied"},
	        {EBUSY, "Device or resource busy"},
	        {EEXIST, "File exists"},
	        {ENODEV, "No such device"},
	        {ENOTDIR, "Not a directory"},
	        {EISDIR, "Is a directory"},
	        {EINVAL, "Invalid argument"},
	        {EMFILE, "Too many open files"},
	        {EFBIG, "File too large"},
	        {ENOSPC, "No space left on device"},
	        {EROFS, "Read-only file system"},
	        {EPIPE, "Broken pipe"},
	        {ERANGE, "Numerical result out of range"},
	        {ENODATA, "No data available"},
	        {EPROTO, "Protocol error"},
	        {ENOTSUP, "Operation not supported"},
	        {ECONNREFUSED, "Connection refused"},
	        {ETIMEDOUT, "Connection timed out"},
	        {EHOSTUNREACH, "No route to host"},
	        {ECONNRESET, "Connection reset by peer"},
	        {ECANCELED, "Operation canceled"},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].number == number)
			return _(texts[i].text);
	return strerror(number);
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
