/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/settings.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/hyperv/note.h"
#include "model/vm-editable.h"

#define MIB (UINT64_C(1) << 20)
#define STOP_TURN_OFF 2    /* AutomaticShutdownAction */
#define CHECKPOINTS_NONE 2 /* UserSnapshotType */

/* The properties behind each setting, W32 Msvm_VirtualSystemSettingData, Msvm_MemorySettingData. */
static const struct property {
	unsigned setting;
	const char *name;
	bool of_memory;
	unsigned named; /* as enum dda_setting: what a person calls it */
} properties[] = {
        {SETTING_STOP, "AutomaticShutdownAction", false, DDA_STOP_ACTION},
        {SETTING_CHECKPOINTS, "UserSnapshotType", false, 0},
        {SETTING_CHECKPOINTS, "AutomaticSnapshotsEnabled", false, 0},
        {SETTING_CACHE, "GuestControlledCacheTypes", false, DDA_CACHE_TYPES},
        {SETTING_SPACE, "LowMmioGapSize", false, DDA_LOW_SPACE},
        {SETTING_SPACE, "HighMmioGapSize", false, DDA_HIGH_SPACE},
        {SETTING_SPACE, "HighMmioGapBase", false, 0},
        {SETTING_MEMORY, "DynamicMemoryEnabled", true, 0},
};

#define for_each_property(property)                                                                \
	for (const struct property *property = properties;                                         \
	     property < properties + sizeof(properties) / sizeof(properties[0]); property++)

void settings_change_deinit(struct settings_change *change)
{
	json_decref(change->system);
	json_decref(change->memory);
}

const char *settings_notes(const json_t *system)
{
	const json_t *notes = json_object_get(system, "Notes");
	const char *text = json_string_value(json_is_array(notes) ? json_array_get(notes, 0)
	                                                          : notes);

	return text ? text : "";
}

/* Sizes that are as they were are nobody's change. */
static void drop_unchanged(json_t *all, const struct step *step)
{
	const struct vm_space *to = &step->space, *from = &step->space_before;

	if (to->low_gap == from->low_gap)
		json_object_del(all, "LowMmioGapSize");
	if (to->high_gap == from->high_gap)
		json_object_del(all, "HighMmioGapSize");
	if (to->high_base == from->high_base)
		json_object_del(all, "HighMmioGapBase");
}

/* What goes together with a device. */
static json_t *default_values(const struct step *step)
{
	json_t *all = json_pack("{si si sb sb sI sI sI sb}", "AutomaticShutdownAction",
	                        STOP_TURN_OFF, "UserSnapshotType", CHECKPOINTS_NONE,
	                        "AutomaticSnapshotsEnabled", 0, "GuestControlledCacheTypes", 1,
	                        "LowMmioGapSize", (json_int_t)(step->space.low_gap / MIB),
	                        "HighMmioGapSize", (json_int_t)(step->space.high_gap / MIB),
	                        "HighMmioGapBase", (json_int_t)(step->space.high_base / MIB),
	                        "DynamicMemoryEnabled", 0);

	for_each_property(property)
	{
		if (!(step->settings & property->setting))
			json_object_del(all, property->name);
	}
	drop_unchanged(all, step);
	return all;
}

/* AutomaticShutdownAction; 0 for none of its words. */
static int stop_number(const char *action)
{
	for (int i = 0; vm_stop_actions[i]; i++)
		if (text_equal(vm_stop_actions[i], action))
			return STOP_TURN_OFF + i;
	return 0;
}

static json_t *named_values(const struct step *step, const struct vm_space *space, bool cache_types,
                            const char *stop_action)
{
	json_t *all = json_pack("{si sb sI sI}", "AutomaticShutdownAction",
	                        stop_number(stop_action), "GuestControlledCacheTypes", cache_types,
	                        "LowMmioGapSize", (json_int_t)(space->low_gap / MIB),
	                        "HighMmioGapSize", (json_int_t)(space->high_gap / MIB));

	for_each_property(property)
	{
		if (!(step->named & property->named))
			json_object_del(all, property->name);
	}
	return all;
}

json_t *settings_values(const struct step *step)
{
	if (step->named)
		return named_values(step, &step->space, step->cache_types, step->stop_action);
	return default_values(step);
}

