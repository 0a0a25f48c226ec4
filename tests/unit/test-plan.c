/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <string.h>

#include "fixture.h"
#include "plan/plan.h"

#define CARD "card 0000:01:00 11 "
#define GIVEN_TO(vm, words)                                                                        \
	"give 0000:01:00.0 " vm " 5 " words "\ngive 0000:01:00.1 " vm " 5 " words                  \
	"\ngive 0000:01:00.2 " vm " 5 " words "\n"
#define FOUR_CARDS                                                                                 \
	"card 0000:01:00 11 host\ncard 0000:02:00 12 host\ncard 0000:03:00 13 host\n"              \
	"card 0000:04:00 14 host\n"
#define DISABLE_ALL                                                                                \
	"0 disable 0000:01:00.0 nvidia\n0 disable 0000:01:00.1 snd_hda_intel\n"                    \
	"0 disable 0000:01:00.2 xhci_hcd\n"

/* A request, and the steps it takes: stage, step, function, what it carries. */
static const struct {
	const char *name, *given;
	enum dda_verb verb;
	const char *devices[4], *vms[4];
	const char *steps;
} plans[] = {
        {"the whole hand-over",
         CARD "host\nvm a off",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         DISABLE_ALL "1 dismount 0000:01:00.0 nvidia\n1 dismount 0000:01:00.1 snd_hda_intel\n"
                     "1 dismount 0000:01:00.2 xhci_hcd\n"
                     "2 prepare 0000:01:00.0 a 5:0.0\n"
                     "3 add 0000:01:00.0 a 5:0.0 multifunction\n"
                     "3 add 0000:01:00.1 a 5:0.1\n3 add 0000:01:00.2 a 5:0.2\n"},
        {"a VM by its UUID; a single function by its address means the card",
         CARD "dismounted\nvm a off",
         DDA_ASSIGN,
         {"01:00.1"},
         {"uuid-of-a"},
         "0 prepare 0000:01:00.0 a 5:0.0\n1 add 0000:01:00.0 a 5:0.0 multifunction\n"
         "1 add 0000:01:00.1 a 5:0.1\n1 add 0000:01:00.2 a 5:0.2\n"},
        {"what is done already is left out",
         CARD "host\nstate 0000:01:00.1 disabled\nstate 0000:01:00.2 vfio\nvm a off",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "0 disable 0000:01:00.0 nvidia\n1 dismount 0000:01:00.0 nvidia\n"
         "1 dismount 0000:01:00.1 snd_hda_intel\n2 prepare 0000:01:00.0 a 5:0.0\n"
         "3 add 0000:01:00.0 a 5:0.0 multifunction\n3 add 0000:01:00.1 a 5:0.1\n"
         "3 add 0000:01:00.2 a 5:0.2\n"},
        {"a half-added card goes on where it is",
         CARD "dismounted\nvm a off\ngive 0000:01:00.0 a 7 ours",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "0 add 0000:01:00.1 a 7:0.1\n0 add 0000:01:00.2 a 7:0.2\n"},
        {"nothing to do",
         CARD "dismounted\nvm a off\n" GIVEN_TO("a", "ours"),
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         ""},
        {"nor while the VM runs with it",
         CARD "dismounted\nvm a running\n" GIVEN_TO("a", ""),
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         ""},
        {"nor when libvirt sees to it itself",
         CARD "host\nvm a off\n" GIVEN_TO("a", "managed"),
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         ""},
        {"after a restart of the host only the bindings are gone",
         CARD "host\nvm a off\n" GIVEN_TO("a", "ours"),
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         DISABLE_ALL "1 dismount 0000:01:00.0 nvidia\n1 dismount 0000:01:00.1 snd_hda_intel\n"
                     "1 dismount 0000:01:00.2 xhci_hcd\n"},
        {"a card without function 0 begins at 0 in the VM",
         "function 0000:05:00.2 0200 15 vfio-pci\nfunction 0000:05:00.3 0200 15 vfio-pci\n"
         "vm a off",
         DDA_ADD,
         {"05:00.3"},
         {"a"},
         "0 prepare 0000:05:00.2 a 5:0.0\n1 add 0000:05:00.2 a 5:0.0 multifunction\n"
         "1 add 0000:05:00.3 a 5:0.1\n"},
        {"without PCI Express the platform chooses the place",
         "function 0000:05:00.0 0200 15 vfio-pci\nvm a off no-pcie",
         DDA_ASSIGN,
         {"05:00.0"},
         {"a"},
         "0 add 0000:05:00.0 a\n"},
        {"two cards to one VM get a port each",
         CARD "dismounted\ncard 0000:02:00 12 dismounted\nvm a off",
         DDA_ADD,
         {"01:00", "02:00"},
         {"a"},
         "0 prepare 0000:01:00.0 a 5:0.0\n0 prepare 0000:02:00.0 a 6:0.0\n"
         "1 add 0000:01:00.0 a 5:0.0 multifunction\n1 add 0000:01:00.1 a 5:0.1\n"
         "1 add 0000:01:00.2 a 5:0.2\n1 add 0000:02:00.0 a 6:0.0 multifunction\n"
         "1 add 0000:02:00.1 a 6:0.1\n1 add 0000:02:00.2 a 6:0.2\n"},
        {"both cards of a shared group",
         "function 0000:05:00.0 0200 15 e1000e\nfunction 0000:06:00.0 0200 15 e1000e\nvm a off",
         DDA_ASSIGN,
         {"05:00.0", "06:00.0"},
         {"a"},
         "0 disable 0000:05:00.0 e1000e\n0 disable 0000:06:00.0 e1000e\n"
         "1 dismount 0000:05:00.0 e1000e\n1 dismount 0000:06:00.0 e1000e\n"
         "2 prepare 0000:05:00.0 a 5:0.0\n2 prepare 0000:06:00.0 a 6:0.0\n"
         "3 add 0000:05:00.0 a 5:0.0\n3 add 0000:06:00.0 a 6:0.0\n"},

        {"the whole way back",
         CARD "dismounted\nvm a off\n" GIVEN_TO("a", "ours"),
         DDA_RELEASE,
         {"01:00"},
         {0},
         "0 remove 0000:01:00.2 a 5:0.2\n0 remove 0000:01:00.1 a 5:0.1\n"
         "0 remove 0000:01:00.0 a 5:0.0 multifunction\n1 unprepare 0000:01:00.0 a 5:0.0\n"
         "2 mount 0000:01:00.0 nvidia\n2 mount 0000:01:00.1 snd_hda_intel\n"
         "2 mount 0000:01:00.2 xhci_hcd\n3 enable 0000:01:00.0 nvidia\n"
         "3 enable 0000:01:00.1 snd_hda_intel\n3 enable 0000:01:00.2 xhci_hcd\n"},
        {"all devices of a VM; a port that is not ours stays; so does what was out before dda came",
         "function 0000:05:00.0 0200 15 vfio-pci\nvm a off\ngive 0000:05:00.0 a 5",
         DDA_RELEASE,
         {0},
         {"a"},
         "0 remove 0000:05:00.0 a 5:0.0\n"},
        {"released once more it comes to the host, to the driver that the kernel chooses",
         "function 0000:05:00.0 0200 15 vfio-pci\nvm a off",
         DDA_RELEASE,
         {"05:00.0"},
         {0},
         "0 mount 0000:05:00.0 unknown\n1 enable 0000:05:00.0 unknown\n"},
        {"a port with somebody else on it stays",
         "function 0000:05:00.0 0200 15 vfio-pci\nfunction 0000:06:00.0 0200 16 vfio-pci\nvm a "
         "off\n"
         "give 0000:05:00.0 a 5 ours\ngive 0000:06:00.0 a 5 ours",
         DDA_REMOVE,
         {"05:00.0"},
         {"a"},
         "0 remove 0000:05:00.0 a 5:0.0\n"},
        {"a stale entry is only removed",
         "vm a off\ngive 0000:09:00.0 a 5",
         DDA_RELEASE,
         {0},
         {"a"},
         "0 remove 0000:09:00.0 a 5:0.0\n"},
        {"a dismounted card is with no VM",
         CARD "dismounted",
         DDA_RELEASE,
         {"01:00"},
         {0},
         "0 mount 0000:01:00.0 nvidia\n0 mount 0000:01:00.1 snd_hda_intel\n"
         "0 mount 0000:01:00.2 xhci_hcd\n1 enable 0000:01:00.0 nvidia\n"
         "1 enable 0000:01:00.1 snd_hda_intel\n1 enable 0000:01:00.2 xhci_hcd\n"},
        {"a port below one that stays can't go: libvirt would fill the gap",
         "function 0000:05:00.0 0200 15 vfio-pci\nfunction 0000:06:00.0 0200 16 vfio-pci\n"
         "vm a off\ngive 0000:05:00.0 a 5 ours\ngive 0000:06:00.0 a 6 ours",
         DDA_REMOVE,
         {"05:00.0"},
         {"a"},
         "0 remove 0000:05:00.0 a 5:0.0\n"},
        {"it goes with the last one above it",
         "function 0000:06:00.0 0200 16 vfio-pci\nvm a off\nport a 5\n"
         "give 0000:06:00.0 a 6 ours",
         DDA_REMOVE,
         {"06:00.0"},
         {"a"},
         "0 remove 0000:06:00.0 a 6:0.0\n1 unprepare 0000:06:00.0 a 6:0.0\n"
         "2 unprepare 0000:06:00.0 a 5:0.0\n"},
        {"and is used again by the next card",
         "function 0000:05:00.0 0200 15 vfio-pci\nfunction 0000:06:00.0 0200 16 vfio-pci\n"
         "function 0000:07:00.0 0200 17 vfio-pci\n"
         "vm a off\nport a 5\ngive 0000:06:00.0 a 6 ours",
         DDA_ASSIGN,
         {"05:00.0", "07:00.0"},
         {"a"},
         "0 prepare 0000:07:00.0 a 7:0.0\n1 add 0000:05:00.0 a 5:0.0\n"
         "1 add 0000:07:00.0 a 7:0.0\n"},
        {"release of a card on the host", CARD "host", DDA_RELEASE, {"01:00"}, {0}, ""},
        {"release in spite of an IOMMU that is off",
         "function 0000:05:00.0 0200 - e1000e\ngroups absent\nvm a off\ngive 0000:05:00.0 a 5",
         DDA_RELEASE,
         {"05:00.0"},
         {0},
         "0 remove 0000:05:00.0 a 5:0.0\n"},
        {"a function in two configurations leaves both",
         "function 0000:05:00.0 0200 15 vfio-pci\nvm a off\nvm b off\ngive 0000:05:00.0 a 5\n"
         "give 0000:05:00.0 b 5",
         DDA_RELEASE,
         {"05:00.0"},
         {0},
         "0 remove 0000:05:00.0 a 5:0.0\n0 remove 0000:05:00.0 b 5:0.0\n"},
        {"but stays away from the host while another VM has it",
         "function 0000:05:00.0 0200 15 vfio-pci\nvm a off\nvm b off\ngive 0000:05:00.0 a 5\n"
         "give 0000:05:00.0 b 5",
         DDA_RELEASE,
         {0},
         {"b"},
         "0 remove 0000:05:00.0 b 5:0.0\n"},

        {"disable", CARD "host", DDA_DISABLE, {"01:00"}, {0}, DISABLE_ALL},
        {"disable without a driver",
         "function 0000:05:00.0 0200 15 -",
         DDA_DISABLE,
         {"05:00.0"},
         {0},
         "0 disable 0000:05:00.0 none\n"},
        {"dismount",
         CARD "disabled",
         DDA_DISMOUNT,
         {"01:00"},
         {0},
         "0 dismount 0000:01:00.0 nvidia\n0 dismount 0000:01:00.1 snd_hda_intel\n"
         "0 dismount 0000:01:00.2 xhci_hcd\n"},
        {"mount",
         "function 0000:05:00.0 0200 15 vfio-pci",
         DDA_MOUNT,
         {"05:00.0"},
         {0},
         "0 mount 0000:05:00.0 unknown\n"},
        {"enable",
         CARD "disabled",
         DDA_ENABLE,
         {"01:00"},
         {0},
         "0 enable 0000:01:00.0 nvidia\n0 enable 0000:01:00.1 snd_hda_intel\n"
         "0 enable 0000:01:00.2 xhci_hcd\n"},
        {"enable what an override keeps without a driver",
         "function 0000:05:00.0 0200 15 -\noverride 0000:05:00.0 none",
         DDA_ENABLE,
         {"05:00.0"},
         {0},
         "0 enable 0000:05:00.0 unknown\n"},
        {"disable notes the override",
         "function 0000:05:00.0 0200 15 e1000e\noverride 0000:05:00.0 e1000e",
         DDA_DISABLE,
         {"05:00.0"},
         {0},
         "0 disable 0000:05:00.0 e1000e e1000e\n"},
        {"a stale entry behind the same port",
         "function 0000:05:00.0 0200 15 e1000e\nvm a off\ngive 0000:05:00.0 a 5 ours\n"
         "give 0000:05:00.1 a 5",
         DDA_RELEASE,
         {0},
         {"a"},
         "0 remove 0000:05:00.0 a 5:0.0\n0 remove 0000:05:00.1 a 5:0.1\n"
         "1 unprepare 0000:05:00.0 a 5:0.0\n"},
        {"remove",
         "function 0000:05:00.0 0200 15 vfio-pci\nvm a off\ngive 0000:05:00.0 a 5 ours",
         DDA_REMOVE,
         {"05:00.0"},
         {"a"},
         "0 remove 0000:05:00.0 a 5:0.0\n1 unprepare 0000:05:00.0 a 5:0.0\n"},
        {"twice is once: disable", CARD "disabled", DDA_DISABLE, {"01:00"}, {0}, ""},
        {"twice is once: dismount", CARD "dismounted", DDA_DISMOUNT, {"01:00"}, {0}, ""},
        {"twice is once: mount", CARD "disabled", DDA_MOUNT, {"01:00"}, {0}, ""},
        {"twice is once: enable", CARD "host", DDA_ENABLE, {"01:00"}, {0}, ""},
        {"twice is once: add",
         CARD "dismounted\nvm a off\n" GIVEN_TO("a", ""),
         DDA_ADD,
         {"01:00"},
         {"a"},
         ""},
        {"twice is once: remove", CARD "dismounted\nvm a off", DDA_REMOVE, {"01:00"}, {"a"}, ""},
};

