/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixture.h"

#include <errno.h>
#include <string.h>

#include "test.h"

#include "base/array.h"
#include "base/text.h"
#include "host/linux/decode-hold.h"
#include "model/location.h"

#define WORDS_MAX 12

struct line {
	char *words[WORDS_MAX];
	const char *rest; /* the line without its first word */
};

static struct address address(const char *text)
{
	struct address address;

	assert_int_equal(address_parse(text, &address), 0);
	return address;
}

static struct dda_function *find(struct dda_inventory *inventory, const char *text)
{
	for (size_t i = 0; i < inventory->functions.count; i++)
		if (address_compare(inventory->functions.items[i].address, address(text)) == 0)
			return &inventory->functions.items[i];
	fail_msg("no function %s", text);
	return NULL;
}

static struct fact_text text_fact(struct dda_inventory *inventory, const char *value)
{
	if (text_equal(value, "unasked"))
		return (struct fact_text){0};
	if (text_equal(value, "-") || text_equal(value, "absent"))
		return (struct fact_text){.fact = fact_absent("test")};
	if (text_equal(value, "unknown"))
		return (struct fact_text){.fact = fact_unknown("test", EACCES)};
	return (struct fact_text){.fact = fact_known("test"),
	                          .value = arena_text(&inventory->arena, value)};
}

static struct fact_number number(uint64_t value)
{
	return (struct fact_number){.fact = fact_known("test"), .value = value};
}

/* What a Hyper-V host says of a function that it can hand over. */
static void make_fit(struct dda_function *function)
{
	function->group.fact = function->details->reset_methods.fact = (struct fact){0};
	function->details->bars_fact = function->details->native_control =
	        function->details->isolated = fact_known("test");
	function->details->port_type = number(0);
	function->details->reserved_memory = function->details->partitioned = fact_absent("test");
	function->details->interrupts = number(INTERRUPT_MSI);
	function->details->pool.fact = fact_absent("test");
	function->holders_fact = fact_known("test");
	function->origin.fact = function->driver_override.fact = (struct fact){0};
}

static struct dda_function *add_function(struct dda_inventory *inventory, struct address at,
                                         unsigned class, const char *group, const char *driver)
{
	struct dda_function *function = inventory_add(inventory, true);

	assert_non_null(function);
	function->address = function->upstream = at;
	function->vendor_id = number(0x10de);
	function->device_id = number(0x1db1);
	function->class_code = number((uint64_t) class << 8);
	function->group.fact = fact_absent("iommu_group");
	if (!text_equal(group, "-"))
		function->group = number(strtoul(group, NULL, 10));
	function->driver = text_fact(inventory, driver);
	function->driver_override.fact = fact_absent("driver_override");
	function->origin.fact = fact_absent("test");
	function->details->reset_methods = text_fact(inventory, "flr bus");
	function->details->numa_node.fact = fact_absent("test");
	function->device_name = "Test device";
	function->location_path = location_format(&inventory->arena, 0, &at, 1);
	if (inventory->platform == PLATFORM_HYPERV)
		make_fit(function);
	return function;
}

static const char *own_driver(const struct dda_function *function)
{
	static const char *const drivers[8] = {"nvidia", "snd_hda_intel", "xhci_hcd"};

	return drivers[function->address.function];
}

static enum function_hold hold_of(const char *state)
{
	if (text_equal(state, "host"))
		return HOLD_HOST;
	return text_equal(state, "disabled") ? HOLD_DISABLED : HOLD_OUT;
}

static void set_state(struct dda_inventory *inventory, struct dda_function *function,
                      const char *state)
{
	bool host = text_equal(state, "host"), disabled = text_equal(state, "disabled");
	bool recorded = !host && !text_equal(state, "vfio");

	if (host)
		function->driver = text_fact(inventory, own_driver(function));
	else
		function->driver = text_fact(inventory, disabled ? "-"
		                                        : inventory->platform == PLATFORM_HYPERV
		                                                ? "pcip"
		                                                : "vfio-pci");
	function->hold = hold_of(state);
	if (recorded && inventory->platform == PLATFORM_LINUX)
		function->origin = (struct origin){.fact = fact_known("test"),
		                                   .driver = own_driver(function)};
}