unsigned settings_named_in(const json_t *note)
{
	unsigned named = 0;

	for_each_property(property)
	{
		if (json_object_get(note, property->name))
			named |= property->named;
	}
	return named;
}

unsigned settings_of_note(const json_t *note)
{
	unsigned settings = 0;

	for_each_property(property)
	{
		if (json_object_get(note, property->name))
			settings |= property->setting;
	}
	return settings;
}

/* 64-bit properties take text, like all they give. */
static json_t *same_kind(const json_t *like, json_t *value)
{
	char text[24];

	if (!json_is_string(like) || !json_is_integer(value))
		return json_incref(value);
	snprintf(text, sizeof(text), "%" PRId64, (int64_t)json_integer_value(value));
	return json_string(text);
}

static int put(json_t **object, const char *name, json_t *value)
{
	if (!*object)
		*object = json_object();
	return json_object_set_new(*object, name, value) < 0 ? -ENOMEM : 0;
}

/* Only remote tools make more than one note of a VM; those stay. */
static json_t *notes_with(const json_t *system, const char *first)
{
	json_t *old = json_object_get(system, "Notes"), *all;

	if (!json_is_array(old) || json_array_size(old) < 2)
		return *first ? json_pack("[s]", first) : json_array();
	all = json_copy(old);
	if (json_array_set_new(all, 0, json_string(first)) < 0) {
		json_decref(all);
		return NULL;
	}
	return all;
}

static int write_notes(const json_t *system, const json_t *note, struct settings_change *change)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *before = settings_notes(system);
	const char *after = note_write(&arena, before, note);

	if (!after)
		return -ENOMEM;
	return text_equal(before, after) ? 0
	                                 : put(&change->system, "Notes", notes_with(system, after));
}

static const json_t *now_of(const struct property *property, const json_t *system,
                            const json_t *memory)
{
	const json_t *now = json_object_get(property->of_memory ? memory : system, property->name);

	return json_is_null(now) ? NULL : now;
}

/* What was there before the first change stays on record through later ones; but what a person made
 * of it since is what the next one finds. */
static int note_change(json_t *note, const char *name, const json_t *now, json_t *value)
{
	json_t *old = json_object_get(note, name);
	bool ours = note_values_equal(now, json_array_get(old, NOTE_AFTER));
	json_t *pair = json_pack("[O, O]", ours ? json_array_get(old, NOTE_BEFORE) : now, value);

	return json_object_set_new(note, name, pair) < 0 ? -ENOMEM : 0;
}

static int set_one(const struct property *property, const json_t *now, json_t *value, json_t *note,
                   struct settings_change *change)
{
	json_t **object = property->of_memory ? &change->memory : &change->system;

	if (!now || !value)
		return 0;
	if (note_values_equal(now, value))
		return 0;
	if (note_change(note, property->name, now, value) < 0)
		return -ENOMEM;
	return put(object, property->name, same_kind(now, value));
}

/* What is told of a person's settings, and what of dda's stands in its place. */
struct telling {
	const struct step *step;
	json_t *to, *from; /* values by name */
	json_t *note;      /* what is on record, */
	json_t *before;    /* ... and was, before a person named them */
};

static void telling_deinit(struct telling *telling)
{
	json_decref(telling->to);
	json_decref(telling->from);
	json_decref(telling->note);
	json_decref(telling->before);
}

static int telling_init(struct telling *telling, const json_t *system, const struct step *step)
{
	int r;

	telling->step = step;
	telling->to = settings_values(step);
	telling->from = named_values(step, &step->space_before, step->cache_types_before,
	                             step->stop_action_before);
	r = telling->to && telling->from ? note_read(settings_notes(system), &telling->note)
	                                 : -ENOMEM;
	return r < 0 ? r : note_read(step->record, &telling->before);
}

/* Taken back it is what it was, unless somebody has changed it since. */
static int tell_one(const struct telling *telling, const struct property *property,
                    const json_t *now, struct settings_change *change)
{
	json_t *to = json_object_get(telling->to, property->name);
	bool theirs = !note_values_equal(now, json_object_get(telling->from, property->name));

	if (!now || !to || note_values_equal(now, to) ||
	    (telling->step->kind == STEP_UNSET && theirs))
		return 0;
	return put(&change->system, property->name, same_kind(now, to));
}

