/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/random.h"

#include <errno.h>
#include <windows.h>

#include <ntsecapi.h> /* after windows.h */

int random_bytes(void *bytes, size_t size)
{
	return RtlGenRandom(bytes, (ULONG)size) ? 0 : -EIO;
}
