/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/translate.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/lookup.h"
#include "base/text.h"

const char *const translate_languages[] = {"en", "zh_CN", NULL};

/* The catalogue that was chosen, and a hash table of where its texts begin. */
static struct {
	const char *language; /* NULL: English */
	const char *texts;
	uint32_t *slots; /* 1 + offset, 0: free */
	size_t room;
} chosen;

/* The slot of a text, or the free one where it belongs. */
static uint32_t *slot_of(const char *text)
{
	size_t at = lookup_hash(LOOKUP_HASH, text, strlen(text)) & (chosen.room - 1);

	while (chosen.slots[at] && strcmp(chosen.texts + chosen.slots[at] - 1, text) != 0)
		at = (at + 1) & (chosen.room - 1);
	return &chosen.slots[at];
}

static size_t count_texts(const char *texts, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < size; i++)
		count += texts[i] == '\0';
	return count / 2;
}

static int choose(const char *language, const char *texts, size_t size)
{
	size_t room = 64;

	while (room < 2 * count_texts(texts, size))
		room *= 2;
	chosen.slots = calloc(room, sizeof(*chosen.slots));
	if (!chosen.slots)
		return -ENOMEM;
	chosen.room = room;
	chosen.texts = texts;
	chosen.language = language;
	for (size_t at = 0; at < size;) {
		*slot_of(texts + at) = (uint32_t)at + 1;
		at += strlen(texts + at) + 1;
		at += strlen(texts + at) + 1;
	}
	return 0;
}

int translate_to(const char *language)
{
	if (!text_equal(language, "en") && !text_equal(language, "zh_CN"))
		return -EINVAL;
	free(chosen.slots);
	chosen.slots = NULL;
	chosen.language = NULL;
	return text_equal(language, "en")
	               ? 0
	               : choose("zh_CN", translation_zh_cn, translation_zh_cn_size);
}

const char *translate_language(void)
{
	return chosen.language ? chosen.language : "en";
}

const char *translate(const char *text)
{
	uint32_t slot = text && chosen.slots ? *slot_of(text) : 0;

	return slot ? chosen.texts + slot - 1 + strlen(text) + 1 : text;
}