static size_t count_texts(const char *const *texts, size_t max)
{
	size_t count = 0;

	while (count < max && texts[count])
		count++;
	return count;
}

static void print_guest(FILE *file, const struct step *step)
{
	fprintf(file, " %s", step->vm);
	if (step->guest_placed)
		fprintf(file, " %u:%u.%u", step->guest.bus, step->guest.device,
		        step->guest.function);
	if (step->multifunction)
		fprintf(file, " multifunction");
}

static char *plan_text(const struct dda_plan *plan)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->items[i].step;

		fprintf(file, "%u %s %s", plan->items[i].stage, step_kind_name(step->kind),
		        address_format(step->function).text);
		if (step->vm)
			print_guest(file, step);
		else
			fprintf(file, " %s",
			        !step->origin_known ? "unknown"
			        : step->driver      ? step->driver
			                            : "none");
		if (step->override)
			fprintf(file, " %s", step->override);
		fprintf(file, "\n");
	}
	fclose(file);
	return text;
}

static void test_plans(void **state)
{
	for (size_t i = 0; i < COUNT(plans); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(plans[i].given);
		_cleanup_error_ struct dda_error *error = NULL;
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_free_ char *text = NULL, *findings = NULL;
		const struct dda_request request = {
		        .verb = plans[i].verb,
		        .devices = plans[i].devices,
		        .device_count = count_texts(plans[i].devices, 4),
		        .vms = plans[i].vms,
		        .vm_count = count_texts(plans[i].vms, 4),
		};

		print_message("  %s\n", plans[i].name);
		assert_int_equal(dda_plan_make(inventory, &request, &plan, &error), 0);
		findings = findings_text(&plan->findings);
		if (dda_plan_refused(plan))
			fail_msg("refused: %s", findings);
		text = plan_text(plan);
		assert_string_equal(text, plans[i].steps);
	}
}

