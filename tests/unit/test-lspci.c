/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/lspci/lspci-inventory.h"
#include "host/pci/decode-lspci.h"
#include "host/pci/lspci-ids.h"

/* What lspci says of a machine that there never was, in all the ways people paste it. */

#define PORT                                                                                       \
	"00:01.0 PCI bridge [0604]: Intel Corporation Device [8086:4c01] (rev 01) (prog-if 00 "    \
	"[Normal decode])\n"                                                                       \
	"\tSubsystem: Dell Device [1028:0af3]\n"                                                   \
	"\tControl: I/O+ Mem+ BusMaster+ DisINTx+\n"                                               \
	"\tStatus: Cap+ 66MHz- UDF-\n"                                                             \
	"\tIOMMU group: 2\n"                                                                       \
	"\tBus: primary=00, secondary=01, subordinate=02, sec-latency=0\n"                         \
	"\tMemory behind bridge: fb000000-fc0fffff [size=17M] [32-bit]\n"                          \
	"\tCapabilities: [88] Express (v2) Root Port (Slot+), MSI 00\n"                            \
	"\t\tDevCap:\tMaxPayload 256 bytes, PhantFunc 0\n"                                         \
	"\t\t\tExtTag- RBE+\n"                                                                     \
	"\t\tLnkCap:\tPort #2, Speed 16GT/s, Width x16, ASPM L0s L1\n"                             \
	"\t\tLnkSta:\tSpeed 2.5GT/s (downgraded), Width x16\n"                                     \
	"\t\tSltCtl:\tEnable: AttnBtn- PwrFlt-\n"                                                  \
	"\t\t\tControl: AttnInd Unknown, PwrInd Unknown, Power- Interlock-\n"                      \
	"\tCapabilities: [220 v1] Access Control Services\n"                                       \
	"\t\tACSCap:\tSrcValid+ TransBlk+ ReqRedir+ CmpltRedir+ UpstreamFwd+ EgressCtrl- "         \
	"DirectTrans-\n"                                                                           \
	"\t\tACSCtl:\tSrcValid+ TransBlk- ReqRedir+ CmpltRedir+ UpstreamFwd+ EgressCtrl- "         \
	"DirectTrans-\n"                                                                           \
	"\tKernel driver in use: pcieport\n\n"
#define GPU                                                                                        \
	"01:00.0 VGA compatible controller [0300]: NVIDIA Corporation GA104 [GeForce RTX] "        \
	"[10de:24a0] (rev a1) (prog-if 00 [VGA controller])\n"                                     \
	"\tControl: I/O+ Mem+\n"                                                                   \
	"\tStatus: Cap+ 66MHz-\n"                                                                  \
	"\tNUMA node: 1\n"                                                                         \
	"\tIOMMU group: 17\n"                                                                      \
	"\tRegion 0: Memory at fb000000 (32-bit, non-prefetchable) [size=16M]\n"                   \
	"\tRegion 1: Memory at 6000000000 (64-bit, prefetchable) [size=8G]\n"                      \
	"\tRegion 5: I/O ports at 4000 [size=128]\n"                                               \
	"\tExpansion ROM at fc000000 [virtual] [disabled] [size=512K]\n"                           \
	"\tCapabilities: [60] Power Management version 3\n"                                        \
	"\t\tFlags: PMEClk- DSI-\n"                                                                \
	"\t\tStatus: D3 NoSoftRst+ PME-Enable-\n"                                                  \
	"\tCapabilities: [68] MSI: Enable+ Count=1/1 Maskable- 64bit+\n"                           \
	"\tCapabilities: [78] Express (v2) Legacy Endpoint, MSI 00\n"                              \
	"\t\tDevCap:\tMaxPayload 256 bytes\n"                                                      \
	"\t\t\tExtTag+ AttnBtn- FLReset+ SlotPowerLimit 75W\n"                                     \
	"\t\tDevCtl:\tCorrErr-\n"                                                                  \
	"\t\t\tRlxdOrd+ FLReset-\n"                                                                \
	"\tKernel driver in use: nvidia\n"                                                         \
	"\tKernel modules: nvidiafb, nouveau, nvidia\n\n"
