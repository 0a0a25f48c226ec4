/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/certificate.h"

#include <dlfcn.h>
#include <errno.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/stat.h>

/* The library that libmicrohttpd has loaded for its TLS. */
#define FUNCTIONS(X)                                                                               \
	X(gnutls_x509_crt_list_import)                                                             \
	X(gnutls_x509_crt_check_hostname)

struct certificate {
#define X(name) __typeof__(&name) name;
	FUNCTIONS(X)
#undef X
	gnutls_x509_crt_t first;
};

static int load_functions(struct certificate *ret)
{
	void *library = dlopen("libgnutls.so.30", RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return -ENOENT;
#define X(name)                                                                                    \
	*(void **)(&ret->name) = dlsym(library, #name);                                            \
	if (!ret->name)                                                                            \
		return -ENOENT;
	FUNCTIONS(X)
#undef X
	return 0;
}

static int read_first(struct certificate *certificate, const char *pem)
{
	const gnutls_datum_t text = {(unsigned char *)pem, (unsigned)strlen(pem)};
	unsigned count = 1;
	int r = certificate->gnutls_x509_crt_list_import(&certificate->first, &count, &text,
	                                                 GNUTLS_X509_FMT_PEM, 0);

	/* With those behind it that vouch for it there is no room, and no need. */
	return r >= 0 || r == GNUTLS_E_SHORT_MEMORY_BUFFER ? 0 : -EINVAL;
}

int certificate_open(const char *pem, const char *path, struct certificate **ret,
                     struct dda_error **ret_error)
{
	/* It lives as long as the process. */
	static struct certificate certificate;

	if (load_functions(&certificate) < 0)
		return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, "libgnutls",
		                 "is not installed", "install it (Debian: libgnutls30)");
	if (read_first(&certificate, pem) < 0)
		return error_set(ret_error, -EINVAL, DDA_ERROR_REFUSED, path,
		                 "is no certificate in PEM", NULL);
	*ret = &certificate;
	return 0;
}

bool certificate_is_for(const char *name, const void *data)
{
	const struct certificate *certificate = data;
	char bare[256];

	/* Brackets belong to addresses on the web, not to certificates. */
	snprintf(bare, sizeof(bare), "%s", name + (*name == '['));
	bare[strcspn(bare, "]")] = '\0';
	return certificate->gnutls_x509_crt_check_hostname(certificate->first, bare) != 0;
}

int certificate_key_is_open(const char *path)
{
	struct stat about;

	if (stat(path, &about) < 0)
		return -errno;
	return (about.st_mode & (S_IROTH | S_IWOTH)) != 0;
}
