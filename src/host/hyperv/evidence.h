/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/hyperv/wmi.h"

/*
 * Asks a host all that `want` (enum dda_want) needs, and puts the answers together to a snapshot as
 * snapshot.h describes it. A question that is not answered is noted in it. *ret is to be released
 * by the caller. Returns 0, or with an error set a negative errno when not even the devices can be
 * listed; -ENOMEM.
 */
int evidence_read(struct wmi *wmi, unsigned want, json_t **ret, struct dda_error **ret_error);
