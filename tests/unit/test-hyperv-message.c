/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "base/cleanup.h"
#include "host/hyperv/message.h"
#include "host/hyperv/query.h"

/* Messages as users of English systems have published them, and a part of what helps. */
static const struct {
	const char *text, *remedy;
} messages[] = {
        {"The operation failed. The current configuration does not allow for OS control of the PCI "
         "Express bus. Please check your BIOS or UEFI settings.",
         "native PCI Express control"},
        {"The operation failed. The manufacturer of this device has not supplied any directives "
         "for "
         "securing this device while exposing it to a virtual machine. The device should only be "
         "exposed to trusted virtual machines.",
         "--force=no-mitigations"},
        {"The operation failed. This device is not supported when passed through to a virtual "
         "machine.",
         "--force=no-mitigations"},
        {"The requested device was not found on server \"HV1\".", "dda status"},
        {"A hypervisor feature is not available to the user.", "client edition"},
        {"Failed to start. (0xC035001E)", "client edition"},
        {"'Virtual PCI Express Port': Element not found. (0x80070490).", "dda release --vm VM"},
        {"set RequireSecureDeviceAssignment to 0", "two policies"},
        {"set RequireSupportedDeviceAssignment to 0", "two policies"},
        {"Insufficient system resources exist to complete the requested service.", "ACS"},
        {"insufficient system resources", "ACS"},
        {"Failed to allocate resources: 0x800705AA", "ACS"},
        {"The device of the specified type cannot be dismounted", "controller"},
        {"Something quite different", NULL},
        {"Das Element wurde nicht gefunden.", NULL},
        {"", NULL},
        {NULL, NULL},
};

static void test_messages(void **state)
{
	for (size_t i = 0; i < COUNT(messages); i++) {
		const char *remedy = message_remedy(messages[i].text);

		if (!messages[i].remedy)
			assert_null(remedy);
		else if (!remedy || !strstr(remedy, messages[i].remedy))
			fail_msg("%s: %s", messages[i].text, remedy ? remedy : "nothing");
	}
}

static const struct {
	uint64_t code;
	const char *said;
} codes[] = {
        {0, NULL},
        {1, "not supported"},
        {2, "failed"},
        {3, "timed out"},
        {4, "invalid parameter"},
        {5, "invalid state"},
        {6, "incompatible parameters"},
        {7, NULL},
        {4096, NULL},
        {32767, NULL},
        {32768, "failed"},
        {32769, "access denied"},
        {32770, "not supported"},
        {32771, "status unknown"},
        {32772, "timed out"},
        {32773, "invalid parameter"},
        {32774, "in use"},
        {32775, "invalid state for this operation"},
        {32776, "incorrect data type"},
        {32777, "system not available"},
        {32778, "out of memory"},
        {32779, "file not found"},
        {32780, NULL},
        {UINT64_MAX, NULL},
};

static void test_codes(void **state)
{
	for (size_t i = 0; i < COUNT(codes); i++) {
		const char *said = message_of_code(codes[i].code);

		if (codes[i].said)
			assert_string_equal(said, codes[i].said);
		else
			assert_null(said);
	}
}

#define ONE "SELECT * FROM A WHERE B = %s"
#define TWO "ASSOCIATORS OF {A.B=%s} WHERE C = %s AND D"

static const struct {
	const char *format, *a, *b, *query;
} queries[] = {
        {ONE, "vm1", NULL, "SELECT * FROM A WHERE B = 'vm1'"},
        {ONE, "", NULL, "SELECT * FROM A WHERE B = ''"},
        {ONE, "Bob's", NULL, "SELECT * FROM A WHERE B = 'Bob\\'s'"},
        {ONE, "say \"no\"", NULL, "SELECT * FROM A WHERE B = 'say \"no\"'"},
        {ONE, "PCI\\VEN_10DE\\4", NULL, "SELECT * FROM A WHERE B = 'PCI\\\\VEN_10DE\\\\4'"},
        {ONE, "\\", NULL, "SELECT * FROM A WHERE B = '\\\\'"},
        {ONE, "\\' OR C = '", NULL, "SELECT * FROM A WHERE B = '\\\\\\' OR C = \\''"},
        {ONE, "100 %s %n %%", NULL, "SELECT * FROM A WHERE B = '100 %s %n %%'"},
        {ONE, "\xc3\xa4\xe2\x80\x99", NULL, "SELECT * FROM A WHERE B = '\xc3\xa4\xe2\x80\x99'"},
        {TWO, "'", "\\", "ASSOCIATORS OF {A.B='\\''} WHERE C = '\\\\' AND D"},
        {TWO, "%s", "b", "ASSOCIATORS OF {A.B='%s'} WHERE C = 'b' AND D"},
};

static void test_queries(void **state)
{
	for (size_t i = 0; i < COUNT(queries); i++) {
		_cleanup_(arena_free) struct arena arena = {0};

		assert_string_equal(
		        query_format(&arena, queries[i].format, queries[i].a, queries[i].b),
		        queries[i].query);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_messages),
	        cmocka_unit_test(test_codes),
	        cmocka_unit_test(test_queries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
