/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/linux/blocks.h"
#include "host/linux/root.h"

/*
 * Says of each block device what names it for the host's next start: /etc/fstab, /etc/crypttab, and
 * from where the host wakes up (resume). What can't be read says nothing: it would only be a
 * warning. Returns 0 or -ENOMEM.
 */
int read_wanted(const struct root *root, struct blocks *blocks);
