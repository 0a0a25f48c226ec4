/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "fixture.h"
#include "model/selector.h"
#include "rules/rule.h"
#include "view/view.h"

/* What is found out about the card 01:00 of a Hyper-V host, and about the host, in a survey. */
static const struct {
	const char *name, *given, *findings, *verdict;
} surveys[] = {
        {"nothing is wrong", "", "", "assignable"},

        {"no Hyper-V, and no more about it",
         "host installed absent\nhost server absent\nvms unknown", "blocker hyperv-absent host\n",
         "not-assignable"},
        {"Hyper-V is there", "host installed yes", "", "assignable"},
        {"a client edition", "host server absent\nhost edition Windows 11 Pro",
         "blocker edition-client host\n", "not-assignable"},
        {"... whose policies are of no matter", "host server absent\nhost secure 1",
         "blocker edition-client host\n", "not-assignable"},
        {"edition unreadable", "host server unknown", "blocker edition-client? host\n",
         "cannot-tell"},
        {"edition not asked", "host server unasked", "", "assignable"},

        {"the platform says no", "host iov absent no ACS", "warning iov-unsupported host\n",
         "assignable-with-warnings"},
        {"it can't be asked", "host iov unknown", "warning iov-unsupported? host\n", "cannot-tell"},
        {"it was not asked", "host iov unasked", "", "assignable"},

        {"a policy is on", "host secure 1", "note device-policy host\n", "assignable"},
        {"the other one is", "host supported 1", "note device-policy host\n", "assignable"},
        {"a policy is not set", "host supported absent", "note device-policy host\n", "assignable"},
        {"... on an older build", "host supported absent\nhost build 20347", "", "assignable"},
        {"... where one is on nevertheless", "host supported 2\nhost build 17763",
         "note device-policy host\n", "assignable"},
        {"... on a build that can't be read", "host supported absent\nhost build unknown",
         "note device-policy? host\n", "cannot-tell"},
        {"a policy can't be read", "host secure unknown", "note device-policy? host\n",
         "cannot-tell"},
        {"... but the other one is on", "host secure unknown\nhost supported 1",
         "note device-policy host\n", "assignable"},
        {"policies not asked", "host secure unasked\nhost supported unasked", "", "assignable"},

        {"bound to memory of the firmware", "fact 0000:01:00.1 reserved yes",
         "blocker reserved-memory 0000:01:00\n", "not-assignable"},
        {"... which is so also after it left", "fact 0000:01:00.1 reserved yes\nout",
         "blocker reserved-memory 0000:01:00\n", "not-assignable"},
        {"... unreadable", "fact 0000:01:00.1 reserved unknown",
         "note facts-unread host\nblocker reserved-memory? 0000:01:00\n", "cannot-tell"},
        {"... unreadable of one that is out", "fact 0000:01:00.1 reserved unknown\nout",
         "note facts-unread host\n", "assignable"},
        {"... unreadable, but another function is",
         "fact 0000:01:00.0 reserved unknown\n"
         "fact 0000:01:00.1 reserved yes",
         "note facts-unread host\nblocker reserved-memory 0000:01:00\n", "not-assignable"},
        {"... not asked", "fact 0000:01:00.1 reserved unasked", "", "assignable"},

        {"not isolated", "fact 0000:01:00.0 isolated absent", "blocker not-isolated 0000:01:00\n",
         "not-assignable"},
        {"... but out already", "fact 0000:01:00.0 isolated absent\nout", "", "assignable"},
        {"... unreadable", "fact 0000:01:00.0 isolated unknown",
         "note facts-unread host\nblocker not-isolated? 0000:01:00\n", "cannot-tell"},
        {"... unreadable of one that is out", "fact 0000:01:00.0 isolated unknown\nout",
         "note facts-unread host\n", "assignable"},
        {"... not asked", "fact 0000:01:00.0 isolated unasked", "", "assignable"},

        {"conventional PCI", "fact 0000:01:00.2 port absent", "blocker not-express 0000:01:00\n",
         "not-assignable"},
        {"... as the firmware wants it",
         "fact 0000:01:00.2 port absent\n"
         "fact 0000:01:00.2 native absent",
         "blocker firmware-keeps-control 0000:01:00\n", "not-assignable"},
        {"port type unreadable", "fact 0000:01:00.2 port unknown",
         "note facts-unread host\nblocker not-express? 0000:01:00\n", "cannot-tell"},
        {"port type not asked", "fact 0000:01:00.2 port unasked", "", "assignable"},
        {"a legacy endpoint", "fact 0000:01:00.2 port 1", "blocker legacy-endpoint 0000:01:00\n",
         "not-assignable"},
        {"... that is a display", "fact 0000:01:00.0 port 1", "", "assignable"},
        {"an endpoint of the root complex", "fact 0000:01:00.2 port 9", "", "assignable"},

        {"the firmware keeps control", "fact 0000:01:00.0 native absent",
         "blocker firmware-keeps-control 0000:01:00\n", "not-assignable"},
        {"... unreadable", "fact 0000:01:00.0 native unknown",
         "note facts-unread host\nblocker firmware-keeps-control? 0000:01:00\n", "cannot-tell"},
        {"... not asked", "fact 0000:01:00.0 native unasked", "", "assignable"},

        {"lines only", "fact 0000:01:00.1 interrupts 1", "blocker line-interrupts 0000:01:00\n",
         "not-assignable"},
        {"lines and messages", "fact 0000:01:00.1 interrupts 3", "", "assignable"},
        {"no interrupts", "fact 0000:01:00.1 interrupts 0", "", "assignable"},
        {"no interrupts, said otherwise", "fact 0000:01:00.1 interrupts absent", "", "assignable"},
        {"interrupts unreadable", "fact 0000:01:00.1 interrupts unknown",
         "note facts-unread host\nblocker line-interrupts? 0000:01:00\n", "cannot-tell"},
        {"interrupts not asked", "fact 0000:01:00.1 interrupts unasked", "", "assignable"},

        {"the host starts from it", "holder 0000:01:00.2 disk vital",
         "blocker host-needs-it 0000:01:00\n", "not-assignable"},
        {"a disk of the host", "holder 0000:01:00.2 disk", "warning host-uses-it 0000:01:00\n",
         "assignable-with-warnings"},
        {"both", "holder 0000:01:00.0 display vital\nholder 0000:01:00.2 network",
         "blocker host-needs-it 0000:01:00\nwarning host-uses-it 0000:01:00\n", "not-assignable"},
        {"holders unknown", "fact 0000:01:00.2 holders unknown",
         "note facts-unread host\nblocker host-needs-it? 0000:01:00\n", "cannot-tell"},
        {"holders half known", "fact 0000:01:00.2 holders unknown\nholder 0000:01:00.2 disk vital",
         "note facts-unread host\nblocker host-needs-it 0000:01:00\n", "not-assignable"},
        {"holders unknown of one that is out", "fact 0000:01:00.2 holders unknown\nout",
         "note facts-unread host\n", "assignable"},
        {"holders not asked", "fact 0000:01:00.2 holders unasked", "", "assignable"},

        {"divided among VMs", "fact 0000:01:00.0 partitioned yes",
         "blocker partitioned 0000:01:00\n", "not-assignable"},
        {"... unreadable", "fact 0000:01:00.0 partitioned unknown",
         "note facts-unread host\nblocker partitioned? 0000:01:00\n", "cannot-tell"},
        {"... not asked", "fact 0000:01:00.0 partitioned unasked", "", "assignable"},

        {"in a pool", "fact 0000:01:00.0 pool gpus\nout", "warning in-pool 0000:01:00\n",
         "assignable-with-warnings"},
        {"... unreadable", "fact 0000:01:00.0 pool unknown",
         "note facts-unread host\nwarning in-pool? 0000:01:00\n", "cannot-tell"},
        {"... not asked", "fact 0000:01:00.0 pool unasked", "", "assignable"},

        {"an old driver", "fact 0000:01:00.0 version 27.21.14.6499\nfact 0000:01:00.0 name GeForce",
         "note driver-old 0000:01:00\n", "assignable"},
        {"... of a card without a name",
         "fact 0000:01:00.0 version 27.21.14.6499\nfact 0000:01:00.0 name absent",
         "note driver-old 0000:01:00\n", "assignable"},
        {"... of another card", "fact 0000:01:00.0 version 27.21.14.6499", "", "assignable"},
        {"the first good one",
         "fact 0000:01:00.0 version 27.21.14.6500\nfact 0000:01:00.0 name GeForce", "",
         "assignable"},
        {"a later one", "fact 0000:01:00.0 version 31.0.15.5222\nfact 0000:01:00.0 name GeForce",
         "", "assignable"},
        {"that of Windows",
         "fact 0000:01:00.0 version 10.0.20348.2031\nfact 0000:01:00.0 name GeForce", "",
         "assignable"},
        {"somebody else's", "fact 0000:01:00.0 version 6.1.14.65\nfact 0000:01:00.0 name GeForce",
         "", "assignable"},
        {"no driver", "fact 0000:01:00.0 version absent\nfact 0000:01:00.0 name GeForce", "",
         "assignable"},
        {"version unreadable", "fact 0000:01:00.0 version unknown\nfact 0000:01:00.0 name GeForce",
         "note facts-unread host\nnote driver-old? 0000:01:00\n", "cannot-tell"},
        {"version not asked", "fact 0000:01:00.0 name GeForce", "", "assignable"},

        {"a VM names what is not there", "vm a off\nstale a x", "note stale-devices host\n",
         "assignable"},
        {"BARs unknown", "fact 0000:01:00.0 bars unknown\nstate 0000:01:00.0 disabled",
         "warning mmio-unknown 0000:01:00\n", "assignable-with-warnings"},
        {"BARs not asked", "fact 0000:01:00.0 bars unasked", "", "assignable"},
        {"no BARs", "fact 0000:01:00.0 bars absent", "", "assignable"},
};

