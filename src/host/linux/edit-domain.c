/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/edit-domain.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/decode-domain.h"
#include "host/linux/decode-settings.h"
#include "host/linux/scan-domain.h"

#define EDITS_MAX 6
#define NOTE_MAX 256 /* its longest is well below */
#define EDIT_TEXT_MAX (NOTE_MAX + 64)

/* Bytes of the definition that become others. */
struct edit {
	struct span span;
	char text[EDIT_TEXT_MAX];
};

struct editor {
	const char *xml;
	struct domain_places at;
	struct arena arena;
	struct vm vm;
	unsigned kept;      /* what is noted: a set of enum vm_setting... */
	uint64_t target;    /* ... and the balloon's target, in KiB */
	bool made_metadata; /* there was no <metadata> before us */
	struct edit edits[EDITS_MAX];
	unsigned count;
};

static void editor_deinit(struct editor *editor)
{
	vm_deinit(&editor->vm);
	arena_free(&editor->arena);
}

/* Somebody else's element of the same name is none of our business. */
static bool is_note(const struct editor *editor)
{
	const struct place *note = &editor->at.places[PLACE_BEFORE];
	struct span value;

	return scan_attribute(editor->xml, note->open, "xmlns:dda", &value) &&
	       value.end - value.begin == strlen(SETTINGS_NAMESPACE) &&
	       memcmp(editor->xml + value.begin, SETTINGS_NAMESPACE, value.end - value.begin) == 0;
}

static int editor_init(struct editor *editor, const char *xml)
{
	const struct place *note = &editor->at.places[PLACE_BEFORE];
	size_t length = strlen(xml);
	struct span value;
	int r = scan_domain(xml, length, &editor->at);

	if (r >= 0)
		r = decode_domain(xml, length, false, &editor->arena, &editor->vm);
	if (r < 0)
		return r;
	editor->xml = xml;
	if (note->found && !is_note(editor))
		return -EINVAL;
	editor->kept = editor->vm.settings.kept;
	editor->target = editor->vm.settings.kept_target / 1024;
	editor->made_metadata = note->found && scan_attribute(xml, note->open, "metadata", &value);
	return 0;
}

__attribute__((format(printf, 3, 4))) static void replace(struct editor *editor, struct span span,
                                                          const char *format, ...)
{
	struct edit *edit = &editor->edits[editor->count++];
	va_list args;

	edit->span = span;
	va_start(args, format);
	vsnprintf(edit->text, sizeof(edit->text), format, args);
	va_end(args);
}

static struct span at_byte(size_t at)
{
	return (struct span){at, at};
}

static bool is_empty_tag(const struct place *place)
{
	return place->open.end == place->whole.end;
}

/* Memory in the unit of libvirt's definitions. */
static uint64_t memory_kib(const struct editor *editor)
{
	return editor->vm.memory / 1024 + (editor->vm.memory % 1024 != 0);
}

static void put_target(struct editor *editor, uint64_t kib)
{
	replace(editor, editor->at.places[PLACE_CURRENT_MEMORY].whole,
	        "<currentMemory unit='KiB'>%" PRIu64 "</currentMemory>", kib);
}

static void set_memory(struct editor *editor)
{
	uint64_t target = editor->vm.settings.balloon_target / 1024;

	if (!editor->at.places[PLACE_CURRENT_MEMORY].found || target == 0)
		return;
	editor->kept |= SETTING_MEMORY;
	editor->target = target;
	put_target(editor, memory_kib(editor));
}

/* Only where it is as we left it; what somebody else wrote since is wanted. */
static void unset_memory(struct editor *editor)
{
	bool untouched = editor->vm.settings.balloon_target / 1024 == memory_kib(editor);

	if (editor->at.places[PLACE_CURRENT_MEMORY].found && untouched &&
	    editor->target <= memory_kib(editor))
		put_target(editor, editor->target);
}

/* Turns free page reporting from `from` to `to`; false when it was not `from`. */
static bool turn_reporting(struct editor *editor, const char *from, const char *to)
{
	const struct place *balloon = &editor->at.places[PLACE_BALLOON];
	struct span value;

	if (!balloon->found ||
	    !scan_attribute(editor->xml, balloon->open, "freePageReporting", &value) ||
	    value.end - value.begin != strlen(from) ||
	    memcmp(editor->xml + value.begin, from, strlen(from)) != 0)
		return false;
	replace(editor, value, "%s", to);
	return true;
}

static void set_sharing(struct editor *editor)
{
	const struct place *places = editor->at.places, *backing = &places[PLACE_BACKING];
	const struct place *before = places[PLACE_CURRENT_MEMORY].found
	                                     ? &places[PLACE_CURRENT_MEMORY]
	                                     : &places[PLACE_MEMORY];

	if (backing->found && !is_empty_tag(backing))
		replace(editor, at_byte(backing->open.end), "<nosharepages/>");
	else if (backing->found)
		replace(editor, backing->whole, "<memoryBacking><nosharepages/></memoryBacking>");
	else if (before->found)
		replace(editor, at_byte(before->whole.end),
		        "<memoryBacking><nosharepages/></memoryBacking>");
	else
		return;
	editor->kept |= SETTING_SHARING;
}

