/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <string.h>

#include "base/text.h"
#include "fixture.h"
#include "model/selector.h"
#include "rules/rule.h"

/* Devices 03:00.0 and 04:00.0, each in a group of its own, behind the two ports of a switch. */
#define SWITCH                                                                                     \
	"function 0000:00:01.0 0604 1 -\nfact 0000:00:01.0 port 4\n"                               \
	"function 0000:01:00.0 0604 2 - 0000:00:01.0\nfact 0000:01:00.0 port 5\n"                  \
	"function 0000:02:00.0 0604 3 - 0000:01:00.0\nfact 0000:02:00.0 port 6\n"                  \
	"function 0000:02:01.0 0604 4 - 0000:01:00.0\nfact 0000:02:01.0 port 6\n"                  \
	"function 0000:03:00.0 0300 5 nvidia 0000:02:00.0\n"                                       \
	"function 0000:04:00.0 0200 6 e1000e 0000:02:01.0\n"
#define NVME "function 0000:41:00.0 0108 1 nvme\n"
#define VIRTUAL                                                                                    \
	"function 0000:41:00.1 0108 2 -\nvirtual 0000:41:00.1 0000:41:00.0\n"                      \
	"function 0000:41:00.2 0108 3 -\nvirtual 0000:41:00.2 0000:41:00.0\n"

