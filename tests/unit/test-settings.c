/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <dda/plan.h>

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

static struct step step_of(unsigned settings)
{
	return (struct step){.settings = settings};
}

static void test_set(void **state)
{
	for (size_t i = 0; i < COUNT(sets); i++) {
		const struct step step = step_of(sets[i].settings);
		_cleanup_free_ char *after = NULL;

		print_message("  %s\n", sets[i].name);
		assert_int_equal(edit_domain_set(sets[i].xml, &step, &after), 0);
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
		struct step step = step_of(sets[i].settings);
		struct vm before, now;

		print_message("  %s\n", sets[i].name);
		assert_int_equal(edit_domain_set(sets[i].xml, &step, &after), 0);
		now = decoded(after, &arena);
		before = decoded(sets[i].xml, &arena);
		step.settings = now.settings.kept & ~before.settings.kept;
		assert_int_equal(edit_domain_unset(after, &step, &back), 0);
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
		const struct step step = step_of(unsets[i].settings);
		_cleanup_free_ char *after = NULL;

		print_message("  %s\n", unsets[i].name);
		assert_int_equal(edit_domain_unset(unsets[i].xml, &step, &after), 0);
		assert_string_equal(after, unsets[i].after ? unsets[i].after : unsets[i].xml);
	}
}

#define ARG(value) "<qemu:arg value='" value "'/>"
#define WINDOW(number) ARG("-fw_cfg") ARG("name=opt/ovmf/X-PciMmio64Mb,string=" number)
#define ARGUMENTS(text)                                                                            \
	"<qemu:commandline xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>" text          \
	"</qemu:commandline>"
#define CPU(text) "<cpu mode='host-model'>" text "</cpu>"
#define WIDE "<maxphysaddr mode='passthrough'/>"
#define BITS(bits) "<maxphysaddr mode='emulate' bits='" bits "'/>"
#define NOTED(text) "<domain><name>a</name><metadata>" NOTE text " metadata='absent'/></metadata>"
#define WINDOW_OF(from, to) " mmio64Mb='" from "' mmio64MbSet='" to "'"
#define MEGABYTES(n) ((uint64_t)(n) << 20)
#define PASSED                                                                                     \
	{                                                                                          \
		.width = VM_WIDTH_HOST                                                             \
	}
#define WINDOWED(n)                                                                                \
	{                                                                                          \
		.firmware_window = MEGABYTES(n)                                                    \
	}

#define FEATURES(text) "<features>" text "</features>"
#define KVM(text) "<kvm>" text "</kvm>"
#define HYPERV(text) "<hyperv mode='custom'>" text "</hyperv>"
#define HIDDEN "<hidden state='on'/>"
#define VENDOR "<vendor_id state='on' value='unknown'/>"