#define OUT                                                                                        \
	"\nstate 0000:01:00.0 dismounted\nstate 0000:01:00.1 dismounted\n"                         \
	"state 0000:01:00.2 dismounted"

/* A Hyper-V host with a card, and what else is given; "out" at the end: the card has left it. */
static struct dda_inventory *host_with(const char *text)
{
	size_t length = strlen(text);
	bool out = length >= 4 && strcmp(text + length - 4, "\nout") == 0;
	_cleanup_free_ char *host = NULL;

	assert_true(asprintf(&host, "hyperv\ncard 0000:01:00 - host\n%.*s%s",
	                     (int)(length - (out ? 4 : 0)), text, out ? OUT : "") > 0);
	return given(host);
}

static unsigned card_at(const struct dda_inventory *inventory, const char *text)
{
	_cleanup_(cleanup_selection) struct selection selection = {0};

	assert_int_equal(selection_add(&selection, inventory, text, false, NULL), 0);
	return selection.items[0];
}

static void test_survey(void **state)
{
	for (size_t i = 0; i < COUNT(surveys); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = host_with(surveys[i].given);
		_cleanup_(cleanup_findings) struct findings findings = {0};
		_cleanup_free_ char *text = NULL;
		unsigned card = card_at(inventory, "01:00");

		print_message("  %s\n", surveys[i].name);
		rules_check_host(inventory, &findings);
		rules_check_card(inventory, NULL, card, &findings);
		text = findings_text(&findings);
		assert_string_equal(text, surveys[i].findings);
		assert_string_equal(verdict_name(verdict_of_card(&findings, card)),
		                    surveys[i].verdict);
	}
}

