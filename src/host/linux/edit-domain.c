/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/edit-domain.h"

#include "base/text.h"
#include "host/linux/editor.h"

/* By a person's word, which on this platform is about OVMF's window. */
static int edit_named(const char *xml, const struct step *step, char **ret)
{
	_cleanup_(editor_deinit) struct editor editor = {0};
	int r = editor_init(&editor, xml);
	const char *window, *set;

	if (r < 0)
		return r;
	window = editor.notes[NOTE_WINDOW];
	set = editor.notes[NOTE_WINDOW_SET];
	if (step->kind == STEP_SET)
		edit_window(&editor, step);
	else
		edit_window_back(&editor, step);
	/* Written once more it would say the same in other quotes. */
	if (!text_equal(window, editor.notes[NOTE_WINDOW]) ||
	    !text_equal(set, editor.notes[NOTE_WINDOW_SET]))
		editor_write_notes(&editor);
	return editor_finish(&editor, ret);
}

int edit_domain_set(const char *xml, const struct step *step, char **ret)
{
	static const struct vm_surroundings merging = {
	        .sharing = {.fact = {.state = FACT_KNOWN, .present = true}, .value = 1}};
	_cleanup_(editor_deinit) struct editor editor = {0};
	int r = step->named ? edit_named(xml, step, ret) : editor_init(&editor, xml);
	unsigned unfit;

	if (r < 0 || step->named)
		return r;
	unfit = step->settings & vm_unfit_settings(&editor.vm, &merging);
	if (unfit & SETTING_MEMORY)
		edit_memory(&editor);
	if (unfit & SETTING_REPORTING)
		edit_reporting(&editor);
	if (unfit & SETTING_SHARING)
		edit_sharing(&editor);
	if (step->settings & SETTING_SPACE)
		edit_space(&editor, &step->space);
	if (step->settings & SETTING_HIDDEN)
		edit_hidden(&editor);
	if (step->settings & SETTING_NUMA)
		edit_numa(&editor, step->nodes, step->cpus);
	if (editor.count > 0)
		editor_write_notes(&editor);
	return editor_finish(&editor, ret);
}

int edit_domain_unset(const char *xml, const struct step *step, char **ret)
{
	_cleanup_(editor_deinit) struct editor editor = {0};
	int r = step->named ? edit_named(xml, step, ret) : editor_init(&editor, xml);
	unsigned kept;

	if (r < 0 || step->named)
		return r;
	kept = step->settings & editor_kept(&editor);
	if (kept & SETTING_MEMORY)
		edit_memory_back(&editor);
	if (kept & SETTING_REPORTING)
		edit_reporting_back(&editor);
	if (kept & SETTING_SHARING)
		edit_sharing_back(&editor);
	if (kept & SETTING_SPACE && step->space_kept)
		edit_space(&editor, &step->space);
	else if (kept & SETTING_SPACE)
		edit_space_back(&editor);
	if (kept & SETTING_HIDDEN)
		edit_hidden_back(&editor);
	if (kept & SETTING_NUMA)
		edit_numa_back(&editor);
	if (kept)
		editor_write_notes(&editor);
	return editor_finish(&editor, ret);
}
