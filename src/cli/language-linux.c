/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/language.h"

#include <stddef.h>

const char *language_of_user(void)
{
	const char *language = language_of_locale();

	return language ? language : "en";
}
