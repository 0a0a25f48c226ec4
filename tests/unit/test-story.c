/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "fixture.h"
#include "model/card.h"
#include "view/story.h"
#include "view/view.h"

/* What people read of a survey: all cards, and the story of one. */

static char *text_of(const json_t *document, unsigned width)
{
	const struct view_style style = {.width = width};
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(view_write_text(document, &style, out), 0);
	fclose(out);
	return text;
}

/* The survey of the host, of one device or (NULL) of all. */
static char *survey(const char *host, const char *device)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(host);
	_cleanup_document_ json_t *document = NULL;

	assert_int_equal(view_story(inventory, &device, device != NULL, &document, NULL), 0);
	return text_of(document, 0);
}

static void assert_says(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("no \"%s\" in:\n%s", what, text);
}

static size_t count_of(const char *text, const char *what)
{
	size_t count = 0;

	for (const char *at = text; (at = strstr(at, what)); at++)
		count++;
	return count;
}

static const struct {
	const char *name, *host;
	const char *says[6];
} stories[] = {
        {"all is well",
         "card 0000:01:00 1 host",
         {"+ ok: the host\n", "+ ok: who has it now\n", "+ ok: IOMMU group\n",
          "    nothing else is in it\n", "\n+ assignable: 0000:01:00\n",
          "dda assign 0000:01:00 --vm VM --dry-run"}},
        {"a shared group says with whom",
         "card 0000:01:00 1 host\nfunction 0000:02:00.0 0200 1 e1000",
         {"x blocker: IOMMU group\n", "    shared with 0000:02:00.0",
          "    x blocker: shares IOMMU group 1", "\nx not assignable: 0000:01:00\n",
          "  -> what that means: dda help group-shared\n"
          "  -> then ask again: dda survey 0000:01:00\n"}},
        {"a driver that can't be read",
         "card 0000:01:00 1 host\nunknown 0000:01:00.0 driver",
         {"? cannot tell: who has it now\n", "    0000:01:00.0: not known (Permission denied)",
          "    ? undecided: which driver has 0000:01:00.0", "\n? cannot tell: 0000:01:00\n"}},
        {"no IOMMU",
         "card 0000:01:00 - host\ngroups absent\nfirmware absent",
         {"x blocker: the host\n", "    there are no IOMMU groups", "- not judged: IOMMU group\n",
          "- not judged: isolation\n", "x not assignable"}},
        {"a running VM has it",
         "card 0000:01:00 1 vfio\nvm a running\ngive 0000:01:00.0 a 1\n"
         "give 0000:01:00.1 a 1\ngive 0000:01:00.2 a 1",
         {"x blocker: who has it now\n", "    0000:01:00.0: VM a, which is running\n",
          "dda release"}},
        {"it is not there",
         "vm a off\ngive 0000:09:00.0 a 1",
         {"x blocker: what it is\n",
          "    0000:09:00.0: VM a has it in its configuration, but it is not there\n"}},
        {"a bridge: nothing else is judged",
         "function 0000:01:00.0 0604 1 pcieport",
         {"x blocker: what it is\n", "+ ok: where it sits\n", "- not judged: IOMMU group\n"}},
        {"what hangs on it",
         "hyperv\nfunction 0000:01:00.0 0108 - stornvme\nfact 0000:01:00.0 holders 1\n"
         "holder 0000:01:00.0 disk vital",
         {"x blocker: what hangs on it\n", "(the host can't do without)"}},
        {"Hyper-V has no groups, and says more of isolation",
         "hyperv\nfunction 0000:01:00.0 0302 - nvlddmkm\nfact 0000:01:00.0 isolated absent",
         {"x blocker: isolation\n",
          "    its requests may be sent on to other devices on the way up", "  -> turn on ACS"}},
        {"BARs become what a VM needs",
         "function 0000:01:00.0 0302 1 nvidia\nfact 0000:01:00.0 bars 1\n"
         "bar 0000:01:00.0 0 16 32\nbar 0000:01:00.0 1 16384",
         {"    0000:01:00.0: BAR 0, 16 MiB, 32-bit", "    0000:01:00.0: BAR 1, 16 GiB, 64-bit",
          "    a VM needs 16 MiB below 4 GiB and 16 GiB above", "dda mmio --vm VM 0000:01:00"}},
        {"a place on the host that is not this one",
         "copy\ncard 0000:01:00 1 host",
         {"  -> on the host itself: dda assign"}},
};

static void test_stories(void **state)
{
	for (size_t i = 0; i < COUNT(stories); i++) {
		const char *device = strstr(stories[i].host, "0000:09") ? "09:00" : "01:00";
		_cleanup_free_ char *text = survey(stories[i].host, device);

		print_message("%s\n", stories[i].name);
		for (size_t j = 0; j < COUNT(stories[i].says) && stories[i].says[j]; j++)
			assert_says(text, stories[i].says[j]);
	}
}

