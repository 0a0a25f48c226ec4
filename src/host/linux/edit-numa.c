/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/editor.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

/*
 * Where the VM's memory comes from and its processors run. "strict", because the device's DMA keeps
 * each page where it was at the start: one that came from elsewhere would stay there unseen as long
 * as the VM runs, while a VM that does not start is seen at once.
 */

static void bind_memory(struct editor *editor, const char *nodes)
{
	const struct place *tune = &editor->at.places[PLACE_NUMATUNE];
	const char *memory = arena_format(&editor->arena, "<memory mode='strict' nodeset='%s'/>",
	                                  nodes);
	const char *all = arena_format(&editor->arena, "<numatune>%s</numatune>", memory);

	if (!memory || !all)
		editor->error = -ENOMEM;
	else if (tune->found)
		editor_prepend(editor, tune, memory);
	else
		editor_append(editor, &editor->at.places[PLACE_DOMAIN], all);
	editor->notes[NOTE_NODES] = nodes;
}

/* The attribute that pins all of them; where a person has pinned some, that goes before. */
static void bind_processors(struct editor *editor, const char *cpus)
{
	const struct place *vcpu = &editor->at.places[PLACE_PROCESSORS];
	size_t at = vcpu->open.begin + strlen("<vcpu");

	editor_replace(editor, (struct span){at, at}, " cpuset='%s'", cpus);
	editor->notes[NOTE_CPUS] = cpus;
}

void edit_numa(struct editor *editor, const char *nodes, const char *cpus)
{
	const struct place *vcpu = &editor->at.places[PLACE_PROCESSORS];

	if (!nodes || editor->vm.settings.bound)
		return;
	bind_memory(editor, nodes);
	if (cpus && vcpu->found && !editor->vm.settings.cpus)
		bind_processors(editor, cpus);
}

static void free_memory(struct editor *editor)
{
	const struct place *tune = &editor->at.places[PLACE_NUMATUNE];
	const struct place *memory = &editor->at.places[PLACE_NODES];

	if (editor_is_only(editor, tune, memory->whole))
		editor_remove(editor, tune->whole);
	else
		editor_remove(editor, memory->whole);
}

/* The attribute with the blanks before it: of "<vcpu cpuset='0-7'>" the value alone is known. */
static void free_processors(struct editor *editor)
{
	const struct place *vcpu = &editor->at.places[PLACE_PROCESSORS];
	struct span value;
	size_t at;

	if (!scan_attribute(editor->xml, vcpu->open, "cpuset", &value))
		return;
	for (at = value.begin; editor->xml[at] != '=';)
		at--;
	while (editor->xml[at] != 'c')
		at--; /* to the begin of its name */
	editor_remove(editor, (struct span){at, value.end + 1});
}

void edit_numa_back(struct editor *editor)
{
	const char *nodes = editor->notes[NOTE_NODES], *cpus = editor->notes[NOTE_CPUS];
	const struct vm_settings *settings = &editor->vm.settings;

	editor->notes[NOTE_NODES] = editor->notes[NOTE_CPUS] = NULL;
	if (nodes && text_equal(settings->nodes, nodes) &&
	    text_equal(editor_attribute(editor, &editor->at.places[PLACE_NODES], "mode"), "strict"))
		free_memory(editor);
	if (cpus && text_equal(settings->cpus, cpus))
		free_processors(editor);
}