#define NIC                                                                                        \
	"02:00.0 Ethernet controller: Intel Corporation I350 Gigabit Network Connection (rev "     \
	"01)\n"                                                                                    \
	"\tControl: I/O- Mem+\n"                                                                   \
	"\tStatus: Cap+\n"                                                                         \
	"\tRegion 0: Memory at fc000000 (32-bit, non-prefetchable)\n"                              \
	"\tCapabilities: [160 v1] Single Root I/O Virtualization (SR-IOV)\n"                       \
	"\t\tIOVCtl:\tEnable+ Migration- Interrupt- MSE+ ARIHierarchy-\n"                          \
	"\t\tInitial VFs: 8, Total VFs: 7, Number of VFs: 2, Function Dependency Link: 00\n"       \
	"\t\tVF offset: 128, stride: 4, Device ID: 1520\n"                                         \
	"\t\tRegion 3: Memory at fd000000 (64-bit, prefetchable) [size=16K]\n"                     \
	"02:10.0 Ethernet controller: Intel Corporation I350 Virtual Function (rev 01)\n"          \
	"02:10.2 Ethernet controller: Intel Corporation I350 Virtual Function (rev 01)\n"          \
	"02:10.4 Ethernet controller: Intel Corporation I350 Virtual Function (rev 01)\n"

/* A heap copy of exactly this size: a read past its end is seen. */
static char *decode(const char *text, struct lspci *lspci)
{
	size_t size = strlen(text);
	char *copy = malloc(size + 1);

	assert_non_null(copy);
	copy = realloc(memcpy(copy, text, size), size ? size : 1);
	assert_int_equal(decode_lspci(copy, size, lspci), 0);
	return copy;
}

/* As mail programs leave it: without indentation, quoted. */
static char *mangled(const char *text)
{
	char *copy = malloc(3 * strlen(text) + 1), *to = copy;

	for (bool begins = true; *text; text++) {
		if (begins && *text == '\t')
			continue;
		if (begins)
			to += sprintf(to, "> ");
		*to++ = *text;
		begins = *text == '\n';
	}
	*to = '\0';
	return copy;
}

static void check_port(const struct lspci_function *port)
{
	const struct pci_config *config = &port->config;

	assert_int_equal(port->detail, LSPCI_VERBOSE);
	assert_true(port->vendor_id.value == 0x8086 && port->device_id.value == 0x4c01);
	assert_true(port->class_code.value == 0x0604 && port->revision.value == 1);
	assert_true(port->subsystem_vendor_id.value == 0x1028 && port->subsystem_id.value == 0xaf3);
	assert_true(port->group.known && port->group.value == 2);
	assert_true(config_is_bridge(config) && config->secondary == 1 && config->subordinate == 2);
	assert_true(config->express.present && config->express.port_type == PORT_ROOT);
	assert_true(config->express.slot && !config->express.flr);
	assert_true(config->acs.present && config->acs.cap == 0x1f && config->acs.ctl == 0x1d);
	assert_true(config->capabilities_known && config->extended_known && config->header_known);
	assert_memory_equal(port->speed_max.text, "16GT/s", port->speed_max.length);
	assert_memory_equal(port->speed.text, "2.5GT/s", port->speed.length);
	assert_memory_equal(port->width.text, "16", port->width.length);
	assert_true(port->bars_known && port->bars[0].size == 0);
}

static void check_gpu(const struct lspci_function *gpu)
{
	assert_memory_equal(gpu->name.text, "NVIDIA Corporation GA104 [GeForce RTX]",
	                    gpu->name.length);
	assert_memory_equal(gpu->driver.text, "nvidia", gpu->driver.length);
	assert_true(gpu->bars_known && gpu->bars[0].size == 16 << 20 && !gpu->bars[0].is_64bit);
	assert_true(gpu->bars[1].size == 8ull << 30 && gpu->bars[1].prefetchable);
	assert_true(gpu->bars[1].is_64bit && gpu->bars[1].start == 0x6000000000);
	assert_true(gpu->bars[5].io && gpu->bars[5].size == 128);
	assert_true(gpu->bars[BAR_ROM].size == 512 << 10);
	assert_true(gpu->config.express.flr && gpu->config.msi.enabled);
	assert_true(gpu->power_state.value == 3 && gpu->numa_node.value == 1);
	assert_true(!gpu->config.acs.present && gpu->config.extended_known);
	assert_int_equal(gpu->config.express.port_type, PORT_LEGACY_ENDPOINT);
}