/* Whatever a rule reports stands in exactly one step, also one that nobody has heard of. */
static void test_unheard_of(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given("card 0000:01:00 1 host");
	_cleanup_(cleanup_findings) struct findings findings = {0};
	_cleanup_document_ json_t *document = json_object();
	unsigned card = function_at(inventory, "0000:01:00.0")->card;
	_cleanup_free_ char *text = NULL;

	findings_add(&findings, (struct finding){.code = "never-heard-of",
	                                         .severity = FINDING_WARNING,
	                                         .subject = "0000:01:00",
	                                         .evidence = "it hums",
	                                         .remedy = "listen",
	                                         .card = (int)card,
	                                         .vm = -1});
	findings_add(&findings, (struct finding){.code = "nor-that",
	                                         .severity = FINDING_BLOCKER,
	                                         .unknown = true,
	                                         .subject = "host",
	                                         .evidence = "whether it hums is not known",
	                                         .card = -1,
	                                         .vm = -1});
	json_object_set_new(document, "schema", json_string("dda.survey/1"));
	json_object_set_new(document, "devices", json_pack("[{ss}]", "verdict", "cannot-tell"));
	json_object_set_new(document, "story", story_of_card(inventory, card, &findings));
	text = text_of(document, 0);
	assert_says(text, "? cannot tell: what else was found\n"
	                  "    ! warning: it hums\n"
	                  "      -> listen\n"
	                  "    ? undecided: whether it hums is not known\n");
	assert_int_equal(count_of(text, "it hums\n"), 1);
}

/* Another card's findings, and those about a VM, are no part of it. */
static void test_only_its_own(void **state)
{
	_cleanup_free_ char *text = survey("card 0000:01:00 1 host\ncard 0000:02:00 2 host\n"
	                                   "absent 0000:02:00.0 reset\nunknown 0000:02:00.0 driver",
	                                   "01:00");

	assert_null(strstr(text, "0000:02:00"));
	assert_says(text, "\n+ assignable: 0000:01:00\n");
}

/* GPUs come first, parts of the mainboard are only counted, a cause is said once. */
static void test_survey(void **state)
{
	_cleanup_free_ char *text =
	        survey("function 0000:00:1f.0 0c05 9 -\nfunction 0000:05:00.0 0200 8 e1000\n"
	               "card 0000:01:00 1 host\ncard 0000:02:00 2 host\n"
	               "absent 0000:01:00.0 reset\nabsent 0000:02:00.0 reset",
	               NULL);
	const char *gpu = strstr(text, "\n0000:01:00 "), *other = strstr(text, "\n0000:05:00 ");

	if (!gpu || !other || gpu > other)
		fail_msg("%s", text);
	assert_null(strstr(text, "0000:00:1f"));
	assert_says(text, "\nnote: 0000:01:00, 0000:02:00: it can't be reset alone, only the whole "
	                  "card through its port\n  -> nothing to do");
	assert_int_equal(count_of(text, "nothing to do: all functions of a card"), 1);
	assert_says(text, "\n3 cards: 3 assignable; not shown: 1 part of the mainboard (dda list)\n"
	                  "next: dda survey 0000:01:00 (one card, step by step)\n");
}

/* Findings in the order of how bad they are; those of the host by themselves, before the others. */
static void test_order(void **state)
{
	_cleanup_free_ char *text =
	        survey("card 0000:01:00 1 host\ncard 0000:02:00 2 host\nvms unknown\n"
	               "unknown 0000:01:00.0 driver\nfunction 0000:03:00.0 0200 2 e1000",
	               NULL);
	const char *host = strstr(text, "\n\nwarning: host"),
	           *blocker = strstr(text, "\nblocker: ");
	const char *undecided = strstr(text, "\nundecided: 0000:01:00");

	assert_true(host && blocker && undecided && host < blocker && blocker < undecided);
	assert_true(blocker[-1] == '\n');
}

/* Nothing but bridges, and what concerns everything is to be seen to first. */
static void test_ends(void **state)
{
	_cleanup_free_ char *bridges = survey("function 0000:00:01.0 0604 1 pcieport", NULL);
	_cleanup_free_ char *off = survey("card 0000:01:00 - host\ngroups absent", NULL);
	_cleanup_free_ char *parts = survey("function 0000:00:1f.0 0c05 9 -", NULL);

	assert_string_equal(bridges, "no devices but bridges\n");
	assert_says(off, "\nnext: what is said of the host bears on every card");
	assert_says(parts, "\n0000:00:1f "); /* there is nothing else to show */
}

/* Cards that are asked for together get the command that takes them together. */
static void test_together(void **state)
{
	static const char *const devices[] = {"01:00", "02:00"};
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("card 0000:01:00 1 host\ncard 0000:02:00 2 host");
	_cleanup_document_ json_t *document = NULL;
	_cleanup_free_ char *text = NULL;

	assert_int_equal(view_story(inventory, devices, 2, &document, NULL), 0);
	text = text_of(document, 0);
	assert_says(text, "\n2 cards: 2 assignable\n"
	                  "next: dda assign 0000:01:00 0000:02:00 --vm VM --dry-run\n");
}

