/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/error.h"

#define BROWSER_FILE_SIZE 256

/*
 * Opens the address in this user's browser. On Linux everybody may read the words of a command
 * line, and the token is in the address: so what is opened is a file, private to the user, that
 * leads there; its name is in `ret_file`, for browser_forget(). Returns 0, or a negative errno with
 * an error set; -EPERM: not as root.
 */
int browser_open(const char *address, char ret_file[static BROWSER_FILE_SIZE],
                 struct dda_error **ret_error);

/* Takes the file away; an empty name is allowed. */
void browser_forget(const char *file);