static bool is_blank(const struct editor *editor, size_t begin, size_t end)
{
	while (begin < end && strchr(" \t\r\n", editor->xml[begin]))
		begin++;
	return begin == end;
}

/* The element and the blanks before it: a line of its own goes as a whole. */
static struct span with_blanks(const struct editor *editor, struct span span)
{
	while (span.begin > 0 && strchr(" \t\r\n", editor->xml[span.begin - 1]))
		span.begin--;
	return span;
}

/* An empty <memoryBacking> that is left is dropped by libvirt. */
static void unset_sharing(struct editor *editor)
{
	const struct place *sharing = &editor->at.places[PLACE_SHARING];

	if (sharing->found)
		replace(editor, with_blanks(editor, sharing->whole), "%s", "");
}

static void write_note(const struct editor *editor, char *text)
{
	int n = snprintf(text, NOTE_MAX, "<" SETTINGS_ELEMENT " xmlns:dda='%s'",
	                 SETTINGS_NAMESPACE);

	if (editor->kept & SETTING_MEMORY)
		n += snprintf(text + n, NOTE_MAX - (size_t)n, " currentMemory='%" PRIu64 "'",
		              editor->target);
	snprintf(text + n, NOTE_MAX - (size_t)n, "%s%s%s/>",
	         editor->kept & SETTING_REPORTING ? " freePageReporting='on'" : "",
	         editor->kept & SETTING_SHARING ? " nosharepages='absent'" : "",
	         editor->made_metadata ? " metadata='absent'" : "");
}

static void put_note(struct editor *editor)
{
	const struct place *metadata = &editor->at.places[PLACE_METADATA];
	const struct place *note = &editor->at.places[PLACE_BEFORE];
	char text[NOTE_MAX];
	size_t end;

	editor->made_metadata |= !metadata->found;
	write_note(editor, text);
	if (note->found)
		return replace(editor, note->whole, "%s", text);
	if (!metadata->found)
		return replace(editor, at_byte(editor->at.places[PLACE_NAME].whole.end),
		               "<metadata>%s</metadata>", text);
	if (is_empty_tag(metadata))
		return replace(editor, metadata->whole, "<metadata>%s</metadata>", text);
	for (end = metadata->whole.end - 1; editor->xml[end] != '<';)
		end--;
	replace(editor, at_byte(end), "%s", text);
}

static void drop_note(struct editor *editor)
{
	const struct place *metadata = &editor->at.places[PLACE_METADATA];
	const struct place *note = &editor->at.places[PLACE_BEFORE];
	size_t close = metadata->whole.end;

	while (close > note->whole.end && editor->xml[close - 1] != '<')
		close--;
	close -= close > note->whole.end;
	if (editor->made_metadata && is_blank(editor, metadata->open.end, note->whole.begin) &&
	    is_blank(editor, note->whole.end, close))
		replace(editor, metadata->whole, "%s", "");
	else
		replace(editor, with_blanks(editor, note->whole), "%s", "");
}

static int compare_edits(const void *a, const void *b)
{
	const struct span *x = &((const struct edit *)a)->span,
	                  *y = &((const struct edit *)b)->span;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

/* The definition with all edits made. */
static int finish(struct editor *editor, char **ret)
{
	size_t size, at = 0;
	char *text = NULL;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		return -ENOMEM;
	qsort(editor->edits, editor->count, sizeof(*editor->edits), compare_edits);
	for (unsigned i = 0; i < editor->count; i++) {
		const struct edit *edit = &editor->edits[i];

		fwrite(editor->xml + at, 1, edit->span.begin - at, file);
		fputs(edit->text, file);
		at = edit->span.end;
	}
	fputs(editor->xml + at, file);
	if (fclose(file) != 0) {
		free(text);
		return -ENOMEM;
	}
	*ret = text;
	return 0;
}

int edit_domain_set(const char *xml, unsigned settings, char **ret)
{
	static const struct vm_surroundings merging = {
	        .sharing = {.fact = {.state = FACT_KNOWN, .present = true}, .value = 1}};
	_cleanup_(editor_deinit) struct editor editor = {0};
	int r = editor_init(&editor, xml);

	if (r < 0)
		return r;
	settings &= vm_unfit_settings(&editor.vm, &merging);
	if (settings & SETTING_MEMORY)
		set_memory(&editor);
	if (settings & SETTING_REPORTING && turn_reporting(&editor, "on", "off"))
		editor.kept |= SETTING_REPORTING;
	if (settings & SETTING_SHARING)
		set_sharing(&editor);
	if (editor.count > 0)
		put_note(&editor);
	return finish(&editor, ret);
}

int edit_domain_unset(const char *xml, unsigned settings, char **ret)
{
	_cleanup_(editor_deinit) struct editor editor = {0};
	int r = editor_init(&editor, xml);

	if (r < 0)
		return r;
	settings &= editor.kept;
	if (settings & SETTING_MEMORY)
		unset_memory(&editor);
	if (settings & SETTING_REPORTING)
		turn_reporting(&editor, "off", "on");
	if (settings & SETTING_SHARING)
		unset_sharing(&editor);
	editor.kept &= ~settings;
	if (settings && editor.kept)
		put_note(&editor);
	else if (settings)
		drop_note(&editor);
	return finish(&editor, ret);
}
