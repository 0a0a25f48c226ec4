/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include <jansson.h>

#include "host/hyperv/note.h"

/* The same record gives the same notes, which read as that record. */
static void check_stable(struct arena *arena, const char *notes, const json_t *note)
{
	const char *once = note_write(arena, notes, note);
	json_t *read = NULL;

	MUST(once);
	MUST(note_read(once, &read) == 0 && json_equal(note, read));
	MUST(strcmp(note_write(arena, once, read), once) == 0);
	json_decref(read);
}

/* What people wrote is there again when the record is gone. */
static void check_people(struct arena *arena, const char *notes, const json_t *none)
{
	json_t *note = json_pack("{s[ii]}", "A", 1, 2);
	const char *people = note_write(arena, notes, none);
	const char *with = note_write(arena, people, note);

	MUST(strstr(with, people) == with);
	MUST(strcmp(note_write(arena, with, none), people) == 0);
	json_decref(note);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *notes = text_of(data, size);
	struct arena arena = {0};
	json_t *note = NULL, *none = json_object();

	MUST(note_read(notes, &note) == 0);
	check_stable(&arena, notes, note);
	check_people(&arena, notes, none);
	json_decref(none);
	json_decref(note);
	arena_free(&arena);
	free(notes);
	return 0;
}
