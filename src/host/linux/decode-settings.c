/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-settings.h"

#include <string.h>

#include <dda/plan.h>

#include "base/text.h"

const struct setting_note_row setting_notes[NOTE_COUNT] = {
        [NOTE_TARGET] = {"currentMemory", SETTING_MEMORY},
        [NOTE_REPORTING] = {"freePageReporting", SETTING_REPORTING},
        [NOTE_SHARING] = {"nosharepages", SETTING_SHARING},
        [NOTE_WINDOW] = {"mmio64Mb", SETTING_SPACE},
        [NOTE_WINDOW_SET] = {"mmio64MbSet", 0},
        [NOTE_WIDTH] = {"maxphysaddr", SETTING_SPACE},
        [NOTE_HIDDEN] = {"hidden", SETTING_HIDDEN},
        [NOTE_VENDOR] = {"vendor_id", SETTING_HIDDEN},
        [NOTE_NODES] = {"nodesetSet", SETTING_NUMA},
        [NOTE_CPUS] = {"cpusetSet", SETTING_NUMA},
        [NOTE_METADATA] = {"metadata", 0},
};

const char *decode_window(const char *value)
{
	const char *name = value ? text_after(value, "name=") : NULL;

	name = name ? name : value;
	return name ? text_after(name, WINDOW_NAME ",string=") : NULL;
}

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (text_equal(attributes[0], name))
			return attributes[1];
	return NULL;
}

static bool is_on(const char **attributes, const char *name)
{
	return text_equal(attribute(attributes, name), "on");
}

static uint64_t size_of(const char *text, uint64_t unit)
{
	uint64_t value, size;

	if (!text || text_whole_number(text, 10, &value) < 0 ||
	    __builtin_mul_overflow(value, unit, &size))
		return 0;
	return size;
}

static void note_balloon(const char **attributes, struct arena *arena, struct vm_settings *settings)
{
	settings->balloon = arena_text(arena, attribute(attributes, "model"));
	settings->page_reporting = is_on(attributes, "freePageReporting");
	settings->auto_deflate = is_on(attributes, "autodeflate");
}

const char *decode_note(const char **attributes, enum setting_note note)
{
	const char *value = attribute(attributes, setting_notes[note].name);
	bool ours = text_equal(attribute(attributes, "xmlns:dda"), SETTINGS_NAMESPACE);

	return ours && value && value[strspn(value, NOTE_LETTERS)] == '\0' ? value : NULL;
}

static const char *add_record(const char **attributes, enum setting_note note, const char *record,
                              struct arena *arena)
{
	const char *value = decode_note(attributes, note);

	if (!value)
		return record;
	return arena_format(arena, "%s%s%s=%s", record ? record : "", record ? " " : "",
	                    setting_notes[note].name, value);
}

const char *decode_record(const char *record, enum setting_note note, struct arena *arena)
{
	const char *name = setting_notes[note].name, *value = NULL;

	for (const char *word = record; word && *word; word += strcspn(word, " ")) {
		word += strspn(word, " ");
		if (text_after(word, name) && word[strlen(name)] == '=')
			value = word + strlen(name) + 1;
	}
	return value ? arena_copy(arena, value, strcspn(value, " ")) : NULL;
}

/* What dda noted when it changed the settings. */
static void note_kept(const char **attributes, struct arena *arena, struct vm_settings *settings)
{
	if (decode_note(attributes, NOTE_WINDOW)) {
		settings->recorded = DDA_HIGH_SPACE;
		settings->record = add_record(attributes, NOTE_WINDOW, NULL, arena);
		settings->record = add_record(attributes, NOTE_WINDOW_SET, settings->record, arena);
	}
	for (unsigned i = 0; i < NOTE_COUNT; i++)
		if (decode_note(attributes, (enum setting_note)i))
			settings->kept |= setting_notes[i].setting;
	settings->kept_target = size_of(decode_note(attributes, NOTE_TARGET), 1024);
	if (!settings->kept_target)
		settings->kept &= ~(unsigned)SETTING_MEMORY;
}

static void note_bits(const char **attributes, struct arena *arena, struct vm_settings *settings)
{
	bool emulated = text_equal(attribute(attributes, "mode"), "emulate");

	settings->cpu_bits = arena_text(arena, attribute(attributes, emulated ? "bits" : "mode"));
}

static void note_hyperv_vendor(const char **attributes, struct arena *arena,
                               struct vm_settings *settings)
{
	if (is_on(attributes, "state"))
		settings->hyperv_vendor = arena_text(arena, attribute(attributes, "value"));
}

static void note_nodes(const char **attributes, struct arena *arena, struct vm_settings *settings)
{
	settings->bound = true;
	settings->nodes = arena_text(arena, attribute(attributes, "nodeset"));
}

void decode_setting_begin(const char *path, const char **attributes, struct arena *arena,
                          struct vm_settings *settings)
{
	if (text_equal(path, "/domain/devices/memballoon"))
		note_balloon(attributes, arena, settings);
	else if (text_equal(path, "/domain/memoryBacking/nosharepages"))
		settings->no_sharing = true;
	else if (text_equal(path, "/domain/memoryBacking/locked"))
		settings->locked = true;
	else if (text_equal(path, "/domain/memoryBacking/hugepages"))
		settings->huge_pages = true;
	else if (text_equal(path, "/domain/features/kvm/hidden"))
		settings->hidden = is_on(attributes, "state");
	else if (text_equal(path, "/domain/features/hyperv"))
		settings->hyperv = true;
	else if (text_equal(path, "/domain/features/hyperv/vendor_id"))
		note_hyperv_vendor(attributes, arena, settings);
	else if (text_equal(path, "/domain/cpu"))
		settings->cpu_mode = arena_text(arena, attribute(attributes, "mode"));
	else if (text_equal(path, "/domain/cpu/maxphysaddr"))
		note_bits(attributes, arena, settings);
	else if (text_equal(path, "/domain/numatune/memory"))
		note_nodes(attributes, arena, settings);
	else if (text_equal(path, "/domain/numatune/memnode"))
		settings->bound = true;
	else if (text_equal(path, "/domain/vcpu"))
		settings->cpus = arena_text(arena, attribute(attributes, "cpuset"));
	else if (text_equal(path, SETTINGS_PATH))
		note_kept(attributes, arena, settings);
}

void decode_setting_end(const char *path, const char *text, uint64_t unit,
                        struct vm_settings *settings)
{
	if (text_equal(path, "/domain/currentMemory"))
		settings->balloon_target = size_of(text, unit);
	else if (text_equal(path, "/domain/memtune/hard_limit"))
		settings->lock_limit = size_of(text, unit);
}