static void test_verbose(void **state)
{
	_cleanup_free_ char *bare = mangled(PORT GPU), *text = NULL, *other = NULL;
	struct lspci lspci;

	text = decode(PORT GPU, &lspci);
	assert_int_equal(lspci.count, 2);
	assert_true(lspci.has_drivers && lspci.has_groups);
	check_port(&lspci.items[0]);
	check_gpu(&lspci.items[1]);
	lspci_deinit(&lspci);

	other = decode(bare, &lspci);
	assert_int_equal(lspci.count, 2);
	check_port(&lspci.items[0]);
	check_gpu(&lspci.items[1]);
	lspci_deinit(&lspci);
}

static void test_unseen(void **state)
{
	_cleanup_free_ char *text = NULL;
	struct lspci lspci;

	text = decode("00:1c.0 PCI bridge: Intel Corporation Device 7ab8\n"
	              "\tControl: I/O+\n\tStatus: Cap+\n\tCapabilities: <access denied>\n"
	              "00:1d.0 PCI bridge: Intel Corporation Device 7ab0\n"
	              "\tFlags: bus master, IRQ 16, IOMMU group 8\n"
	              "\tMemory at fb000000 (64-bit, non-prefetchable) [size=4K]\n"
	              "\tMemory at fc000000 (32-bit, non-prefetchable) [size=1M]\n"
	              "\tCapabilities: [40] Express Root Port (Slot+), IntMsgNum 0\n"
	              "\tCapabilities: [220] Access Control Services\n"
	              "00:1e.0 Foo bar: Somebody Something\n"
	              "00:1f.0 ISA bridge: Intel Corporation Z690\n"
	              "\tControl: I/O+\n\tStatus: Cap-\n"
	              "00:1f.2 0106: 8086:7ae2 (rev 11)\n"
	              "\tControl: I/O+\n\tStatus: Cap+\n",
	              &lspci);
	assert_int_equal(lspci.count, 5);
	assert_false(lspci.items[0].config.capabilities_known);
	assert_true(lspci.items[0].vendor_id.value == 0x8086 &&
	            lspci.items[0].device_id.value == 0x7ab8);
	/* Names of capabilities alone: that ACS is there, but not what it does. */
	assert_true(lspci.items[1].config.capabilities_known);
	assert_int_equal(lspci.items[1].config.express.port_type, PORT_ROOT);
	assert_false(lspci.items[1].config.acs.present);
	assert_false(lspci.items[1].config.extended_known);
	assert_true(lspci.items[1].group.value == 8);
	assert_true(lspci.items[1].bars[0].is_64bit && lspci.items[1].bars[2].size == 1 << 20);
	assert_false(lspci.items[2].class_code.known || lspci.items[2].vendor_id.known ||
	             lspci.items[2].config.header_known || lspci.items[2].bars_known);
	assert_true(lspci.items[3].config.capabilities_known);
	assert_true(lspci.items[3].config.multifunction && !lspci.items[2].config.multifunction);
	assert_false(lspci.items[4].config.capabilities_known);
	assert_true(lspci.items[4].class_code.value == 0x0106 &&
	            lspci.items[4].device_id.value == 0x7ae2);
	lspci_deinit(&lspci);
}

