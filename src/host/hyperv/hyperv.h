/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/hyperv/act.h"

/* A Hyper-V host: the machine we run on, or another one. */
struct hyperv {
	struct dda_host host;
	struct hyperv_live live;
};

/* Opens `name`, NULL: this machine. Returns 0, or a negative errno with an error set. Nothing is
 * asked yet: a host that does not answer shows at the first observation. */
int hyperv_open(const char *name, struct dda_host **ret, struct dda_error **ret_error);