/* One card, and what is found out about it and its host in a survey. */
static const struct {
	const char *name, *given, *card, *findings, *verdict;
} surveys[] = {
        {"nothing is wrong with a card alone in its group", "card 0000:01:00 11 host", "01:00", "",
         "assignable"},

        {"no IOMMU in the firmware", "card 0000:01:00 - host\ngroups absent\nfirmware absent",
         "01:00", "blocker iommu-absent host\n", "not-assignable"},
        {"IOMMU off in the kernel", "card 0000:01:00 - host\ngroups absent", "01:00",
         "blocker iommu-off host\n", "not-assignable"},
        {"no groups, firmware unreadable",
         "card 0000:01:00 - host\ngroups absent\nfirmware unknown", "01:00",
         "blocker iommu-absent? host\n", "cannot-tell"},
        {"groups unreadable", "card 0000:01:00 11 host\ngroups unknown", "01:00",
         "blocker iommu-unknown? host\n", "cannot-tell"},

        {"no interrupt remapping", "card 0000:01:00 11 host\nremapping absent", "01:00",
         "blocker no-interrupt-remapping host\n", "not-assignable"},
        {"no interrupt remapping, and VFIO may do without",
         "card 0000:01:00 11 host\nremapping absent\nunsafe yes", "01:00",
         "warning no-interrupt-remapping host\n", "assignable-with-warnings"},
        {"interrupt remapping unreadable", "card 0000:01:00 11 host\nremapping unknown", "01:00",
         "blocker no-interrupt-remapping? host\nnote facts-unread host\n", "cannot-tell"},
        {"without groups remapping is not the first thing to do",
         "card 0000:01:00 - host\ngroups absent\nremapping absent", "01:00",
         "blocker iommu-off host\n", "not-assignable"},

        {"bound to memory of the firmware",
         "card 0000:01:00 11 host\nregion 0000:01:00.1 7c000000 803fffff", "01:00",
         "blocker reserved-memory 0000:01:00\n", "not-assignable"},
        {"bound to it only as long as the host has it",
         "card 0000:01:00 11 host\nregion 0000:01:00.0 7c000000 803fffff relaxable", "01:00", "",
         "assignable"},
        {"memory of the firmware unreadable",
         "card 0000:01:00 11 host\nunknown 0000:01:00.0 reserved", "01:00",
         "note facts-unread host\nblocker reserved-memory? 0000:01:00\n", "cannot-tell"},

        {"one card without a group", "card 0000:01:00 - host", "01:00",
         "blocker no-group 0000:01:00\n", "not-assignable"},
        {"group unreadable", "card 0000:01:00 11 host\nunknown 0000:01:00.1 group", "01:00.0",
         "note facts-unread host\nblocker group-unknown? 0000:01:00\n", "cannot-tell"},

        {"two cards in one group, said once", "card 0000:01:00 11 host\ncard 0000:02:00 11 host",
         "01:00", "blocker group-shared 0000:01:00\n", "not-assignable"},
        {"a bridge in the group is no hindrance",
         "card 0000:01:00 11 host\nfunction 0000:00:1c.0 0604 11 pcieport", "01:00", "",
         "assignable"},
        {"nor is a card that has left the host",
         "card 0000:01:00 11 host\ncard 0000:02:00 11 dismounted", "01:00", "", "assignable"},
        {"a disabled one is", "card 0000:01:00 11 host\ncard 0000:02:00 11 disabled", "01:00",
         "blocker group-shared 0000:01:00\n", "not-assignable"},
        {"one that is with a VM narrows the choice",
         "card 0000:01:00 11 host\ncard 0000:02:00 11 dismounted\nvm a off\n"
         "give 0000:02:00.0 a 5\ngive 0000:02:00.1 a 5\ngive 0000:02:00.2 a 5",
         "01:00", "warning group-split 0000:01:00\n", "assignable-with-warnings"},

        {"a bridge", "function 0000:00:1c.0 0604 1 pcieport", "00:1c.0",
         "blocker not-an-endpoint 0000:00:1c\n", "not-assignable"},
        {"class unreadable", "card 0000:01:00 11 host\nunknown 0000:01:00.0 class", "01:00.0",
         "note facts-unread host\nblocker not-an-endpoint? 0000:01:00\n", "cannot-tell"},
        {"an IOMMU", "function 0000:00:00.2 0806 - -", "00:00.2",
         "blocker not-for-vms 0000:00:00\n", "not-assignable"},
        {"the SMBus", "function 0000:00:1f.4 0c05 3 i801_smbus", "00:1f.4",
         "blocker not-for-vms 0000:00:1f\n", "not-assignable"},
        {"an SD host controller is a device like others", "function 0000:00:1e.0 0805 3 sdhci-pci",
         "00:1e.0", "", "assignable"},
        {"so is a crypto card", "function 0000:00:1e.0 1080 3 qat", "00:1e.0", "", "assignable"},

        {"CXL memory", "function 0000:0c:00.0 0502 3 cxl_pci", "0c:00.0",
         "blocker not-for-vms 0000:0c:00\n", "not-assignable"},
        {"Intel's management engine",
         "function 0000:00:16.0 0780 3 mei_me\nfact 0000:00:16.0 maker 8086", "00:16.0",
         "blocker not-for-vms 0000:00:16\n", "not-assignable"},
        {"a serial card of Intel's class",
         "function 0000:07:00.0 0780 3 -\n"
         "fact 0000:07:00.0 maker 8086",
         "07:00.0", "", "assignable"},
        {"AMD's security processor",
         "function 0000:03:00.5 1080 3 ccp\n"
         "fact 0000:03:00.5 maker 1022",
         "03:00.5", "blocker not-for-vms 0000:03:00\n", "not-assignable"},
        {"AMD's place holder", "function 0000:03:00.0 1300 3 -\nfact 0000:03:00.0 maker 1022",
         "03:00.0", "blocker not-for-vms 0000:03:00\n", "not-assignable"},
        {"an ISA bridge", "function 0000:00:1f.0 0601 3 lpc_ich", "00:1f.0",
         "blocker not-an-endpoint 0000:00:1f\n", "not-assignable"},
        {"the display of the management controller",
         "function 0000:62:00.0 0300 3 ast\nfact 0000:62:00.0 maker 1a03", "62:00.0",
         "warning bmc-display 0000:62:00\n", "assignable-with-warnings"},
        {"another one, by its device id",
         "function 0000:62:00.0 0300 3 mgag200\nfact 0000:62:00.0 maker 102b\n"
         "fact 0000:62:00.0 device 0534",
         "62:00.0", "warning bmc-display 0000:62:00\n", "assignable-with-warnings"},
        {"a card of the same maker",
         "function 0000:62:00.0 0300 3 -\nfact 0000:62:00.0 maker 102b\n"
         "fact 0000:62:00.0 device 0525",
         "62:00.0", "", "assignable"},

        {"a BAR without addresses", "card 0000:01:00 11 host\nbar 0000:01:00.0 1 16384 lost",
         "01:00", "blocker bar-unassigned 0000:01:00\n", "not-assignable"},
        {"a BAR that the kernel forgot, of a GPU",
         "card 0000:01:00 11 host\nbar 0000:01:00.0 1 0 lost", "01:00",
         "blocker bar-unassigned 0000:01:00\n", "not-assignable"},
        {"... of another function", "card 0000:01:00 11 host\nbar 0000:01:00.2 1 0 lost", "01:00",
         "warning bar-unassigned 0000:01:00\n", "assignable-with-warnings"},
        {"ports without addresses", "card 0000:01:00 11 host\nbar 0000:01:00.0 5 1 io lost",
         "01:00", "warning bar-unassigned 0000:01:00\n", "assignable-with-warnings"},
        {"ports that the kernel forgot", "card 0000:01:00 11 host\nbar 0000:01:00.0 5 0 io lost",
         "01:00", "", "assignable"},
        {"a ROM without addresses", "card 0000:01:00 11 host\nbar 0000:01:00.0 6 1 32 lost",
         "01:00", "", "assignable"},
        {"a BAR that could be larger", "card 0000:01:00 11 host\nresizable 0000:01:00.0 1 8 14",
         "01:00", "note bar-resizable 0000:01:00\n", "assignable"},
        {"a BAR that is as large as it can be",
         "card 0000:01:00 11 host\nresizable 0000:01:00.0 1 14 14", "01:00", "", "assignable"},
        {"... of a device that is no GPU", "card 0000:01:00 11 host\nresizable 0000:01:00.2 1 8 14",
         "01:00", "", "assignable"},

        {"virtual functions are on", NVME VIRTUAL, "41:00.0",
         "blocker virtual-functions-on 0000:41:00.0\n", "not-assignable"},
        {"a virtual function", NVME VIRTUAL, "41:00.1", "note virtual-function 0000:41:00.1\n",
         "assignable"},
        {"one whose physical function nobody drives", "function 0000:41:00.0 0108 1 -\n" VIRTUAL,
         "41:00.1", "warning virtual-function 0000:41:00.1\n", "assignable-with-warnings"},
        {"one whose physical function has left", NVME VIRTUAL "state 0000:41:00.0 dismounted",
         "41:00.1", "warning virtual-function 0000:41:00.1\n", "assignable-with-warnings"},
        {"one whose physical function's driver is not known",
         NVME VIRTUAL "unknown 0000:41:00.0 driver", "41:00.1",
         "note facts-unread host\nnote virtual-function 0000:41:00.1\n", "assignable"},

        {"a line and no messages", "card 0000:01:00 11 host\nfact 0000:01:00.1 able 1", "01:00",
         "note line-interrupts 0000:01:00\n", "assignable"},
        {"a line that VFIO can't share",
         "function 0000:0a:01.0 0280 3 -\nfact 0000:0a:01.0 able 1\n"
         "fact 0000:0a:01.0 maker 1814\nfact 0000:0a:01.0 device 0601",
         "0a:01.0", "warning line-interrupts 0000:0a:01\n", "assignable-with-warnings"},
        {"a line and messages", "card 0000:01:00 11 host\nfact 0000:01:00.1 able 3", "01:00", "",
         "assignable"},

        {"a GPU on a host with NVSwitches",
         "card 0000:01:00 11 host\nfunction 0000:09:00.0 0680 5 -", "01:00",
         "note nvswitch 0000:01:00\n", "assignable"},
        {"an NVSwitch", "card 0000:01:00 11 host\nfunction 0000:09:00.0 0680 5 -", "09:00",
         "note nvswitch 0000:09:00\n", "assignable"},
        {"a GPU of another maker on such a host",
         "function 0000:01:00.0 0300 3 amdgpu\nfact 0000:01:00.0 maker 1002\n"
         "function 0000:09:00.0 0680 5 -",
         "01:00", "", "assignable"},
        {"a GeForce", "card 0000:01:00 11 host\nnamed 0000:01:00.0 GA104 [Geforce RTX 3070 Ti]",
         "01:00", "note not-hidden 0000:01:00\n", "assignable"},

        {"a function without reset, alone on its bus",
         "card 0000:01:00 11 host\nabsent 0000:01:00.1 reset", "01:00",
         "note reset-together 0000:01:00\n", "assignable"},
        {"a function without reset on a root bus",
         "function 0000:00:02.0 0300 1 i915\nabsent 0000:00:02.0 reset", "00:02.0",
         "warning no-reset 0000:00:02\n", "assignable-with-warnings"},
        {"a function without reset, a stranger on its bus",
         "card 0000:01:00 11 host\nfunction 0000:01:01.0 0200 12 e1000e 0000:00:01.0\n"
         "absent 0000:01:00.0 reset",
         "01:00", "warning reset-shared 0000:01:00\n", "assignable-with-warnings"},
        {"... with another VM",
         "card 0000:01:00 11 host\nfunction 0000:01:01.0 0200 12 vfio-pci 0000:00:01.0\n"
         "absent 0000:01:00.0 reset\nvm a off\ngive 0000:01:01.0 a 5",
         "01:00", "warning reset-shared 0000:01:00\n", "assignable-with-warnings"},
        {"... that has left the host, and no VM has it",
         "card 0000:01:00 11 host\nfunction 0000:01:01.0 0200 12 vfio-pci 0000:00:01.0\n"
         "absent 0000:01:00.0 reset",
         "01:00", "note reset-together 0000:01:00\n", "assignable"},
        {"... on another bus of the same number",
         "card 0000:01:00 11 host\nfunction 0001:01:01.0 0200 12 e1000e\n"
         "absent 0000:01:00.0 reset",
         "01:00", "note reset-together 0000:01:00\n", "assignable"},

        {"behind a switch with ACS", SWITCH "acs 0000:02:00.0 29\nacs 0000:02:01.0 29", "03:00", "",
         "assignable"},
        {"behind a switch without", SWITCH "acs 0000:02:00.0 absent\nacs 0000:02:01.0 absent",
         "03:00", "warning switch-no-acs 0000:03:00\n", "assignable-with-warnings"},
        {"behind a switch with a part of it off",
         SWITCH "acs 0000:02:00.0 31 25\nacs 0000:02:01.0 29", "03:00",
         "warning switch-no-acs 0000:03:00\n", "assignable-with-warnings"},
        {"ACS is missing at the other port only",
         SWITCH "acs 0000:02:00.0 29\nacs 0000:02:01.0 absent", "03:00", "", "assignable"},
        {"ACS of the port above unreadable", SWITCH "acs 0000:02:00.0 unknown", "03:00",
         "warning switch-no-acs? 0000:03:00\n", "cannot-tell"},
        {"what is above unreadable, two bridges deep",
         "card 0000:01:00 11 host\nfact 0000:00:01.0 port unknown\n"
         "function 0000:02:00.0 0604 12 - 0000:00:01.0\nfact 0000:02:00.0 port unknown\n"
         "function 0000:03:00.0 0200 13 e1000e 0000:02:00.0",
         "03:00", "note facts-unread host\nwarning switch-no-acs? 0000:03:00\n", "cannot-tell"},
        {"a root port is no switch", "card 0000:01:00 11 host\nfact 0000:00:01.0 port unknown",
         "01:00", "note facts-unread host\n", "assignable"},

        {"behind a bridge to conventional PCI, alone",
         "card 0000:01:00 11 host\nfact 0000:00:01.0 port 7", "01:00",
         "note behind-pci-bridge 0000:01:00\n", "assignable"},
        {"... that is conventional itself",
         "card 0000:01:00 11 host\nfact 0000:00:01.0 port absent", "01:00",
         "note behind-pci-bridge 0000:01:00\n", "assignable"},
        {"... with others",
         "card 0000:01:00 11 host\nfact 0000:00:01.0 port 7\n"
         "function 0000:01:01.0 0200 11 e1000e 0000:00:01.0",
         "01:00", "blocker group-shared 0000:01:00\n", "not-assignable"},
        {"reset methods unreadable", "card 0000:01:00 11 host\nunknown 0000:01:00.0 reset", "01:00",
         "note facts-unread host\nnote reset-unknown? 0000:01:00\n", "cannot-tell"},

        {"in the configuration of a VM",
         "card 0000:01:00 11 dismounted\nvm a off\ngive 0000:01:00.0 a 5", "01:00",
         "blocker assigned-elsewhere 0000:01:00\n", "not-assignable"},
        {"with a running VM", "card 0000:01:00 11 dismounted\nvm a running\ngive 0000:01:00.0 a 5",
         "01:00", "blocker in-use 0000:01:00\n", "not-assignable"},
        {"VMs unknown", "card 0000:01:00 11 host\nvms unknown", "01:00",
         "warning vms-unknown host\n", "assignable-with-warnings"},
        {"VMs unknown, and it is not with the host", "card 0000:01:00 11 vfio\nvms unknown",
         "01:00", "warning vms-unknown host\nblocker holder-unknown? 0000:01:00\n", "cannot-tell"},

        {"a device that does not answer", "card 0000:01:00 11 host\ngone 0000:01:00.0", "01:00.0",
         "blocker device-gone 0000:01:00\n", "not-assignable"},
        {"one that reads as all ones",
         "card 0000:01:00 11 host\nfact 0000:01:00.1 answers absent\nfact 0000:01:00.1 power D0",
         "01:00", "blocker device-gone 0000:01:00\n", "not-assignable"},
        {"one that may be asleep",
         "card 0000:01:00 11 host\nfact 0000:01:00.1 answers absent\n"
         "fact 0000:01:00.1 power D3cold",
         "01:00", "blocker device-gone? 0000:01:00\n", "cannot-tell"},
        {"one that nothing ever drove",
         "card 0000:01:00 11 host\nfact 0000:01:00.1 answers absent\n"
         "fact 0000:01:00.1 power unknown",
         "01:00", "blocker device-gone? 0000:01:00\n", "cannot-tell"},
        {"whether it answers is not known",
         "card 0000:01:00 11 host\nfact 0000:01:00.1 answers unknown", "01:00", "", "assignable"},
        {"vendor unreadable", "card 0000:01:00 11 host\nunknown 0000:01:00.0 vendor", "01:00.0",
         "note facts-unread host\nblocker device-gone? 0000:01:00\n", "cannot-tell"},
        {"a mounted disk hangs on it", "card 0000:01:00 11 host\nholder 0000:01:00.2 disk vital",
         "01:00", "blocker host-needs-it 0000:01:00\n", "not-assignable"},
        {"a disk that nobody uses", "card 0000:01:00 11 host\nholder 0000:01:00.2 disk", "01:00",
         "warning host-uses-it 0000:01:00\n", "assignable-with-warnings"},
        {"what hangs on it, unreadable",
         "card 0000:01:00 11 host\nfact 0000:01:00.2 holders unknown", "01:00",
         "note facts-unread host\nblocker host-needs-it? 0000:01:00\n", "cannot-tell"},
        {"what hung on it, before it left",
         "card 0000:01:00 11 dismounted\n"
         "holder 0000:01:00.2 disk vital",
         "01:00", "", "assignable"},
        {"driver unreadable", "card 0000:01:00 11 host\nunknown 0000:01:00.0 driver", "01:00",
         "note facts-unread host\nblocker driver-unknown? 0000:01:00\n", "cannot-tell"},
        {"a stale entry", "vm a off\ngive 0000:09:00.0 a 5", "09:00.0",
         "blocker missing 0000:09:00\n", "not-assignable"},
};

