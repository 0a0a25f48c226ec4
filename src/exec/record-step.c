/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <stdio.h>

#include "base/array.h"
#include "base/text.h"
#include "exec/record.h"

static json_t *settings_names(unsigned settings)
{
	json_t *names = json_array();

	for (unsigned i = 0; names && i < SETTING_COUNT; i++)
		if (settings & 1u << i)
			json_array_append_new(names, json_string(vm_setting_name(1u << i)));
	return names;
}

static int read_settings(const json_t *names, unsigned *ret)
{
	unsigned settings = 0;
	json_t *name;
	size_t i;

	json_array_foreach(names, i, name)
	{
		unsigned bit = 0;

		while (bit < SETTING_COUNT &&
		       !text_equal(vm_setting_name(1u << bit), json_string_value(name)))
			bit++;
		if (bit == SETTING_COUNT)
			return -EBADMSG;
		settings |= 1u << bit;
	}
	*ret = settings;
	return 0;
}

static json_t *space_object(const struct vm_space *space)
{
	return json_pack("{si si si sb sb sI sI sI sI sI}", "firmware", (int)space->firmware,
	                 "width", (int)space->width, "address_bits", (int)space->address_bits,
	                 "old_processor", space->old_processor, "emulated", space->emulated,
	                 "pci_hole64", (json_int_t)space->pci_hole64, "firmware_window",
	                 (json_int_t)space->firmware_window, "low_gap", (json_int_t)space->low_gap,
	                 "high_gap", (json_int_t)space->high_gap, "high_base",
	                 (json_int_t)space->high_base);
}

static int read_space(json_t *object, struct vm_space *ret)
{
	int firmware, width, bits, old, emulated;
	json_int_t hole, window, low, high, base;

	if (json_unpack(object, "{si si si sb sb sI sI sI sI sI}", "firmware", &firmware, "width",
	                &width, "address_bits", &bits, "old_processor", &old, "emulated", &emulated,
	                "pci_hole64", &hole, "firmware_window", &window, "low_gap", &low,
	                "high_gap", &high, "high_base", &base) < 0 ||
	    firmware < 0 || firmware > VM_UEFI || width < 0 || width > VM_WIDTH_FIXED || bits < 0 ||
	    hole < 0 || window < 0 || low < 0 || high < 0 || base < 0)
		return -EBADMSG;
	*ret = (struct vm_space){
	        .firmware = (enum vm_firmware)firmware,
	        .width = (enum vm_width)width,
	        .address_bits = (unsigned)bits,
	        .old_processor = old,
	        .emulated = emulated,
	        .pci_hole64 = (uint64_t)hole,
	        .firmware_window = (uint64_t)window,
	        .low_gap = (uint64_t)low,
	        .high_gap = (uint64_t)high,
	        .high_base = (uint64_t)base,
	};
	return 0;
}

/* What a person has named, and what was there before. */
static void put_named(json_t **settings, const struct step *step)
{
	json_t *named = json_pack("{si sb sb}", "settings", (int)step->named, "cache_types",
	                          step->cache_types, "cache_types_before",
	                          step->cache_types_before);

	record_put_text(&named, "stop_action", step->stop_action);
	record_put_text(&named, "stop_action_before", step->stop_action_before);
	record_put_text(&named, "record", step->record);
	if (named && json_object_set_new(*settings, "named", named) == 0)
		return;
	json_decref(*settings);
	*settings = NULL;
}

/* SET and UNSET: which settings, and what they were and are to be. */
static json_t *settings_object(const struct step *step)
{
	json_t *settings = json_pack(
	        "{so sI sI so so sb}", "names", settings_names(step->settings), "memory",
	        (json_int_t)step->memory, "balloon_target", (json_int_t)step->balloon_target,
	        "space", space_object(&step->space), "space_before",
	        space_object(&step->space_before), "space_kept", step->space_kept);

	record_put_text(&settings, "nodes", step->nodes);
	record_put_text(&settings, "cpus", step->cpus);
	if (settings && step->named)
		put_named(&settings, step);
	return settings;
}

static void put_settings(json_t **object, const struct step *step)
{
	if (*object && json_object_set_new(*object, "settings", settings_object(step)) == 0)
		return;
	json_decref(*object);
	*object = NULL;
}

static int copy_text(struct arena *arena, const char *text, const char **ret)
{
	*ret = arena_text(arena, text);
	return text && !*ret ? -ENOMEM : 0;
}