/* Hiding the hypervisor, and showing it again. */
static void test_hidden(void **state)
{
	static const struct {
		const char *name, *xml, *after;
	} hides[] = {
	        {"no features at all", DOMAIN(MEMORY),
	         NOTED(" hidden='absent'") MEMORY FEATURES(KVM(HIDDEN)) "</domain>"},
	        {"features", DOMAIN(FEATURES("<acpi/>")),
	         NOTED(" hidden='absent'") FEATURES("<acpi/>" KVM(HIDDEN)) "</domain>"},
	        {"others of KVM", DOMAIN(FEATURES(KVM("<x/>"))),
	         NOTED(" hidden='absent'") FEATURES(KVM("<x/>" HIDDEN)) "</domain>"},
	        {"off", DOMAIN(FEATURES(KVM("<hidden state='off'/>"))),
	         NOTED(" hidden='off'") FEATURES(KVM(HIDDEN)) "</domain>"},
	        {"hidden", DOMAIN(FEATURES(KVM(HIDDEN))), DOMAIN(FEATURES(KVM(HIDDEN)))},
	        {"Hyper-V too", DOMAIN(FEATURES(HYPERV("<relaxed state='on'/>"))),
	         NOTED(" hidden='absent' vendor_id='absent'")
	                 FEATURES(HYPERV("<relaxed state='on'/>" VENDOR) KVM(HIDDEN)) "</domain>"},
	        {"Hyper-V alone", DOMAIN(FEATURES(HYPERV("<vendor_id state='off'/>") KVM(HIDDEN))),
	         NOTED(" vendor_id='off'") FEATURES(HYPERV(VENDOR) KVM(HIDDEN)) "</domain>"},
	        {"somebody's vendor",
	         DOMAIN(FEATURES(HYPERV("<vendor_id state='on' value='me'/>") KVM(HIDDEN))),
	         DOMAIN(FEATURES(HYPERV("<vendor_id state='on' value='me'/>") KVM(HIDDEN)))},
	};
	const struct step step = step_of(SETTING_HIDDEN);

	for (size_t i = 0; i < COUNT(hides); i++) {
		_cleanup_free_ char *after = NULL, *back = NULL;

		print_message("  %s\n", hides[i].name);
		assert_int_equal(edit_domain_set(hides[i].xml, &step, &after), 0);
		assert_string_equal(after, hides[i].after);
		assert_int_equal(edit_domain_unset(after, &step, &back), 0);
		if (i)
			assert_string_equal(back, hides[i].xml);
		else /* libvirt drops an element without anything in it */
			assert_string_equal(back, DOMAIN(MEMORY "<features></features>"));
	}
}

#define BOUND "<numatune><memory mode='strict' nodeset='1'/></numatune>"

/* Binding to a node, and back. */
static void test_numa(void **state)
{
	static const struct {
		const char *name, *xml, *after;
	} binds[] = {
	        {"memory and processors", DOMAIN("<vcpu placement='static'>4</vcpu>"),
	         NOTED(" nodesetSet='1' cpusetSet='8-15'") "<vcpu cpuset='8-15' "
	                                                   "placement='static'>4</vcpu>" BOUND
	                                                   "</domain>"},
	        {"processors that somebody bound", DOMAIN("<vcpu cpuset='0'>4</vcpu>"),
	         NOTED(" nodesetSet='1'") "<vcpu cpuset='0'>4</vcpu>" BOUND "</domain>"},
	        {"memory that somebody bound",
	         DOMAIN("<vcpu>4</vcpu><numatune><memory mode='strict' "
	                "placement='auto'/></numatune>"),
	         DOMAIN("<vcpu>4</vcpu><numatune><memory mode='strict' "
	                "placement='auto'/></numatune>")},
	        {"beside something else", DOMAIN("<numatune><x/></numatune>"),
	         NOTED(" nodesetSet='1'") "<numatune><memory mode='strict' "
	                                  "nodeset='1'/><x/></numatune>"
	                                  "</domain>"},
	};
	const struct step step = {.settings = SETTING_NUMA, .nodes = "1", .cpus = "8-15"};

	for (size_t i = 0; i < COUNT(binds); i++) {
		_cleanup_free_ char *after = NULL, *back = NULL;

		print_message("  %s\n", binds[i].name);
		assert_int_equal(edit_domain_set(binds[i].xml, &step, &after), 0);
		assert_string_equal(after, binds[i].after);
		assert_int_equal(edit_domain_unset(after, &step, &back), 0);
		assert_string_equal(back, binds[i].xml);
	}
}

/* What somebody made of it since stays. */
static void test_numa_back(void **state)
{
	static const char xml[] = NOTED(
	        " nodesetSet='1' cpusetSet='8-15'") "<vcpu cpuset = '9'>4</vcpu><numatune><memory "
	                                            "mode='preferred' nodeset='1'/></numatune>"
	                                            "</domain>";
	static const char after[] = DOMAIN("<vcpu cpuset = '9'>4</vcpu><numatune><memory "
	                                   "mode='preferred' nodeset='1'/></numatune>");
	const struct step step = step_of(SETTING_NUMA);
	_cleanup_free_ char *back = NULL;

	assert_int_equal(edit_domain_unset(xml, &step, &back), 0);
	assert_string_equal(back, after);
}