static unsigned card_at(const struct dda_inventory *inventory, const char *text)
{
	_cleanup_(cleanup_selection) struct selection selection = {0};

	assert_int_equal(selection_add(&selection, inventory, text, false, NULL), 0);
	return selection.items[0];
}

static void test_survey(void **state)
{
	for (size_t i = 0; i < COUNT(surveys); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(surveys[i].given);
		_cleanup_(cleanup_findings) struct findings findings = {0};
		_cleanup_free_ char *text = NULL;
		unsigned card = card_at(inventory, surveys[i].card);

		print_message("  %s\n", surveys[i].name);
		rules_check_host(inventory, &findings);
		rules_check_card(inventory, NULL, card, &findings);
		text = findings_text(&findings);
		assert_string_equal(text, surveys[i].findings);
		assert_string_equal(verdict_name(verdict_of_card(&findings, card)),
		                    surveys[i].verdict);
	}
}

/* What a finding says and advises. */
static const struct {
	const char *given, *card, *code, *evidence, *remedy;
} words[] = {
        {"card 0000:01:00 - host\ngroups absent\nfirmware absent", "01:00", "iommu-absent", "DMAR",
         "VT-d"},
        {"card 0000:01:00 - host\ngroups absent\nfirmware absent\ncpu AuthenticAMD", "01:00",
         "iommu-absent", "IVRS", "\"IOMMU\""},
        {"card 0000:01:00 - host\ngroups absent\nfirmware absent\ncpu unknown", "01:00",
         "iommu-absent", "no IOMMU", "on Intel or \"IOMMU\" (Enabled, not Auto) on AMD"},
        {"card 0000:01:00 - host\ngroups absent\ncmdline unknown", "01:00", "iommu-off",
         "command line could not be read", "intel_iommu=on"},
        {"card 0000:01:00 - host\ngroups absent\nfirmware unknown", "01:00", "iommu-absent",
         "could not be read", "intel_iommu=on"},
        {"card 0000:01:00 - host\ngroups absent", "01:00", "iommu-off", "says nothing",
         "put intel_iommu=on"},
        {"card 0000:01:00 - host\ngroups absent\ncmdline ro intel_iommu=off quiet", "01:00",
         "iommu-off", "\"intel_iommu=off\"", "put intel_iommu=on"},
        {"card 0000:01:00 - host\ngroups absent\ncmdline intel_iommu=on", "01:00", "iommu-off",
         "\"intel_iommu=on\"", "dmesg"},
        {"card 0000:01:00 - host\ngroups absent\nfirmware IVRS\ncmdline amd_iommu=off", "01:00",
         "iommu-off", "\"amd_iommu=off\"", "remove every"},
        {"card 0000:01:00 - host\ngroups absent\nfirmware IVRS", "01:00", "iommu-off", "IVRS",
         "dmesg"},
        {"card 0000:01:00 11 host\ncard 0000:02:00 11 host", "01:00", "group-shared",
         "3 functions that would stay on the host: 0000:02:00.0 (Test device, driver nvidia), "
         "0000:02:00.1",
         "dda assign 0000:01:00 0000:02:00 --vm VM"},
        {"card 0000:01:00 - host", "01:00", "no-group", "though the host has groups", "dmesg"},
        {"card 0000:01:00 - host\nwatch 0000:01:00.0 absent", "01:00", "no-group",
         "the firmware (DMAR table) has no IOMMU for it", "a card in another slot, or a newer"},
        {"card 0000:01:00 - host\nwatch 0000:01:00.0 fed90000", "01:00", "no-group",
         "its IOMMU, at 0xfed90000, is in the firmware's table, but not used for it", "dmesg"},
        {"card 0000:01:00 - host\nwatch 0000:01:00.0 fed90000 graphics\n"
         "cmdline intel_iommu=on,igfx_off",
         "01:00", "no-group", "is for graphics alone, and is not used", "take igfx_off"},
        {"card 0000:01:00 - host\nwatch 0000:01:00.0 fed90000 graphics", "01:00", "no-group",
         "is for graphics alone", "on some chipsets it leaves graphics alone"},
        {"card 0000:01:00 - host\nwatch 0000:01:00.0 fed90000\ncmdline intel_iommu=igfx_off",
         "01:00", "no-group", "but not used for it", "dmesg"},
        {"card 0000:01:00 - host\nwatch 0000:01:00.0 unknown\nunprivileged", "01:00", "no-group",
         "whether the firmware has an IOMMU for it could not be read", "ask as root (sudo); the"},
#define SHARED "card 0000:01:00 11 host\ncard 0000:02:00 11 host\n"
#define PORT(address) "fact " address " port 4\nfact " address " slot yes\n"
        {SHARED, "01:00", "group-shared", "; why can't be told: too little",
         "; or use a slot below another root port"},
        {SHARED "unprivileged", "01:00", "group-shared", "can't be told",
         "as root (sudo) dda may see why"},
        {SHARED "cause 0000:01:00.0 differs", "01:00", "group-shared",
         "can't be told: by what devices and bridges say of themselves the group would be another",
         ""},
        {SHARED "cause 0000:01:00.0 no-acs 0000:00:01.0", "01:00", "group-shared",
         "; the cause: 0000:00:01.0 (Test device) is a port without ACS",
         "for \"ACS Enable\" and "},
        {SHARED "cause 0000:01:00.0 no-acs 0000:00:01.0\ncpu AuthenticAMD", "01:00", "group-shared",
         "without ACS", "for \"ACS Enable\" (AMD: AMD CBS > NBIO) and "},
        {SHARED "cause 0000:01:00.0 no-acs 0000:00:01.0", "01:00", "group-shared", "",
         "pcie_acs_override shows other groups, but the devices reach each other all the same"},
        {SHARED "function 0000:00:03.0 0604 13 pcieport\n" PORT("0000:00:03.0")
                 PORT("0000:00:01.0") "cause 0000:01:00.0 no-acs 0000:00:01.0",
         "01:00", "group-shared", "",
         "to a slot with an IOMMU group of its own, below 0000:00:03.0 (PCIROOT(0)#PCI(0300), "
         "empty); or look"},
        {SHARED "function 0000:00:03.0 0604 11 pcieport\nfunction 0000:00:03.1 0604 11 pcieport\n"
                "cause 0000:01:00.0 no-acs 0000:00:03.0",
         "01:00", "group-shared", "is a port without ACS, and so is 0000:00:03.1 of its slot", ""},
        {SHARED "cause 0000:01:00.0 acs-off 0000:00:01.0\nacs 0000:00:01.0 31 25", "01:00",
         "group-shared", "is a port whose ACS is off (request redirect)",
         "pci=config_acs=xx111x1@0000:00:01.0 on the kernel's command line"},
        {SHARED "cause 0000:01:00.0 acs-off 0000:00:01.0\n"
                "cmdline ro pci=disable_acs_redir=8086:1901 quiet",
         "01:00", "group-shared", "ACS is off",
         "take \"disable_acs_redir=8086:1901\" from the kernel's command line"},
        {SHARED "cause 0000:01:00.0 not-express 0000:00:01.0", "01:00", "group-shared",
         "leads to conventional PCI: the IOMMU sees its address instead of theirs",
         "use a PCI Express card in a PCI Express slot"},
        {SHARED "cause 0000:01:00.0 alias 0000:01:00.0", "01:00", "group-shared",
         "uses another function's address", "no setting parts functions of one device"},
        {"card 0000:01:00 11 host\ncard 0000:02:00 11 dismounted\nvm a off\n"
         "give 0000:02:00.0 a 5\ncause 0000:01:00.0 no-acs 0000:00:01.0",
         "01:00", "group-split", "is with VM \"a\"; the cause: 0000:00:01.0",
         "give both to one VM (\"a\"); or use a slot below another root port; or look"},
        {SWITCH "acs 0000:02:00.0 absent", "03:00", "switch-no-acs",
         "0000:02:00.0, a port of the switch above it, has no ACS: what the card sends to other "
         "devices of the switch need not pass the IOMMU, whatever groups they are in: 0000:04:00.0 "
         "(Test device, driver e1000e)",
         "or use a slot that is not behind this switch"},
        {SWITCH "acs 0000:02:01.0 31 25", "04:00", "switch-no-acs",
         "does not have all of ACS on: what the card sends to other devices of the switch need not "
         "pass the IOMMU, whatever groups they are in: 0000:03:00.0",
         "give it to a VM that may reach those devices"},
        {"card 0000:01:00 11 host\nfact 0000:00:01.0 port 7", "01:00", "behind-pci-bridge",
         "behind the bridge 0000:00:01.0, whose address", "nothing to do; a card that is put"},
        {"card 0000:01:00 11 host\nfunction 0000:01:01.0 0200 12 e1000e 0000:00:01.0\n"
         "absent 0000:01:00.0 reset",
         "01:00", "reset-shared",
         "0000:01:00.0 can't be reset alone, and the reset of its bus, through 0000:00:01.0, would "
         "reset what does not go to the same VM: 0000:01:01.0 (Test device, driver e1000e)",
         "give 0000:01:01 to the same VM"},
        {"card 0000:01:00 11 host\nfunction 0000:01:01.0 0200 12 vfio-pci 0000:00:01.0\n"
         "absent 0000:01:00.0 reset",
         "01:00", "reset-together",
         "only the whole card together with 0000:01:01.0 through its port",
         "as long as no other VM gets these"},
        {"card 0000:01:00 11 dismounted\nvm a off\ngive 0000:01:00.0 a 5", "01:00",
         "assigned-elsewhere", "0000:01:00.0 is in the configuration of VM \"a\"",
         "dda release 0000:01:00"},
        {"card 0000:01:00 11 dismounted\nvm a running\ngive 0000:01:00.0 a 5", "01:00", "in-use",
         "running VM \"a\"", "virsh shutdown a"},
        {"card 0000:01:00 11 host\nvms unknown", "01:00", "vms-unknown", "libvirt is not running",
         "virsh list"},
        {"card 0000:01:00 11 host\nunknown 0000:01:00.0 reset\nunknown 0000:01:00.1 reset\n"
         "unprivileged",
         "01:00", "facts-unread", "reset of 2 (Permission denied)", "root"},
        {"card 0000:01:00 11 host\nbar 0000:01:00.0 1 16384 lost\nwindow 0000:00:01.0 64 512",
         "01:00", "bar-unassigned",
         "no addresses for BAR 1 of 0000:01:00.0 (16 GiB, 64-bit); the port above, 0000:00:01.0, "
         "has a window of 512 MiB for such; no BAR on its root bus lies above 4 GiB",
         "Above 4G Decoding"},
        {"card 0000:01:00 11 host\nbar 0000:01:00.0 0 16 32 lost\nwindow 0000:00:01.0 0 512",
         "01:00", "bar-unassigned",
         "(16 MiB, 32-bit); the port above, 0000:00:01.0, has no window for such", "pci=realloc"},
        {"card 0000:01:00 11 host\nresizable 0000:01:00.0 1 8 14", "01:00", "bar-resizable",
         "BAR 1 of 0000:01:00.0 is 256 MiB and could be up to 16 GiB",
         "echo 14 | sudo tee /sys/bus/pci/devices/0000:01:00.0/resource1_resize"},
        {NVME VIRTUAL "vm a off\ngive 0000:41:00.2 a 5", "41:00.0", "virtual-functions-on",
         "2 virtual functions on, which would end with it: 0000:41:00.1, 0000:41:00.2 (VM \"a\")",
         "echo 0 | sudo tee /sys/bus/pci/devices/0000:41:00.0/sriov_numvfs"},
        {NVME VIRTUAL, "41:00.2", "virtual-function",
         "only as long as that one's driver nvme keeps", "leave 0000:41:00.0 with its driver"},
        {NVME VIRTUAL "state 0000:41:00.0 vfio", "41:00.2", "virtual-function", "has left the host",
         "give 0000:41:00.0 back"},
        {"function 0000:0a:01.0 0280 3 -\nfact 0000:0a:01.0 able 1\n"
         "fact 0000:0a:01.0 port absent",
         "0a:01.0", "line-interrupts", "older than PCI 2.3", "/proc/interrupts"},
        {"function 0000:0a:01.0 0280 3 -\nfact 0000:0a:01.0 able 1\nfact 0000:0a:01.0 port 0",
         "0a:01.0", "line-interrupts", "VFIO can share that with other devices", "nothing to do"},
        {"card 0000:01:00 11 host\nfunction 0000:09:00.0 0680 5 -\n"
         "function 0000:0a:00.0 0680 5 -",
         "01:00", "nvswitch", "0000:09:00.0, 0000:0a:00.0", "FABRIC_MODE=1"},
        {"card 0000:01:00 11 host\nfact 0000:01:00.1 answers absent\n"
         "fact 0000:01:00.1 power D3cold",
         "01:00", "device-gone", "power state is D3cold", "power/control"},
        {"function 0000:00:02.0 0300 1 i915\nabsent 0000:00:02.0 reset\n"
         "absent 0000:00:02.0 flr\nfact 0000:00:02.0 power-reset yes",
         "00:02.0", "no-reset",
         "0000:00:02.0 (no FLR, a reset by its power state that the kernel does not use) can't be "
         "reset alone",
         "switch the host off"},
        {"card 0000:01:00 11 host\nholder 0000:01:00.2 disk later", "01:00", "host-uses-it",
         "the disk", "next start"},
        {"card 0000:01:00 11 host\nholder 0000:01:00.2 keyboard\nholder 0000:01:00.2 disk", "01:00",
         "host-uses-it", "the keyboard", "its disks; have another keyboard"},
        {"card 0000:01:00 11 host\nholder 0000:01:00.2 console", "01:00", "host-uses-it",
         "the console", "console="},
};