/* The port above a card: 0000:00:BUS.0, in a group of its own. */
static struct address add_port(struct dda_inventory *inventory, struct address slot)
{
	struct address port = {.domain = slot.domain, .device = slot.bus & 0x1f};
	char group[8];

	snprintf(group, sizeof(group), "%u", 100u + slot.bus);
	add_function(inventory, port, 0x0604, group, "pcieport");
	return port;
}

static void add_card(struct dda_inventory *inventory, char *const *words)
{
	static const unsigned classes[] = {0x0300, 0x0403, 0x0c03};
	struct address at, port;

	assert_int_equal(address_parse_slot(words[1], &at), 0);
	port = add_port(inventory, at);
	for (unsigned i = 0; i < COUNT(classes); i++) {
		struct dda_function *function;

		at.function = (uint8_t)i;
		function = add_function(inventory, at, classes[i], words[2], "-");
		function->upstream = port;
		set_state(inventory, function, words[3]);
	}
}

static struct fact *fact_of(struct dda_function *function, const char *name)
{
	const struct {
		const char *name;
		struct fact *fact;
	} facts[] = {
	        {"vendor", &function->vendor_id.fact},
	        {"class", &function->class_code.fact},
	        {"driver", &function->driver.fact},
	        {"group", &function->group.fact},
	        {"reset", &function->details->reset_methods.fact},
	        {"native", &function->details->native_control},
	        {"reserved", &function->details->reserved_memory},
	        {"isolated", &function->details->isolated},
	        {"partitioned", &function->details->partitioned},
	        {"holders", &function->holders_fact},
	        {"bars", &function->details->bars_fact},
	        {"answers", &function->details->answers},
	        {"flr", &function->details->flr},
	        {"power-reset", &function->details->power_reset},
	        {"slot", &function->details->slot},
	        {"opened", &function->opened_fact},
	};

	for (size_t i = 0; i < COUNT(facts); i++)
		if (text_equal(facts[i].name, name))
			return facts[i].fact;
	fail_msg("no fact %s", name);
	return NULL;
}

static bool has_word(const struct line *line, const char *word)
{
	return text_has_word(line->rest, word);
}

static void add_controller(struct vm *vm, unsigned index, const char *model, bool ours)
{
	struct vm_controller *controller = ARRAY_ADD(&vm->controllers);

	assert_non_null(controller);
	*controller = (struct vm_controller){.index = index, .model = model, .ours = ours};
}

/* All well: 4 GiB, of which the balloon takes nothing away; nothing saved. */
static void add_settings(struct vm *vm)
{
	vm->memory = vm->settings.balloon_target = 4ull << 30;
	vm->space.firmware = VM_UEFI;
	vm->settings.saved = vm->settings.snapshots = fact_absent("test");
}

static void add_vm(struct dda_inventory *inventory, const struct line *line)
{
	struct vm *vm = ARRAY_ADD(&inventory->vms);
	bool own_slots = inventory->platform == PLATFORM_HYPERV;
	bool pcie = !own_slots && !has_word(line, "no-pcie");

	assert_non_null(vm);
	vm->own_slots = own_slots;
	vm->name = arena_text(&inventory->arena, line->words[1]);
	vm->uuid = arena_format(&inventory->arena, "uuid-of-%s", line->words[1]);
	vm->machine = own_slots ? NULL : pcie ? "q35" : "i440fx";
	vm->persistent = !has_word(line, "transient");
	add_settings(vm);
	while (vm->state < VM_BROKEN && !has_word(line, vm_state_name(vm->state)))
		vm->state++;
	if (!own_slots)
		add_controller(vm, 0, pcie ? "pcie-root" : "pci-root", false);
	for (unsigned i = 1; pcie && i <= 4; i++)
		add_controller(vm, i, "pcie-root-port", false);
	if (has_word(line, "full"))
		add_controller(vm, 255, "pcie-root-port", false);
}

static void give(struct dda_inventory *inventory, const struct line *line)
{
	struct vm *vm = (struct vm *)inventory_find_vm(inventory, line->words[2]);
	unsigned bus = (unsigned)strtoul(line->words[3], NULL, 10);
	struct hostdev *hostdev;

	assert_non_null(vm);
	hostdev = ARRAY_ADD(&vm->hostdevs);
	assert_non_null(hostdev);
	*hostdev = (struct hostdev){.host = address(line->words[1]),
	                            .has_guest = !text_equal(line->words[3], "-"),
	                            .managed = has_word(line, "managed"),
	                            .configured = true,
	                            .live = vm->state == VM_RUNNING,
	                            .ours = !has_word(line, "foreign")};
	if (!hostdev->has_guest)
		return;
	hostdev->guest.bus = bus;
	hostdev->guest.function = hostdev->host.function;
	if (!vm_find_controller(vm, bus))
		add_controller(vm, bus, "pcie-root-port", has_word(line, "ours"));
}

