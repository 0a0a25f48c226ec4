/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/story.h"

#include <stdarg.h>

#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"

static const struct {
	enum topic topic;
	const char *title;
	void (*say)(struct story_step *step);
} steps[] = {
        {TOPIC_HOST, "the host", story_host},
        {TOPIC_DEVICE, "what it is", story_device},
        {TOPIC_PLACE, "where it sits", story_place},
        {TOPIC_OWNER, "who has it now", story_owner},
        {TOPIC_USE, "what hangs on it", story_use},
        {TOPIC_GROUP, "IOMMU group", story_group},
        {TOPIC_ISOLATION, N_("isolation"), story_isolation},
        {TOPIC_RESET, N_("reset"), story_reset},
        {TOPIC_INTERRUPTS, N_("interrupts"), story_interrupts},
        {TOPIC_MEMORY, N_("memory"), story_memory},
        {TOPIC_NUMA, "NUMA", story_numa},
        {TOPIC_REST, "what else was found", NULL},
};

static json_t *source_of(const struct dda_function *function, struct fact fact)
{
	json_t *object, *source;

	if (!fact.source)
		return json_null();
	if (!function)
		return document_text(fact.source);
	object = document_function_fact(function, fact, json_null());
	source = json_incref(json_object_get(object, "source"));
	json_decref(object);
	return source;
}

static void add_line(struct story_step *step, const struct dda_function *function, struct fact fact,
                     const char *text)
{
	document_append(&step->facts, json_pack("{so so}", "text", document_text(text), "source",
	                                        source_of(function, fact)));
}

void story_say(struct story_step *step, const struct dda_function *function, struct fact fact,
               const char *format, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list args;
	int r;

	va_start(args, format);
	r = vasprintf(&text, translate(format), args);
	va_end(args);
	if (r < 0)
		text = NULL;
	if (text)
		add_line(step, function, fact, text);
	else
		document_append(&step->facts, NULL);
}

bool story_knows(struct story_step *step, const struct dda_function *function, struct fact fact,
                 const char *what)
{
	if (fact.state == FACT_UNKNOWN) {
		story_say(step, function, fact, "%s: not known (%s)", translate(what),
		          error_number_text(fact.error));
		step->unread = true;
	}
	return fact_is_known(fact);
}

static bool is_about(const struct finding *finding, unsigned card)
{
	return finding->card == (int)card || (finding->card < 0 && finding->vm < 0);
}

static int badness(const struct finding *finding)
{
	if (finding->severity == FINDING_BLOCKER && !finding->unknown)
		return 3;
	if (finding->unknown)
		return 2;
	return finding->severity == FINDING_WARNING ? 1 : 0;
}

/* The findings of a topic; *worst becomes the worst of them. */
static json_t *findings_of(const struct findings *findings, unsigned card, enum topic topic,
                           int *worst)
{
	json_t *array = json_array();

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];

		if (!is_about(finding, card) || topic_of_finding(finding->code) != topic)
			continue;
		document_append(&array, document_finding(finding));
		if (badness(finding) > *worst)
			*worst = badness(finding);
	}
	return array;
}

static bool decides(const char *code)
{
	for (const struct rule *rule = rules; rule->code; rule++)
		if (rule->decides && rule->subject == RULE_CARD && text_equal(rule->code, code))
			return true;
	return false;
}

/* True when a rule has made all later ones about the card pointless: they were not asked. */
static bool is_decided(const struct findings *findings, unsigned card)
{
	const struct finding *finding = findings_of_card(findings, (int)card);

	for (; finding; finding = findings_next(findings, finding))
		if (decides(finding->code))
			return true;
	return false;
}

