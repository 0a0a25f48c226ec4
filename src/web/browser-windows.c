/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/browser.h"

#include <errno.h>
#include <windows.h>

#include <shellapi.h>

/* Others can't see the command line there. What an administrator starts runs as administrator, the
 * browser too; most refuse that by themselves, or hand it on to the one that is open. */
int browser_open(const char *address, char ret_file[static BROWSER_FILE_SIZE],
                 struct dda_error **ret_error)
{
	if ((INT_PTR)ShellExecuteA(NULL, "open", address, NULL, NULL, SW_SHOWNORMAL) <= 32)
		return error_set(ret_error, -EIO, DDA_ERROR_FAILED, "--open",
		                 "no browser could be opened", "open the address by hand");
	*ret_file = '\0';
	return 0;
}

void browser_forget(const char *file)
{
}