/* Cap+ and no list: an empty one, where lists are shown and the text goes on. */
static void test_empty_list(void **state)
{
	static const char bridges[] = "00:18.0 Host bridge: Somebody Something\n"
	                              "\tControl: I/O-\n\tStatus: Cap+\n\tIOMMU group: 9\n"
	                              "00:18.1 Host bridge: Somebody Something\n"
	                              "\tControl: I/O-\n\tStatus: Cap+\n";
	_cleanup_free_ char *text = NULL, *with_list = NULL, *listing = NULL;
	struct lspci lspci;

	text = decode(bridges, &lspci);
	assert_false(lspci.items[0].config.capabilities_known);
	lspci_deinit(&lspci);
	assert_true(asprintf(&listing,
	                     "00:01.0 VGA: A B\n\tControl: I/O-\n\tStatus: Cap+\n"
	                     "\tCapabilities: [50] Power Management version 3\n%s",
	                     bridges) > 0);
	with_list = decode(listing, &lspci);
	assert_true(lspci.items[1].config.capabilities_known);
	assert_false(lspci.items[2].config.capabilities_known); /* may have been cut off */
	lspci_deinit(&lspci);
}

static void test_lines_broken(void **state)
{
	_cleanup_free_ char *text = NULL;
	struct lspci lspci;

	text = decode("00:01.0 PCI bridge: Intel Corporation X\n\tControl: I/O+\n"
	              "\tCapabilities: [220 v1] Access Control Services\n"
	              "\t\tACSCap:\tSrcValid+ TransBlk+ ReqRedir+ CmpltRedir+ UpstreamFwd+\n"
	              "\t\tACSCtl:\tSrcValid+ TransBlk- ReqRedir+ CmpltRedir+ UpstreamFwd+ "
	              "EgressCtrl- DirectTrans-\n",
	              &lspci);
	assert_false(lspci.items[0].config.acs.present || lspci.items[0].config.extended_known);
	lspci_deinit(&lspci);
}

#define HEX_PORT                                                                                   \
	"00: 86 80 01 4c 07 04 10 00 01 00 04 06 00 00 81 00\n"                                    \
	"10: 00 00 00 00 00 00 00 00 00 01 02 00 f0 00 00 20\n"                                    \
	"20: 00 fb 00 fc 01 00 01 00 00 00 00 00 00 00 00 00\n"                                    \
	"30: 00 00 00 00 00 00 00 00 00 00 00 00 0b 01 00 00\n"

static void test_bytes(void **state)
{
	_cleanup_free_ char *text = NULL, *other = NULL;
	struct lspci lspci;

	text = decode("00:01.0 PCI bridge: Whoever\n" HEX_PORT, &lspci);
	assert_true(lspci.items[0].vendor_id.value == 0x8086 &&
	            lspci.items[0].device_id.value == 0x4c01);
	assert_true(lspci.items[0].class_code.value == 0x0604);
	assert_true(lspci.items[0].config.multifunction && lspci.items[0].config.secondary == 1);
	lspci_deinit(&lspci);

	/* Bytes that don't go on where the last ones ended are none. */
	other = decode("00:01.0 PCI bridge: Whoever\n"
	               "10: 86 80 01 4c 07 04 10 00 01 00 04 06 00 00 81 00\n",
	               &lspci);
	assert_false(lspci.items[0].vendor_id.known);
	lspci_deinit(&lspci);
}

static void test_other_forms(void **state)
{
	_cleanup_free_ char *text = NULL;
	struct lspci lspci;

	/* A path (-P), a long domain, one that comes twice. */
	text = decode("On my machine I see this:\n"
	              "0001:00:01.0/02:00.0/01:00.0 3D controller: NVIDIA Corporation GH100\n"
	              "10000:e1:00.0 Non-Volatile memory controller: Samsung Electronics Co Ltd X\n"
	              "02:00.0 Network controller: A\n"
	              "02:00.0 Network controller: B\n\tFlags: fast devsel\n"
	              "02:00.8 Network controller: no address\n"
	              "02:20.0 Network controller: nor this\n",
	              &lspci);
	assert_int_equal(lspci.count, 3);
	assert_int_equal(lspci.items[0].detail, LSPCI_BRIEF);
	assert_true(lspci.items[1].address.bus == 1 && lspci.items[1].address.domain == 1);
	assert_true(lspci.items[2].address.domain == 0x10000);
	lspci_deinit(&lspci);
}