/* For which device the entry was made. */
static void set_was(struct dda_inventory *inventory, char *const *words)
{
	const struct vm *vm = inventory_find_vm(inventory, words[2]);
	struct hostdev *hostdev = (struct hostdev *)vm_find_hostdev(vm, address(words[1]));

	assert_non_null(hostdev);
	hostdev->was_id = strtoul(words[3], NULL, 16);
	hostdev->was_at = arena_text(&inventory->arena, words[4]);
}

/* A VM of Hyper-V: its spaces below and above 4 GiB, and where the latter begins. */
static void set_gaps(struct vm_space *space, char *const *sizes)
{
	space->low_gap = strtoull(sizes[0], NULL, 10) << 20;
	space->high_gap = strtoull(sizes[1], NULL, 10) << 20;
	space->high_base = sizes[2] ? strtoull(sizes[2], NULL, 10) << 20 : 0;
}

static bool has_bar_word(char *const *words, const char *word)
{
	return text_equal(words[4], word) || (words[4] && text_equal(words[5], word));
}

static void add_bar(struct dda_inventory *inventory, char *const *words)
{
	struct address at = address(words[1]);

	for (size_t i = 0; i < inventory->functions.count; i++)
		if (address_compare(inventory->functions.items[i].address, at) == 0)
			inventory->functions.items[i].details->bars[strtoul(words[2], NULL, 10)] =
			        (struct bar){.size = strtoull(words[3], NULL, 10) << 20,
			                     .is_64bit = !has_bar_word(words, "32"),
			                     .prefetchable = !has_bar_word(words, "32"),
			                     .io = has_bar_word(words, "io"),
			                     .unassigned = has_bar_word(words, "lost")};
	if (has_bar_word(words, "lost"))
		find(inventory, words[1])->details->bars_fact = fact_known("test");
}

static void add_window(struct dda_inventory *inventory, char *const *words)
{
	struct dda_function *port = find(inventory, words[1]);

	port->details->windows_fact = fact_known("test");
	port->details->window.size = strtoull(words[2], NULL, 10) << 20;
	port->details->window_prefetchable.size = strtoull(words[3], NULL, 10) << 20;
}

static void add_resizable(struct dda_inventory *inventory, char *const *words)
{
	struct dda_function *function = find(inventory, words[1]);
	unsigned most = (unsigned)strtoul(words[4], NULL, 10);

	function->details->resizable_fact = fact_known("test");
	function->details->resizable[0] =
	        (struct resizable_bar){.bar = (unsigned)strtoul(words[2], NULL, 10),
	                               .current = (unsigned)strtoul(words[3], NULL, 10),
	                               .sizes = (UINT64_C(2) << most) - 1};
}

static void make_virtual(struct dda_inventory *inventory, char *const *words)
{
	struct dda_function *function = find(inventory, words[1]);

	function->physical_function = fact_known("test");
	function->physical = address(words[2]);
}

static void keep_all(struct vm_settings *settings)
{
	settings->kept = SETTING_MEMORY | SETTING_REPORTING | SETTING_SHARING;
	settings->kept_target = 1ull << 30;
	settings->no_sharing = true;
}

static void set_window(struct dda_inventory *inventory, struct vm *vm, char *const *sizes)
{
	vm->space.firmware_window = strtoull(sizes[0], NULL, 10) << 20;
	if (!sizes[1])
		return;
	vm->settings.kept |= SETTING_SPACE;
	vm->settings.recorded = DDA_HIGH_SPACE;
	vm->settings.record = arena_format(&inventory->arena, "%s>%s", sizes[1], sizes[0]);
}

