/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/mhd.h"

#include <dlfcn.h>
#include <errno.h>

static int load_functions(void *library, struct mhd *ret)
{
#define X(name)                                                                                    \
	*(void **)(&ret->name) = dlsym(library, #name);                                            \
	if (!ret->name)                                                                            \
		return -ENOENT;
	MHD_FUNCTIONS(X)
#undef X
	return 0;
}

int mhd_load(const struct mhd **ret, struct dda_error **ret_error)
{
	static struct mhd table;
	void *library = dlopen("libmicrohttpd.so.12", RTLD_NOW | RTLD_LOCAL);

	if (!library || load_functions(library, &table) < 0)
		return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, "libmicrohttpd",
		                 "is not installed", "install it (Debian: libmicrohttpd12)");
	*ret = &table;
	return 0;
}