static void test_no_listing(void **state)
{
	static const char *const texts[] = {"",
	                                    "\n\n\n",
	                                    "hello: world\n",
	                                    "01:00.0",
	                                    "01:00.0 \n",
	                                    "01:00.0 VGA compatible controller\n",
	                                    "> > \t\r\n",
	                                    "00: 86 80 41 46\n",
	                                    "{\"schema\": 1}",
	                                    "\177ELF"};
	struct lspci lspci;

	for (size_t i = 0; i < COUNT(texts); i++)
		assert_int_equal(decode_lspci(texts[i], strlen(texts[i]), &lspci), -EINVAL);
}

static void test_too_many(void **state)
{
	size_t size = 0, room = (LSPCI_FUNCTIONS_MAX + 1) * 32;
	_cleanup_free_ char *text = malloc(room);
	struct lspci lspci;

	for (unsigned i = 0; i <= LSPCI_FUNCTIONS_MAX; i++) {
		if (i == LSPCI_FUNCTIONS_MAX) {
			assert_int_equal(decode_lspci(text, size, &lspci), 0);
			assert_int_equal(lspci.count, LSPCI_FUNCTIONS_MAX);
			lspci_deinit(&lspci);
		}
		size += (size_t)snprintf(text + size, room - size, "%02x:%02x.%u A: B\n",
		                         i >> 8 & 0xff, i >> 3 & 0x1f, i & 7);
	}
	assert_int_equal(decode_lspci(text, size, &lspci), -E2BIG);
}

static const struct dda_function *at(const struct dda_inventory *inventory, const char *text)
{
	struct address address;

	assert_int_equal(address_parse(text, &address), 0);
	return &inventory->functions.items[inventory_find(inventory, address)];
}

static void test_inventory(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	_cleanup_free_ char *text = NULL;
	const struct dda_function *gpu, *nic;
	struct lspci lspci;

	text = decode(PORT GPU NIC, &lspci);
	assert_int_equal(lspci_inventory(&lspci, inventory), 0);
	lspci_deinit(&lspci);
	memset(text, 0, strlen(PORT GPU NIC)); /* nothing of it is needed any more */

	gpu = at(inventory, "01:00.0");
	assert_string_equal(gpu->location_path, "PCIROOT(0)#PCI(0100)#PCI(0000)");
	assert_false(gpu->location_confirmed);
	assert_string_equal(gpu->driver.value, "nvidia");
	assert_true(gpu->parent == 0 && gpu->group.value == 17);
	assert_string_equal(gpu->details->reset_methods.value, "flr");
	assert_string_equal(gpu->details->power_state.value, "D3hot");
	assert_int_equal(gpu->details->reserved_memory.state, FACT_UNKNOWN);
	assert_true(function_mmio_above_4g(gpu) == 8ull << 30);
	assert_string_equal(at(inventory, "00:01.0")->details->link_speed.value, "2.5 GT/s PCIe");
	assert_string_equal(at(inventory, "00:01.0")->details->link_speed_max.value,
	                    "16.0 GT/s PCIe");

	/* One size missing makes all unknown; a region below SR-IOV is none of its own. */
	nic = at(inventory, "02:00.0");
	assert_int_equal(nic->details->bars_fact.state, FACT_UNKNOWN);
	assert_true(fact_is_absent(nic->group.fact) && fact_is_absent(nic->driver.fact));
	assert_true(fact_is_present(at(inventory, "02:10.0")->physical_function));
	assert_false(fact_is_present(at(inventory, "02:10.2")->physical_function));
	assert_true(fact_is_present(at(inventory, "02:10.4")->physical_function));
	assert_true(address_compare(at(inventory, "02:10.4")->physical, nic->address) == 0);
	assert_int_equal(nic->virtual_count, 2);
	assert_int_equal(at(inventory, "02:10.4")->group.fact.state, FACT_UNKNOWN);
	assert_false(inventory->live || inventory->privileged);
	assert_int_equal(inventory->vms_fact.fact.state, FACT_UNKNOWN);
}

