/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>

#include "model/location.h"

static void test_normalize(void **state)
{
	static const struct {
		const char *text, *normal; /* NULL: no location path */
	} cases[] = {
	        {"PCIROOT(0)#PCI(0300)#PCI(0000)", "PCIROOT(0)#PCI(0300)#PCI(0000)"},
	        {"pciroot(00)#pci(1f07)", "PCIROOT(0)#PCI(1F07)"},
	        {"PCIROOT(ae)#PCI(0)", "PCIROOT(AE)#PCI(0000)"},
	        {"PCIROOT(0)", NULL},
	        {"PCIROOT()#PCI(0000)", NULL},
	        {"PCIROOT(0)#PCI(00000)", NULL},
	        {"PCIROOT(0)#PCI(0000", NULL},
	        {"PCIROOT(0)PCI(0000)", NULL},
	        {"PCIROOT(0)#PCI(0000)x", NULL},
	        {"", NULL},
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = {0};
		const char *normal = NULL;

		assert_int_equal(location_normalize(&arena, cases[i].text, &normal),
		                 cases[i].normal ? 0 : -EINVAL);
		if (cases[i].normal)
			assert_string_equal(normal, cases[i].normal);
		arena_free(&arena);
	}
}

static void test_format(void **state)
{
	static const struct address steps[] = {{.bus = 0, .device = 3}, {.bus = 9, .function = 1}};
	struct arena arena = {0};

	/* Bus numbers play no part. */
	assert_string_equal(location_format(&arena, 0x20, steps, 2),
	                    "PCIROOT(20)#PCI(0300)#PCI(0001)");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_normalize),
	        cmocka_unit_test(test_format),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
