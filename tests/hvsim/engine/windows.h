/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The headers of WMI, in C; with NOGDI, because GetObject is a macro there. */
#define COBJMACROS
#include <windows.h>
#include <wbemidl.h>

/* The slot of a method that nobody calls: on x86-64 the caller cleans up, whatever the arguments.
 */
HRESULT wmi_not_supported(void);
#define NOT_SUPPORTED ((void *)wmi_not_supported)