/* A request that the findings forbid: no steps, and these findings. */
static const struct {
	const char *name, *given;
	enum dda_verb verb;
	const char *devices[4], *vms[4];
	const char *findings;
} refusals[] = {
        {"no such VM", CARD "host", DDA_ASSIGN, {"01:00"}, {"a"}, "blocker vm-missing a\n"},
        {"no such VM to release from",
         CARD "host",
         DDA_RELEASE,
         {0},
         {"a"},
         "blocker vm-missing a\n"},
        {"the VM runs",
         CARD "host\nvm a running",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker vm-running a\n"},
        {"release from a running VM",
         CARD "dismounted\nvm a running\n" GIVEN_TO("a", ""),
         DDA_RELEASE,
         {"01:00"},
         {0},
         "blocker vm-running a\n"},
        {"remove from a running VM",
         CARD "dismounted\nvm a running\n" GIVEN_TO("a", ""),
         DDA_REMOVE,
         {"01:00"},
         {"a"},
         "blocker vm-running a\n"},
        {"nobody knows whether the VM runs",
         CARD "host\nvm a unknown",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker vm-unknown-state? a\n"},
        {"the VM's configuration is broken",
         CARD "host\nvm a broken",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker vm-broken a\n"},
        {"a VM that is not stored",
         CARD "host\nvm a off transient",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker vm-transient a\n"},
        {"several functions on a conventional bus",
         CARD "host\nvm a off no-pcie",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker vm-no-pcie a\n"},
        {"no number left for a port",
         CARD "host\nvm a off full",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker vm-full a\n"},
        {"somebody else's card",
         CARD "dismounted\nvm a off\nvm b off\n" GIVEN_TO("b", ""),
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker assigned-elsewhere 0000:01:00\n"},
        {"a card that is another VM's too",
         CARD "dismounted\nvm a off\nvm b off\n" GIVEN_TO("a", "") "give 0000:01:00.2 b 5",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker assigned-elsewhere 0000:01:00\n"},
        {"back to the host while a VM runs with the neighbour",
         CARD "dismounted\ncard 0000:02:00 11 dismounted\nvm a running\n"
              "give 0000:02:00.1 a 5",
         DDA_RELEASE,
         {"01:00"},
         {0},
         "blocker group-in-use 0000:01:00\n"},
        {"a card in use",
         CARD "dismounted\nvm a off\nvm b running\n" GIVEN_TO("b", ""),
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker in-use 0000:01:00\n"},
        {"disable a card in use",
         CARD "dismounted\nvm b running\n" GIVEN_TO("b", ""),
         DDA_DISABLE,
         {"01:00"},
         {0},
         "blocker in-use 0000:01:00\n"},
        {"a group torn in two",
         CARD "host\ncard 0000:02:00 11 dismounted\nvm a off\nvm b off\n"
              "give 0000:02:00.0 b 5\ngive 0000:02:00.1 b 5\ngive 0000:02:00.2 b 5",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker group-split 0000:01:00\n"},
        {"add while the neighbour stays",
         CARD "dismounted\ncard 0000:02:00 11 host\nvm a off",
         DDA_ADD,
         {"01:00"},
         {"a"},
         "blocker group-shared 0000:01:00\n"},
        {"IOMMU off",
         CARD "host\ngroups absent\nvm a off",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "blocker iommu-off host\n"},
        {"what can't be told is no yes",
         CARD "host\nunknown 0000:01:00.1 driver\nvm a off",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         "note facts-unread host\nblocker driver-unknown? 0000:01:00\n"},
        {"a bridge",
         "function 0000:00:1c.0 0604 1 pcieport",
         DDA_DISABLE,
         {"00:1c.0"},
         {0},
         "blocker not-an-endpoint 0000:00:1c\n"},
        {"a card that is not there",
         "vm a off\nvm b off\ngive 0000:09:00.0 b 5",
         DDA_ASSIGN,
         {"09:00.0"},
         {"a"},
         "blocker missing 0000:09:00\n"},
        {"dismount before disable",
         CARD "host",
         DDA_DISMOUNT,
         {"01:00"},
         {0},
         "blocker wrong-state 0000:01:00\n"},
        {"add before dismount",
         CARD "disabled\nvm a off",
         DDA_ADD,
         {"01:00"},
         {"a"},
         "blocker wrong-state 0000:01:00\n"},
        {"enable before mount",
         CARD "dismounted",
         DDA_ENABLE,
         {"01:00"},
         {0},
         "blocker wrong-state 0000:01:00\n"},
        {"mount before remove",
         CARD "dismounted\nvm a off\n" GIVEN_TO("a", ""),
         DDA_MOUNT,
         {"01:00"},
         {0},
         "blocker wrong-state 0000:01:00\n"},
        {"remove from another VM",
         CARD "dismounted\nvm a off\nvm b off\n" GIVEN_TO("a", ""),
         DDA_REMOVE,
         {"01:00"},
         {"b"},
         "blocker wrong-state 0000:01:00\n"},
};

static void test_refusals(void **state)
{
	for (size_t i = 0; i < COUNT(refusals); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(refusals[i].given);
		_cleanup_error_ struct dda_error *error = NULL;
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_free_ char *findings = NULL;
		const struct dda_request request = {
		        .verb = refusals[i].verb,
		        .devices = refusals[i].devices,
		        .device_count = count_texts(refusals[i].devices, 4),
		        .vms = refusals[i].vms,
		        .vm_count = count_texts(refusals[i].vms, 4),
		};

		print_message("  %s\n", refusals[i].name);
		assert_int_equal(dda_plan_make(inventory, &request, &plan, &error), 0);
		findings = findings_text(&plan->findings);
		assert_string_equal(findings, refusals[i].findings);
		assert_true(dda_plan_refused(plan));
		assert_int_equal(dda_plan_step_count(plan), 0);
	}
}

/* A request that can't even be decided. */
static const struct {
	const char *name, *given;
	enum dda_verb verb;
	const char *devices[4], *vms[4];
	bool spread, dry_run;
	int error;
} errors[] = {
        {"no device", CARD "host", DDA_ASSIGN, {0}, {"a"}, false, false, -EINVAL},
        {"no VM", CARD "host", DDA_ASSIGN, {"01:00"}, {0}, false, false, -EINVAL},
        {"two VMs", CARD "host", DDA_ASSIGN, {"01:00"}, {"a", "b"}, false, false, -EINVAL},
        {"a VM for disable", CARD "host", DDA_DISABLE, {"01:00"}, {"a"}, false, false, -EINVAL},
        {"release of nothing", CARD "host", DDA_RELEASE, {0}, {0}, false, false, -EINVAL},
        {"release of both", CARD "host", DDA_RELEASE, {"01:00"}, {"a"}, false, false, -EINVAL},
        {"only assign spreads", CARD "host", DDA_ADD, {"01:00"}, {"a"}, true, false, -EINVAL},
        {"four cards, two VMs",
         FOUR_CARDS "vm a off\nvm b off",
         DDA_ASSIGN,
         {"*"},
         {"a", "b"},
         true,
         false,
         -EINVAL},
        {"one card to two VMs",
         CARD "host\nvm a off\nvm b off",
         DDA_ASSIGN,
         {"01:00", "01:00.1"},
         {"a", "b"},
         true,
         false,
         -EINVAL},
        {"not a device", CARD "host", DDA_DISABLE, {"foo"}, {0}, false, false, -EINVAL},
        {"no such device", CARD "host", DDA_DISABLE, {"77:00"}, {0}, false, false, -ENOENT},
        {"which of them",
         FOUR_CARDS "vm a off",
         DDA_ASSIGN,
         {"10de:1db1"},
         {"a"},
         false,
         false,
         -E2BIG},
        {"VMs unknown",
         CARD "host\nvms unknown",
         DDA_ASSIGN,
         {"01:00"},
         {"a"},
         false,
         true,
         -ENODATA},
        {"mount with VMs unknown",
         CARD "dismounted\nvms unknown",
         DDA_MOUNT,
         {"01:00"},
         {0},
         false,
         false,
         -ENODATA},
        {"a copy of a host", CARD "host\ncopy", DDA_DISABLE, {"01:00"}, {0}, false, false, -EROFS},
        {"no right", CARD "host\nunprivileged", DDA_DISABLE, {"01:00"}, {0}, false, false, -EPERM},
        {"a look is allowed on a copy",
         CARD "host\ncopy",
         DDA_DISABLE,
         {"01:00"},
         {0},
         false,
         true,
         0},
        {"and without right",
         CARD "host\nunprivileged",
         DDA_DISABLE,
         {"01:00"},
         {0},
         false,
         true,
         0},
        {"enable needs no VMs",
         CARD "disabled\nvms unknown",
         DDA_ENABLE,
         {"01:00"},
         {0},
         false,
         false,
         0},
};

static void test_errors(void **state)
{
	for (size_t i = 0; i < COUNT(errors); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(errors[i].given);
		_cleanup_error_ struct dda_error *error = NULL;
		_cleanup_plan_ struct dda_plan *plan = NULL;
		const struct dda_request request = {
		        .verb = errors[i].verb,
		        .devices = errors[i].devices,
		        .device_count = count_texts(errors[i].devices, 4),
		        .vms = errors[i].vms,
		        .vm_count = count_texts(errors[i].vms, 4),
		        .spread = errors[i].spread,
		        .dry_run = errors[i].dry_run,
		};

		print_message("  %s\n", errors[i].name);
		assert_int_equal(dda_plan_make(inventory, &request, &plan, &error),
		                 errors[i].error);
		assert_int_equal(error != NULL, errors[i].error != 0);
		assert_int_equal(plan != NULL, errors[i].error == 0);
	}
}

/* A plan must not point into an inventory that is gone. */
static void test_plan_outlives_inventory(void **state)
{
	static const char *const device[] = {"01:00"}, *const vm[] = {"a"};
	struct dda_inventory *inventory = given(CARD "host\nvm a off");
	_cleanup_plan_ struct dda_plan *plan = NULL;
	_cleanup_free_ char *text = NULL;
	const struct dda_request request = {
	        .verb = DDA_ASSIGN, .devices = device, .device_count = 1, .vms = vm, .vm_count = 1};

	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	dda_inventory_free(inventory);
	text = plan_text(plan);
	assert_non_null(strstr(text, "add 0000:01:00.2 a"));
	assert_string_equal(plan->card_vms[0], "a");
}

/* What a release has to say without refusing: findings, and how many steps there are. */
static const struct {
	const char *given, *findings;
	size_t steps;
} releases[] = {
        {CARD "dismounted\ncard 0000:02:00 11 dismounted\nvm a off\ngive 0000:02:00.1 a 5",
         "warning group-left 0000:01:00\n", 6},
        {CARD "vfio\nvm a off\n" GIVEN_TO("a", "ours"), "note stays-dismounted 0000:01:00\n", 4},
        {CARD "vfio\nvm a off", "", 6},
        {CARD "dismounted\nvm a off\n" GIVEN_TO("a", "ours"), "", 10},
};

static void test_release_findings(void **state)
{
	static const char *const device[] = {"01:00"};
	const struct dda_request request = {
	        .verb = DDA_RELEASE, .devices = device, .device_count = 1};

	for (size_t i = 0; i < COUNT(releases); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(releases[i].given);
		_cleanup_plan_ struct dda_plan *plan = NULL;
		_cleanup_free_ char *findings = NULL;

		assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
		findings = findings_text(&plan->findings);
		assert_string_equal(findings, releases[i].findings);
		assert_int_equal(dda_plan_step_count(plan), releases[i].steps);
	}
}

/* Whatever the findings say must outlive it too. */
static void test_refusal_outlives_inventory(void **state)
{
	static const char *const device[] = {"01:00"}, *const vm[] = {"a"};
	struct dda_inventory *inventory = given(
	        CARD "dismounted\ncard 0000:02:00 11 host\nvm a running\nvm b running\n"
	             "unknown 0000:01:00.1 reset\nabsent 0000:01:00.0 reset\ncmdline iommu=off\n"
	             "groups absent\n" GIVEN_TO("b", ""));
	_cleanup_plan_ struct dda_plan *plan = NULL;
	const struct dda_request request = {
	        .verb = DDA_ASSIGN, .devices = device, .device_count = 1, .vms = vm, .vm_count = 1};

	assert_int_equal(dda_plan_make(inventory, &request, &plan, NULL), 0);
	dda_inventory_free(inventory);
	assert_true(dda_plan_refused(plan));
	for (size_t i = 0; i < plan->findings.count; i++) {
		const struct finding *finding = &plan->findings.items[i];

		assert_true(strlen(finding->subject) && strlen(finding->evidence));
		assert_true(!finding->remedy || strlen(finding->remedy));
	}
}

/* The VMs that are off start in a last stage of their own, each once; one that runs is left alone.
 */
static void test_start(void **state)
{
	static const char *const devices[] = {"01:00", "02:00", "03:00"};
	static const char *const vms[] = {"a", "b", "c"};
	_cleanup_inventory_ struct dda_inventory *inventory = given(FOUR_CARDS
	                                                            "vm a off\nvm b off\nvm c off");
	struct dda_request request = {.verb = DDA_ASSIGN,
	                              .devices = devices,
	                              .device_count = 3,
	                              .vms = vms,
	                              .vm_count = 3,
	                              .spread = true,
	                              .start = true};
	_cleanup_plan_ struct dda_plan *spread = NULL, *one = NULL;

	assert_int_equal(dda_plan_make(inventory, &request, &spread, NULL), 0);
	for (size_t i = 0; i < 3; i++) {
		const struct planned_step *item = &spread->items[spread->count - 3 + i];

		assert_int_equal(item->step.kind, STEP_START);
		assert_int_equal(item->stage, 4);
		assert_string_equal(item->step.vm, vms[i]);
	}
	assert_int_not_equal(spread->items[spread->count - 4].step.kind, STEP_START);

	request.vm_count = 1;
	request.spread = false;
	assert_int_equal(dda_plan_make(inventory, &request, &one, NULL), 0);
	assert_int_equal(one->items[one->count - 1].step.kind, STEP_START);
	assert_int_equal(one->items[one->count - 2].step.kind, STEP_ADD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_plans),
	        cmocka_unit_test(test_refusals),
	        cmocka_unit_test(test_errors),
	        cmocka_unit_test(test_start),
	        cmocka_unit_test(test_release_findings),
	        cmocka_unit_test(test_plan_outlives_inventory),
	        cmocka_unit_test(test_refusal_outlives_inventory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
