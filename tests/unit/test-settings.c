/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/decode-domain.h"
#include "host/linux/edit-domain.h"

#define ALL (SETTING_MEMORY | SETTING_REPORTING | SETTING_SHARING)
#define NOTE "<dda:before xmlns:dda='https://dda.invalid/vm/1'"
#define DOMAIN(text) "<domain><name>a</name>" text "</domain>"
#define MEMORY "<memory unit='GiB'>1</memory>"
#define HALF "<currentMemory unit='KiB'>524288</currentMemory>"
#define FULL "<currentMemory unit='KiB'>1048576</currentMemory>"
#define BALLOON(value)                                                                             \
	"<devices><memballoon model='virtio' freePageReporting='" value "'/></devices>"

/* A definition, what is to be set in it, and what comes out; NULL: nothing changes. */
static const struct {
	const char *name, *xml;
	unsigned settings;
	const char *after;
} sets[] = {
        {"the balloon's target", DOMAIN(MEMORY HALF), SETTING_MEMORY,
         "<domain><name>a</name><metadata>" NOTE
         " currentMemory='524288' metadata='absent'/></metadata>" MEMORY FULL "</domain>"},
        {"only what is asked for", DOMAIN(MEMORY HALF), SETTING_REPORTING, NULL},
        {"a target that is the memory", DOMAIN(MEMORY FULL), ALL & ~SETTING_SHARING, NULL},
        {"a target in another unit", DOMAIN(MEMORY "<currentMemory unit='MiB'>256</currentMemory>"),
         SETTING_MEMORY,
         "<domain><name>a</name><metadata>" NOTE
         " currentMemory='262144' metadata='absent'/></metadata>" MEMORY FULL "</domain>"},
        {"without a balloon the target says nothing",
         DOMAIN(MEMORY HALF "<devices><memballoon model='none'/></devices>"), SETTING_MEMORY, NULL},
        {"free page reporting", DOMAIN(MEMORY BALLOON("on")), SETTING_REPORTING,
         "<domain><name>a</name><metadata>" NOTE
         " freePageReporting='on' metadata='absent'/></metadata>" MEMORY BALLOON(
                 "off") "</domain>"},
        {"free page reporting that is off", DOMAIN(MEMORY BALLOON("off")), SETTING_REPORTING, NULL},
        {"quotes and names that mislead",
         DOMAIN("<devices><memballoon a=\" freePageReporting='on'\"\n\tfreePageReporting = \"on\" "
                "model='virtio'></memballoon></devices>"),
         SETTING_REPORTING,
         "<domain><name>a</name><metadata>" NOTE
         " freePageReporting='on' metadata='absent'/></metadata><devices><memballoon "
         "a=\" freePageReporting='on'\"\n\tfreePageReporting = \"off\" "
         "model='virtio'></memballoon></devices></domain>"},
        {"merging of pages", DOMAIN(MEMORY FULL), SETTING_SHARING,
         "<domain><name>a</name><metadata>" NOTE
         " nosharepages='absent' metadata='absent'/></metadata>" MEMORY FULL
         "<memoryBacking><nosharepages/></memoryBacking></domain>"},
        {"merging of pages, with other backing",
         DOMAIN(MEMORY "<memoryBacking>\n<hugepages/></memoryBacking>"), SETTING_SHARING,
         "<domain><name>a</name><metadata>" NOTE
         " nosharepages='absent' metadata='absent'/></metadata>" MEMORY
         "<memoryBacking><nosharepages/>\n<hugepages/></memoryBacking></domain>"},
        {"merging of pages, with an empty backing", DOMAIN(MEMORY "<memoryBacking/>"),
         SETTING_SHARING,
         "<domain><name>a</name><metadata>" NOTE
         " nosharepages='absent' metadata='absent'/></metadata>" MEMORY
         "<memoryBacking><nosharepages/></memoryBacking></domain>"},
        {"somebody's metadata stays",
         DOMAIN("<metadata><x:y xmlns:x='x'/>\n</metadata>" MEMORY HALF), SETTING_MEMORY,
         DOMAIN("<metadata><x:y xmlns:x='x'/>\n" NOTE
                " currentMemory='524288'/></metadata>" MEMORY FULL)},
        {"empty metadata stay too", DOMAIN("<metadata/>" MEMORY HALF), SETTING_MEMORY,
         DOMAIN("<metadata>" NOTE " currentMemory='524288'/></metadata>" MEMORY FULL)},
        {"an older note is kept",
         DOMAIN("<metadata>" NOTE " nosharepages='absent'/></metadata>" MEMORY HALF
                "<memoryBacking><nosharepages/></memoryBacking>"),
         ALL,
         DOMAIN("<metadata>" NOTE
                " currentMemory='524288' nosharepages='absent'/></metadata>" MEMORY FULL
                "<memoryBacking><nosharepages/></memoryBacking>")},
        {"umlauts count as bytes", DOMAIN("<title>\xc3\xa4\xc3\xb6</title>" MEMORY HALF),
         SETTING_MEMORY,
         "<domain><name>a</name><metadata>" NOTE " currentMemory='524288' metadata='absent'/>"
         "</metadata><title>\xc3\xa4\xc3\xb6</title>" MEMORY FULL "</domain>"},
};