static const struct finding *find(const struct findings *findings, const char *code)
{
	for (size_t i = 0; i < findings->count; i++)
		if (text_equal(findings->items[i].code, code))
			return &findings->items[i];
	fail_msg("no finding %s", code);
	return NULL;
}

static void assert_contains(const char *text, const char *part)
{
	if (!text || !strstr(text, part))
		fail_msg("\"%s\" does not contain \"%s\"", text ? text : "", part);
}

static void test_words(void **state)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		_cleanup_inventory_ struct dda_inventory *inventory = given(words[i].given);
		_cleanup_(cleanup_findings) struct findings findings = {0};
		const struct finding *finding;

		rules_check_host(inventory, &findings);
		rules_check_card(inventory, NULL, card_at(inventory, words[i].card), &findings);
		finding = find(&findings, words[i].code);
		assert_contains(finding->evidence, words[i].evidence);
		assert_contains(finding->remedy, words[i].remedy);
	}
}

/* A VM that is to get a card, and what stands in the way; what a remedy or an evidence says. */
static const struct {
	const char *name, *given, *findings, *says;
} vms[] = {
        {"a VM that gets along with a device", "", "", NULL},
        {"saved", "setting a saved yes", "blocker vm-saved a\n", "virsh managedsave-remove a"},
        {"saved, unknown", "setting a saved unknown", "blocker vm-saved? a\n", "virsh dominfo a"},
        {"snapshots with memory", "setting a snapshots yes", "warning vm-snapshots a\n",
         "virsh snapshot-list a --active"},
        {"snapshots unknown", "setting a snapshots unknown", "warning vm-snapshots? a\n", NULL},
        {"less than its memory can be locked", "setting a memory 4096\nsetting a limit 4095",
         "blocker vm-lock-limit a\n", "--hard-limit 5242880"},
        {"just its memory", "setting a memory 4096\nsetting a limit 5119",
         "warning vm-lock-limit a\n", "needs 5 GiB"},
        {"enough of it", "setting a memory 4096\nsetting a limit 5120", "", NULL},
        {"a balloon's target below the memory", "setting a target 512", "note vm-balloon a\n",
         "512 MiB of its 4 GiB"},
        {"a target at the memory", "setting a target 4096", "", NULL},
        {"free page reporting", "setting a reporting", "note vm-page-reporting a\n", NULL},
        {"equal pages are merged", "ksm 1", "note vm-page-sharing a\n", NULL},
        {"... not those of this VM", "ksm 1\nsetting a no-sharing", "", NULL},
        {"... which can't be read", "ksm unknown", "note vm-page-sharing? a\n", NULL},
        {"... by a kernel that can't", "ksm absent", "", NULL},
        {"legacy firmware", "setting a seabios", "note vm-no-uefi a\n", "SeaBIOS"},
        {"large, in small pages", "setting a memory 32768", "note vm-small-pages a\n", "32 GiB"},
        {"large, in huge pages", "setting a memory 32768\nsetting a huge", "", NULL},
        {"not that large", "setting a memory 32767", "", NULL},
        {"the host suspends its VMs", "shutdown suspend", "warning host-suspends-vms host\n",
         "ON_SHUTDOWN=shutdown"},
        {"the host shuts them down", "shutdown shutdown", "", NULL},
        {"what it does can't be read", "shutdown unknown", "warning host-suspends-vms? host\n",
         NULL},
        {"memory at the card's node", "node 0000:01:00.0 1\nsetting a nodes 0-2,^2", "", NULL},
        {"memory at another node", "node 0000:01:00.0 1\nsetting a nodes 0",
         "warning numa-apart 0000:01:00\n", "virsh numatune a --nodeset 1"},
        {"memory at all nodes but the card's", "node 0000:01:00.0 1\nsetting a nodes 0-3,^1",
         "warning numa-apart 0000:01:00\n", NULL},
        {"the card's node can't be read", "node 0000:01:00.0 unknown\nsetting a nodes 0",
         "warning numa-apart? 0000:01:00\n", NULL},
        {"nodes that nobody understands", "node 0000:01:00.0 1\nsetting a nodes 1x",
         "warning numa-apart? 0000:01:00\n", NULL},
        {"memory at no node in particular", "node 0000:01:00.0 1", "", NULL},
        {"a host without nodes", "setting a nodes 0", "", NULL},
        {"a VM bound to no node, where there are two",
         "numa 0 0-7 8192\nnuma 1 8-15 8192\nnode 0000:01:00.0 1", "note numa-unbound 0000:01:00\n",
         "virsh vcpupin a N 8-15 --config"},
        {"a node without processors", "numa 0 0-7 8192\nnuma 1 - 8192\nnode 0000:01:00.0 1",
         "note numa-unbound 0000:01:00\n", "--nodeset 1 --config"},
        {"a bound one", "numa 0 0-7 1\nnuma 1 8-15 1\nnode 0000:01:00.0 1\nsetting a nodes 1", "",
         NULL},
        {"one node", "numa 0 0-7 8192\nnode 0000:01:00.0 0", "", NULL},
        {"nodes that can't be read", "numa unknown\nnode 0000:01:00.0 0",
         "note numa-unbound? 0000:01:00\n", NULL},
        {"an old driver of a GeForce may stop", "named 0000:01:00.0 GM206 [GeForce GTX 960]",
         "note not-hidden 0000:01:00\n", "--hide-hypervisor"},
        {"a VM that is hidden", "named 0000:01:00.0 GeForce\nsetting a hidden", "", NULL},
        {"but for Hyper-V", "named 0000:01:00.0 GeForce\nsetting a hidden\nsetting a hyperv",
         "note not-hidden 0000:01:00\n", NULL},
        {"a VM that has the card already",
         "setting a saved yes\nsetting a target 512\ngive 0000:01:00.0 a 5\n"
         "give 0000:01:00.1 a 5\ngive 0000:01:00.2 a 5",
         "", NULL},
};