/* A person's value is none of dda's. */
static void forget_named(const struct telling *telling, json_t *note)
{
	for_each_property(property)
	{
		if (telling->step->named & property->named)
			json_object_del(note, property->name);
	}
}

/* As the record was, in its order; what dda has noted besides since then stays. */
static json_t *note_again(const struct telling *telling)
{
	json_t *all = json_object(), *pair;
	const char *name;

	json_object_foreach(telling->before, name, pair)
	{
		json_t *one = json_pack("{s[]}", name), *now = json_object_get(telling->note, name);
		bool named = settings_named_in(one) & telling->step->named;

		if (named || now)
			json_object_set(all, name, named ? pair : now);
		json_decref(one);
	}
	forget_named(telling, telling->note);
	json_object_update_missing(all, telling->note);
	return all;
}

static int tell_note(const json_t *system, const struct telling *telling,
                     struct settings_change *change)
{
	json_t *again;
	int r;

	if (telling->step->kind == STEP_SET) {
		forget_named(telling, telling->note);
		return write_notes(system, telling->note, change);
	}
	again = note_again(telling);
	r = again ? write_notes(system, again, change) : -ENOMEM;
	json_decref(again);
	return r;
}

static int change_named(const json_t *system, const struct step *step, struct settings_change *ret)
{
	_cleanup_(telling_deinit) struct telling telling = {0};
	struct settings_change change = {0};
	int r = telling_init(&telling, system, step);

	for_each_property(property)
	{
		if (r >= 0 && step->named & property->named)
			r = tell_one(&telling, property, now_of(property, system, NULL), &change);
	}
	if (r >= 0)
		r = tell_note(system, &telling, &change);
	if (r < 0)
		settings_change_deinit(&change);
	else
		*ret = change;
	return r;
}

int settings_set(const json_t *system, const json_t *memory, const struct step *step,
                 struct settings_change *ret)
{
	struct settings_change change = {0};
	json_t *values, *note = NULL;
	int r;

	if (step->named)
		return change_named(system, step, ret);
	values = settings_values(step);
	r = values ? note_read(settings_notes(system), &note) : -ENOMEM;

	for_each_property(property)
	{
		if (r >= 0)
			r = set_one(property, now_of(property, system, memory),
			            json_object_get(values, property->name), note, &change);
	}
	if (r >= 0)
		r = write_notes(system, note, &change);
	json_decref(note);
	json_decref(values);
	if (r < 0)
		settings_change_deinit(&change);
	else
		*ret = change;
	return r;
}

/* Set once more for another card: that goes back, what was there before all stays on record. */
static bool stays_on_record(const struct property *property, const struct step *step)
{
	return step->space_kept && property->setting == SETTING_SPACE;
}

static int unset_one(const struct property *property, const json_t *now, json_t *note,
                     struct settings_change *change)
{
	json_t **object = property->of_memory ? &change->memory : &change->system;
	json_t *pair = json_object_get(note, property->name);
	json_t *before = json_array_get(pair, NOTE_BEFORE);
	bool ours = now && note_values_equal(now, json_array_get(pair, NOTE_AFTER));
	int r = 0;

	if (!pair)
		return 0;
	if (ours)
		r = put(object, property->name, same_kind(now, before));
	json_object_del(note, property->name);
	return r;
}

int settings_unset(const json_t *system, const json_t *memory, const struct step *step,
                   struct settings_change *ret)
{
	struct settings_change change = {0};
	json_t *note = NULL, *values;
	int r;

	if (step->named)
		return change_named(system, step, ret);
	values = settings_values(step);
	r = values ? note_read(settings_notes(system), &note) : -ENOMEM;

	for_each_property(property)
	{
		const json_t *now = now_of(property, system, memory);

		if (r < 0 || !(step->settings & property->setting))
			continue;
		r = stays_on_record(property, step)
		            ? set_one(property, now, json_object_get(values, property->name), note,
		                      &change)
		            : unset_one(property, now, note, &change);
	}
	if (r >= 0)
		r = write_notes(system, note, &change);
	json_decref(values);
	json_decref(note);
	if (r < 0)
		settings_change_deinit(&change);
	else
		*ret = change;
	return r;
}