static void test_set(void **state)
{
	for (size_t i = 0; i < COUNT(sets); i++) {
		_cleanup_free_ char *after = NULL;

		print_message("  %s\n", sets[i].name);
		assert_int_equal(edit_domain_set(sets[i].xml, sets[i].settings, &after), 0);
		assert_string_equal(after, sets[i].after ? sets[i].after : sets[i].xml);
	}
}

static struct vm decoded(const char *xml, struct arena *arena)
{
	struct vm vm = {0};

	assert_int_equal(decode_domain(xml, strlen(xml), false, arena, &vm), 0);
	return vm;
}

/* What was set is as it was, in what it says and mostly in how it is written. */
static void test_unset_takes_it_back(void **state)
{
	for (size_t i = 0; i < COUNT(sets); i++) {
		_cleanup_free_ char *after = NULL, *back = NULL;
		_cleanup_(arena_free) struct arena arena = {0};
		struct vm before, now;

		print_message("  %s\n", sets[i].name);
		assert_int_equal(edit_domain_set(sets[i].xml, sets[i].settings, &after), 0);
		now = decoded(after, &arena);
		before = decoded(sets[i].xml, &arena);
		assert_int_equal(
		        edit_domain_unset(after, now.settings.kept & ~before.settings.kept, &back),
		        0);
		now = decoded(back, &arena);
		assert_int_equal(now.settings.balloon_target, before.settings.balloon_target);
		assert_int_equal(now.settings.page_reporting, before.settings.page_reporting);
		assert_int_equal(now.settings.no_sharing, before.settings.no_sharing);
		assert_int_equal(now.settings.kept, before.settings.kept);
		if (!strstr(sets[i].name, "unit") && !strstr(sets[i].name, "empty") &&
		    !strstr(sets[i].name, "metadata") && sets[i].settings != SETTING_SHARING)
			assert_string_equal(back, sets[i].xml);
	}
}

static const struct {
	const char *name, *xml;
	unsigned settings;
	const char *after;
} unsets[] = {
        {"nothing was noted", DOMAIN(MEMORY HALF), ALL, NULL},
        {"all of it, metadata of our own too",
         DOMAIN("<metadata>\n  " NOTE " currentMemory='524288' freePageReporting='on' "
                "nosharepages='absent' metadata='absent'/>\n</metadata>" MEMORY FULL
                "<memoryBacking>\n  <nosharepages/>\n</memoryBacking>" BALLOON("off")),
         ALL, DOMAIN(MEMORY HALF "<memoryBacking>\n</memoryBacking>" BALLOON("on"))},
        {"a part of it",
         DOMAIN("<metadata>" NOTE " currentMemory='524288' nosharepages='absent' "
                "metadata='absent'/></metadata>" MEMORY FULL
                "<memoryBacking><nosharepages/></memoryBacking>"),
         SETTING_SHARING,
         DOMAIN("<metadata>" NOTE
                " currentMemory='524288' metadata='absent'/></metadata>" MEMORY FULL
                "<memoryBacking></memoryBacking>")},
        {"what somebody else wrote since stays",
         DOMAIN("<metadata>" NOTE " currentMemory='524288' freePageReporting='on' "
                "nosharepages='absent'/></metadata>" MEMORY
                "<currentMemory unit='KiB'>786432</currentMemory>" BALLOON("on")),
         ALL,
         DOMAIN("<metadata></metadata>" MEMORY
                "<currentMemory unit='KiB'>786432</currentMemory>" BALLOON("on"))},
        {"a target above what the VM has by now",
         DOMAIN("<metadata>" NOTE " currentMemory='2097152'/></metadata>" MEMORY FULL), ALL,
         DOMAIN("<metadata></metadata>" MEMORY FULL)},
        {"metadata that somebody has added to",
         DOMAIN("<metadata>\n  " NOTE
                " currentMemory='524288' metadata='absent'/>\n  <x:y xmlns:x='x'/>\n"
                "</metadata>" MEMORY FULL),
         ALL, DOMAIN("<metadata>\n  <x:y xmlns:x='x'/>\n</metadata>" MEMORY HALF)},
};