static void set(struct dda_inventory *inventory, char *const *words)
{
	struct vm *vm = (struct vm *)inventory_find_vm(inventory, words[1]);
	uint64_t size = words[3] ? strtoull(words[3], NULL, 10) << 20 : 0;
	const char *what = words[2];

	assert_non_null(vm);
	if (text_equal(what, "memory"))
		vm->memory = vm->settings.balloon_target = size;
	else if (text_equal(what, "target"))
		vm->settings.balloon_target = size;
	else if (text_equal(what, "limit"))
		vm->settings.lock_limit = size;
	else if (text_equal(what, "nodes"))
		vm->settings.bound = (vm->settings.nodes = arena_text(&inventory->arena, words[3]));
	else if (text_equal(what, "saved"))
		vm->settings.saved = text_fact(inventory, words[3]).fact;
	else if (text_equal(what, "snapshots"))
		vm->settings.snapshots = text_fact(inventory, words[3]).fact;
	else if (text_equal(what, "kept-all"))
		keep_all(&vm->settings);
	else if (text_equal(what, "gaps"))
		set_gaps(&vm->space, words + 3);
	else if (text_equal(what, "kept-gaps")) {
		vm->settings.kept = SETTING_SPACE;
		set_gaps(&vm->kept_space, words + 3);
	} else if (text_equal(what, "stop"))
		vm->settings.stop_action = text_equal(words[3], "off") ? "turn off" : "save";
	else if (text_equal(what, "window"))
		set_window(inventory, vm, words + 3);
	else if (text_equal(what, "seabios"))
		vm->space.firmware = VM_BIOS;
	vm->settings.page_reporting |= text_equal(what, "reporting");
	vm->settings.no_sharing |= text_equal(what, "no-sharing");
	vm->settings.hidden |= text_equal(what, "hidden");
	vm->settings.hyperv |= text_equal(what, "hyperv");
	vm->settings.huge_pages |= text_equal(what, "huge");
	vm->settings.dynamic_memory |= text_equal(what, "dynamic-memory");
	vm->settings.saved_at_stop |= text_equal(what, "saved-at-stop");
	vm->settings.checkpoints |= text_equal(what, "checkpoints");
	vm->settings.fixed_caches |= text_equal(what, "fixed-caches");
	vm->settings.nested |= text_equal(what, "nested");
}

static struct fact_number number_fact(struct dda_inventory *inventory, const char *value)
{
	return (struct fact_number){.fact = text_fact(inventory, value).fact,
	                            .value = strtoull(value, NULL, 10)};
}

static void add_node(struct dda_inventory *inventory, char *const *words)
{
	struct vm_surroundings *host = &inventory->surroundings;
	struct numa_node *nodes = arena_zeroed(&inventory->arena,
	                                       (host->nodes.count + 1) * sizeof(*nodes));

	assert_non_null(nodes);
	host->nodes_fact = text_fact(inventory, words[1]).fact;
	if (!fact_is_present(host->nodes_fact))
		return;
	if (host->nodes.count)
		memcpy(nodes, host->nodes.items, host->nodes.count * sizeof(*nodes));
	nodes[host->nodes.count++] =
	        (struct numa_node){.number = strtoull(words[1], NULL, 10),
	                           .cpus = text_fact(inventory, words[2]).value,
	                           .memory = strtoull(words[3], NULL, 10) << 20};
	host->nodes.items = nodes;
}

/* Before the cards and VMs: those are made as the platform has them. */
static void make_hyperv(struct dda_inventory *inventory)
{
	inventory->platform = PLATFORM_HYPERV;
	inventory->iommu = (struct iommu){0};
	inventory->surroundings = (struct vm_surroundings){0};
	inventory->hyperv = (struct hyperv_host){
	        .edition = text_fact(inventory, "Windows"),
	        .build = number(20348),
	        .server = fact_known("test"),
	        .iov.fact = fact_known("test"),
	        .require_secure = number(0),
	        .require_supported = number(0),
	};
}

/* The value of a fact of the host; behind "absent" there may be a text too. */
static void set_host_fact(struct dda_inventory *inventory, const struct line *line)
{
	const char *name = line->words[1], *value = line->words[2], *behind;
	struct hyperv_host *host = &inventory->hyperv;

	if (text_equal(name, "edition")) {
		host->edition = text_fact(inventory, line->rest + strlen("edition "));
	} else if (text_equal(name, "build")) {
		host->build = number_fact(inventory, value);
	} else if (text_equal(name, "installed")) {
		host->installed = text_fact(inventory, value).fact;
	} else if (text_equal(name, "server")) {
		host->server = text_fact(inventory, value).fact;
	} else if (text_equal(name, "iov")) {
		host->iov.fact = text_fact(inventory, value).fact;
		behind = strstr(line->rest, value) + strlen(value);
		host->iov.value = arena_text(&inventory->arena, behind + strspn(behind, " "));
	} else if (text_equal(name, "secure")) {
		host->require_secure = number_fact(inventory, value);
	} else {
		assert_string_equal(name, "supported");
		host->require_supported = number_fact(inventory, value);
	}
}

