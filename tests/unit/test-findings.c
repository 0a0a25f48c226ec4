/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "base/cleanup.h"
#include "rules/finding.h"

/* Lists of findings, by the cards that they are about. */

static void add(struct findings *findings, int card, const char *evidence)
{
	findings_add(findings, (struct finding){
	                               .code = "code",
	                               .subject = "subject",
	                               .evidence = arena_format(&findings->arena, "%s", evidence),
	                               .card = card,
	                               .vm = -1,
	                       });
}

/* The evidence of all that is found about a card, in one. */
static void assert_about(const struct findings *findings, int card, const char *expected)
{
	const struct finding *finding = findings_of_card(findings, card);
	char all[64] = "";

	for (; finding; finding = findings_next(findings, finding))
		strcat(all, finding->evidence);
	assert_string_equal(all, expected);
}

/* Whatever cards a list is about, and in whatever order they came. */
static void test_findings_of_cards(void **state)
{
	_cleanup_(cleanup_findings) struct findings findings = {0};

	assert_about(&findings, 3, "");
	add(&findings, 7, "a");
	add(&findings, -1, "b");
	add(&findings, 9, "c");
	add(&findings, 7, "d");
	add(&findings, 2, "e");
	add(&findings, 7, "f");
	add(&findings, -1, "g");
	assert_about(&findings, -1, "bg");
	assert_about(&findings, 0, "");
	assert_about(&findings, 2, "e");
	assert_about(&findings, 7, "adf");
	assert_about(&findings, 8, "");
	assert_about(&findings, 9, "c");
	assert_about(&findings, 1000, "");
	assert_false(findings.out_of_memory);
}

/* What was kept stays, and nothing else, however often. */
static void test_findings_forget(void **state)
{
	_cleanup_(cleanup_findings) struct findings findings = {0};

	add(&findings, -1, "host");
	add(&findings, 5, "five");
	findings_keep(&findings);
	for (int card = 100; card < 60000; card += 100) {
		add(&findings, card, "some");
		add(&findings, -1, "more");
		add(&findings, card, "thing");
		assert_about(&findings, card, "something");
		assert_about(&findings, -1, "hostmore");
		findings_forget(&findings);
		assert_about(&findings, card, "");
		assert_about(&findings, -1, "host");
		assert_about(&findings, 5, "five");
		assert_int_equal(findings.count, 2);
	}
	assert_false(findings.out_of_memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_findings_of_cards),
	        cmocka_unit_test(test_findings_forget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
