/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>

/*
 * Texts for people in other languages than English, out of po/LANGUAGE.po, which is built in: so
 * one catalogue serves both platforms, and a language does not depend on what locales a host has.
 * Nothing is read or made before a language other than English is chosen.
 */

/* The languages that there are, by their names in po/; ends with NULL. */
extern const char *const translate_languages[];

/*
 * Chooses the language of all texts from now on. For the start of a program, before it has threads.
 * Returns 0, -EINVAL for a language that is not there, -ENOMEM.
 */
int translate_to(const char *language);

/* The language that was chosen, "en" without a choice. */
const char *translate_language(void);

/* The text in that language; what the catalogue hasn't got is returned as it is, NULL too. */
__attribute__((format_arg(1))) const char *translate(const char *text);

/* Where a text is used, and where one stands that is translated elsewhere; xgettext looks for both.
 */
#define _(text) translate(text)
#define N_(text) text

/* What scripts/translations makes of po/: a text, its translation, the next one, each with a NUL.
 */
extern const char translation_zh_cn[];
extern const size_t translation_zh_cn_size;