static void set_fact(struct dda_inventory *inventory, char *const *words)
{
	struct dda_function *function = find(inventory, words[1]);
	const char *name = words[2], *value = words[3];

	if (text_equal(name, "port"))
		function->details->port_type = number_fact(inventory, value);
	else if (text_equal(name, "interrupts"))
		function->details->interrupts = number_fact(inventory, value);
	else if (text_equal(name, "able"))
		function->details->interrupts_able = number_fact(inventory, value);
	else if (text_equal(name, "device"))
		function->device_id = number(strtoull(value, NULL, 16));
	else if (text_equal(name, "maker"))
		function->vendor_id = number(strtoull(value, NULL, 16));
	else if (text_equal(name, "power"))
		function->details->power_state = text_fact(inventory, value);
	else if (text_equal(name, "pool"))
		function->details->pool = text_fact(inventory, value);
	else if (text_equal(name, "version"))
		function->details->driver_version = text_fact(inventory, value);
	else if (text_equal(name, "name"))
		function->device_name = text_fact(inventory, value).value;
	else
		*fact_of(function, name) = text_fact(inventory, value).fact;
}

/* Why it shares its group, as if its registers had said so. */
static void set_cause(struct dda_function *function, const char *reason, const char *cause)
{
	struct group_computed *computed = &function->details->group_computed;

	computed->fact = fact_known("test");
	computed->agrees = !text_equal(reason, "differs");
	while (computed->agrees && !text_equal(group_reason_name(computed->reason), reason))
		assert_in_range(++computed->reason, 0, GROUP_ALIAS);
	if (cause)
		computed->cause = address(cause);
}

static void set_acs(struct dda_inventory *inventory, char *const *words)
{
	struct dda_function *function = find(inventory, words[1]);

	function->details->acs_can = number_fact(inventory, words[2]);
	function->details->acs_on = number_fact(inventory, words[3] ? words[3] : words[2]);
}

static void add_holder(struct dda_inventory *inventory, const struct line *line)
{
	static const char *const kinds[] = {"disk", "network", "display", "console", "keyboard"};
	struct dda_function *function = find(inventory, line->words[1]);
	struct holder *holder = ARRAY_ADD(&function->holders);

	assert_non_null(holder);
	while (!text_equal(kinds[holder->kind], line->words[2]))
		assert_in_range(++holder->kind, 0, COUNT(kinds) - 1);
	holder->vital = has_word(line, "vital");
	holder->later = has_word(line, "later");
	holder->name = arena_format(&inventory->arena, "the %s", line->words[2]);
	holder->why = holder->vital ? "the host starts from it" : NULL;
}

static unsigned index_of(const char *const *names, const char *name)
{
	unsigned i = 0;

	for (; !text_equal(names[i], name); i++)
		assert_non_null(names[i]);
	return i;
}

static void add_opened(struct dda_inventory *inventory, const struct line *line)
{
	static const char *const kinds[] = {"yields", "node",   "waited", "gpu",
	                                    "disk",   "memory", NULL};
	static const char *const owners[] = {"alone", "service", "user", "session",
	                                     "login", "vm",      NULL};
	char *const *words = line->words;
	struct process *process = arena_zeroed(&inventory->arena, sizeof(*process));
	struct opened *opened = ARRAY_ADD(&find(inventory, words[1])->opened);

	assert_non_null(opened);
	process->id = strtoul(words[3], NULL, 10);
	process->name = arena_text(&inventory->arena, words[4]);
	process->owner = words[5] ? index_of(owners, words[5]) : PROCESS_ALONE;
	process->owner_name = arena_text(&inventory->arena, words[5] ? words[6] : NULL);
	process->user = 1000;
	*opened = (struct opened){process, index_of(kinds, words[2]), "/dev/x"};
}