static int read_named(json_t *object, struct arena *arena, struct step *step)
{
	const char *action = NULL, *before = NULL, *record = NULL;
	int named, caches, caches_before;

	if (json_unpack(object, "{si sb sb s?s s?s s?s}", "settings", &named, "cache_types",
	                &caches, "cache_types_before", &caches_before, "stop_action", &action,
	                "stop_action_before", &before, "record", &record) < 0 ||
	    named < 0)
		return -EBADMSG;
	step->named = (unsigned)named;
	step->cache_types = caches;
	step->cache_types_before = caches_before;
	if (copy_text(arena, action, &step->stop_action) < 0 ||
	    copy_text(arena, before, &step->stop_action_before) < 0)
		return -ENOMEM;
	return copy_text(arena, record, &step->record);
}

static int read_step_settings(json_t *object, struct arena *arena, struct step *step)
{
	json_t *names, *space, *before, *named = NULL;
	const char *nodes = NULL, *cpus = NULL;
	json_int_t memory, target;
	int kept;

	if (json_unpack(object, "{so sI sI s?s s?s so so sb s?o}", "names", &names, "memory",
	                &memory, "balloon_target", &target, "nodes", &nodes, "cpus", &cpus, "space",
	                &space, "space_before", &before, "space_kept", &kept, "named",
	                &named) < 0 ||
	    memory < 0 || target < 0 || read_settings(names, &step->settings) < 0 ||
	    read_space(space, &step->space) < 0 || read_space(before, &step->space_before) < 0)
		return -EBADMSG;
	step->memory = (uint64_t)memory;
	step->balloon_target = (uint64_t)target;
	step->space_kept = kept;
	if (copy_text(arena, nodes, &step->nodes) < 0 || copy_text(arena, cpus, &step->cpus) < 0)
		return -ENOMEM;
	return named ? read_named(named, arena, step) : 0;
}

/* What is not so is not said. */
static void put_flag(json_t **object, const char *key, bool flag)
{
	if (!flag || !*object || json_object_set_new(*object, key, json_true()) == 0)
		return;
	json_decref(*object);
	*object = NULL;
}

static void put_guest(json_t **object, const struct guest_slot *guest)
{
	char text[64];

	if (!guest->bus && !guest->device && !guest->function)
		return;
	snprintf(text, sizeof(text), "%u:%u.%u", guest->bus, guest->device, guest->function);
	record_put_text(object, "guest", text);
}

/* Which device an entry of a VM is for: "10de:1db1". */
static void put_device(json_t **object, const struct step *step)
{
	char text[32];

	if (!step->id)
		return;
	snprintf(text, sizeof(text), "%04lx:%04lx", step->id >> 16, step->id & 0xffff);
	record_put_text(object, "device", text);
	record_put_text(object, "location_path", step->location_path);
}

static int read_device(const char *text, unsigned long *ret)
{
	uint64_t vendor, device;
	const char *end;

	if (text_number(text, 16, 4, &end, &vendor) < 0 || *end != ':' ||
	    text_number(end + 1, 16, 4, &end, &device) < 0 || *end)
		return -EBADMSG;
	*ret = (unsigned long)(vendor << 16 | device);
	return 0;
}

json_t *record_step(const struct planned_step *planned, size_t index)
{
	const struct step *step = &planned->step;
	json_t *object = json_pack("{si ss si ss}", "step", (int)index, "do",
	                           step_kind_name(step->kind), "stage", (int)planned->stage,
	                           "function", address_format(step->function).text);

	record_put_text(&object, "vm", step->vm);
	put_guest(&object, &step->guest);
	put_flag(&object, "guest_placed", step->guest_placed);
	put_flag(&object, "multifunction", step->multifunction);
	put_flag(&object, "origin_known", step->origin_known);
	record_put_text(&object, "driver", step->driver);
	record_put_text(&object, "override", step->override);
	record_put_text(&object, "rom", step->rom);
	put_device(&object, step);
	put_flag(&object, "without_isolation", step->without_isolation);
	put_flag(&object, "without_mitigations", step->without_mitigations);
	if (step->settings)
		put_settings(&object, step);
	return object;
}

static int read_kind(const char *name, enum step_kind *ret)
{
	for (int kind = STEP_DISABLE; kind <= STEP_UNSET; kind++)
		if (text_equal(step_kind_name((enum step_kind)kind), name)) {
			*ret = (enum step_kind)kind;
			return 0;
		}
	return -EBADMSG;
}

/* The texts of a step, as they stand in the record. */
struct texts {
	const char *kind, *function, *vm, *guest, *driver, *override, *rom, *device, *location;
};

