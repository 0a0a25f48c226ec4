/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "base/cleanup.h"
#include "host/linux/decode-settings.h"
#include "host/linux/scan-domain.h"
#include "model/step.h"

/*
 * A definition whose text is being edited: a few spans of bytes become others, all the rest stays
 * as it was written. What edits one setting is in edit-*.c.
 */

#define EDITS_MAX 12

/* Bytes of the definition that become others. */
struct edit {
	struct span span;
	const char *text;
};

struct editor {
	const char *xml;
	struct domain_places at;
	struct arena arena;
	struct vm vm;
	const char *notes[NOTE_COUNT]; /* what dda noted, or NULL; changed on the way */
	struct edit edits[EDITS_MAX];
	unsigned count;
	int error; /* 0, -ENOMEM, or -EINVAL: it can't be edited */
};

/* `xml` must outlive it. Returns 0; -EINVAL when it is no domain, or has a note that is not ours;
 * -E2BIG; -ENOMEM. */
int editor_init(struct editor *editor, const char *xml);
void editor_deinit(struct editor *editor);

/* The definition with all edits made, to be freed. Returns 0 or the first error. */
int editor_finish(struct editor *editor, char **ret);

/* Edits. What goes wrong is kept in editor->error. */
__attribute__((format(printf, 3, 4))) void editor_replace(struct editor *editor, struct span span,
                                                          const char *format, ...);
/* As the first, or the last, child of an element that is there. */
void editor_prepend(struct editor *editor, const struct place *parent, const char *child);
void editor_append(struct editor *editor, const struct place *parent, const char *child);
/* The element with the blanks before it: a line of its own goes as a whole. */
void editor_remove(struct editor *editor, struct span span);

/* True when nothing but blanks is in `parent` besides `child`. */
bool editor_is_only(const struct editor *editor, const struct place *parent, struct span child);

/* The value of an attribute in the element's tag, in editor->arena; NULL when there is none. */
const char *editor_attribute(struct editor *editor, const struct place *place, const char *name);

/* What is noted where nothing was. */
#define NOTE_ABSENT "absent"

/* Notes what was before, unless an earlier change did. */
void editor_note(struct editor *editor, enum setting_note note, const char *before);

/* Settings of which something is noted: a set of enum vm_setting. */
unsigned editor_kept(const struct editor *editor);

/* Writes the notes into the definition's <metadata>; takes them away when there are none. */
void editor_write_notes(struct editor *editor);

/* One setting each: make it fit for a device, or put it back where it is still as dda left it. */
void edit_memory(struct editor *editor);
void edit_memory_back(struct editor *editor);
void edit_reporting(struct editor *editor);
void edit_reporting_back(struct editor *editor);
void edit_sharing(struct editor *editor);
void edit_sharing_back(struct editor *editor);
void edit_space(struct editor *editor, const struct vm_space *space);
void edit_space_back(struct editor *editor);
/* OVMF's window by a person's word: nothing of dda's any more; and that taken back. */
void edit_window(struct editor *editor, const struct step *step);
void edit_window_back(struct editor *editor, const struct step *step);
void edit_numa(struct editor *editor, const char *nodes, const char *cpus);
void edit_numa_back(struct editor *editor);
void edit_hidden(struct editor *editor);
void edit_hidden_back(struct editor *editor);