static void tell_host(struct dda_inventory *inventory, const struct line *line)
{
	const char *word = line->words[0];

	if (text_equal(word, "groups"))
		inventory->iommu.groups = text_fact(inventory, line->rest).fact;
	else if (text_equal(word, "firmware"))
		inventory->iommu.firmware = text_fact(inventory, line->rest);
	else if (text_equal(word, "cmdline"))
		inventory->iommu.parameters = text_fact(inventory, line->rest);
	else if (text_equal(word, "remapping"))
		inventory->iommu.remapping = text_fact(inventory, line->rest).fact;
	else if (text_equal(word, "unsafe"))
		inventory->iommu.unsafe_interrupts = text_fact(inventory, line->rest).fact;
	else if (text_equal(word, "cpu"))
		inventory->iommu.processor = text_fact(inventory, line->rest);
	else if (text_equal(word, "ksm"))
		inventory->surroundings.sharing = number_fact(inventory, line->rest);
	else if (text_equal(word, "numa"))
		add_node(inventory, line->words);
	else if (text_equal(word, "shutdown"))
		inventory->surroundings.at_shutdown = text_fact(inventory, line->rest);
	else if (text_equal(word, "vms"))
		inventory->vms_fact = (struct fact_text){.fact = fact_unknown("libvirt", EACCES),
		                                         .value = "libvirt is not running"};
	else if (text_equal(word, "unprivileged"))
		inventory->privileged = false;
	else if (text_equal(word, "copy"))
		inventory->live = false;
	else if (text_equal(word, "hyperv"))
		make_hyperv(inventory);
	else if (text_equal(word, "host"))
		set_host_fact(inventory, line);
	else
		fail_msg("what is \"%s\"?", word);
}

static void add_stale(struct dda_inventory *inventory, const struct line *line)
{
	struct vm *vm = (struct vm *)inventory_find_vm(inventory, line->words[1]);
	const char **stale;

	assert_non_null(vm);
	stale = ARRAY_ADD(&vm->stale);
	assert_non_null(stale);
	*stale = arena_text(&inventory->arena, line->words[2]);
}

static void add_region(struct dda_inventory *inventory, const struct line *line)
{
	struct dda_function *function = find(inventory, line->words[1]);
	struct reserved_region *region = arena_zeroed(&inventory->arena, sizeof(*region));

	region->start = strtoull(line->words[2], NULL, 16);
	region->end = strtoull(line->words[3], NULL, 16);
	region->relaxable = has_word(line, "relaxable");
	function->details->reserved_regions.items = region;
	function->details->reserved_regions.count = 1;
	function->details->reserved_memory = region->relaxable ? fact_absent("test")
	                                                       : fact_known("test");
}

/* Of one function; false when it is no such line. */
static bool tell_function(struct dda_inventory *inventory, const struct line *line)
{
	char *const *words = line->words;
	const char *word = words[0];

	if (text_equal(word, "state"))
		set_state(inventory, find(inventory, words[1]), words[2]);
	else if (text_equal(word, "unknown"))
		*fact_of(find(inventory, words[1]),
		         words[2]) = fact_unknown(arena_text(&inventory->arena, words[2]), EACCES);
	else if (text_equal(word, "absent"))
		*fact_of(find(inventory, words[1]),
		         words[2]) = fact_absent(arena_text(&inventory->arena, words[2]));
	else if (text_equal(word, "fact"))
		set_fact(inventory, words);
	else if (text_equal(word, "cause"))
		set_cause(find(inventory, words[1]), words[2], words[3]);
	else if (text_equal(word, "acs"))
		set_acs(inventory, words);
	else if (text_equal(word, "watch"))
		find(inventory, words[1])->details->watch =
		        (struct iommu_watch){.fact = text_fact(inventory, words[2]).fact,
		                             .base = strtoull(words[2], NULL, 16),
		                             .graphics = has_word(line, "graphics")};
	else if (text_equal(word, "holder"))
		add_holder(inventory, line);
	else if (text_equal(word, "open"))
		add_opened(inventory, line);
	else if (text_equal(word, "at"))
		find(inventory, words[1])->location_path = arena_text(&inventory->arena, words[2]);
	else if (text_equal(word, "given"))
		find(inventory, words[1])->given = text_fact(inventory, words[2]);
	else if (text_equal(word, "override"))
		find(inventory, words[1])->driver_override = text_fact(inventory, words[2]);
	else if (text_equal(word, "gone"))
		find(inventory, words[1])->vendor_id = number(0xffff);
	else if (text_equal(word, "region"))
		add_region(inventory, line);
	else if (text_equal(word, "virtual"))
		make_virtual(inventory, words);
	else if (text_equal(word, "resizable"))
		add_resizable(inventory, words);
	else if (text_equal(word, "window"))
		add_window(inventory, words);
	else if (text_equal(word, "node"))
		find(inventory, words[1])->details->numa_node = number_fact(inventory, words[2]);
	else
		return false;
	return true;
}