static json_t *step_of(const struct dda_inventory *inventory, unsigned card,
                       const struct findings *findings, size_t index)
{
	static const char *const marks[] = {N_("ok"), N_("warning"), N_("cannot tell"),
	                                    N_("blocker")};
	bool judged = steps[index].topic < TOPIC_OWNER || !is_decided(findings, card);
	struct story_step step = {
	        .inventory = inventory,
	        .card = &inventory->cards.items[card],
	        .facts = json_array(),
	};
	int worst = 0;
	json_t *found = findings_of(findings, card, steps[index].topic, &worst);

	if (steps[index].say)
		steps[index].say(&step);
	if (step.unread && worst < 2)
		worst = 2;
	judged &= !step.unjudged;
	return json_pack("{ss ss so so}", "title", _(steps[index].title), "mark",
	                 worst == 0 && !judged ? N_("not judged") : marks[worst], "facts",
	                 step.facts, "findings", found);
}

static bool is_empty(const json_t *step)
{
	return json_array_size(json_object_get(step, "facts")) == 0 &&
	       json_array_size(json_object_get(step, "findings")) == 0;
}

static json_t *steps_of(const struct dda_inventory *inventory, unsigned card,
                        const struct findings *findings)
{
	json_t *array = json_array();

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		json_t *step = step_of(inventory, card, findings, i);

		if (step && is_empty(step))
			json_decref(step);
		else
			document_append(&array, step);
	}
	return array;
}

static bool has_text(const json_t *array, const char *text)
{
	const json_t *item;
	size_t i;

	json_array_foreach(array, i, item)
	{
		if (text_equal(json_string_value(item), text))
			return true;
	}
	return false;
}

/* What is to be done about those findings that decide the verdict, the same once. */
static json_t *remedies_of(const struct findings *findings, unsigned card, int worst)
{
	json_t *array = json_array();

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];

		if (is_about(finding, card) && badness(finding) == worst && finding->remedy &&
		    !has_text(array, finding->remedy))
			document_append(&array, document_text(finding->remedy));
	}
	return array;
}

/* Which codes decide the verdict: "group-shared reserved-memory", in `arena`. */
static const char *codes_of(const struct findings *findings, unsigned card, int worst,
                            struct arena *arena)
{
	const char *text = "";

	for (size_t i = 0; text && i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];

		if (is_about(finding, card) && badness(finding) == worst &&
		    finding->severity == FINDING_BLOCKER && !text_has_word(text, finding->code))
			text = arena_format(arena, "%s %s", text, finding->code);
	}
	return text;
}

static json_t *next_of(const struct dda_inventory *inventory, unsigned card,
                       const struct findings *findings)
{
	struct address_text name = card_name(inventory, &inventory->cards.items[card]);
	const char *where = inventory->live ? "" : _("on the host itself: ");
	enum verdict verdict = verdict_of_card(findings, card);
	_cleanup_(arena_free) struct arena arena = {0};
	const char *codes;
	json_t *array;
	int worst;

	if (verdict == VERDICT_NOT_ASSIGNABLE || verdict == VERDICT_CANNOT_TELL) {
		worst = verdict == VERDICT_NOT_ASSIGNABLE ? 3 : 2;
		array = remedies_of(findings, card, worst);
		codes = codes_of(findings, card, worst, &arena);
		document_append(&array,
		                codes ? json_sprintf(_("what that means: dda help%s"), codes)
		                      : NULL);
		document_append(&array,
		                json_sprintf(_("then ask again: dda survey %s"), name.text));
		return array;
	}
	array = json_array();
	document_append(
	        &array,
	        json_sprintf(_("%sdda assign %s --vm VM --dry-run shows the steps and changes "
	                       "nothing; dda assign %s --vm VM does them"),
	                     where, name.text, name.text));
	return array;
}

json_t *story_of_card(const struct dda_inventory *inventory, unsigned card,
                      const struct findings *findings)
{
	json_t *story = json_object();

	document_put(&story, "card", document_card(inventory, card));
	document_put(&story, "name",
	             document_name(card_main(inventory, &inventory->cards.items[card])));
	document_put(&story, "steps", steps_of(inventory, card, findings));
	document_put(&story, "next", next_of(inventory, card, findings));
	return story;
}
