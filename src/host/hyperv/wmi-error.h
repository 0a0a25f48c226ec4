/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

#include "base/error.h"

/* What COM and WMI answer when something fails (HRESULT), as far as we tell them apart. */
#define WMI_OUT_OF_MEMORY UINT32_C(0x80041006)
#define WMI_NOT_FOUND UINT32_C(0x80041002)
#define WMI_ACCESS_DENIED UINT32_C(0x80041003)
#define WMI_INVALID_NAMESPACE UINT32_C(0x8004100E)
#define WMI_INVALID_CLASS UINT32_C(0x80041010)
#define WMI_TIMED_OUT UINT32_C(0x80041069)
#define WMI_INVALID_QUERY UINT32_C(0x80041017)

/* The errno that comes nearest to an HRESULT, positive; EIO for all others. */
int wmi_error_number(uint32_t result);

/* What an HRESULT means, in words, and what to do about it, or NULL; constants. */
const char *wmi_error_text(uint32_t result);
const char *wmi_error_remedy(uint32_t result);

/*
 * Sets an error for a call that failed: `subject` is the device, VM or host, `doing` what was being
 * done ("root\cimv2 can't be opened"), `detail` what WMI itself said, or NULL. Returns
 * -wmi_error_number(result).
 */
int wmi_error_set(struct dda_error **ret_error, uint32_t result, const char *subject,
                  const char *doing, const char *detail);