static void test_vms(void **state)
{
	for (size_t i = 0; i < COUNT(vms); i++) {
		_cleanup_(cleanup_findings) struct findings findings = {0};
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;
		_cleanup_free_ char *text = NULL, *host = NULL;
		const struct intent_vm vm = {.name = "a", .index = 0};
		unsigned card;
		int card_vm = 0;

		print_message("  %s\n", vms[i].name);
		assert_true(asprintf(&host, "card 0000:01:00 11 dismounted\nvm a off\n%s",
		                     vms[i].given) > 0);
		inventory = given(host);
		card = card_at(inventory, "01:00");
		rules_check_request(inventory,
		                    &(struct intent){.verb = DDA_ASSIGN,
		                                     .cards = &card,
		                                     .card_vms = &card_vm,
		                                     .card_count = 1,
		                                     .vms = &vm,
		                                     .vm_count = 1},
		                    &findings);
		text = findings_text(&findings);
		assert_string_equal(text, vms[i].findings);
		if (vms[i].says)
			assert_true(findings_say(&findings, vms[i].says));
	}
}

#define SURVEY (-1)

/* Programs that have a card open, in a survey or a request; what is said of it. */
static const struct {
	const char *name, *given;
	int verb;
	const char *findings, *evidence, *remedy;
} opens[] = {
        {"a GPU, in a survey", "open 0000:01:00.0 gpu 7 Xorg service gdm.service", SURVEY,
         "warning held-open 0000:01:00\n", "Xorg (7 of gdm.service: /dev/x); drivers of GPUs hang",
         "end them first: systemctl stop gdm.service"},
        {"a GPU, in a request", "open 0000:01:00.0 gpu 7 Xorg service gdm.service", DDA_ASSIGN,
         "blocker held-open 0000:01:00\n", "drivers of GPUs hang", "systemctl stop gdm.service"},
        {"the first step alone", "open 0000:01:00.0 gpu 7 Xorg", DDA_DISABLE,
         "blocker held-open 0000:01:00\n", "Xorg (7: /dev/x)", "kill 7"},
        {"a display whose driver lets go",
         "function 0000:09:00.0 0300 12 bochs-drm\nopen 0000:09:00.0 gpu 7 Xorg", DDA_DISABLE,
         "warning held-open 0000:09:00\n", "they would get errors", "kill 7"},
        {"a sound card", "open 0000:01:00.1 waited 7 pipewire user pipewire.service", DDA_ASSIGN,
         "blocker held-open 0000:01:00\n", "7 of pipewire.service of user 1000",
         "systemctl --user -M 1000@ stop pipewire.service"},
        {"a keyboard at its USB controller",
         "open 0000:01:00.2 node 7 systemd-logind login systemd-logind.service", DDA_ASSIGN,
         "warning held-open 0000:01:00\n", "for who is logged in", "loginctl list-sessions"},
        {"a raw disk, in a session", "open 0000:01:00.2 disk 7 dd session 3", DDA_ASSIGN,
         "blocker held-open 0000:01:00\n", "lose the disk", "loginctl terminate-session 3"},
        {"a mapped BAR", "open 0000:01:00.0 memory 7 peek", DDA_ASSIGN,
         "blocker held-open 0000:01:00\n", "registers", "kill 7"},
        {"NVIDIA's persistence daemon, where there is nothing to ask it with",
         "open 0000:01:00.0 gpu 7 nvidia-persiste service nvidia-persistenced.service", DDA_ASSIGN,
         "blocker held-open 0000:01:00\n", "nvidia-persistenced.service",
         "first: systemctl stop nvidia-persistenced.service"},
        {"NVIDIA's persistence daemon, which dda has let go",
         "open 0000:01:00.0 yields 7 nvidia-persiste service nvidia-persistenced.service",
         DDA_ASSIGN, "note held-open 0000:01:00\n", "dda has it let go", NULL},
        {"NVIDIA's persistence daemon and somebody else",
         "open 0000:01:00.0 yields 7 nvidia-persiste service nvidia-persistenced.service\n"
         "open 0000:01:00.0 gpu 8 python3",
         DDA_ASSIGN, "blocker held-open 0000:01:00\n", "drivers of GPUs", "first: kill 8"},
        {"several, the worst of which counts, and each is ended once",
         "open 0000:01:00.0 gpu 7 a service x.service\nopen 0000:01:00.1 waited 8 b service "
         "x.service\nopen 0000:01:00.2 node 9 c",
         DDA_ASSIGN, "blocker held-open 0000:01:00\n",
         "a (7 of x.service: /dev/x), b (8 of "
         "x.service: /dev/x), c (9: /dev/x); drivers of GPUs",
         "first: systemctl stop x.service, kill 9"},
        {"unknown, in a survey", "unknown 0000:01:00.0 opened", SURVEY, "", NULL, NULL},
        {"unknown, in a request", "unknown 0000:01:00.0 opened", DDA_ASSIGN,
         "blocker held-open? 0000:01:00\n", "whether a program has 0000:01:00.0 open", "root"},
        {"unknown to one who may change nothing", "unprivileged\nunknown 0000:01:00.0 opened",
         DDA_ASSIGN, "", NULL, NULL},
        {"unknown of a copy", "copy\nunknown 0000:01:00.0 opened", DDA_ASSIGN, "", NULL, NULL},
        {"unknown, but one is known", "unknown 0000:01:00.0 opened\nopen 0000:01:00.0 gpu 7 a",
         DDA_ASSIGN, "blocker held-open 0000:01:00\n", NULL, NULL},
        {"unknown, and one is known that does no harm",
         "unknown 0000:01:00.0 opened\nopen 0000:01:00.0 node 7 a", DDA_ASSIGN,
         "warning held-open 0000:01:00\nblocker held-open? 0000:01:00\n", NULL, NULL},
        {"a group that some program has",
         "state 0000:01:00.0 vfio\nstate 0000:01:00.1 vfio\n"
         "state 0000:01:00.2 vfio\nopen 0000:01:00.0 waited 7 dpdk",
         DDA_RELEASE, "blocker held-open 0000:01:00\n", "nothing could stop it", "kill 7"},
        {"a group whose VM libvirt does not tell",
         "state 0000:01:00.0 vfio\n"
         "open 0000:01:00.0 waited 7 qemu-system-x86 vm b",
         DDA_ASSIGN, "blocker held-open 0000:01:00\n", "VM \"b\"", "virsh shutdown b"},
        {"the running VM that has it",
         "state 0000:01:00.0 vfio\nvm b running\ngive 0000:01:00.0 b 5\n"
         "open 0000:01:00.0 waited 7 qemu-system-x86 vm b",
         SURVEY, "blocker in-use 0000:01:00\n", NULL, NULL},
};

