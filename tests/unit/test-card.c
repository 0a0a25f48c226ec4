/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "fixture.h"

/* Which functions make a card: the names of all cards, in order. */
static const struct {
	const char *name, *given, *cards;
} cases[] = {
        {"a GPU with its companions, and its port", "card 0000:01:00 11 host",
         "0000:00:01 0000:01:00 "},
        {"functions of one group belong together",
         "function 0000:00:1f.0 0601 3 -\nfunction 0000:00:1f.3 0403 3 -", "0000:00:1f "},
        {"functions of different groups don't",
         "function 0000:00:02.0 0200 3 -\nfunction 0000:00:02.1 0200 4 -",
         "0000:00:02.0 0000:00:02.1 "},
        {"on a root bus without groups nothing tells them apart, so they stay alone",
         "function 0000:00:02.0 0200 - -\nfunction 0000:00:02.1 0200 - -",
         "0000:00:02.0 0000:00:02.1 "},
        {"a GPU's companions in groups of their own",
         "function 0000:00:01.0 0604 1 -\nfunction 0000:01:00.0 0300 2 - 0000:00:01.0\n"
         "function 0000:01:00.1 0403 3 - 0000:00:01.0",
         "0000:00:01 0000:01:00 "},
        {"what is not there is a card of its own",
         "card 0000:01:00 11 host\nvm a off\ngive 0000:01:00.5 a 5",
         "0000:00:01 0000:01:00.0 0000:01:00.5 "},
};

static void test_cards(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(cases[i].given);
		char names[256] = "";

		print_message("  %s\n", cases[i].name);
		for (size_t j = 0; j < inventory->cards.count; j++) {
			strcat(names, card_name(inventory, &inventory->cards.items[j]).text);
			strcat(names, " ");
		}
		assert_string_equal(names, cases[i].cards);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_cards)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
