/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/browser.h"

#include <errno.h>
#include <stdbool.h>
#include <windows.h>

#include <shellapi.h> /* after windows.h */

typedef HINSTANCE(WINAPI *execute)(HWND, LPCWSTR, LPCWSTR, LPCWSTR, LPCWSTR, INT);

/* Loaded when it is needed: it brings half of the system with it. */
static bool open_with(HMODULE library, const wchar_t *address)
{
	execute run = library ? (execute)(void *)GetProcAddress(library, "ShellExecuteW") : NULL;

	return run && (INT_PTR)run(NULL, L"open", address, NULL, NULL, SW_SHOWNORMAL) > 32;
}

/* Only administrators may read the command lines of others here. */
int browser_open(const char *address, char ret_file[static BROWSER_FILE_SIZE],
                 struct dda_error **ret_error)
{
	HMODULE library = LoadLibraryExW(L"shell32.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
	wchar_t wide[256];
	bool opened = MultiByteToWideChar(CP_UTF8, 0, address, -1, wide, 256) > 0 &&
	              open_with(library, wide);

	if (library)
		FreeLibrary(library);
	if (!opened)
		return error_set(ret_error, -EIO, DDA_ERROR_FAILED, "--open",
		                 "no browser could be opened", "open the address by hand");
	*ret_file = '\0';
	return 0;
}

void browser_forget(const char *file)
{
}
