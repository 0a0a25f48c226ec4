/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "manual/operand.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "plan/mmio-models.h"
#include "plan/mmio.h"
#include "rules/force.h"

static const struct option_row *option_of(const char *word, size_t length)
{
	for (const struct option_row *row = option_rows; row->name; row++)
		if (length == strlen(row->name) + 2 && memcmp(word + 2, row->name, length - 2) == 0)
			return row;
	return NULL;
}

static const char *skip(const char *at, const char *what)
{
	return at + strspn(at, what);
}

void operands_of(const struct command *command, void (*tell)(const char *word, void *data),
                 void *data)
{
	static const char between[] = " []|.";

	for (const char *at = skip(command->arguments, between); *at;) {
		size_t length = strcspn(at, between);
		char word[40];

		if (text_after(at, "--")) {
			const struct option_row *row = option_of(at, length);

			at = skip(at + length, between);
			if (row && row->argument)
				at = skip(at + strcspn(at, between), between);
			continue;
		}
		snprintf(word, sizeof(word), "%.*s", (int)length, at);
		tell(word, data);
		at = skip(at + length, between);
	}
}

/* "on|off", "native"; a word in capitals stands for something. */
static void spelled_values(const char *argument, void (*tell)(const char *value, void *data),
                           void *data)
{
	char word[40];

	for (; argument && *argument; argument = skip(argument + strlen(word), "|")) {
		snprintf(word, sizeof(word), "%.*s", (int)strcspn(argument, "|"), argument);
		if (word[0] < 'A' || word[0] > 'Z')
			tell(word, data);
	}
}

void option_values(const struct option_row *row, void (*tell)(const char *value, void *data),
                   void *data)
{
	static const enum mmio_firmware targets[] = {MMIO_HYPERV, MMIO_OVMF, MMIO_SEABIOS};

	spelled_values(row->argument, tell, data);
	for (size_t i = 0; row->id == OPTION_FORCE && force_codes[i]; i++)
		tell(force_codes[i], data);
	for (size_t i = 0; row->id == OPTION_TARGET && i < sizeof(targets) / sizeof(*targets); i++)
		tell(mmio_firmware_name(targets[i]), data);
	for (size_t i = 0; row->id == OPTION_LANGUAGE && translate_languages[i]; i++)
		tell(translate_languages[i], data);
	for (size_t i = 0; row->id == OPTION_MODEL && mmio_models[i].name; i++)
		tell(mmio_models[i].name, data);
}