static const char database[] = "# PCI IDs\n"
                               "8086  Intel\n"
                               "\t0001  Corporation Thing\n"
                               "8087  Intel Corporation\n"
                               "\t1533  I210 Gigabit Network Connection\n"
                               "\t\t8086 0001  I211\n"
                               "\t7902  Twice\n"
                               "\t7903  Twice\n"
                               "12d8  Pericom Semiconductor";

static void test_ids_by_name(void **state)
{
	_cleanup_free_ char *text = NULL;
	struct lspci lspci;

	text = decode("01:00.0 Ethernet controller: Intel Corporation I210 Gigabit Network "
	              "Connection (rev 03)\n"
	              "02:00.0 SMBus: Intel Corporation Twice\n"
	              "03:00.0 PCI bridge: Pericom Semiconductor PI7C9X2G608GP\n"
	              "04:00.0 Ethernet controller: Intel Corporation I211\n"
	              "05:00.0 Ethernet controller: Intel Corporation Whatever [10de:24a0]\n"
	              "06:00.0 PCI bridge: Pericom Semiconductors Other\n"
	              "07:00.0 PCI bridge: Pericom Semiconductor Device 2404\n",
	              &lspci);
	assert_true(lspci_lacks_ids(&lspci));
	assert_int_equal(lspci_find_ids(&lspci, database, sizeof(database) - 1), 0);
	assert_true(lspci.items[0].vendor_id.value == 0x8087 && lspci.items[0].ids_by_name);
	assert_true(lspci.items[0].device_id.known && lspci.items[0].device_id.value == 0x1533);
	assert_true(lspci.items[1].vendor_id.known && !lspci.items[1].device_id.known);
	assert_true(lspci.items[2].vendor_id.value == 0x12d8 && !lspci.items[2].device_id.known);
	assert_true(lspci.items[3].vendor_id.known && !lspci.items[3].device_id.known);
	assert_true(lspci.items[4].vendor_id.value == 0x10de && !lspci.items[4].ids_by_name);
	assert_false(lspci.items[5].vendor_id.known);
	assert_true(lspci.items[6].vendor_id.value == 0x12d8 &&
	            lspci.items[6].device_id.value == 0x2404);
	lspci_deinit(&lspci);
}

#define MORE                                                                                       \
	"04:00.0 Non-Volatile memory controller: A B\n\tControl: I/O-\n\tStatus: Cap+\n"           \
	"\tCapabilities: [40] Express (v2) Endpoint, MSI 00\n"                                     \
	"\tCapabilities: [140 v1] Device Serial Number 24-0d-6b-ff-ff-00-00-01\n"                  \
	"\tCapabilities: [bb0 v1] Physical Resizable BAR\n"                                        \
	"\t\tBAR 1: current size: 8GB, supported: 64MB 8GB 1TB\n"

static void test_capabilities(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	_cleanup_free_ char *text = NULL;
	const struct dda_function *disk, *brief;
	struct lspci lspci;

	text = decode(MORE "05:00.0 Non-Volatile memory controller: A B\n\tFlags: fast devsel\n"
	                   "\tCapabilities: [40] Express Endpoint, MSI 00\n"
	                   "\tCapabilities: [150] Something that has no name\n",
	              &lspci);
	assert_int_equal(lspci_inventory(&lspci, inventory), 0);
	lspci_deinit(&lspci);
	disk = at(inventory, "04:00.0");
	assert_string_equal(disk->details->serial.value, "24-0d-6b-ff-ff-00-00-01");
	assert_true(fact_is_present(disk->details->resizable_fact) &&
	            disk->details->resizable[0].bar == 1);
	assert_true(disk->details->resizable[0].current == 13 &&
	            disk->details->resizable[0].sizes == (1ull << 6 | 1ull << 13 | 1ull << 20));
	assert_true(fact_is_absent(disk->details->flr) &&
	            fact_is_absent(disk->details->acs_can.fact));
	assert_true(fact_is_present(disk->details->capabilities.fact));

	brief = at(inventory, "05:00.0");
	assert_true(fact_is_present(brief->details->port_type.fact));
	assert_int_equal(brief->details->flr.state, FACT_UNKNOWN);
	assert_int_equal(brief->details->resizable_fact.state, FACT_UNKNOWN);
	assert_int_equal(brief->details->virtual_functions.fact.state, FACT_UNKNOWN);
	assert_int_equal(brief->details->capabilities.fact.state, FACT_UNKNOWN);
}

