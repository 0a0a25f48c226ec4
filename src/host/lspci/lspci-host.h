/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

/*
 * Opens what lspci printed of some host, a text file, as a host that can only be looked at. Returns
 * 0, or a negative errno with an error set: it can't be read, is no such text, or too large.
 */
int lspci_host_open(const char *path, struct dda_host **ret, struct dda_error **ret_error);
