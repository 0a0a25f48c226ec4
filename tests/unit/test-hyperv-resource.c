/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hyperv.h"
#include "test.h"

#include <errno.h>

/* BARs and interrupts, out of three classes that are joined. */

#define G(n) (UINT64_C(n) << 30)
#define M(n) (UINT64_C(n) << 20)

#define WHOSE ", 'Dependent': 'Win32_PnPEntity.DeviceID=`PCI\\\\GPU`'}"
#define HAS(start) "{'Antecedent': 'Win32_DeviceMemoryAddress.StartingAddress=`" #start "`'" WHOSE
#define IRQ(number) "{'Antecedent': 'Win32_IRQResource.IRQNumber=" #number "'" WHOSE
#define RANGE(start, end) "{'StartingAddress': '" #start "', 'EndingAddress': '" #end "'}"
#define OTHER                                                                                      \
	"{'Antecedent': 'Win32_DeviceMemoryAddress.StartingAddress=`4096`', 'Dependent': "         \
	"'Win32_PnPEntity.DeviceID=`PCI\\\\OTHER`'}"

/* Numbers in decimal: 0xb8000000, 16 MiB of it; 0x38bc00000000, 16 GiB; 0x38c000000000, 32 MiB. */
#define V100_RANGES                                                                                \
	RANGE(3087007744, 3120562175)                                                              \
	", " RANGE(3087007744, 3103784959) ", " RANGE(62380105007104, 62397284876287) ", " RANGE(  \
	        62397284876288, 62397318430719)
#define V100_HAS HAS(3087007744) ", " HAS(62380105007104) ", " HAS(62397284876288)

struct resource_case {
	const char *entity, *types; /* types: BarTypes, NULL: not told */
	const char *ranges, *rows;
	int bars_state;
	struct bar bars[3];
	int interrupts; /* -1: unknown */
};

static const struct resource_case cases[] = {
        /* A V100. The port's window begins where its first BAR does. */
        {"",
         "33554688",
         V100_RANGES,
         V100_HAS ", " IRQ(4294967294) ", " OTHER,
         FACT_KNOWN,
         {{.start = 3087007744, .size = M(16)},
          {.size = G(16), .is_64bit = true, .prefetchable = true},
          {.size = M(32), .is_64bit = true, .prefetchable = true}},
         INTERRUPT_MSI},
        /* How many are 64-bit ones is not told: what lies above 4 GiB is. */
        {"",
         NULL,
         V100_RANGES,
         V100_HAS ", " IRQ(16),
         FACT_KNOWN,
         {{.size = M(16)}, {.size = G(16), .is_64bit = true}, {.size = M(32), .is_64bit = true}},
         INTERRUPT_LINE},
        /* Below 4 GiB the largest is the 64-bit one. */
        {"",
         "16777472",
         RANGE(3221225472, 3489660927) ", " RANGE(4026531840, 4043309055),
         HAS(4026531840) ", " HAS(3221225472),
         FACT_KNOWN,
         {{.start = 4026531840, .size = M(16)},
          {.start = 3221225472, .size = M(256), .is_64bit = true, .prefetchable = true}},
         0},
        /* VGA's own memory is no BAR. */
        {"", "0", RANGE(655360, 786431), HAS(655360), FACT_KNOWN, {{0}}, 0},
        /* A range that is not there, or none that a BAR could be. */
        {"", "256", RANGE(3221225472, 3221229567), HAS(3221229568), FACT_UNKNOWN, {{0}}, 0},
        {"", "256", RANGE(3221225472, 3221225999), HAS(3221225472), FACT_UNKNOWN, {{0}}, 0},
        /* What is disabled has no resources; what it can send is told all the same. */
        {", 'ConfigManagerErrorCode': 22",
         "256",
         "",
         "",
         FACT_UNKNOWN,
         {{0}},
         INTERRUPT_MSI | INTERRUPT_MSIX},
        {", 'ConfigManagerErrorCode': 22",
         "0",
         "",
         "",
         FACT_KNOWN,
         {{0}},
         INTERRUPT_MSI | INTERRUPT_MSIX},
        {", 'ConfigManagerErrorCode': 22",
         NULL,
         "",
         "",
         FACT_UNKNOWN,
         {{0}},
         INTERRUPT_MSI | INTERRUPT_MSIX},
};

static struct dda_inventory *given_resources(const struct resource_case *test)
{
	_cleanup_free_ char *wmi = NULL, *properties = NULL;
	struct snapshot_text text;

	assert_true(asprintf(&wmi,
	                     "'Win32_PnPEntity': [{'DeviceID': 'PCI\\GPU', 'Present': true%s}],"
	                     "'Win32_DeviceMemoryAddress': [%s],"
	                     "'Win32_PnPAllocatedResource': [%s]",
	                     test->entity, test->ranges, test->rows) > 0);
	assert_true(asprintf(&properties, "'PCI\\GPU': {%s: %s, %s: 6}", KEY_PCI(16),
	                     test->types ? test->types : "null", KEY_PCI(14)) > 0);
	text = (struct snapshot_text){.wmi = wmi, .properties = properties};
	return decoded(&text, DDA_WANT_DETAILS);
}

static void assert_bar(const struct bar *said, const struct bar *expected)
{
	assert_int_equal(said->size, expected->size);
	if (expected->start)
		assert_int_equal(said->start, expected->start);
	assert_int_equal(said->is_64bit, expected->is_64bit);
	assert_int_equal(said->prefetchable, expected->prefetchable);
}

static void test_resources(void **state)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given_resources(&cases[i]);
		const struct dda_function *function = &inventory->functions.items[0];

		assert_int_equal(function->details->bars_fact.state, cases[i].bars_state);
		for (size_t j = 0; j < COUNT(cases[i].bars); j++)
			assert_bar(&function->details->bars[j], &cases[i].bars[j]);
		assert_int_equal(function->details->bars[COUNT(cases[i].bars)].size, 0);
		assert_int_equal(function->details->interrupts.fact.state,
		                 cases[i].interrupts < 0 ? FACT_UNKNOWN : FACT_KNOWN);
		assert_int_equal(function->details->interrupts.value, cases[i].interrupts);
	}
}

/* Nobody answered: unknown, with the reason. Nobody asked: not asked. */
static void test_no_answer(void **state)
{
	struct snapshot_text text = {.wmi = "'Win32_PnPEntity': [" ENTITY("PCI\\GPU", "") "]"};
	struct dda_inventory *inventory = decoded(&text, DDA_WANT_DETAILS);

	assert_int_equal(inventory->functions.items[0].details->bars_fact.state, FACT_NOT_ASKED);
	dda_inventory_free(inventory);
	text.rest = ", 'errors': {'root\\cimv2': {'Win32_DeviceMemoryAddress': "
	            "{'result': 2147749891, 'text': 'no'}}}";
	inventory = decoded(&text, DDA_WANT_DETAILS);
	assert_int_equal(inventory->functions.items[0].details->bars_fact.state, FACT_UNKNOWN);
	assert_int_equal(inventory->functions.items[0].details->bars_fact.error, EACCES);
	assert_int_equal(inventory->functions.items[0].details->interrupts.fact.error, EACCES);
	dda_inventory_free(inventory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_resources),
	        cmocka_unit_test(test_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
