/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/editor.h"

#include <inttypes.h>

#include "base/text.h"

/* What would take a part of the VM's memory back for the host. */

/* Memory in the unit of libvirt's definitions. */
static uint64_t memory_kib(const struct editor *editor)
{
	return editor->vm.memory / 1024 + (editor->vm.memory % 1024 != 0);
}

static void put_target(struct editor *editor, uint64_t kib)
{
	editor_replace(editor, editor->at.places[PLACE_CURRENT_MEMORY].whole,
	               "<currentMemory unit='KiB'>%" PRIu64 "</currentMemory>", kib);
}

void edit_memory(struct editor *editor)
{
	uint64_t target = editor->vm.settings.balloon_target / 1024;

	if (!editor->at.places[PLACE_CURRENT_MEMORY].found || target == 0)
		return;
	editor->notes[NOTE_TARGET] = arena_format(&editor->arena, "%" PRIu64, target);
	put_target(editor, memory_kib(editor));
}

void edit_memory_back(struct editor *editor)
{
	bool untouched = editor->vm.settings.balloon_target / 1024 == memory_kib(editor);
	uint64_t target = editor->vm.settings.kept_target / 1024;

	editor->notes[NOTE_TARGET] = NULL;
	if (editor->at.places[PLACE_CURRENT_MEMORY].found && untouched &&
	    target <= memory_kib(editor))
		put_target(editor, target);
}

/* Turns free page reporting from `from` to `to`; false when it was not `from`. */
static bool turn_reporting(struct editor *editor, const char *from, const char *to)
{
	const struct place *balloon = &editor->at.places[PLACE_BALLOON];
	struct span value;

	if (!text_equal(editor_attribute(editor, balloon, "freePageReporting"), from) ||
	    !scan_attribute(editor->xml, balloon->open, "freePageReporting", &value))
		return false;
	editor_replace(editor, value, "%s", to);
	return true;
}

void edit_reporting(struct editor *editor)
{
	if (turn_reporting(editor, "on", "off"))
		editor->notes[NOTE_REPORTING] = "on";
}

void edit_reporting_back(struct editor *editor)
{
	editor->notes[NOTE_REPORTING] = NULL;
	turn_reporting(editor, "off", "on");
}

void edit_sharing(struct editor *editor)
{
	const struct place *places = editor->at.places, *backing = &places[PLACE_BACKING];
	const struct place *before = places[PLACE_CURRENT_MEMORY].found
	                                     ? &places[PLACE_CURRENT_MEMORY]
	                                     : &places[PLACE_MEMORY];

	if (backing->found)
		editor_prepend(editor, backing, "<nosharepages/>");
	else if (before->found)
		editor_replace(editor, (struct span){before->whole.end, before->whole.end},
		               "<memoryBacking><nosharepages/></memoryBacking>");
	else
		return;
	editor->notes[NOTE_SHARING] = "absent";
}

/* An empty <memoryBacking> that is left is dropped by libvirt. */
void edit_sharing_back(struct editor *editor)
{
	const struct place *sharing = &editor->at.places[PLACE_SHARING];

	editor->notes[NOTE_SHARING] = NULL;
	if (sharing->found)
		editor_remove(editor, sharing->whole);
}
