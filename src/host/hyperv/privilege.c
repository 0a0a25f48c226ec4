/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/privilege.h"

#include <windows.h>

bool is_elevated(void)
{
	TOKEN_ELEVATION elevation = {0};
	HANDLE token;
	DWORD size;
	bool elevated;

	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return false;
	elevated = GetTokenInformation(token, TokenElevation, &elevation, sizeof(elevation),
	                               &size) &&
	           elevation.TokenIsElevated;
	CloseHandle(token);
	return elevated;
}
