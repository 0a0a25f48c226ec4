/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/mhd.h"

/* It is part of the program. */
int mhd_load(const struct mhd **ret, struct dda_error **ret_error)
{
	static const struct mhd table = {
#define X(name) .name = name,
	        MHD_FUNCTIONS(X)
#undef X
	};

	*ret = &table;
	return 0;
}
