/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/language.h"

#include <stdbool.h>
#include <windows.h>

static bool is_simplified(LANGID language)
{
	WORD script = SUBLANGID(language);

	return PRIMARYLANGID(language) == LANG_CHINESE &&
	       (script == SUBLANG_CHINESE_SIMPLIFIED || script == SUBLANG_CHINESE_SINGAPORE);
}

const char *language_of_user(void)
{
	const char *language = language_of_locale();

	if (language)
		return language;
	return is_simplified(GetUserDefaultUILanguage()) ? "zh_CN" : "en";
}