/* Address spaces: a definition, what it is to have, what comes out. */
static const struct {
	const char *name, *xml;
	struct vm_space space;
	const char *after;
} spaces[] = {
        {"a window", DOMAIN(MEMORY), WINDOWED(65536),
         NOTED(WINDOW_OF("absent", "65536")) MEMORY ARGUMENTS(WINDOW("65536")) "</domain>"},
        {"a larger window", DOMAIN(ARGUMENTS(WINDOW("32768"))), WINDOWED(65536),
         NOTED(WINDOW_OF("32768", "65536")) ARGUMENTS(WINDOW("65536")) "</domain>"},
        {"beside somebody's arguments", DOMAIN(ARGUMENTS(ARG("-d") ARG("all"))), WINDOWED(65536),
         NOTED(WINDOW_OF("absent", "65536"))
                 ARGUMENTS(ARG("-d") ARG("all") WINDOW("65536")) "</domain>"},
        {"a window in short, with quotes of the other kind",
         DOMAIN(ARGUMENTS(ARG("-fw_cfg") "<qemu:arg "
                                         "value=\"opt/ovmf/X-PciMmio64Mb,string=7\"></qemu:arg>")),
         WINDOWED(8),
         NOTED(WINDOW_OF("7", "8")) ARGUMENTS(ARG(
                 "-fw_cfg") "<qemu:arg "
                            "value=\"opt/ovmf/X-PciMmio64Mb,string=8\"></qemu:arg>") "</domain>"},
        {"a window that is there", DOMAIN(ARGUMENTS(WINDOW("65536"))), WINDOWED(65536), NULL},
        {"a wider processor", DOMAIN(CPU("<x/>")), PASSED,
         NOTED(" maxphysaddr='absent'") CPU(WIDE "<x/>") "</domain>"},
        {"a wider processor without anything in it", DOMAIN("<cpu mode='host-model'/>"), PASSED,
         NOTED(" maxphysaddr='absent'") CPU(WIDE) "</domain>"},
        {"a wider processor than that", DOMAIN(CPU(BITS("40"))), PASSED,
         NOTED(" maxphysaddr='40'") CPU(WIDE) "</domain>"},
        {"a processor where there is none", DOMAIN(MEMORY), PASSED,
         NOTED(" maxphysaddr='absent'") MEMORY "<cpu>" WIDE "</cpu></domain>"},
        {"the host's processor", DOMAIN("<cpu mode='host-passthrough'/>"), PASSED, NULL},
        {"both",
         DOMAIN(CPU("")),
         {.width = VM_WIDTH_HOST, .firmware_window = MEGABYTES(9)},
         NOTED(WINDOW_OF("absent", "9") " maxphysaddr='absent'") CPU(WIDE)
                 ARGUMENTS(WINDOW("9")) "</domain>"},
};

static void test_spaces(void **state)
{
	for (size_t i = 0; i < COUNT(spaces); i++) {
		const char *expected = spaces[i].after ? spaces[i].after : spaces[i].xml;
		_cleanup_free_ char *after = NULL, *again = NULL, *back = NULL;
		_cleanup_(arena_free) struct arena arena = {0};
		struct step step = {.settings = SETTING_SPACE, .space = spaces[i].space};
		struct vm now, before = decoded(spaces[i].xml, &arena);

		print_message("  %s\n", spaces[i].name);
		assert_int_equal(edit_domain_set(spaces[i].xml, &step, &after), 0);
		assert_string_equal(after, expected);
		assert_int_equal(edit_domain_set(after, &step, &again), 0);
		assert_string_equal(again, expected);
		now = decoded(after, &arena);
		assert_int_equal(now.settings.kept, spaces[i].after ? SETTING_SPACE : 0);
		assert_int_equal(now.kept_space.firmware_window, before.space.firmware_window);
		assert_int_equal(now.kept_space.width, before.space.width);
		assert_int_equal(now.kept_space.address_bits, before.space.address_bits);
		assert_int_equal(edit_domain_unset(after, &step, &back), 0);
		if (!strstr(spaces[i].name, "without") && !strstr(spaces[i].name, "none"))
			assert_string_equal(back, spaces[i].xml);
	}
}