/* Those about the card that the lines are about, without what the host says. */
static void check_open(const struct dda_inventory *inventory, int verb, struct findings *findings)
{
	unsigned card = (unsigned)inventory->cards.count - 1;
	int none = -1;

	while (inventory->cards.items[card].slot.bus == 0)
		card--;
	rules_check_card(inventory,
	                 verb == SURVEY ? NULL
	                                : &(struct intent){.verb = (enum dda_verb)verb,
	                                                   .cards = &card,
	                                                   .card_vms = &none,
	                                                   .card_count = 1},
	                 card, findings);
}

static void test_opens(void **state)
{
	for (size_t i = 0; i < COUNT(opens); i++) {
		_cleanup_(cleanup_findings) struct findings findings = {0};
		_cleanup_inventory_ struct dda_inventory *inventory = NULL;
		_cleanup_free_ char *text = NULL, *host = NULL;

		print_message("  %s\n", opens[i].name);
		assert_true(asprintf(&host, "card 0000:01:00 11 host\n%s", opens[i].given) > 0);
		inventory = given(host);
		check_open(inventory, opens[i].verb, &findings);
		text = findings_text(&findings);
		assert_string_equal(text, opens[i].findings);
		if (opens[i].evidence)
			assert_contains(find(&findings, "held-open")->evidence, opens[i].evidence);
		if (opens[i].remedy)
			assert_contains(find(&findings, "held-open")->remedy, opens[i].remedy);
	}
}