#define UNFIT                                                                                      \
	"00:01.0 PCI bridge: A B\n\tControl: I/O-\n"                                               \
	"\tBus: primary=00, secondary=01, subordinate=01, sec-latency=0\n"                         \
	"\tMemory behind bridge: 77f00000-77ffffff [size=1M] [32-bit]\n"                           \
	"\tPrefetchable memory behind bridge: fff00000-000fffff [disabled] [64-bit]\n"             \
	"01:00.0 3D controller: A B\n\tControl: I/O-\n\tStatus: Cap-\n"                            \
	"\tInterrupt: pin A routed to IRQ 16\n"                                                    \
	"\tRegion 0: Memory at 77f00000 (32-bit, non-prefetchable) [size=64K]\n"                   \
	"\tRegion 1: Memory at <unassigned> (64-bit, prefetchable)\n"                              \
	"02:00.0 3D controller: A B (rev ff) (prog-if ff)\n\t!!! Unknown header type 7f\n"

static void test_unfit(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	_cleanup_free_ char *text = NULL;
	const struct dda_function *port, *gpu;
	struct lspci lspci;

	text = decode(UNFIT, &lspci);
	assert_int_equal(lspci_inventory(&lspci, inventory), 0);
	lspci_deinit(&lspci);
	port = at(inventory, "00:01.0");
	assert_true(fact_is_present(port->details->windows_fact) &&
	            port->details->window.start == 0x77f00000);
	assert_int_equal(port->details->window.size, 0x100000);
	assert_int_equal(port->details->window_prefetchable.size, 0);
	gpu = at(inventory, "01:00.0");
	assert_int_equal(gpu->details->interrupts_able.value, INTERRUPT_LINE);
	assert_true(fact_is_known(gpu->details->bars_fact) && function_has_lost_bar(gpu));
	assert_true(fact_is_absent(gpu->details->windows_fact) &&
	            fact_is_absent(gpu->details->ats.fact));
	assert_true(fact_is_absent(at(inventory, "02:00.0")->details->answers));
}

static void test_nothing_said(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	_cleanup_free_ char *text = NULL;
	const struct dda_function *gpu;
	struct lspci lspci;

	/* On a root bus of its own it would be alone; but is it? */
	text = decode("01:00.0 3D controller: NVIDIA Corporation GH100\n", &lspci);
	assert_int_equal(lspci_inventory(&lspci, inventory), 0);
	lspci_deinit(&lspci);
	gpu = at(inventory, "01:00.0");
	assert_null(gpu->location_path);
	assert_int_equal(gpu->driver.fact.state, FACT_UNKNOWN);
	assert_int_equal(gpu->group.fact.state, FACT_UNKNOWN);
	assert_int_equal(gpu->details->port_type.fact.state, FACT_UNKNOWN);
	assert_int_equal(gpu->details->group_computed.fact.state, FACT_UNKNOWN);
	assert_int_equal(inventory->iommu.groups.state, FACT_UNKNOWN);
	assert_int_equal(inventory->iommu.remapping.state, FACT_UNKNOWN);
	assert_true(function_class(gpu) == 0x0302);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_verbose),      cmocka_unit_test(test_unseen),
	        cmocka_unit_test(test_empty_list),   cmocka_unit_test(test_lines_broken),
	        cmocka_unit_test(test_bytes),        cmocka_unit_test(test_other_forms),
	        cmocka_unit_test(test_no_listing),   cmocka_unit_test(test_unfit),
	        cmocka_unit_test(test_too_many),     cmocka_unit_test(test_inventory),
	        cmocka_unit_test(test_nothing_said), cmocka_unit_test(test_ids_by_name),
	        cmocka_unit_test(test_capabilities),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
