/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exec/transaction.h"
#include "model/inventory.h"

/* What to look at before something that was done a while ago is taken back: details and description
 * tell which device it is. */
#define WAY_WANT (DDA_WANT_DETAILS | DDA_WANT_DESCRIPTION | DDA_WANT_VMS)

/*
 * Is nobody in the way of taking `plan` back? `transaction`: as its journal tells it, NULL when
 * this process has just done all of it. Returns 0; with an error set: -EAGAIN when the VMs can't
 * be asked, -ENOTRECOVERABLE when one is not off.
 */
int way_check(const struct dda_inventory *now, const struct dda_plan *plan,
              const struct transaction *transaction, struct dda_error **ret_error);