#define HAS_IT "\ngive 0000:01:00.0 a -\ngive 0000:01:00.1 a -\ngive 0000:01:00.2 a -"

/* The card, out of the host, is to go to the VM "a": what stands in the way, and what is said. */
static const struct {
	const char *name, *given;
	enum dda_verb verb;
	bool start;
	const char *findings, *says;
} requests[] = {
        {"nothing", "", DDA_ASSIGN, false, "", NULL},
        {"dynamic memory", "setting a dynamic-memory", DDA_ASSIGN, false,
         "note vm-dynamic-memory a\n", "fixed"},
        {"saved when the host stops", "setting a saved-at-stop", DDA_ADD, false,
         "note vm-stop-action a\n", "turn off"},
        {"checkpoints", "setting a checkpoints", DDA_ADD, false, "note vm-checkpoints a\n",
         "dda sees to it"},
        {"cache types", "setting a fixed-caches", DDA_ADD, false, "note vm-cache-types a\n",
         "write-combining"},
        {"nested", "setting a nested", DDA_ADD, false, "warning vm-nested a\n",
         "Set-VMProcessor -VMName 'a' -ExposeVirtualizationExtensions $false"},
        {"a stale device", "stale a PCIROOT(0)#PCI(0300)", DDA_ASSIGN, false,
         "warning vm-stale-device a\n",
         "no more, so its start fails (\"Element not found\"): PCIROOT(0)#PCI(0300)"},
        {"... of a VM that is to start", "stale a PCIROOT(0)#PCI(0300)", DDA_ASSIGN, true,
         "blocker vm-stale-device a\n", "Remove-VMAssignableDevice -VMName 'a'"},
        {"... and that has the card already", "stale a x" HAS_IT, DDA_ASSIGN, true,
         "blocker vm-stale-device a\n", NULL},
        {"saved", "setting a saved yes", DDA_ASSIGN, false, "blocker vm-saved a\n",
         "Remove-VMSavedState -VMName 'a'"},
        {"saved, unknown", "setting a saved unknown", DDA_ASSIGN, false, "blocker vm-saved? a\n",
         "Get-VM -Name 'a'"},
        {"checkpoints that are there", "setting a snapshots yes", DDA_ASSIGN, false,
         "warning vm-snapshots a\n", "Get-VMSnapshot -VMName 'a'"},
        {"what is known to be wrong of a card that the VM has already",
         "fact 0000:01:00.0 reserved yes\nfact 0000:01:00.0 port absent\n"
         "fact 0000:01:00.0 bars unknown\nfact 0000:01:00.0 pool p" HAS_IT,
         DDA_ASSIGN, false, "", NULL},
        {"out, and the BARs are not known", "fact 0000:01:00.0 bars unknown", DDA_ADD, false,
         "warning mmio-unknown 0000:01:00\n", "mount and enable it on the host once"},
        {"what the platform has let leave it does not isolate", "fact 0000:01:00.0 isolated absent",
         DDA_ADD, false, "", NULL},
};

