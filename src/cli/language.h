/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The language of whoever is at the terminal, "en" or another one that there is: what the locale's
 * variables say; where none is set, on Windows that of the desktop.
 */
const char *language_of_user(void);

/* What the locale's variables say; NULL when none is set. A locale that is not UTF-8 is English. */
const char *language_of_locale(void);

/*
 * Begins with the language that the words of the command line ask for, or with the user's. What is
 * written for programs (--json) reads the same whoever's locale they run in.
 */
void language_begin(char **argv);