static int copy_texts(const struct texts *texts, struct arena *arena, struct step *step)
{
	struct guest_slot *guest = &step->guest;
	int end = 0;

	if (read_kind(texts->kind, &step->kind) < 0 ||
	    address_parse(texts->function, &step->function) < 0 ||
	    (step->kind >= STEP_PREPARE && !texts->vm))
		return -EBADMSG;
	if (texts->guest && (sscanf(texts->guest, "%9u:%9u.%9u%n", &guest->bus, &guest->device,
	                            &guest->function, &end) != 3 ||
	                     texts->guest[end]))
		return -EBADMSG;
	if (texts->device && read_device(texts->device, &step->id) < 0)
		return -EBADMSG;
	if (copy_text(arena, texts->vm, &step->vm) < 0 ||
	    copy_text(arena, texts->location, &step->location_path) < 0 ||
	    copy_text(arena, texts->driver, &step->driver) < 0 ||
	    copy_text(arena, texts->override, &step->override) < 0)
		return -ENOMEM;
	return copy_text(arena, texts->rom, &step->rom);
}

int record_read_step(const json_t *object, struct dda_plan *plan)
{
	int index, stage, placed = 0, multi = 0, origin = 0, isolation = 0, mitigations = 0;
	struct planned_step planned = {0}, *item;
	struct texts texts = {0};
	json_t *settings = NULL;
	int r;

	if (json_unpack((json_t *)object,
	                "{si ss si ss s?s s?s s?b s?b s?b s?s s?s s?s s?s s?s s?b s?b s?o}", "step",
	                &index, "do", &texts.kind, "stage", &stage, "function", &texts.function,
	                "vm", &texts.vm, "guest", &texts.guest, "guest_placed", &placed,
	                "multifunction", &multi, "origin_known", &origin, "driver", &texts.driver,
	                "override", &texts.override, "rom", &texts.rom, "device", &texts.device,
	                "location_path", &texts.location, "without_isolation", &isolation,
	                "without_mitigations", &mitigations, "settings", &settings) < 0 ||
	    index < 0 || (size_t)index != plan->count || stage < 0)
		return -EBADMSG;
	planned.stage = (unsigned)stage;
	planned.step.guest_placed = placed;
	planned.step.multifunction = multi;
	planned.step.origin_known = origin;
	planned.step.without_isolation = isolation;
	planned.step.without_mitigations = mitigations;
	r = copy_texts(&texts, &plan->arena, &planned.step);
	if (r >= 0 && settings)
		r = read_step_settings(settings, &plan->arena, &planned.step);
	item = r < 0 ? NULL : ARRAY_ADD(plan);
	if (!item)
		return r < 0 ? r : -ENOMEM;
	*item = planned;
	return 0;
}

/* As people know it: "10de". What is not known is not said. */
static void put_hex(json_t **object, const char *key, int digits, int32_t value)
{
	char text[16];

	if (value < 0)
		return;
	snprintf(text, sizeof(text), "%0*x", digits, (unsigned)value);
	record_put_text(object, key, text);
}

static int read_hex(const json_t *object, const char *key, int32_t *ret)
{
	const char *text = json_string_value(json_object_get(object, key));
	uint64_t value;

	*ret = -1;
	if (!text)
		return 0;
	if (text_whole_number(text, 16, &value) < 0 || value > INT32_MAX)
		return -EBADMSG;
	*ret = (int32_t)value;
	return 0;
}

json_t *record_identity(const struct identity *identity)
{
	json_t *object = json_pack("{ss}", "identity", address_format(identity->address).text);

	record_put_text(&object, "location_path", identity->location_path);
	put_hex(&object, "vendor_id", 4, identity->vendor_id);
	put_hex(&object, "device_id", 4, identity->device_id);
	put_hex(&object, "subsystem_vendor_id", 4, identity->subsystem_vendor_id);
	put_hex(&object, "subsystem_device_id", 4, identity->subsystem_device_id);
	put_hex(&object, "revision", 2, identity->revision);
	record_put_text(&object, "serial", identity->serial);
	if (object && identity->group >= 0)
		json_object_set_new(object, "group", json_integer(identity->group));
	return object;
}

int record_read_identity(const json_t *object, struct arena *arena, struct identity *ret)
{
	struct identity identity = {0};
	const char *address, *location = NULL, *serial = NULL;
	json_int_t group = -1;

	if (json_unpack((json_t *)object, "{ss s?s s?s s?I}", "identity", &address, "location_path",
	                &location, "serial", &serial, "group", &group) < 0 ||
	    address_parse(address, &identity.address) < 0 ||
	    read_hex(object, "vendor_id", &identity.vendor_id) < 0 ||
	    read_hex(object, "device_id", &identity.device_id) < 0 ||
	    read_hex(object, "subsystem_vendor_id", &identity.subsystem_vendor_id) < 0 ||
	    read_hex(object, "subsystem_device_id", &identity.subsystem_device_id) < 0 ||
	    read_hex(object, "revision", &identity.revision) < 0)
		return -EBADMSG;
	identity.group = group;
	if (copy_text(arena, location, &identity.location_path) < 0 ||
	    copy_text(arena, serial, &identity.serial) < 0)
		return -ENOMEM;
	*ret = identity;
	return 0;
}
