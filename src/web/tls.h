/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "web/certificate.h"
#include "web/web.h"

#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

/* What --tls-cert and --tls-key name; both NULL: no TLS. */
struct tls {
	char *certificate, *key;
	struct certificate *names; /* what the certificate is for */
};

/*
 * Reads them. Away from this machine itself they are demanded; a key that everybody may read is
 * refused. Returns 0, or a negative errno with an error set; tls_deinit() in both cases.
 */
int tls_read(const struct web_options *options, struct tls *ret, struct dda_error **ret_error);

void tls_deinit(struct tls *tls);
