/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/editor.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "host/linux/decode-domain.h"

#define BLANKS " \t\r\n"

void editor_deinit(struct editor *editor)
{
	vm_deinit(&editor->vm);
	arena_free(&editor->arena);
}

const char *editor_attribute(struct editor *editor, const struct place *place, const char *name)
{
	struct span value;
	const char *text;

	if (!place->found || !scan_attribute(editor->xml, place->open, name, &value))
		return NULL;
	text = arena_copy(&editor->arena, editor->xml + value.begin, value.end - value.begin);
	if (!text)
		editor->error = -ENOMEM;
	return text;
}

/* Notes of settings that the decoder does not take for noted are none. */
static void read_notes(struct editor *editor)
{
	const struct place *note = &editor->at.places[PLACE_BEFORE];

	for (unsigned i = 0; i < NOTE_COUNT; i++) {
		const char *value = editor_attribute(editor, note, setting_notes[i].name);
		unsigned setting = setting_notes[i].setting;

		if (value && value[strspn(value, NOTE_LETTERS)])
			editor->error = -EINVAL; /* dda does not write such */
		else if (!setting || (editor->vm.settings.kept & setting))
			editor->notes[i] = value;
	}
}

int editor_init(struct editor *editor, const char *xml)
{
	const struct place *note = &editor->at.places[PLACE_BEFORE];
	size_t length = strlen(xml);
	int r = scan_domain(xml, length, &editor->at);

	if (r >= 0)
		r = decode_domain(xml, length, false, &editor->arena, &editor->vm);
	if (r < 0)
		return r;
	editor->xml = xml;
	/* Somebody else's element of the same name is none of our business. */
	if (note->found &&
	    !text_equal(editor_attribute(editor, note, "xmlns:dda"), SETTINGS_NAMESPACE))
		return -EINVAL;
	read_notes(editor);
	return editor->error;
}

void editor_replace(struct editor *editor, struct span span, const char *format, ...)
{
	struct edit *edit = &editor->edits[editor->count];
	va_list args;

	if (editor->count == EDITS_MAX) {
		editor->error = -EINVAL;
		return;
	}
	va_start(args, format);
	*edit = (struct edit){span, arena_vformat(&editor->arena, format, args)};
	va_end(args);
	editor->count += edit->text != NULL;
	if (!edit->text)
		editor->error = -ENOMEM;
}

/* Where its last tag begins. */
static size_t close_of(const struct editor *editor, const struct place *place)
{
	size_t at = place->whole.end - 1;

	while (editor->xml[at] != '<')
		at--;
	return at;
}

static void add_child(struct editor *editor, const struct place *parent, size_t at,
                      const char *child)
{
	size_t end = parent->open.end;
	const char *name = editor->xml + parent->open.begin + 1;
	int length = (int)strcspn(name, BLANKS "/>");

	if (end != parent->whole.end)
		return editor_replace(editor, (struct span){at, at}, "%s", child);
	/* <parent/> */
	editor_replace(editor, (struct span){end - 2, end}, ">%s</%.*s>", child, length, name);
}

void editor_prepend(struct editor *editor, const struct place *parent, const char *child)
{
	add_child(editor, parent, parent->open.end, child);
}

void editor_append(struct editor *editor, const struct place *parent, const char *child)
{
	add_child(editor, parent, close_of(editor, parent), child);
}

void editor_remove(struct editor *editor, struct span span)
{
	while (span.begin > 0 && strchr(BLANKS, editor->xml[span.begin - 1]))
		span.begin--;
	editor_replace(editor, span, "%s", "");
}

static bool is_blank(const struct editor *editor, size_t begin, size_t end)
{
	return begin + strspn(editor->xml + begin, BLANKS) >= end;
}

bool editor_is_only(const struct editor *editor, const struct place *parent, struct span child)
{
	return is_blank(editor, parent->open.end, child.begin) &&
	       is_blank(editor, child.end, close_of(editor, parent));
}

void editor_note(struct editor *editor, enum setting_note note, const char *before)
{
	if (!editor->notes[note])
		editor->notes[note] = before;
}

unsigned editor_kept(const struct editor *editor)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < NOTE_COUNT; i++)
		kept |= editor->notes[i] ? setting_notes[i].setting : 0;
	return kept;
}

static const char *note_text(struct editor *editor)
{
	const char *text = arena_format(&editor->arena, "<" SETTINGS_ELEMENT " xmlns:dda='%s'",
	                                SETTINGS_NAMESPACE);

	for (unsigned i = 0; text && i < NOTE_COUNT; i++)
		if (editor->notes[i])
			text = arena_format(&editor->arena, "%s %s='%s'", text,
			                    setting_notes[i].name, editor->notes[i]);
	text = text ? arena_format(&editor->arena, "%s/>", text) : NULL;
	if (!text)
		editor->error = -ENOMEM;
	return text;
}

static void put_note(struct editor *editor)
{
	const struct place *metadata = &editor->at.places[PLACE_METADATA];
	const struct place *note = &editor->at.places[PLACE_BEFORE];
	size_t behind_name = editor->at.places[PLACE_NAME].whole.end;
	const char *text;

	if (!metadata->found)
		editor->notes[NOTE_METADATA] = "absent";
	text = note_text(editor);
	if (!text)
		return;
	if (note->found)
		editor_replace(editor, note->whole, "%s", text);
	else if (metadata->found)
		editor_append(editor, metadata, text);
	else
		editor_replace(editor, (struct span){behind_name, behind_name},
		               "<metadata>%s</metadata>", text);
}

static void drop_note(struct editor *editor)
{
	const struct place *metadata = &editor->at.places[PLACE_METADATA];
	const struct place *note = &editor->at.places[PLACE_BEFORE];

	if (editor->notes[NOTE_METADATA] && editor_is_only(editor, metadata, note->whole))
		editor_replace(editor, metadata->whole, "%s", "");
	else
		editor_remove(editor, note->whole);
}

void editor_write_notes(struct editor *editor)
{
	if (editor_kept(editor))
		put_note(editor);
	else if (editor->at.places[PLACE_BEFORE].found)
		drop_note(editor);
}

static int compare_edits(const void *a, const void *b)
{
	const struct span *x = &((const struct edit *)a)->span,
	                  *y = &((const struct edit *)b)->span;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

int editor_finish(struct editor *editor, char **ret)
{
	size_t size, at = 0;
	char *text = NULL;
	FILE *file = editor->error ? NULL : open_memstream(&text, &size);

	if (!file)
		return editor->error ? editor->error : -ENOMEM;
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