static void test_requests(void **state)
{
	for (size_t i = 0; i < COUNT(requests); i++) {
		_cleanup_(cleanup_findings) struct findings findings = {0};
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;
		_cleanup_free_ char *text = NULL, *host = NULL;
		const struct intent_vm vm = {.name = "a", .index = 0};
		unsigned card;
		int card_vm = 0;

		print_message("  %s\n", requests[i].name);
		assert_true(asprintf(&host, "vm a off\n%s\nout", requests[i].given) > 0);
		inventory = host_with(host);
		card = card_at(inventory, "01:00");
		rules_check_request(inventory,
		                    &(struct intent){.verb = requests[i].verb,
		                                     .cards = &card,
		                                     .card_vms = &card_vm,
		                                     .card_count = 1,
		                                     .vms = &vm,
		                                     .vm_count = 1,
		                                     .start = requests[i].start},
		                    &findings);
		text = findings_text(&findings);
		assert_string_equal(text, requests[i].findings);
		if (requests[i].says)
			assert_true(findings_say(&findings, requests[i].says));
	}
}

/* What is said of the card and its host; no Linux words among it. */
static const struct {
	const char *given, *says;
} words[] = {
        {"host server absent\nhost edition Windows 11 Pro", "Windows 11 Pro is a client edition"},
        {"host server absent", "0xC035001E"},
        {"host iov absent the chipset has no ACS", "because: the chipset has no ACS"},
        {"host iov absent", "it says not why"},
        {"host iov absent x", "VT-d (Intel) or AMD-Vi"},
        {"host secure 1", "RequireSecureDeviceAssignment is 1"},
        {"host supported absent", "RequireSupportedDeviceAssignment is not set"},
        {"host secure 1", "reg add HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\HyperV /v "
                          "RequireSupportedDeviceAssignment /t REG_DWORD /d 0 /f"},
        {"fact 0000:01:00.0 isolated absent", "--force=not-isolated"},
        {"fact 0000:01:00.0 isolated unknown", "elevated prompt"},
        {"fact 0000:01:00.0 native absent", "OS controlled"},
        {"fact 0000:01:00.1 interrupts 1", "0000:01:00.1 has line-based"},
        {"holder 0000:01:00.2 disk vital", "the disk: the host starts from it"},
        {"holder 0000:01:00.2 disk", "Set-Disk -Number"},
        {"holder 0000:01:00.2 network", "virtual switch"},
        {"holder 0000:01:00.0 display vital", "Primary Display"},
        {"fact 0000:01:00.0 partitioned yes", "Remove-VMGpuPartitionAdapter"},
        {"fact 0000:01:00.0 pool gpus", "-ResourcePoolName 'gpus'"},
        {"fact 0000:01:00.0 version 27.21.14.5671\nfact 0000:01:00.0 name GeForce",
         "driver is 456.71"},
        {"fact 0000:01:00.0 bars unknown", "--target hyperv"},
        {"unknown 0000:01:00.0 vendor", "Device Manager"},
        {"vms unknown", "Get-VM"},
        {"vms unknown\nout", "(driver pcip)"},
        {"vm a running\ngive 0000:01:00.0 a -", "Stop-VM -Name 'a'"},
        {"vm a\xe2\x80\x99s running\ngive 0000:01:00.0 a\xe2\x80\x99s -",
         "Stop-VM -Name 'a\xe2\x80\x99\xe2\x80\x99s'"},
};

