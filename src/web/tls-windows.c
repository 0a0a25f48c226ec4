/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/tls.h"

#include <errno.h>

#include "web/socket.h"

void tls_deinit(struct tls *tls)
{
}

/* There is none. */
bool certificate_is_for(const char *name, const void *certificate)
{
	return false;
}

/* The library is built without it: so nobody but this machine is let in. */
int tls_read(const struct web_options *options, struct tls *ret, struct dda_error **ret_error)
{
	const int loopback = options->listen ? socket_is_loopback(options->listen) : 1;

	if (loopback < 0)
		return error_set(ret_error, loopback, DDA_ERROR_USAGE, options->listen,
		                 "is no IP address", "leave --listen out");
	if (options->certificate || options->key)
		return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE,
		                 options->key ? "--tls-key" : "--tls-cert", "dda.exe has no TLS",
		                 "leave --tls-cert and --tls-key out");
	if (!loopback)
		return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, options->listen,
		                 "can be reached from elsewhere, and dda.exe has no TLS",
		                 "leave --listen out, and use \"ssh -L\" or a remote desktop");
	return 0;
}
