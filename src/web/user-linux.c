/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/user.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

const char user_platform[] = "linux";

void user_name(char *ret, size_t size)
{
	const struct passwd *entry = getpwuid(geteuid());

	if (entry)
		snprintf(ret, size, "%s", entry->pw_name);
	else
		snprintf(ret, size, "%u", (unsigned)geteuid());
}
