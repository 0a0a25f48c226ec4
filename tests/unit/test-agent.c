/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/decode-agent.h"
#include "host/linux/decode-guest.h"

/* What the QEMU guest agent answers, and what guests say of their devices. */

static const struct {
	const char *json;
	int result;
	const char *system;
} systems[] = {
        {"{\"return\": {\"id\": \"debian\", \"kernel-release\": \"6.1.0\"}}", 0, "linux"},
        {"{\"return\": {\"id\": \"mswindows\", \"name\": \"Microsoft Windows\"}}", 0, "windows"},
        {"{\"return\": {}}", 0, "linux"},
        {"{\"error\": {\"class\": \"CommandNotFound\"}}", -EINVAL, NULL},
        {"{\"return\": 7}", -EINVAL, NULL},
        {"[]", -EINVAL, NULL},
        {"", -EINVAL, NULL},
};

static void test_systems(void **state)
{
	for (size_t i = 0; i < COUNT(systems); i++) {
		const char *system = NULL;

		assert_int_equal(decode_agent_system(systems[i].json, &system), systems[i].result);
		assert_true(text_equal(system, systems[i].system));
	}
}

static const struct {
	const char *json, *key;
	int result;
	int64_t number;
} numbers[] = {
        {"{\"return\": 1000}", NULL, 0, 1000},
        {"{\"return\": {\"pid\": 5152}}", "pid", 0, 5152},
        {"{\"return\": {\"pid\": 5152}}", NULL, -EINVAL, 0},
        {"{\"return\": 1000}", "pid", -EINVAL, 0},
        {"{\"return\": \"1000\"}", NULL, -EINVAL, 0},
        {"nonsense", NULL, -EINVAL, 0},
};

static void test_numbers(void **state)
{
	for (size_t i = 0; i < COUNT(numbers); i++) {
		int64_t number = 0;

		assert_int_equal(decode_agent_number(numbers[i].json, numbers[i].key, &number),
		                 numbers[i].result);
		assert_true(number == numbers[i].number);
	}
}

static const struct {
	const char *base64;
	int result;
	const char *text;
} files[] = {
        {"", 0, ""},
        {"RFJJVkVSPW52aWRpYQo=", 0, "DRIVER=nvidia\n"},
        {"RFJJVkVSPW52aWRpYQ==", 0, "DRIVER=nvidia"},
        {"RFJJVkVSPW52aWRp", 0, "DRIVER=nvidi"},
        {"Pz8/fn5+", 0, "???~~~"},
        {"RFJJ VkVS", -EINVAL, NULL},
        {"RFJJ=VkVS", -EINVAL, NULL},
        {"RFJJ*", -EINVAL, NULL},
};

static void test_files(void **state)
{
	for (size_t i = 0; i < COUNT(files); i++) {
		_cleanup_free_ char *text = NULL;
		char json[256];

		snprintf(json, sizeof(json),
		         "{\"return\": {\"count\": 1, \"buf-b64\": \"%s\", \"eof\": true}}",
		         files[i].base64);
		assert_int_equal(decode_agent_file(json, &text), files[i].result);
		assert_true(text_equal(text, files[i].text));
	}
}

static void test_exits(void **state)
{
	struct agent_exit end = {0};

	assert_int_equal(decode_agent_exit("{\"return\": {\"exited\": false}}", &end), 0);
	assert_false(end.exited);
	free(end.output);
	assert_int_equal(decode_agent_exit("{\"return\": {\"exited\": true, \"exitcode\": 1, "
	                                   "\"out-data\": \"W10=\"}}",
	                                   &end),
	                 0);
	assert_true(end.exited);
	assert_int_equal(end.code, 1);
	assert_string_equal(end.output, "[]");
	free(end.output);
	assert_int_equal(decode_agent_exit("{\"return\": {}}", &end), -EINVAL);
	assert_int_equal(
	        decode_agent_exit("{\"return\": {\"exited\": true, \"out-data\": \"*\"}}", &end),
	        -EINVAL);
}

#define ID "PCI_CLASS=30200\nPCI_ID=10DE:1DB1\nPCI_SUBSYS_ID=10DE:1212\n"

static const struct {
	const char *text;
	int result;
	enum fact_state state;
	const char *driver;
} uevents[] = {
        {"DRIVER=nvidia\n" ID, 0, FACT_KNOWN, "nvidia"},
        {ID, 0, FACT_KNOWN, NULL},
        {ID "DRIVER=snd_hda_intel", 0, FACT_KNOWN, "snd_hda_intel"},
        {ID "XDRIVER=nvidia\n", 0, FACT_KNOWN, NULL},
        {ID "DRIVER=\n", 0, FACT_KNOWN, NULL},
        /* what no driver is called */
        {ID "DRIVER=\033[2Jnvidia\n", 0, FACT_UNKNOWN, NULL},
        {ID "DRIVER=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", 0,
         FACT_UNKNOWN, NULL},
        /* another device, or none */
        {"DRIVER=nvidia\nPCI_ID=10DE:1DB5\n", -EINVAL, FACT_NOT_ASKED, NULL},
        {"DRIVER=nvidia\n", -EINVAL, FACT_NOT_ASKED, NULL},
        {"", -EINVAL, FACT_NOT_ASKED, NULL},
};

