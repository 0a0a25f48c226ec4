/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "host/hyperv/device-id.h"
#include "host/hyperv/object-path.h"
#include "host/hyperv/questions.h"
#include "host/hyperv/snapshot.h"
#include "host/hyperv/wmi-error.h"

#define EXPRESS                                                                                    \
	"\\\\HV1.lan\\root\\virtualization\\v2:Msvm_PciExpress.CreationClassName=\"Msvm_"          \
	"PciExpress\",DeviceID=\"Microsoft:0A1B\\\\PCIP\\\\VEN_10DE&DEV_1DB1\\\\4&1\","            \
	"SystemName=\"HV1\""

static const struct {
	const char *path, *class, *key, *value;
} paths[] = {
        {EXPRESS, "Msvm_PciExpress", "DeviceID", "Microsoft:0A1B\\PCIP\\VEN_10DE&DEV_1DB1\\4&1"},
        {EXPRESS, "Msvm_PciExpress", "SystemName", "HV1"},
        {EXPRESS, "Msvm_PciExpress", "systemname", "HV1"},
        {EXPRESS, "Msvm_PciExpress", "Name", NULL},
        {"Win32_IRQResource.IRQNumber=4294967294", "Win32_IRQResource", "IRQNumber", "4294967294"},
        {"root\\cimv2:A.B=1,C=2", "A", "C", "2"},
        {"A.B=\"x,C=3\",C=\"4\"", "A", "C", "4"},
        {"A.B=\"say \\\"no\\\"\"", "A", "B", "say \"no\""},
        {"A.B=\"a:b\"", "A", "B", "a:b"},
        {"StdRegProv", "StdRegProv", "B", NULL},
        {"A=@", "A", "B", NULL},
        {"A.B=\"open", "A", "B", "open"},
        {"A.B=\"open\\", "A", "B", "open\\"},
        {"A.B", "A", "B", NULL},
        {"", NULL, "B", NULL},
};

static void assert_text(const char *said, const char *expected)
{
	if (expected)
		assert_string_equal(said, expected);
	else
		assert_null(said);
}

static void test_paths(void **state)
{
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct arena arena = {0};

		assert_text(object_path_class(&arena, paths[i].path), paths[i].class);
		assert_text(object_path_key(&arena, paths[i].path, paths[i].key), paths[i].value);
		arena_free(&arena);
	}
}

static void test_made_path(void **state)
{
	static const char id[] = "PCI\\VEN_10DE\\4&\"1\"";
	struct arena arena = {0};
	const char *path = object_path_make(&arena, "Win32_PnPEntity", "DeviceID", id);

	assert_string_equal(path, "Win32_PnPEntity.DeviceID=\"PCI\\\\VEN_10DE\\\\4&\\\"1\\\"\"");
	assert_string_equal(object_path_key(&arena, path, "DeviceID"), id);
	arena_free(&arena);
}

static void test_device_ids(void **state)
{
	struct arena arena = {0};

	assert_string_equal(device_id_tail("PCI\\A\\1"), "A\\1");
	assert_string_equal(device_id_tail("pcip\\A\\1"), "A\\1");
	assert_null(device_id_tail("PCIIDE\\IDECHANNEL\\1"));
	assert_null(device_id_tail("ACPI\\PNP0A08\\0"));
	assert_true(device_id_is_dismounted("PCIP\\A\\1"));
	assert_false(device_id_is_dismounted("PCI\\A\\1"));
	assert_int_equal(device_id_compare("PCI\\A\\1", "PCIP\\a\\1"), 0);
	assert_true(device_id_compare("PCI\\B\\1", "PCIP\\A\\1") > 0);
	assert_string_equal(device_id_on_host(&arena, "PCIP\\A\\1"), "PCI\\A\\1");
	assert_string_equal(device_id_on_host(&arena, "PCI\\A\\1"), "PCI\\A\\1");
	arena_free(&arena);
}

