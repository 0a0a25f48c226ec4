/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/language.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"

static const char *set_variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* The language of a name like "zh_CN.UTF-8" of that length, NULL for one that there is not. */
static const char *language_named(const char *name, size_t length)
{
	static const struct {
		const char *name, *language;
	} names[] = {{"zh_CN", "zh_CN"}, {"zh_SG", "zh_CN"}, {"zh", "zh_CN"}, {"en", "en"}};
	size_t word = strcspn(name, ".@:");

	length = word < length ? word : length;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i].name) == length && memcmp(names[i].name, name, length) == 0)
			return names[i].language;
	return strncmp(name, "en_", 3) == 0 ? "en" : NULL;
}

/* "zh_CN.UTF-8", "zh_CN.utf8": what we write is UTF-8. */
static bool is_utf8(const char *locale)
{
	const char *set = strchr(locale, '.');
	char plain[8] = "";
	size_t length = 0;

	for (set = set ? set + 1 : ""; *set && *set != '@' && length < sizeof(plain) - 1; set++)
		if (*set != '-')
			plain[length++] = (char)tolower((unsigned char)*set);
	return text_equal(plain, "utf8");
}

/* LANGUAGE has several; the first that there is counts. */
static const char *language_listed(const char *list)
{
	while (*list) {
		size_t length = strcspn(list, ":");
		const char *language = language_named(list, length);

		if (language)
			return language;
		list += length + (list[length] == ':');
	}
	return "en";
}

const char *language_of_locale(void)
{
	const char *locale = set_variable("LC_ALL"), *list = set_variable("LANGUAGE"), *language;

	locale = locale ? locale : set_variable("LC_MESSAGES");
	locale = locale ? locale : set_variable("LANG");
	if (!locale)
		return NULL;
	/* In the locales of programs, C and C.UTF-8, LANGUAGE does not count. */
	if (!is_utf8(locale) || locale[0] == 'C')
		return "en";
	language = list ? language_listed(list) : language_named(locale, strlen(locale));
	return language ? language : "en";
}

/* The value of --language among the words, NULL without one. */
static const char *language_asked(char **words)
{
	const char *asked = NULL;

	for (; *words && !text_equal(*words, "--"); words++) {
		if (text_equal(*words, "--language"))
			asked = words[1];
		else if (text_after(*words, "--language="))
			asked = text_after(*words, "--language=");
	}
	return asked;
}

static bool is_for_programs(char **words)
{
	for (; *words && !text_equal(*words, "--"); words++)
		if (text_equal(*words, "--json"))
			return true;
	return false;
}

void language_begin(char **argv)
{
	const char *asked = language_asked(argv);

	if (asked)
		translate_to(asked);
	else if (!is_for_programs(argv))
		translate_to(language_of_user());
}
