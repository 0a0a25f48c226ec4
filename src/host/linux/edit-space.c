/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/editor.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define PASSTHROUGH "<maxphysaddr mode='passthrough'/>"

/*
 * The address space: OVMF's window above 4 GiB, and the width of the processor's addresses. Each is
 * a text here, the number or NOTE_ABSENT, as it stands in the note.
 */

/* The number in QEMU's argument, and where it is. */
static const char *window_now(struct editor *editor, struct span *ret)
{
	const struct place *argument = &editor->at.places[PLACE_WINDOW];
	const char *value = editor_attribute(editor, argument, "value");
	const char *number = decode_window(value);

	if (!number)
		return NOTE_ABSENT;
	if (number[strspn(number, "0123456789")])
		editor->error = -EINVAL; /* what OVMF makes of that is not for us to guess */
	scan_attribute(editor->xml, argument->open, "value", ret);
	ret->begin += (size_t)(number - value);
	return number;
}

static void add_window(struct editor *editor, const char *number)
{
	const struct place *arguments = &editor->at.places[PLACE_ARGUMENTS];
	const char *both = arena_format(&editor->arena, WINDOW_ARGUMENTS,
	                                strtoull(number, NULL, 10));
	const char *all = arena_format(&editor->arena,
	                               "<qemu:commandline xmlns:qemu='%s'>%s</qemu:commandline>",
	                               QEMU_NAMESPACE, both ? both : "");

	if (!both || !all)
		editor->error = -ENOMEM;
	else if (arguments->found)
		editor_append(editor, arguments, both);
	else
		editor_append(editor, &editor->at.places[PLACE_DOMAIN], all);
}

/* With the "-fw_cfg" before it; where that stands apart, somebody else has a hand in it. */
static void remove_window(struct editor *editor)
{
	const struct place *arguments = &editor->at.places[PLACE_ARGUMENTS];
	const struct place *before = &editor->at.places[PLACE_BEFORE_WINDOW];
	struct span both = {before->whole.begin, editor->at.places[PLACE_WINDOW].whole.end};
	struct span between = {before->whole.end, editor->at.places[PLACE_WINDOW].whole.begin};

	if (!text_equal(editor_attribute(editor, before, "value"), "-fw_cfg") ||
	    between.begin + strspn(editor->xml + between.begin, " \t\r\n") < between.end)
		return;
	if (editor_is_only(editor, arguments, both))
		editor_remove(editor, arguments->whole);
	else
		editor_remove(editor, both);
}

static void put_window(struct editor *editor, const char *value)
{
	struct span at;
	const char *now = window_now(editor, &at);

	if (text_equal(now, value))
		return;
	if (text_equal(now, NOTE_ABSENT))
		add_window(editor, value);
	else if (text_equal(value, NOTE_ABSENT))
		remove_window(editor);
	else
		editor_replace(editor, at, "%s", value);
}

/* The width that is emulated; NULL for any that dda does not set and so does not touch. */
static const char *width_now(struct editor *editor)
{
	const struct place *width = &editor->at.places[PLACE_WIDTH];
	const char *mode = editor_attribute(editor, width, "mode");
	const char *bits = editor_attribute(editor, width, "bits");

	if (!width->found)
		return NOTE_ABSENT;
	return text_equal(mode, "emulate") && bits && !bits[strspn(bits, "0123456789")] ? bits
	                                                                                : NULL;
}

static bool is_passed_through(struct editor *editor)
{
	const struct place *width = &editor->at.places[PLACE_WIDTH];

	return text_equal(editor_attribute(editor, width, "mode"), "passthrough") &&
	       !editor_attribute(editor, width, "limit");
}

static void pass_width_through(struct editor *editor)
{
	const struct place *processor = &editor->at.places[PLACE_PROCESSOR];
	const struct place *width = &editor->at.places[PLACE_WIDTH];
	const char *now = width_now(editor);

	if (!now || editor->vm.space.width == VM_WIDTH_HOST)
		return;
	editor_note(editor, NOTE_WIDTH, now);
	if (width->found)
		editor_replace(editor, width->whole, PASSTHROUGH);
	else if (processor->found)
		editor_prepend(editor, processor, PASSTHROUGH);
	else
		editor_append(editor, &editor->at.places[PLACE_DOMAIN],
		              "<cpu>" PASSTHROUGH "</cpu>");
}

static void put_width_back(struct editor *editor)
{
	const struct place *width = &editor->at.places[PLACE_WIDTH];
	const char *before = editor->notes[NOTE_WIDTH];

	editor->notes[NOTE_WIDTH] = NULL;
	if (!before || !is_passed_through(editor))
		return;
	if (text_equal(before, NOTE_ABSENT))
		editor_remove(editor, width->whole);
	else
		editor_replace(editor, width->whole, "<maxphysaddr mode='emulate' bits='%s'/>",
		               before);
}

static const char *window_value(struct editor *editor, uint64_t size)
{
	return size ? arena_format(&editor->arena, "%" PRIu64, size >> 20) : NOTE_ABSENT;
}

/* A window that is again what it was before dda is none of dda's any more. */
static void set_window(struct editor *editor, uint64_t size)
{
	struct span at;
	const char *now = window_now(editor, &at);
	const char *value = window_value(editor, size);

	if (size == editor->vm.space.firmware_window)
		return;
	put_window(editor, value);
	editor_note(editor, NOTE_WINDOW, now);
	editor->notes[NOTE_WINDOW_SET] = value;
	if (text_equal(editor->notes[NOTE_WINDOW], value))
		editor->notes[NOTE_WINDOW] = editor->notes[NOTE_WINDOW_SET] = NULL;
}

void edit_space(struct editor *editor, const struct vm_space *space)
{
	set_window(editor, space->firmware_window);
	if (space->width == VM_WIDTH_HOST)
		pass_width_through(editor);
	else
		put_width_back(editor);
}

void edit_space_back(struct editor *editor)
{
	struct span at;
	const char *before = editor->notes[NOTE_WINDOW], *set = editor->notes[NOTE_WINDOW_SET];

	editor->notes[NOTE_WINDOW] = editor->notes[NOTE_WINDOW_SET] = NULL;
	if (before && set && text_equal(window_now(editor, &at), set))
		put_window(editor, before);
	put_width_back(editor);
}

void edit_window(struct editor *editor, const struct step *step)
{
	put_window(editor, window_value(editor, step->space.firmware_window));
	editor->notes[NOTE_WINDOW] = editor->notes[NOTE_WINDOW_SET] = NULL;
}

void edit_window_back(struct editor *editor, const struct step *step)
{
	struct span at;

	if (text_equal(window_now(editor, &at),
	               window_value(editor, step->space_before.firmware_window)))
		put_window(editor, window_value(editor, step->space.firmware_window));
	editor->notes[NOTE_WINDOW] = decode_record(step->record, NOTE_WINDOW, &editor->arena);
	editor->notes[NOTE_WINDOW_SET] = decode_record(step->record, NOTE_WINDOW_SET,
	                                               &editor->arena);
}
