/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/sayings.h"

#include <errno.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "view/cause.h"
#include "view/text.h"

const char *const saying_labels[] = {N_("blocker"), N_("undecided"), N_("warning"), N_("note"),
                                     NULL};

void sayings_deinit(struct sayings *sayings)
{
	texts_deinit(&sayings->texts);
	free(sayings->groups.items);
	free(sayings->causes.items);
	free(sayings->findings.items);
	lookup_deinit(&sayings->known_groups);
	lookup_deinit(&sayings->known_causes);
	lookup_deinit(&sayings->said);
	*sayings = (struct sayings){0};
}

char *sayings_spell(const struct sayings *sayings, const struct saying_cause *cause)
{
	const struct saying *first = &sayings->findings.items[cause->first - 1];
	const char *text = texts_get(&sayings->texts, first->text);

	return cause->count > 1
	               ? cause_spell(text)
	               : cause_spell_evidence(text, texts_get(&sayings->texts, first->subject));
}

static uint32_t hash_group(const void *whole, uint32_t index)
{
	const struct sayings *sayings = whole;

	return lookup_hash(LOOKUP_HASH, &sayings->groups.items[index],
	                   offsetof(struct saying_group, first));
}

static bool equal_groups(const void *whole, uint32_t one, uint32_t other)
{
	const struct saying_group *items = ((const struct sayings *)whole)->groups.items;

	return memcmp(&items[one], &items[other], offsetof(struct saying_group, first)) == 0;
}

static uint32_t hash_cause(const void *whole, uint32_t index)
{
	return ((const struct sayings *)whole)->causes.items[index].hash;
}

static bool equal_causes(const void *whole, uint32_t one, uint32_t other)
{
	const struct sayings *sayings = whole;
	const struct saying_cause *a = &sayings->causes.items[one];
	const struct saying_cause *b = &sayings->causes.items[other];

	if (a->hash != b->hash || a->group != b->group)
		return false;
	return a->text == b->text || cause_equal(texts_get(&sayings->texts, a->text),
	                                         texts_get(&sayings->texts, b->text));
}

static uint32_t hash_saying(const void *whole, uint32_t index)
{
	const struct sayings *sayings = whole;

	return lookup_hash(LOOKUP_HASH, &sayings->findings.items[index],
	                   offsetof(struct saying, text));
}

static bool equal_sayings(const void *whole, uint32_t one, uint32_t other)
{
	const struct saying *items = ((const struct sayings *)whole)->findings.items;

	return memcmp(&items[one], &items[other], offsetof(struct saying, text)) == 0;
}

static uint32_t label_of(const json_t *finding)
{
	const char *label = text_finding_label(finding);
	uint32_t index = 0;

	while (saying_labels[index] && !text_equal(label, saying_labels[index]))
		index++;
	return index;
}

static int find_group(struct sayings *sayings, const json_t *finding, uint32_t *ret)
{
	const struct lookup_items items = {hash_group, equal_groups, sayings};
	struct saying_group *group = ARRAY_ADD(&sayings->groups);
	uint32_t last = (uint32_t)sayings->groups.count - 1;

	if (!group)
		return -ENOMEM;
	group->label = label_of(finding);
	if (texts_add(&sayings->texts, document_string(finding, "code"), &group->code) < 0 ||
	    texts_add(&sayings->texts, document_string(finding, "remedy"), &group->remedy) < 0 ||
	    lookup_add(&sayings->known_groups, &items, last, ret) < 0)
		return -ENOMEM;
	if (*ret != last)
		sayings->groups.count--;
	return 0;
}

static int find_cause(struct sayings *sayings, uint32_t group, uint32_t text, uint32_t *ret)
{
	const struct lookup_items items = {hash_cause, equal_causes, sayings};
	struct saying_cause *cause = ARRAY_ADD(&sayings->causes);
	uint32_t last = (uint32_t)sayings->causes.count - 1;

	if (!cause)
		return -ENOMEM;
	cause->group = group;
	cause->text = text;
	cause->hash = cause_hash(texts_get(&sayings->texts, text)) ^ group;
	if (lookup_add(&sayings->known_causes, &items, last, ret) < 0)
		return -ENOMEM;
	if (*ret != last)
		sayings->causes.count--;
	return 0;
}

int sayings_add(struct sayings *sayings, const json_t *finding)
{
	const char *subject = document_string(finding, "subject");
	struct saying *saying = ARRAY_ADD(&sayings->findings);
	uint32_t group;

	if (!saying || texts_add(&sayings->texts, subject, &saying->subject) < 0 ||
	    cause_mark(&sayings->texts, document_string(finding, "evidence"), subject,
	               &saying->text) < 0 ||
	    find_group(sayings, finding, &group) < 0)
		return -ENOMEM;
	return find_cause(sayings, group, saying->text, &saying->cause);
}

/* Puts number `number` behind the last one of a chain, whose `next` is *behind. */
static void chain(uint32_t *first, uint32_t *last, uint32_t *behind, uint32_t number)
{
	*(*first ? behind : first) = number;
	*last = number;
}

static void say_group(struct sayings *sayings, uint32_t number)
{
	struct saying_group *items = sayings->groups.items;
	uint32_t *last = &sayings->groups.last;

	chain(&sayings->groups.first, last, *last ? &items[*last - 1].next : NULL, number);
}

static void say_cause(struct sayings *sayings, uint32_t number)
{
	struct saying_cause *items = sayings->causes.items;
	struct saying_group *group = &sayings->groups.items[items[number - 1].group];

	if (!group->first)
		say_group(sayings, items[number - 1].group + 1);
	chain(&group->first, &group->last, group->last ? &items[group->last - 1].next : NULL,
	      number);
}

static void say_finding(struct sayings *sayings, uint32_t number)
{
	struct saying *items = sayings->findings.items;
	struct saying_cause *cause = &sayings->causes.items[items[number - 1].cause];

	if (!cause->first)
		say_cause(sayings, items[number - 1].cause + 1);
	chain(&cause->first, &cause->last, cause->last ? &items[cause->last - 1].next : NULL,
	      number);
	cause->count++;
}

int sayings_say(struct sayings *sayings, size_t first, size_t count)
{
	const struct lookup_items items = {hash_saying, equal_sayings, sayings};

	for (size_t i = first; i < first + count; i++) {
		uint32_t said;

		if (lookup_add(&sayings->said, &items, (uint32_t)i, &said) < 0)
			return -ENOMEM;
		if (said == i)
			say_finding(sayings, (uint32_t)i + 1);
	}
	return 0;
}