static void take_line(struct dda_inventory *inventory, const struct line *line)
{
	char *const *words = line->words;
	const char *word = words[0];

	if (text_equal(word, "card"))
		add_card(inventory, words);
	else if (text_equal(word, "function"))
		add_function(inventory, address(words[1]), (unsigned)strtoul(words[2], NULL, 16),
		             words[3], words[4])
		        ->upstream = address(words[5] ? words[5] : words[1]);
	else if (text_equal(word, "vm"))
		add_vm(inventory, line);
	else if (text_equal(word, "give"))
		give(inventory, line);
	else if (text_equal(word, "was"))
		set_was(inventory, words);
	else if (text_equal(word, "setting"))
		set(inventory, words);
	else if (text_equal(word, "named"))
		find(inventory, words[1])->device_name = arena_text(&inventory->arena,
		                                                    strstr(line->rest, words[2]));
	else if (text_equal(word, "bar"))
		add_bar(inventory, words);
	else if (text_equal(word, "stale"))
		add_stale(inventory, line);
	else if (text_equal(word, "port"))
		add_controller((struct vm *)inventory_find_vm(inventory, words[1]),
		               (unsigned)strtoul(words[2], NULL, 10), "pcie-root-port", true);
	else if (!tell_function(inventory, line))
		tell_host(inventory, line);
}

static void tell_line(struct dda_inventory *inventory, char *text)
{
	_cleanup_free_ char *copy = strdup(text);
	struct line line = {0};
	char *save, *word = strtok_r(copy, " ", &save);

	for (unsigned i = 0; word && i < WORDS_MAX; i++, word = strtok_r(NULL, " ", &save))
		line.words[i] = word;
	if (!line.words[0])
		return;
	line.rest = text + strlen(line.words[0]);
	line.rest += strspn(line.rest, " ");
	take_line(inventory, &line);
}

struct dda_inventory *given(const char *text)
{
	struct dda_inventory *inventory = inventory_new();
	_cleanup_free_ char *copy = strdup(text);
	char *save;

	assert_non_null(inventory);
	inventory->live = inventory->privileged = true;
	inventory->iommu.units = inventory->iommu.groups = fact_known("test");
	inventory->iommu.remapping = fact_known("test");
	inventory->iommu.firmware = text_fact(inventory, "DMAR");
	inventory->iommu.parameters = text_fact(inventory, "quiet");
	inventory->iommu.processor = text_fact(inventory, "GenuineIntel");
	inventory->vms_fact.fact = fact_known("test");
	inventory->surroundings.sharing = number(0);
	inventory->surroundings.at_shutdown.fact = fact_absent("test");
	for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		tell_line(inventory, line);
	for (size_t i = 0; i < inventory->functions.count; i++)
		if (inventory->platform == PLATFORM_LINUX)
			inventory->functions.items[i].hold =
			        decode_hold(&inventory->functions.items[i]);
	assert_int_equal(inventory_finish(inventory), 0);
	return inventory;
}

const struct dda_function *function_at(const struct dda_inventory *inventory, const char *text)
{
	int at = inventory_find(inventory, address(text));

	assert_true(at >= 0);
	return &inventory->functions.items[at];
}

char *findings_text(const struct findings *findings)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	assert_non_null(file);
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];

		fprintf(file, "%s %s%s %s\n", finding_severity_name(finding->severity),
		        finding->code, finding->unknown ? "?" : "", finding->subject);
	}
	fclose(file);
	return text;
}

bool findings_say(const struct findings *findings, const char *text)
{
	for (size_t i = 0; i < findings->count; i++)
		if (strstr(findings->items[i].evidence, text) ||
		    (findings->items[i].remedy && strstr(findings->items[i].remedy, text)))
			return true;
	return false;
}