static void test_words(void **state)
{
	static const char *const foreign[] = {"virsh", "sudo", "/sys", "root ("};

	for (size_t i = 0; i < COUNT(words); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = host_with(words[i].given);
		_cleanup_(cleanup_findings) struct findings findings = {0};

		rules_check_host(inventory, &findings);
		rules_check_card(inventory, NULL, card_at(inventory, "01:00"), &findings);
		if (!findings_say(&findings, words[i].says))
			fail_msg("nobody says \"%s\"", words[i].says);
		for (size_t j = 0; j < COUNT(foreign); j++)
			assert_false(findings_say(&findings, foreign[j]));
	}
}

/* A card of the host whose BARs nobody outside the guest sees. */
static const struct {
	const char *seen, *bars, *findings;
} guests[] = {
        {"yes", "absent", "note guest-bars-unseen a\n"},
        {"yes", "unknown", "note guest-bars-unseen? a\n"},
        {"yes", "unasked", ""},
        {"absent", "absent", "blocker guest-function-missing 0000:01:00.0\n"},
        {"unknown", "unknown", "blocker guest-unknown? 0000:01:00.0\n"},
};

static struct fact fact_named(const char *state)
{
	if (strcmp(state, "absent") == 0)
		return fact_absent("test");
	if (strcmp(state, "unknown") == 0)
		return fact_unknown("test", 13);
	return strcmp(state, "yes") == 0 ? fact_known("test") : (struct fact){0};
}

static void test_guest(void **state)
{
	for (size_t i = 0; i < COUNT(guests); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory =
		        host_with("vm a running\ngive 0000:01:00.0 a -\nout");
		_cleanup_(cleanup_findings) struct findings findings = {0};
		struct hostdev *hostdev = &inventory->vms.items[0].hostdevs.items[0];
		_cleanup_free_ char *text = NULL;

		hostdev->seen = fact_named(guests[i].seen);
		hostdev->bars_fact = fact_named(guests[i].bars);
		inventory->functions.items[inventory_find(inventory, hostdev->host)]
		        .details->bars[0]
		        .size = 4096;
		rules_check_guest(inventory, 0, &findings);
		text = findings_text(&findings);
		assert_string_equal(text, guests[i].findings);
		assert_false(findings_say(&findings, "libvirt"));
	}
}

/* A proof does not call a BAR unmapped that nobody sees. */
static void test_proof(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        host_with("vm a running\ngive 0000:01:00.0 a -\nout");
	struct hostdev *hostdev = &inventory->vms.items[0].hostdevs.items[0];
	const struct view_style style = {0};
	_cleanup_document_ json_t *document = NULL;
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *file;

	hostdev->seen = fact_known("test");
	hostdev->bars_fact = fact_absent("test");
	inventory->functions.items[inventory_find(inventory, hostdev->host)].details->bars[0].size =
	        4096;
	assert_int_equal(view_verify(inventory, "a", &document, NULL), 0);
	assert_true(view_is_verified(document));
	file = open_memstream(&text, &size);
	assert_non_null(file);
	assert_int_equal(view_write_text(document, &style, file), 0);
	fclose(file);
	assert_null(strstr(text, "mapped"));
	assert_non_null(strstr(text, "0000:01:00.0  -    there"));
	assert_non_null(strstr(text, "note: a: "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_survey), cmocka_unit_test(test_requests),
	        cmocka_unit_test(test_words),  cmocka_unit_test(test_guest),
	        cmocka_unit_test(test_proof),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