static void test_uevents(void **state)
{
	for (size_t i = 0; i < COUNT(uevents); i++) {
		_cleanup_(arena_free) struct arena arena = {0};
		struct guest_view view = {0};

		assert_int_equal(decode_guest_uevent(uevents[i].text, 0x10de1db1, &arena, &view),
		                 uevents[i].result);
		assert_int_equal(view.driver.fact.state, uevents[i].state);
		assert_int_equal(view.driver.fact.present, uevents[i].driver != NULL);
		assert_true(text_equal(view.driver.value, uevents[i].driver));
	}
}

#define DEVICE(id, bus, address, rest)                                                             \
	"{\"id\": \"PCI\\\\" id "&SUBSYS_121210DE&REV_A1\\\\4&1\", \"bus\": " bus                  \
	", \"address\": " address ", " rest "}"
#define GPU DEVICE("VEN_10DE&DEV_1DB1", "5", "0", "\"service\": \"nvlddmkm\", \"problem\": 43")
#define AUDIO DEVICE("VEN_10DE&DEV_10F2", "5", "1", "\"service\": null, \"problem\": 28")

static const struct {
	const char *json;
	int result;
	const char *first,
	        *second; /* driver and problem; "absent" and "unknown" are what they are */
} lists[] = {
        {"[" GPU "," AUDIO "]", 0, "nvlddmkm 43", "- 28"},
        {GPU, 0, "nvlddmkm 43", "absent"},
        {"[]", 0, "absent", "absent"},
        {"[" DEVICE("VEN_10DE&DEV_1DB1", "5", "0", "\"service\": \"nvlddmkm\", \"problem\": 0") "]",
         0, "nvlddmkm 0", "absent"},
        /* elsewhere, and another one in its place */
        {"[" DEVICE("VEN_10DE&DEV_1DB1", "6", "0", "\"problem\": 0") "]", 0, "absent", "absent"},
        {"[" DEVICE("VEN_10DE&DEV_1DB5", "5", "0", "\"problem\": 0") "]", 0, "absent", "absent"},
        {"[" DEVICE("VEN_10DE&DEV_10F2", "5", "65537", "\"problem\": 0") "]", 0, "absent",
         "absent"},
        /* not understood */
        {"[" DEVICE("VEN_10DE&DEV_1DB1", "5", "0", "\"problem\": \"43\"") "]", 0, "- unknown",
         "absent"},
        {"[" DEVICE("VEN_10DE&DEV_1DB1", "5", "0", "\"service\": \"a b\", \"problem\": -1") "]", 0,
         "unknown unknown", "absent"},
        {"[7, null, {}]", 0, "absent", "absent"},
        {"7", -EINVAL, NULL, NULL},
        {"The term 'Get-PnpDevice' is not recognized", -EINVAL, NULL, NULL},
        {"", -EINVAL, NULL, NULL},
};

static void assert_view(const struct guest_view *view, const char *wanted)
{
	char text[96], problem[24];
	const char *driver = view->driver.value ? view->driver.value : "-";

	snprintf(problem, sizeof(problem), "%u", (unsigned)view->problem.value);
	snprintf(text, sizeof(text), "%s %s",
	         view->driver.fact.state == FACT_UNKNOWN ? "unknown" : driver,
	         view->problem.fact.state == FACT_UNKNOWN ? "unknown" : problem);
	assert_string_equal(fact_is_absent(view->seen) ? "absent" : text, wanted);
}

static void test_lists(void **state)
{
	for (size_t i = 0; i < COUNT(lists); i++) {
		_cleanup_(arena_free) struct arena arena = {0};
		struct hostdev hostdevs[] = {
		        {.seen = fact_known("test"), .place = {5, 0, 0}, .id = 0x10de1db1},
		        {.seen = fact_known("test"), .place = {5, 0, 1}, .id = 0x10de10f2},
		        {.place = {5, 0, 0}, .id = 0x10de1db1},
		};
		struct vm vm = {.hostdevs = {.items = hostdevs, .count = 3}};

		assert_int_equal(decode_guest_devices(lists[i].json, &arena, &vm), lists[i].result);
		assert_int_equal(hostdevs[2].view.seen.state, FACT_NOT_ASKED);
		if (lists[i].result < 0)
			continue;
		assert_view(&hostdevs[0].view, lists[i].first);
		assert_view(&hostdevs[1].view, lists[i].second);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_systems), cmocka_unit_test(test_numbers),
	        cmocka_unit_test(test_files),   cmocka_unit_test(test_exits),
	        cmocka_unit_test(test_uevents), cmocka_unit_test(test_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