/* However WMI spells a key, we know it; and we keep no two under one name. */
static void test_device_keys(void **state)
{
	assert_string_equal(device_key_find("{a45c254e-df1c-4efd-8020-67d146a850e0} 37", NULL),
	                    DEVICE_LOCATION_PATHS);
	assert_string_equal(device_key_find(NULL, "DEVPKEY_PciDevice_DeviceType"), PCI_DEVICE_TYPE);
	assert_string_equal(device_key_find("x", "{3ab22e31-8264-4b4e-9af5-a8d2d8e33e62} 1"),
	                    PCI_DEVICE_TYPE);
	assert_null(device_key_find("{A45C254E-DF1C-4EFD-8020-67D146A850E0} 3", "DEVPKEY_X"));
	assert_null(device_key_find(NULL, NULL));
	for (const struct device_key *row = device_keys; row->key; row++)
		assert_ptr_equal(device_key_find(row->key, row->name), row->key);
}

/* No question is cut short, and each class is asked once. */
static void test_questions(void **state)
{
	for (const struct question *question = questions; question->class; question++) {
		struct question_text wql = question_text(question);
		const char *tail = question->condition ? question->condition : question->class;

		assert_true(strlen(wql.text) < QUESTION_TEXT_MAX - 1);
		assert_string_equal(wql.text + strlen(wql.text) - strlen(tail), tail);
		for (const struct question *other = questions; other < question; other++)
			assert_string_not_equal(other->class, question->class);
	}
}

static void test_errors(void **state)
{
	_cleanup_error_ struct dda_error *error = NULL;

	assert_int_equal(wmi_error_set(&error, WMI_INVALID_NAMESPACE, "hv1", "can't open it", NULL),
	                 -ENODEV);
	assert_string_equal(dda_error_evidence(error),
	                    "can't open it: Hyper-V is not installed (0x8004100E)");
	assert_non_null(strstr(dda_error_remedy(error), "Install-WindowsFeature Hyper-V"));
	assert_int_equal(wmi_error_set(&error, 0x80071234, "hv1", "call", "words of WMI"), -EIO);
	assert_string_equal(dda_error_evidence(error),
	                    "call: WMI reports an error (0x80071234: words of WMI)");
	assert_null(dda_error_remedy(error));
	assert_int_equal(wmi_error_number(WMI_ACCESS_DENIED), EACCES);
	assert_int_equal(wmi_error_number(0x800706BA), EHOSTUNREACH);
}

static void test_values(void **state)
{
	json_t *object = json_loads("{\"n\": 7, \"t\": \"18446744073709551615\", \"minus\": -1,"
	                            "\"big\": \"18446744073709551616\", \"word\": \"7x\","
	                            "\"empty\": \"\", \"yes\": true, \"null\": null,"
	                            "\"list\": [\"a\", 1], \"sign\": \"-1\", \"blank\": \" 7\"}",
	                            0, NULL);
	static const char *const no_numbers[] = {"minus", "big",  "word",  "empty", "null",
	                                         "list",  "sign", "blank", "none"};
	uint64_t number;
	bool truth;

	assert_true(value_number(object, "n", &number) && number == 7);
	assert_true(value_number(object, "t", &number) && number == UINT64_MAX);
	for (size_t i = 0; i < COUNT(no_numbers); i++)
		assert_false(value_number(object, no_numbers[i], &number));
	assert_true(value_boolean(object, "yes", &truth) && truth);
	assert_true(value_boolean(object, "minus", &truth) && truth);
	assert_false(value_boolean(object, "word", &truth));
	assert_string_equal(value_item(object, "list", 0), "a");
	assert_null(value_item(object, "list", 1));
	assert_string_equal(value_item(object, "word", 0), "7x");
	assert_null(value_item(object, "word", 1));
	assert_true(fact_is_absent(value_number_fact(object, "null", "s").fact));
	assert_true(fact_is_absent(value_number_fact(object, "none", "s").fact));
	assert_int_equal(value_number_fact(object, "word", "s").fact.error, EPROTO);
	assert_int_equal(value_number_fact(object, "n", "s").value, 7);
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_paths),      cmocka_unit_test(test_made_path),
	        cmocka_unit_test(test_device_ids), cmocka_unit_test(test_device_keys),
	        cmocka_unit_test(test_questions),  cmocka_unit_test(test_errors),
	        cmocka_unit_test(test_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
