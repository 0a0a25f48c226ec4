/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hyperv.h"
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "host/hyperv/redact.h"
#include "host/hyperv/snapshot.h"
#include "host/snapshot/captured.h"
#include "host/snapshot/rename.h"

/* Snapshots on any platform: what is read, packed, and taken out. */

static int parse(const char *text, size_t length)
{
	char buffer[JSON_ERROR_TEXT_LENGTH];
	const char *why = NULL;
	json_t *document = NULL;
	int r = snapshot_parse(text, length, &document, buffer, sizeof(buffer), &why);

	assert_true(r == 0 || why);
	json_decref(document);
	return r;
}

#define HEAD "{\"schema\": \"dda.snapshot/1\", \"platform\": \"linux\""

static void test_parse(void **state)
{
	assert_int_equal(parse(HEAD "}", strlen(HEAD "}")), 0);
	assert_int_equal(parse(HEAD, strlen(HEAD)), -EINVAL);
	assert_int_equal(parse("[]", 2), -EINVAL);
	assert_int_equal(parse("", 0), -EINVAL);
	assert_int_equal(parse("{\"schema\": \"dda.snapshot/2\", \"platform\": \"linux\"}", 47),
	                 -EINVAL);
	assert_int_equal(parse("{\"schema\": \"dda.snapshot/1\"}", 28), -EINVAL);
}

/* Brackets in a text are none. */
static void test_depth(void **state)
{
	char text[256] = HEAD ", \"a\": \"[[[[\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"}";

	assert_int_equal(parse(text, strlen(text)), 0);
	strcpy(text, HEAD ", \"a\": ");
	memset(text + strlen(text), '[', 40);
	assert_int_equal(parse(text, strlen(text)), -E2BIG);
}

/* Two million values, in four million bytes. */
static void test_count(void **state)
{
	size_t length = 2 * (size_t)SNAPSHOT_VALUES_MAX + 2;
	_cleanup_free_ char *text = malloc(length);

	assert_non_null(text);
	for (size_t i = 0; i < length; i += 2)
		memcpy(text + i, i ? "0," : "[ ", 2);
	assert_int_equal(parse(text, length), -E2BIG);
	assert_int_equal(parse(text, (size_t)SNAPSHOT_SIZE_MAX + 1), -E2BIG);
}

static void test_rename(void **state)
{
	_cleanup_(renames_deinit) struct renames renames = {0};
	_cleanup_free_ char *some = NULL, *all = NULL;

	renames_add(&renames, strdup("web-01"), strdup("host"), true);
	renames_add(&renames, strdup("S4711"), strdup("disk-1"), false);
	some = renames_text(&renames, "web-01 nvme-s4711 S47110 xS4711", false);
	all = renames_text(&renames, "WEB-01/web-011 web-01", true);
	assert_string_equal(some, "web-01 nvme-disk-1 S47110 xS4711");
	assert_string_equal(all, "host/web-011 host");
	assert_int_equal(renames.done, 3);
}

static const char evidence[] =
        "{'schema': 'dda.snapshot/1', 'platform': 'hyperv', 'wmi': {"
        "'root\\cimv2': {'Win32_OperatingSystem': [{'CSName': 'PCI', 'Caption': 'Windows'}],"
        " 'Win32_PnPEntity': [{'DeviceID': 'PCI\\VEN_8086&DEV_1533\\A0369FFFFF123456'},"
        "  {'DeviceID': 'PCI\\VEN_10DE&DEV_1DB1\\4&1A2B3C4D&0&0000'}],"
        " 'Win32_PnPAllocatedResource': [{'Dependent': '\\\\PCI\\root\\cimv2:A0369FFFFF123456'}],"
        " 'Win32_IP4RouteTable': [{'Destination': '0.0.0.0'}, {'Destination': '10.1.2.0'}]},"
        "'root\\virtualization\\v2': {'Msvm_ComputerSystem': [{'Name': 'PCI', 'ElementName': "
        "'PCI'}],"
        " 'Msvm_VirtualSystemSettingData': [{'ElementName': 'vm1', 'BIOSSerialNumber': '4711',"
        "  'Notes': ['of Ms Smith\ndda: settings before: LowMmioGapSize=128>512']}]}},"
        "'device_properties': {'PCI\\VEN_8086&DEV_1533\\A0369FFFFF123456': {}}}";

/* The host is called as a word that stands elsewhere too. */
static void test_hyperv(void **state)
{
	_cleanup_free_ char *text = json_of(evidence), *after = NULL;
	_cleanup_json_ json_t *document = NULL, *redacted = NULL;
	struct hyperv_redacted counts;

	for (char *newline = text; (newline = strchr(newline, '\n'));)
		*newline = ' ';
	document = json_loads(text, 0, NULL);
	assert_non_null(document);
	assert_int_equal(hyperv_redact(document, &redacted, &counts), 0);
	after = json_dumps(redacted, JSON_COMPACT);
	assert_null(strstr(after, "A0369FFFFF123456"));
	assert_null(strstr(after, "CSName"));
	assert_null(strstr(after, "\\\\PCI\\\\root"));
	assert_null(strstr(after, "\"PCI\""));
	assert_null(strstr(after, "10.1.2.0"));
	assert_null(strstr(after, "4711"));
	assert_null(strstr(after, "Smith"));
	assert_non_null(strstr(after, "PCI\\\\VEN_8086&DEV_1533\\\\SERIAL0\":{}"));
	assert_non_null(strstr(after, "\\\\\\\\host\\\\root\\\\cimv2:SERIAL0"));
	assert_non_null(strstr(after, "4&1A2B3C4D&0&0000"));
	assert_non_null(strstr(after, "0.0.0.0"));
	assert_int_equal(counts.serials, 1);
	assert_int_equal(counts.addresses, 1);
	assert_int_equal(counts.settings, 1);
	/* What was handed in stays as it is. */
	assert_non_null(json_object_get(
	        json_array_get(snapshot_rows(document, CIMV2, "Win32_OperatingSystem", "",
	                                     &(struct fact){0}),
	                       0),
	        "CSName"));
}

static void test_pack(void **state)
{
	_cleanup_snapshot_ struct dda_snapshot *snapshot = calloc(1, sizeof(*snapshot));
	_cleanup_json_ json_t *document = json_pack("{s:s}", "schema", SNAPSHOT_SCHEMA);
	const unsigned char *bytes;

	assert_non_null(snapshot);
	assert_int_equal(captured_pack(snapshot, document, NULL), 0);
	bytes = dda_snapshot_bytes(snapshot);
	assert_true(dda_snapshot_size(snapshot) > 18 && bytes[0] == 0x1f && bytes[1] == 0x8b);
	assert_int_equal(captured_note(snapshot, (struct dda_snapshot_note){.count = 0}), 0);
	assert_null(dda_snapshot_note(snapshot, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_parse),  cmocka_unit_test(test_depth),
	        cmocka_unit_test(test_count),  cmocka_unit_test(test_rename),
	        cmocka_unit_test(test_hyperv), cmocka_unit_test(test_pack),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