/* Without a request too, whatever the VM has; and nothing of one that can't be read. */
static void test_vm_alone(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = given(
	        "vm a running\nvm b broken\nsetting a saved yes\nsetting a target 512\n"
	        "setting b saved yes\nsetting b seabios");
	_cleanup_(cleanup_findings) struct findings findings = {0};
	_cleanup_free_ char *text = NULL;

	rules_check_vm(inventory, 0, &findings);
	rules_check_vm(inventory, 1, &findings);
	text = findings_text(&findings);
	assert_string_equal(text, "blocker vm-saved a\nnote vm-balloon a\n");
}

/* An AMD processor is never told amd_iommu=on: there is no such option. */
static void test_amd_iommu_on_is_no_option(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory =
	        given("groups absent\nfirmware IVRS\ncmdline amd_iommu=off iommu=off");
	_cleanup_(cleanup_findings) struct findings findings = {0};

	rules_check_host(inventory, &findings);
	assert_null(strstr(findings.items[0].remedy, "=on"));
}

static void test_every_rule_has_code_and_check(void **state)
{
	for (const struct rule *rule = rules; rule->code; rule++)
		assert_true(rule->check && rule->verbs && *rule->code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_survey),
	        cmocka_unit_test(test_words),
	        cmocka_unit_test(test_vms),
	        cmocka_unit_test(test_opens),
	        cmocka_unit_test(test_vm_alone),
	        cmocka_unit_test(test_amd_iommu_on_is_no_option),
	        cmocka_unit_test(test_every_rule_has_code_and_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
