/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "base/cleanup.h"
#include "fixture.h"
#include "view/view.h"

/* What is said of a Hyper-V host and not of a Linux one, and the other way round. */

#define VMS                                                                                        \
	"vm a off\nsetting a dynamic-memory\nsetting a gaps 144 16896 65024\n"                     \
	"vm b off\nsetting b seabios\nsetting b fixed-caches\nsetting b kept-gaps 1 2 3\n"         \
	"setting b gaps 128 512\n"

static char *text_of(const json_t *document)
{
	const struct view_style style = {0};
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(view_write_text(document, &style, out), 0);
	fclose(out);
	return text;
}

static void assert_line(const char *text, const char *line)
{
	size_t length = strlen(line);

	for (const char *at = text; (at = strstr(at, line)); at++)
		if ((at == text || at[-1] == '\n') && at[length] == '\n')
			return;
	fail_msg("no line \"%s\" in:\n%s", line, text);
}

static void test_vms(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given("hyperv\n" VMS);
	_cleanup_document_ json_t *document = NULL;
	_cleanup_free_ char *text = NULL;

	inventory->vms.items[0].settings.stop_action = "turn off";
	inventory->vms.items[1].settings.checkpoint_type = "production only";
	assert_int_equal(view_vms(inventory, &document, NULL), 0);
	text = text_of(document);
	assert_line(text, "VM  GENERATION  MEMORY   STOP ACTION  CHECKPOINTS      CACHE TYPES  LOW "
	                  "SPACE  HIGH SPACE  BASE      SAVED");
	assert_line(text, "a   2           dynamic  turn off     -                guest's      144 "
	                  "MB     16896 MB    65024 MB  no");
	assert_line(text, "b   1           fixed    -            production only  fixed        128 "
	                  "MB     512 MB      -         no");
	assert_line(text, "b: set by dda, to be put back with its last device: address space");
	assert_null(strstr(text, "a: set by dda"));
	assert_null(strstr(text, "BALLOON"));
}

/* Keys that one platform has: each is null where the other is asked, and is not where it is. */
static void test_keys(void **state)
{
	static const char *const linux_keys[] = {"page_reporting", "page_sharing", "huge_pages",
	                                         "locked", "hidden"};
	static const char *const hyperv_keys[] = {"generation", "dynamic_memory", "checkpoints",
	                                          "guest_cache_types", "nested"};

	for (int hyperv = 0; hyperv < 2; hyperv++) {
		_cleanup_inventory_ struct dda_inventory *inventory =
		        given(hyperv ? "hyperv\nvm a off" : "vm a off");
		_cleanup_document_ json_t *document = NULL;
		const json_t *vm, *settings;

		assert_int_equal(view_vms(inventory, &document, NULL), 0);
		vm = json_array_get(json_object_get(document, "vms"), 0);
		settings = json_object_get(vm, "settings");
		assert_string_equal(json_string_value(json_object_get(settings, "firmware")),
		                    "uefi");
		assert_int_equal(json_is_null(json_object_get(vm, "pci_express")), hyperv);
		for (size_t i = 0; i < COUNT(linux_keys); i++) {
			const json_t *there = json_object_get(settings, linux_keys[i]);

			assert_true(hyperv ? json_is_null(there) : json_is_boolean(there));
		}
		for (size_t i = 0; i < COUNT(hyperv_keys); i++) {
			const json_t *there = json_object_get(settings, hyperv_keys[i]);

			assert_true(there && json_is_null(there) == !hyperv);
		}
	}
}

#define DEVICE                                                                                     \
	"hyperv\nfunction 0000:01:00.0 0108 - stornvme\nfact 0000:01:00.0 port 9\n"                \
	"fact 0000:01:00.0 interrupts 6\nfact 0000:01:00.0 isolated absent\n"                      \
	"fact 0000:01:00.0 native unknown\nfact 0000:01:00.0 version 10.0.1\n"                     \
	"fact 0000:01:00.0 pool v100\nfact 0000:01:00.0 holders 1\n"                               \
	"holder 0000:01:00.0 disk vital\nholder 0000:01:00.0 network\n"

