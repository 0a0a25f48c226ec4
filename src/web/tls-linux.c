/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/tls.h"

#include <errno.h>
#include <string.h>

#include "web/socket.h"

#define MAX_FILE 65536

void tls_deinit(struct tls *tls)
{
	if (tls->key)
		memset(tls->key, 0, strlen(tls->key));
	free(tls->certificate);
	free(tls->key);
}

static int read_file(const char *path, char **ret, struct dda_error **ret_error)
{
	_cleanup_file_ FILE *file = fopen(path, "re");
	_cleanup_free_ char *text = calloc(1, MAX_FILE + 1);
	size_t size;

	if (!file)
		return error_setf(ret_error, -errno, DDA_ERROR_REFUSED, path, NULL,
		                  "can't be read (%s)", error_number_text(errno));
	if (!text)
		return error_no_memory(ret_error);
	size = fread(text, 1, MAX_FILE + 1, file);
	if (size > MAX_FILE || !strstr(text, "-----BEGIN "))
		return error_set(ret_error, -EINVAL, DDA_ERROR_REFUSED, path, "is no PEM file",
		                 NULL);
	*ret = TAKE(text);
	return 0;
}

static int check(const struct web_options *options, struct dda_error **ret_error)
{
	const int loopback = options->listen ? socket_is_loopback(options->listen) : 1;

	if (loopback < 0)
		return error_set(ret_error, loopback, DDA_ERROR_USAGE, options->listen,
		                 "is no IP address", "--listen takes one of this host's addresses");
	if (!options->certificate != !options->key)
		return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE,
		                 options->key ? "--tls-key" : "--tls-cert",
		                 "--tls-cert and --tls-key go together", NULL);
	if (!loopback && !options->key)
		return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, options->listen,
		                 "can be reached from elsewhere, and there is no TLS",
		                 "name --tls-cert and --tls-key, or leave --listen out and use "
		                 "\"ssh -L\"");
	return 0;
}

int tls_read(const struct web_options *options, struct tls *ret, struct dda_error **ret_error)
{
	int r = check(options, ret_error);

	if (r < 0 || !options->certificate)
		return r;
	r = read_file(options->certificate, &ret->certificate, ret_error);
	if (r == 0)
		r = certificate_open(ret->certificate, options->certificate, &ret->names,
		                     ret_error);
	if (r == 0 && certificate_key_is_open(options->key) == 1)
		r = error_set(ret_error, -EPERM, DDA_ERROR_REFUSED, options->key,
		              "everybody may read it", "chmod 600");
	if (r == 0)
		r = read_file(options->key, &ret->key, ret_error);
	return r;
}
