/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/cause.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"

#define MARK '\xff' /* stands for the subject: no byte of UTF-8 */

/* True when `text` begins with an address of the card `subject`, as a word of its own. */
static bool is_own_address(const char *text, const char *subject, size_t length)
{
	if (strncmp(text, subject, length) != 0)
		return false;
	text += length;
	if (text[0] == '.' && isdigit((unsigned char)text[1]))
		text += 2;
	return strchr(" ,;:)", *text);
}

int cause_mark(struct texts *texts, const char *evidence, const char *subject, uint32_t *ret)
{
	size_t length = strchr(subject, ':') ? strlen(subject) : 0;
	const char *from = evidence;

	for (const char *at = evidence; length && *at; at++) {
		bool begins = at == evidence || at[-1] == ' ' || at[-1] == '(';

		if (!begins || !is_own_address(at, subject, length))
			continue;
		if (texts_append(texts, from, (size_t)(at - from)) < 0 ||
		    texts_append(texts, &(char){MARK}, 1) < 0)
			return -ENOMEM;
		from = at + length;
		at = from - 1;
	}
	return texts_append(texts, from, strlen(from)) < 0 ? -ENOMEM : texts_end(texts, ret);
}

/* Reads a marked text as a cause. */
struct reader {
	const char *text, *word;
	char function[sizeof("function 0")];
};

/* What the function at the mark is called among its own card. */
static void begin_word(struct reader *reader)
{
	char number = '0';

	reader->text++;
	if (reader->text[0] == '.' && isdigit((unsigned char)reader->text[1])) {
		number = reader->text[1];
		reader->text += 2;
	}
	snprintf(reader->function, sizeof(reader->function),
	         number == '0' ? _("it") : _("function %c"), number);
	reader->word = reader->function;
}

/* The next character, NUL at the end. */
static char read_character(struct reader *reader)
{
	if (!reader->word && *reader->text == MARK)
		begin_word(reader);
	if (reader->word) {
		char character = *reader->word++;

		if (!*reader->word)
			reader->word = NULL;
		return character;
	}
	return *reader->text ? *reader->text++ : '\0';
}

uint32_t cause_hash(const char *text)
{
	struct reader reader = {.text = text};
	uint32_t hash = LOOKUP_HASH;
	char character;

	while ((character = read_character(&reader)))
		hash = lookup_hash_byte(hash, (unsigned char)character);
	return hash;
}

bool cause_equal(const char *text, const char *other)
{
	struct reader one = {.text = text}, another = {.text = other};
	char character;

	do {
		character = read_character(&one);
		if (character != read_character(&another))
			return false;
	} while (character);
	return true;
}

static size_t count_marks(const char *text)
{
	size_t marks = 0;

	for (; (text = strchr(text, MARK)); text++)
		marks++;
	return marks;
}

char *cause_spell(const char *text)
{
	size_t size = strlen(text) + count_marks(text) * sizeof("function 0") + 1;
	struct reader reader = {.text = text};
	char *cause = malloc(size), *to = cause;

	while (to && (*to = read_character(&reader)))
		to++;
	return cause;
}

char *cause_spell_evidence(const char *text, const char *subject)
{
	size_t length = strlen(subject);
	char *evidence = malloc(strlen(text) + count_marks(text) * length + 1), *to = evidence;

	for (; to && *text; text++) {
		if (*text == MARK)
			memcpy(to, subject, length);
		else
			*to = *text;
		to += *text == MARK ? length : 1;
	}
	if (to)
		*to = '\0';
	return evidence;
}
