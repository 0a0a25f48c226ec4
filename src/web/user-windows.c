/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/user.h"

#include <stdio.h>
#include <windows.h>

const char user_platform[] = "windows";

void user_name(char *ret, size_t size)
{
	wchar_t name[257];
	DWORD length = 257;

	if (!GetUserNameW(name, &length) ||
	    !WideCharToMultiByte(CP_UTF8, 0, name, -1, ret, (int)size, NULL, NULL))
		snprintf(ret, size, "?");
}