/* What somebody else made of it since stays; one card more, and back to what one card takes. */
static void test_spaces_back(void **state)
{
	static const struct {
		const char *name, *xml;
		bool kept;
		struct vm_space space;
		const char *after;
	} backs[] = {
	        {"somebody's window",
	         NOTED(WINDOW_OF("absent", "8")) ARGUMENTS(WINDOW("9")) "</domain>",
	         false,
	         {0},
	         DOMAIN(ARGUMENTS(WINDOW("9")))},
	        {"somebody took it away",
	         NOTED(WINDOW_OF("7", "8")) "</domain>",
	         false,
	         {0},
	         DOMAIN("")},
	        {"somebody's width",
	         NOTED(" maxphysaddr='absent'") CPU(BITS("44")) "</domain>",
	         false,
	         {0},
	         DOMAIN(CPU(BITS("44")))},
	        {"somebody else's argument in between",
	         NOTED(WINDOW_OF("absent", "8"))
	                 ARGUMENTS(ARG("-d") ARG("opt/ovmf/X-PciMmio64Mb,string=8")) "</domain>",
	         false,
	         {0},
	         DOMAIN(ARGUMENTS(ARG("-d") ARG("opt/ovmf/X-PciMmio64Mb,string=8")))},
	        {"one card more is undone",
	         NOTED(WINDOW_OF("absent", "9")) ARGUMENTS(WINDOW("9")) "</domain>", true,
	         WINDOWED(8), NOTED(WINDOW_OF("absent", "8")) ARGUMENTS(WINDOW("8")) "</domain>"},
	        {"which alone took a window",
	         NOTED(WINDOW_OF("absent", "9") " maxphysaddr='40'") CPU(WIDE)
	                 ARGUMENTS(WINDOW("9")) "</domain>",
	         true, PASSED, NOTED(" maxphysaddr='40'") CPU(WIDE) "</domain>"},
	        {"which alone took the width",
	         NOTED(WINDOW_OF("7", "9") " maxphysaddr='40'") CPU(WIDE)
	                 ARGUMENTS(WINDOW("9")) "</domain>",
	         true,
	         {.width = VM_WIDTH_FIXED, .firmware_window = MEGABYTES(9)},
	         NOTED(WINDOW_OF("7", "9")) CPU(BITS("40")) ARGUMENTS(WINDOW("9")) "</domain>"},
	};

	for (size_t i = 0; i < COUNT(backs); i++) {
		const struct step step = {.settings = SETTING_SPACE,
		                          .space = backs[i].space,
		                          .space_kept = backs[i].kept};
		_cleanup_free_ char *after = NULL;

		print_message("  %s\n", backs[i].name);
		assert_int_equal(edit_domain_unset(backs[i].xml, &step, &after), 0);
		assert_string_equal(after, backs[i].after);
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
	        DOMAIN("<metadata><dda:before xmlns:dda='elsewhere'/></metadata>" MEMORY HALF),
	        DOMAIN("<metadata>" NOTE " mmio64Mb='&#97;'/></metadata>"),
	        DOMAIN(ARGUMENTS(WINDOW("1") WINDOW("2")))};
	const struct step step = step_of(ALL);
	char *after = NULL;

	for (size_t i = 0; i < COUNT(texts); i++) {
		assert_int_equal(edit_domain_set(texts[i], &step, &after), -EINVAL);
		assert_int_equal(edit_domain_unset(texts[i], &step, &after), -EINVAL);
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
	assert_true(vm_has_uefi(&vm));
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

/* OVMF's window by a person's word, and that taken back. */
static const struct {
	const char *name, *xml;
	unsigned from, to;
	const char *record, *after;
} named[] = {
        {"where there was none", DOMAIN(MEMORY), 0, 4096, NULL,
         DOMAIN(MEMORY ARGUMENTS(WINDOW("4096")))},
        {"another one", DOMAIN(MEMORY ARGUMENTS(WINDOW("4096"))), 4096, 8192, NULL,
         DOMAIN(MEMORY ARGUMENTS(WINDOW("8192")))},
        {"as OVMF itself chooses", DOMAIN(MEMORY ARGUMENTS(WINDOW("4096"))), 4096, 0, NULL,
         DOMAIN(MEMORY)},
        {"dda's, which is on record no more",
         NOTED(WINDOW_OF("absent", "4096")) MEMORY ARGUMENTS(WINDOW("4096")) "</domain>", 4096,
         8192, "mmio64Mb=absent mmio64MbSet=4096", DOMAIN(MEMORY ARGUMENTS(WINDOW("8192")))},
        {"dda's own value",
         NOTED(WINDOW_OF("2048", "4096")) MEMORY ARGUMENTS(WINDOW("4096")) "</domain>", 4096, 4096,
         "mmio64Mb=2048 mmio64MbSet=4096", DOMAIN(MEMORY ARGUMENTS(WINDOW("4096")))},
        {"what else dda has on record stays",
         NOTED(" currentMemory='524288'" WINDOW_OF("absent", "4096"))
                 MEMORY FULL ARGUMENTS(WINDOW("4096")) "</domain>",
         4096, 8192, "mmio64Mb=absent mmio64MbSet=4096",
         NOTED(" currentMemory='524288'") MEMORY FULL ARGUMENTS(WINDOW("8192")) "</domain>"},
};

/* As libvirt writes it. */
static void requote(const char *xml, char **ret)
{
	*ret = strdup(xml);
	assert_non_null(*ret);
	for (char *c = *ret; *c; c++)
		if (*c == '\'')
			*c = '"';
}

static void test_named(void **state)
{
	for (size_t i = 0; i < COUNT(named); i++) {
		_cleanup_free_ char *after = NULL, *back = NULL, *other = NULL;
		_cleanup_(arena_free) struct arena arena = {0};
		struct vm_space from = {.firmware_window = MEGABYTES(named[i].from)};
		struct vm_space to = {.firmware_window = MEGABYTES(named[i].to)};
		struct vm vm = decoded(named[i].xml, &arena);
		const struct step step = {.kind = STEP_SET,
		                          .named = DDA_HIGH_SPACE,
		                          .settings = SETTING_SPACE,
		                          .space = to,
		                          .space_before = from,
		                          .record = vm.settings.record};
		struct step undo = step;

		print_message("  %s\n", named[i].name);
		assert_int_equal(vm.settings.recorded, named[i].record ? DDA_HIGH_SPACE : 0);
		if (named[i].record)
			assert_string_equal(vm.settings.record, named[i].record);
		assert_int_equal(edit_domain_set(named[i].xml, &step, &after), 0);
		assert_string_equal(after, named[i].after);
		undo.kind = STEP_UNSET;
		undo.space = from;
		undo.space_before = to;
		assert_int_equal(edit_domain_unset(after, &undo, &back), 0);
		assert_string_equal(back, named[i].xml);
		/* Not begun, there is nothing to take back, in whatever quotes it stands. */
		free(back);
		requote(named[i].xml, &other);
		assert_int_equal(edit_domain_unset(other, &undo, &back), 0);
		assert_string_equal(back, other);
		free(other);
		/* What somebody has made of it since stays. */
		undo.space_before.firmware_window = MEGABYTES(16384);
		assert_int_equal(edit_domain_unset(after, &undo, &other), 0);
		vm = decoded(other, &arena);
		assert_true(vm.space.firmware_window == to.firmware_window);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_set),       cmocka_unit_test(test_unset_takes_it_back),
	        cmocka_unit_test(test_unset),     cmocka_unit_test(test_refused),
	        cmocka_unit_test(test_spaces),    cmocka_unit_test(test_spaces_back),
	        cmocka_unit_test(test_hidden),    cmocka_unit_test(test_numa),
	        cmocka_unit_test(test_numa_back), cmocka_unit_test(test_named),
	        cmocka_unit_test(test_decode),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