static void test_show(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(DEVICE);
	struct dda_function *function = &inventory->functions.items[0];
	_cleanup_document_ json_t *document = NULL;
	_cleanup_free_ char *text = NULL;

	function->instance_path = "PCI\\VEN_144D\\4";
	function->holders.items[0].name = "disk 0 (Samsung)";
	function->holders.items[0].why = "Windows runs from it";
	function->holders.items[1].name = "network connection 2";
	function->holders.items[1].why = NULL;
	assert_int_equal(view_show(inventory, "01:00.0", &document, NULL), 0);
	text = text_of(document);
	assert_line(text, "  instance       PCI\\VEN_144D\\4");
	assert_line(text, "  port_type            integrated endpoint                     test");
	assert_line(text, "  interrupts           MSI, MSI-X                              test");
	assert_line(text, "  isolated             -                                       test");
	assert_line(text, "  native_control       unknown: Permission denied              test");
	assert_line(text, "  reserved_memory      -                                       test");
	assert_line(text, "  driver_version       10.0.1                                  test");
	assert_line(text, "  pool                 v100                                    test");
	assert_line(text, "  holder               disk 0 (Samsung): Windows runs from it  test");
	assert_line(text, "  holder               network connection 2                    test");
	assert_line(text, "  origin               not asked                               -");
}

static void test_nobody_holds(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "hyperv\nfunction 0000:01:00.0 0302 - -\nfact 0000:01:00.0 port 77\n"
	        "fact 0000:01:00.0 interrupts 0");
	_cleanup_document_ json_t *document = NULL;
	const json_t *facts, *holders;

	assert_int_equal(view_show(inventory, "01:00.0", &document, NULL), 0);
	facts = json_object_get(json_array_get(json_object_get(document, "devices"), 0), "facts");
	holders = json_object_get(json_object_get(facts, "holders"), "value");
	assert_true(json_is_array(holders) && json_array_size(holders) == 0);
	assert_string_equal(
	        json_string_value(json_object_get(json_object_get(facts, "port_type"), "value")),
	        "type 77");
}

static const char *state_of(const json_t *host, const char *key)
{
	const json_t *fact = json_object_get(json_object_get(host, "hyperv"), key);

	return json_string_value(json_object_get(fact, "state"));
}

static void test_survey(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "hyperv\nhost iov absent no such chipset\nhost secure unknown\n"
	        "host supported unasked");
	_cleanup_document_ json_t *document = NULL;
	const json_t *host, *build, *iov;

	assert_int_equal(view_survey(inventory, NULL, 0, &document, NULL), 0);
	host = json_object_get(document, "host");
	build = json_object_get(json_object_get(host, "hyperv"), "build");
	iov = json_object_get(json_object_get(host, "hyperv"), "iov");
	assert_int_equal(json_integer_value(json_object_get(build, "value")), 20348);
	assert_string_equal(state_of(host, "edition"), "known");
	assert_string_equal(state_of(host, "iov"), "absent");
	assert_string_equal(json_string_value(json_object_get(iov, "reason")), "no such chipset");
	assert_string_equal(state_of(host, "require_secure_device_assignment"), "unknown");
	assert_string_equal(state_of(host, "require_supported_device_assignment"), "not-asked");
}

static void test_survey_of_linux(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given("");
	_cleanup_document_ json_t *document = NULL;

	assert_int_equal(view_survey(inventory, NULL, 0, &document, NULL), 0);
	assert_true(json_is_null(json_object_get(json_object_get(document, "host"), "hyperv")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_vms),    cmocka_unit_test(test_keys),
	        cmocka_unit_test(test_show),   cmocka_unit_test(test_nobody_holds),
	        cmocka_unit_test(test_survey), cmocka_unit_test(test_survey_of_linux),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
