/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/editor.h"

#include "base/text.h"

#define HIDDEN "<hidden state='on'/>"
#define VENDOR "<vendor_id state='on' value='" HYPERV_VENDOR "'/>"

/* What a guest is shown of its hypervisor: KVM's signature, and Hyper-V's where it has that too. */

static const char *state_of(struct editor *editor, const struct place *place)
{
	const char *state = editor_attribute(editor, place, "state");

	return place->found ? state ? state : "on" : NOTE_ABSENT;
}

/* In <features>, which is made when there is none. */
static void add_kvm(struct editor *editor)
{
	const struct place *features = &editor->at.places[PLACE_FEATURES];

	if (features->found)
		editor_append(editor, features, "<kvm>" HIDDEN "</kvm>");
	else
		editor_append(editor, &editor->at.places[PLACE_DOMAIN],
		              "<features><kvm>" HIDDEN "</kvm></features>");
}

static void hide_kvm(struct editor *editor)
{
	const struct place *places = editor->at.places, *hidden = &places[PLACE_HIDDEN];
	const char *state = state_of(editor, hidden);

	if (editor->vm.settings.hidden)
		return;
	editor_note(editor, NOTE_HIDDEN, text_equal(state, NOTE_ABSENT) ? state : "off");
	if (hidden->found)
		editor_replace(editor, hidden->whole, "%s", HIDDEN);
	else if (places[PLACE_KVM].found)
		editor_append(editor, &places[PLACE_KVM], HIDDEN);
	else
		add_kvm(editor);
}

static void hide_hyperv(struct editor *editor)
{
	const struct place *places = editor->at.places, *vendor = &places[PLACE_VENDOR];
	const char *state = state_of(editor, vendor);

	if (!places[PLACE_HYPERV].found || editor->vm.settings.hyperv_vendor)
		return;
	editor_note(editor, NOTE_VENDOR, text_equal(state, NOTE_ABSENT) ? state : "off");
	if (vendor->found)
		editor_replace(editor, vendor->whole, "%s", VENDOR);
	else
		editor_append(editor, &places[PLACE_HYPERV], VENDOR);
}

void edit_hidden(struct editor *editor)
{
	hide_kvm(editor);
	hide_hyperv(editor);
}

/* libvirt keeps a <kvm> that is empty; one that only dda needed goes with what was in it. */
static void show_kvm(struct editor *editor, const char *before)
{
	const struct place *kvm = &editor->at.places[PLACE_KVM];
	const struct place *hidden = &editor->at.places[PLACE_HIDDEN];

	if (!text_equal(before, NOTE_ABSENT))
		editor_replace(editor, hidden->whole, "<hidden state='off'/>");
	else if (editor_is_only(editor, kvm, hidden->whole))
		editor_remove(editor, kvm->whole);
	else
		editor_remove(editor, hidden->whole);
}

static void show_hyperv(struct editor *editor, const char *before)
{
	const struct place *vendor = &editor->at.places[PLACE_VENDOR];

	if (text_equal(before, NOTE_ABSENT))
		editor_remove(editor, vendor->whole);
	else
		editor_replace(editor, vendor->whole, "<vendor_id state='off'/>");
}

void edit_hidden_back(struct editor *editor)
{
	const char *hidden = editor->notes[NOTE_HIDDEN], *vendor = editor->notes[NOTE_VENDOR];

	editor->notes[NOTE_HIDDEN] = editor->notes[NOTE_VENDOR] = NULL;
	if (hidden && editor->vm.settings.hidden)
		show_kvm(editor, hidden);
	if (vendor && text_equal(editor->vm.settings.hyperv_vendor, HYPERV_VENDOR))
		show_hyperv(editor, vendor);
}