/* No line of a story is wider than the terminal, but for words that can't be broken. */
static void test_narrow(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("card 0000:01:00 1 host\nfunction 0000:02:00.0 0200 1 e1000\nvms unknown");
	_cleanup_document_ json_t *document = NULL;
	_cleanup_free_ char *text = NULL;
	const char *device = "01:00";

	assert_int_equal(view_story(inventory, &device, 1, &document, NULL), 0);
	text = text_of(document, 60);
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (strlen(line) > 60 && !strstr(line, "[/sys"))
			fail_msg("too wide: %s", line);
}

/* Programs get the contract's document, without the story. */
static void test_json(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given("card 0000:01:00 1 host");
	_cleanup_document_ json_t *document = NULL;
	const char *device = "01:00";

	assert_int_equal(view_survey(inventory, &device, 1, &document, NULL), 0);
	assert_null(json_object_get(document, "story"));
	assert_true(json_is_false(json_object_get(document, "all")));
}

#define MANY                                                                                       \
	"card 0000:01:00 1 host\nabsent 0000:01:00.0 reset\nfunction 0000:02:00.0 0604 2 -\n"      \
	"function 0000:03:00.0 0200 3 e1000\nunknown 0000:03:00.0 class\nvms unknown"

/* Counts the cards that are judged next, or not because they are bridges, and fails with one of
 * them. */
struct preparing {
	unsigned count, fails_with;
};

static int prepare(void *data, size_t function, struct dda_error **ret_error)
{
	struct preparing *preparing = data;

	assert_in_range(function, preparing->count, SIZE_MAX);
	preparing->count++;
	return preparing->count == preparing->fails_with
	               ? error_setf(ret_error, -EIO, DDA_ERROR_FAILED, "a card", NULL, "is gone")
	               : 0;
}

static int stream(const struct dda_inventory *inventory, bool json, struct preparing *preparing,
                  char **ret_text, struct dda_error **ret_error)
{
	const struct view_survey survey = {inventory, preparing ? prepare : NULL, preparing};
	const struct view_style style = {0};
	size_t size;
	FILE *out = open_memstream(ret_text, &size);
	int r;

	assert_non_null(out);
	r = json ? view_survey_json(&survey, out, ret_error)
	         : view_survey_text(&survey, &style, out, ret_error);
	fclose(out);
	return r;
}

static char *json_of(const json_t *document)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	view_write_json(document, out);
	fclose(out);
	return text;
}

/* Card by card the whole host gets the answer that it gets at once. */
static void test_stream(void **state)
{
	static const char *const hosts[] = {MANY, "function 0000:00:00.0 0604 1 -"};

	for (size_t i = 0; i < COUNT(hosts); i++)
		for (int json = 0; json < 2; json++) {
			_cleanup_inventory_ struct dda_inventory *inventory = given(hosts[i]);
			_cleanup_document_ json_t *document = NULL;
			_cleanup_free_ char *text = NULL, *expected = NULL;

			assert_int_equal(view_survey(inventory, NULL, 0, &document, NULL), 0);
			expected = json ? json_of(document) : text_of(document, 0);
			assert_int_equal(stream(inventory, json, NULL, &text, NULL), 0);
			assert_string_equal(text, expected);
		}
}

/* Each card is announced before it is judged; when that fails there is no answer. */
static void test_stream_prepares(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(MANY);
	struct preparing all = {0}, second = {.fails_with = 2};

	for (int json = 0; json < 2; json++) {
		_cleanup_free_ char *text = NULL, *part = NULL;
		_cleanup_error_ struct dda_error *error = NULL;

		all.count = second.count = 0;
		assert_int_equal(stream(inventory, json, &all, &text, NULL), 0);
		assert_int_equal(all.count, inventory->cards.count);
		assert_int_equal(stream(inventory, json, &second, &part, &error), -EIO);
		assert_int_equal(second.count, 2);
		assert_string_equal(dda_error_evidence(error), "is gone");
	}
}

/* What a card that is not shown has in common with one that is does not change what is said. */
static void test_not_shown(void **state)
{
	_cleanup_free_ char *text =
	        survey("function 0000:00:1f.0 1180 9 -\nabsent 0000:00:1f.0 reset\n"
	               "function 0000:01:00.0 0200 3 e1000\nabsent 0000:01:00.0 reset",
	               NULL);

	assert_says(text, "\nwarning: 0000:01:00: 0000:01:00.0 ");
	assert_null(strstr(text, "0000:00:1f"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_stories),
	        cmocka_unit_test(test_unheard_of),
	        cmocka_unit_test(test_only_its_own),
	        cmocka_unit_test(test_survey),
	        cmocka_unit_test(test_ends),
	        cmocka_unit_test(test_order),
	        cmocka_unit_test(test_together),
	        cmocka_unit_test(test_narrow),
	        cmocka_unit_test(test_json),
	        cmocka_unit_test(test_stream),
	        cmocka_unit_test(test_stream_prepares),
	        cmocka_unit_test(test_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