static void test_unset(void **state)
{
	for (size_t i = 0; i < COUNT(unsets); i++) {
		_cleanup_free_ char *after = NULL;

		print_message("  %s\n", unsets[i].name);
		assert_int_equal(edit_domain_unset(unsets[i].xml, unsets[i].settings, &after), 0);
		assert_string_equal(after, unsets[i].after ? unsets[i].after : unsets[i].xml);
	}
}

static void test_refused(void **state)
{
	static const char *const texts[] = {
	        DOMAIN(MEMORY HALF HALF),
	        "",
	        "<domain>",
	        "<domain/>",
	        "<!DOCTYPE a><domain><name>a</name></domain>",
	        DOMAIN("<metadata><dda:before xmlns:dda='elsewhere'/></metadata>" MEMORY HALF)};
	char *after = NULL;

	for (size_t i = 0; i < COUNT(texts); i++) {
		assert_int_equal(edit_domain_set(texts[i], ALL, &after), -EINVAL);
		assert_int_equal(edit_domain_unset(texts[i], ALL, &after), -EINVAL);
		assert_null(after);
	}
}

/* Every setting that is read, out of one definition. */
static void test_decode(void **state)
{
	static const char xml[] = DOMAIN(
	        MEMORY HALF
	        "<memoryBacking><hugepages/><nosharepages/><locked/></memoryBacking>"
	        "<memtune><hard_limit unit='GiB'>3</hard_limit></memtune>"
	        "<numatune><memory mode='strict' nodeset='0-1'/></numatune>"
	        "<os firmware='efi'><type machine='pc-q35-7.2'>hvm</type>"
	        "<loader type='pflash'>/x</loader></os><features><kvm><hidden state='on'/></kvm>"
	        "<hyperv><vendor_id state='on' value='nobody'/></hyperv></features>"
	        "<cpu mode='host-passthrough'><maxphysaddr mode='emulate' bits='46'/></cpu>"
	        "<devices><memballoon model='virtio' autodeflate='on' "
	        "freePageReporting='on'/></devices>");
	_cleanup_(arena_free) struct arena arena = {0};
	struct vm vm = decoded(xml, &arena);
	const struct vm_settings *settings = &vm.settings;

	assert_int_equal(settings->balloon_target, 512 << 20);
	assert_int_equal(settings->lock_limit, 3ull << 30);
	assert_true(settings->huge_pages && settings->no_sharing && settings->locked);
	assert_true(settings->hidden && settings->auto_deflate && settings->page_reporting);
	assert_string_equal(settings->nodes, "0-1");
	assert_string_equal(settings->firmware, "efi");
	assert_string_equal(settings->loader, "pflash");
	assert_string_equal(settings->hyperv_vendor, "nobody");
	assert_string_equal(settings->cpu_mode, "host-passthrough");
	assert_string_equal(settings->cpu_bits, "46");
	assert_string_equal(settings->balloon, "virtio");
	assert_int_equal(settings->kept, 0);
	/* The running definition, read after it, has what the balloon leaves just now. */
	assert_int_equal(decode_domain(DOMAIN(MEMORY), strlen(DOMAIN(MEMORY)), true, &arena, &vm),
	                 0);
	assert_true(settings->no_sharing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_set),    cmocka_unit_test(test_unset_takes_it_back),
	        cmocka_unit_test(test_unset),  cmocka_unit_test(test_refused),
	        cmocka_unit_test(test_decode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
