/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/hyperv/note.h"
#include "host/hyperv/settings.h"
#include "model/vm-editable.h"

/* A VM's settings as properties of WMI: what a step changes of them, and that all goes back. */

#define BEGIN "dda: settings before:"
#define MIB (UINT64_C(1) << 20)

/* As WMI has them: 64-bit numbers are texts. */
#define FRESH                                                                                      \
	"{'Notes': [], 'AutomaticShutdownAction': 3, 'UserSnapshotType': 3,"                       \
	"'AutomaticSnapshotsEnabled': true, 'GuestControlledCacheTypes': false,"                   \
	"'LowMmioGapSize': '128', 'HighMmioGapSize': '512', 'HighMmioGapBase': '64000'}"
/* Windows Server 2016: neither automatic checkpoints nor a base. */
#define OLDER                                                                                      \
	"{'Notes': ['Ours.'], 'AutomaticShutdownAction': 3, 'UserSnapshotType': 3,"                \
	"'AutomaticSnapshotsEnabled': null, 'GuestControlledCacheTypes': false,"                   \
	"'LowMmioGapSize': '128', 'HighMmioGapSize': '512'}"
#define DYNAMIC "{'DynamicMemoryEnabled': true}"
#define FIXED "{'DynamicMemoryEnabled': false}"
#define ALL (SETTING_MEMORY | SETTING_STOP | SETTING_CHECKPOINTS | SETTING_CACHE | SETTING_SPACE)

/* JSON with ' for ". */
static json_t *loaded(const char *text)
{
	_cleanup_free_ char *json = strdup(text);
	json_t *value;

	assert_non_null(json);
	for (char *p = json; *p; p++)
		if (*p == '\'')
			*p = '"';
	value = json_loads(json, 0, NULL);
	if (!value)
		fail_msg("%s", json);
	return value;
}

/* A VM that exists: its properties, and changes come true. */
struct subject {
	json_t *system, *memory;
};

static struct subject subject_of(const char *system, const char *memory)
{
	return (struct subject){loaded(system), loaded(memory)};
}

static void subject_deinit(struct subject *subject)
{
	json_decref(subject->system);
	json_decref(subject->memory);
}
#define _cleanup_subject_ _cleanup_(subject_deinit)

static struct settings_change change_for(const struct subject *subject, const struct step *step)
{
	struct settings_change change = {0};
	int r = step->kind == STEP_SET
	                ? settings_set(subject->system, subject->memory, step, &change)
	                : settings_unset(subject->system, subject->memory, step, &change);

	assert_int_equal(r, 0);
	return change;
}

/* Does the step; then nothing of it may be left to do. */
static void take(struct subject *subject, const struct step *step)
{
	struct settings_change change = change_for(subject, step), rest;

	if (change.system)
		assert_int_equal(json_object_update_existing(subject->system, change.system), 0);
	if (change.memory)
		assert_int_equal(json_object_update_existing(subject->memory, change.memory), 0);
	settings_change_deinit(&change);
	rest = change_for(subject, step);
	assert_null(rest.system);
	assert_null(rest.memory);
}

static struct vm_space space(unsigned low, unsigned high, unsigned base)
{
	return (struct vm_space){
	        .low_gap = low * MIB, .high_gap = high * MIB, .high_base = base * MIB};
}

static struct step step_set(unsigned settings, struct vm_space before, struct vm_space after)
{
	return (struct step){.kind = STEP_SET,
	                     .vm = "a",
	                     .settings = settings,
	                     .space = after,
	                     .space_before = before};
}

static struct step back(const struct step *step)
{
	struct step unset = *step;

	unset.kind = STEP_UNSET;
	unset.space = step->space_before;
	unset.space_before = step->space;
	return unset;
}

static void assert_same(const json_t *value, const char *expected)
{
	json_t *other = expected ? loaded(expected) : NULL;
	_cleanup_free_ char *said = value ? json_dumps(value, JSON_SORT_KEYS) : NULL;

	if (expected ? !json_equal(value, other) : value != NULL)
		fail_msg("%s instead of %s", said ? said : "nothing", expected ? expected : "it");
	json_decref(other);
}

#define SPACE_SET step_set(SETTING_SPACE, space(128, 512, 64000), space(3072, 33280, 64000))

/* A VM, which settings, and what changes. The sizes are to become 3072, 33280 from 64000 on. */
static const struct {
	const char *name, *system, *memory;
	unsigned settings;
	const char *system_change, *memory_change;
} sets[] = {
        {"all of a new VM", FRESH, DYNAMIC, ALL,
         "{'AutomaticShutdownAction': 2, 'UserSnapshotType': 2,"
         "'AutomaticSnapshotsEnabled': false, 'GuestControlledCacheTypes': true,"
         "'LowMmioGapSize': '3072', 'HighMmioGapSize': '33280',"
         "'Notes': ['" BEGIN " AutomaticShutdownAction=3>2 UserSnapshotType=3>2 "
         "AutomaticSnapshotsEnabled=true>false GuestControlledCacheTypes=false>true "
         "LowMmioGapSize=128>3072 HighMmioGapSize=512>33280 DynamicMemoryEnabled=true>false']}",
         "{'DynamicMemoryEnabled': false}"},
        {"properties that an older Windows lacks are left out", OLDER, FIXED, ALL,
         "{'AutomaticShutdownAction': 2, 'UserSnapshotType': 2,"
         "'GuestControlledCacheTypes': true, 'LowMmioGapSize': '3072',"
         "'HighMmioGapSize': '33280', 'Notes': ['Ours.\\r\\n" BEGIN
         " AutomaticShutdownAction=3>2 UserSnapshotType=3>2 GuestControlledCacheTypes=false>true "
         "LowMmioGapSize=128>3072 HighMmioGapSize=512>33280']}",
         NULL},
        {"only what is asked for", FRESH, DYNAMIC, SETTING_STOP,
         "{'AutomaticShutdownAction': 2, 'Notes': ['" BEGIN " AutomaticShutdownAction=3>2']}",
         NULL},
        {"what is so already is nobody's change", FRESH, FIXED, SETTING_MEMORY, NULL, NULL},
        {"nothing is asked for", FRESH, DYNAMIC, 0, NULL, NULL},
        {"notes that are no list", "{'Notes': 'Ours.', 'AutomaticShutdownAction': 4}", "{}", ALL,
         "{'AutomaticShutdownAction': 2,"
         "'Notes': ['Ours.\\r\\n" BEGIN " AutomaticShutdownAction=4>2']}",
         NULL},
        {"no notes, and numbers as numbers", "{'LowMmioGapSize': 128}", "{}", ALL,
         "{'LowMmioGapSize': 3072, 'Notes': ['" BEGIN " LowMmioGapSize=128>3072']}", NULL},
        {"further notes stay as they are",
         "{'Notes': ['One', 'Two', ''], 'AutomaticShutdownAction': 3}", "{}", ALL,
         "{'AutomaticShutdownAction': 2,"
         "'Notes': ['One\\r\\n" BEGIN " AutomaticShutdownAction=3>2', 'Two', '']}",
         NULL},
        {"no settings at all", "{}", "{}", ALL, NULL, NULL},
};

static void test_set(void **state)
{
	for (size_t i = 0; i < COUNT(sets); i++) {
		_cleanup_subject_ struct subject subject = subject_of(sets[i].system,
		                                                      sets[i].memory);
		struct step step = SPACE_SET;
		struct settings_change change;

		print_message("  %s\n", sets[i].name);
		step.settings = sets[i].settings;
		change = change_for(&subject, &step);
		assert_same(change.system, sets[i].system_change);
		assert_same(change.memory, sets[i].memory_change);
		settings_change_deinit(&change);
	}
}

/* What is set goes back to the letter, at once and after a second card. */
static void test_round_trips(void **state)
{
	static const char *const systems[] = {FRESH, OLDER};
	static const char *const memories[] = {DYNAMIC, FIXED};

	for (size_t i = 0; i < 4; i++) {
		_cleanup_subject_ struct subject subject = subject_of(systems[i / 2],
		                                                      memories[i % 2]);
		unsigned base = i < 2 ? 64000 : 0;
		const struct step step = step_set(ALL, space(128, 512, base),
		                                  space(3072, 33280, base));
		const struct step unset = back(&step);

		take(&subject, &step);
		take(&subject, &unset);
		assert_same(subject.system, systems[i / 2]);
		assert_same(subject.memory, memories[i % 2]);
	}
}

static void put_number(struct subject *subject, const char *name, int value)
{
	json_object_set_new(subject->system, name, json_integer(value));
}

static void assert_number(const struct subject *subject, const char *name, const char *value)
{
	const json_t *now = json_object_get(subject->system, name);

	assert_string_equal(json_string_value(now), value);
}

/* Between set and unset a person chooses something else: that stays, the rest goes back. */
static void test_changed_by_people(void **state)
{
	_cleanup_subject_ struct subject subject = subject_of(FRESH, DYNAMIC);
	struct step step = SPACE_SET, unset;

	step.settings = ALL;
	unset = back(&step);
	take(&subject, &step);
	put_number(&subject, "AutomaticShutdownAction", 4);
	json_object_set_new(subject.system, "HighMmioGapSize", json_string("65536"));
	json_object_set_new(subject.memory, "DynamicMemoryEnabled", json_true());
	take(&subject, &unset);
	assert_int_equal(
	        json_integer_value(json_object_get(subject.system, "AutomaticShutdownAction")), 4);
	assert_int_equal(json_integer_value(json_object_get(subject.system, "UserSnapshotType")),
	                 3);
	assert_number(&subject, "HighMmioGapSize", "65536");
	assert_number(&subject, "LowMmioGapSize", "128");
	assert_true(json_is_true(json_object_get(subject.memory, "DynamicMemoryEnabled")));
	assert_string_equal(settings_notes(subject.system), "");
}

/* The second card's step, which follows `first` and may be taken back by itself. */
static struct step second_card(unsigned settings)
{
	struct step step = step_set(settings | SETTING_SPACE, space(3072, 33280, 64000),
	                            space(3072, 66048, 61440));

	step.space_kept = true;
	return step;
}

static void test_second_card(void **state)
{
	_cleanup_subject_ struct subject subject = subject_of(FRESH, DYNAMIC);
	const struct step first = SPACE_SET, second = second_card(0);
	const struct step unset = back(&first);

	take(&subject, &first);
	take(&subject, &second);
	assert_number(&subject, "HighMmioGapSize", "66048");
	assert_number(&subject, "HighMmioGapBase", "61440");
	assert_string_equal(settings_notes(subject.system),
	                    BEGIN " LowMmioGapSize=128>3072 HighMmioGapSize=512>66048 "
	                          "HighMmioGapBase=64000>61440");
	take(&subject, &unset);
	assert_same(subject.system, FRESH);
}

/* Taken back by itself, the VM is as after the first card, and all still goes back with the last.
 */
static void test_second_card_undone(void **state)
{
	_cleanup_subject_ struct subject subject = subject_of(FRESH, DYNAMIC);
	const struct step first = SPACE_SET, second = second_card(SETTING_STOP);
	const struct step undo = back(&second), unset = back(&first);

	take(&subject, &first);
	take(&subject, &second);
	take(&subject, &undo);
	assert_number(&subject, "LowMmioGapSize", "3072");
	assert_number(&subject, "HighMmioGapSize", "33280");
	assert_number(&subject, "HighMmioGapBase", "64000");
	assert_int_equal(
	        json_integer_value(json_object_get(subject.system, "AutomaticShutdownAction")), 3);
	assert_string_equal(settings_notes(subject.system),
	                    BEGIN " LowMmioGapSize=128>3072 HighMmioGapSize=512>33280 "
	                          "HighMmioGapBase=64000>64000");
	take(&subject, &unset);
	assert_same(subject.system, FRESH);
}

/* Between two cards a person chooses a size: the second card's goes, the person's stays. */
static void test_changed_between_cards(void **state)
{
	_cleanup_subject_ struct subject subject = subject_of(FRESH, DYNAMIC);
	const struct step first = SPACE_SET;
	struct step second = second_card(0), unset = back(&first);

	take(&subject, &first);
	json_object_set_new(subject.system, "HighMmioGapSize", json_string("40000"));
	second.space_before.high_gap = 40000 * MIB;
	take(&subject, &second);
	take(&subject, &unset);
	assert_number(&subject, "HighMmioGapSize", "40000");
	assert_number(&subject, "LowMmioGapSize", "128");
	assert_number(&subject, "HighMmioGapBase", "64000");
}

/* Only the settings of the step go back; the others stay on record. */
static void test_unset_some(void **state)
{
	_cleanup_subject_ struct subject subject = subject_of(FRESH, DYNAMIC);
	struct step step = SPACE_SET, unset;

	step.settings = ALL;
	unset = back(&step);
	unset.settings = SETTING_STOP | SETTING_MEMORY;
	take(&subject, &step);
	take(&subject, &unset);
	assert_true(json_is_true(json_object_get(subject.memory, "DynamicMemoryEnabled")));
	assert_number(&subject, "LowMmioGapSize", "3072");
	assert_string_equal(settings_notes(subject.system),
	                    BEGIN " UserSnapshotType=3>2 AutomaticSnapshotsEnabled=true>false "
	                          "GuestControlledCacheTypes=false>true LowMmioGapSize=128>3072 "
	                          "HighMmioGapSize=512>33280");
}

/* What is on record and can't be put back goes from the record; what dda does not know stays. */
static void test_strange_records(void **state)
{
	_cleanup_subject_ struct subject subject = subject_of(
	        "{'Notes': ['" BEGIN " LowMmioGapSize=1>2 Unheard=1>2'], 'AutomaticShutdownAction':"
	        " 2}",
	        "{}");
	const struct step set = SPACE_SET, unset = back(&set);

	take(&subject, &unset);
	assert_same(subject.system,
	            "{'Notes': ['" BEGIN " Unheard=1>2'], 'AutomaticShutdownAction': 2}");
}

static void test_of_note(void **state)
{
	static const struct {
		const char *note;
		unsigned settings;
	} notes[] = {
	        {"{}", 0},
	        {"{'Unheard': [1, 2]}", 0},
	        {"{'HighMmioGapBase': [1, 2]}", SETTING_SPACE},
	        {"{'AutomaticSnapshotsEnabled': [1, 2]}", SETTING_CHECKPOINTS},
	        {"{'DynamicMemoryEnabled': [1, 2], 'GuestControlledCacheTypes': [1, 2]}",
	         SETTING_MEMORY | SETTING_CACHE},
	};

	for (size_t i = 0; i < COUNT(notes); i++) {
		json_t *note = loaded(notes[i].note);

		assert_int_equal(settings_of_note(note), notes[i].settings);
		json_decref(note);
	}
}

/* A person names them, as "dda set" does. */
static struct step step_named(const struct subject *subject, unsigned named, unsigned low,
                              unsigned high, const char *stop)
{
	static struct arena arena;
	json_t *note;
	struct step step = step_set(SETTING_SPACE, space(0, 0, 0), space(low, high, 0));

	step.named = named;
	step.stop_action = stop;
	step.stop_action_before =
	        vm_stop_actions[json_integer_value(json_object_get(subject->system,
	                                                           "AutomaticShutdownAction")) -
	                        2];
	step.cache_types_before =
	        json_is_true(json_object_get(subject->system, "GuestControlledCacheTypes"));
	step.space_before.low_gap =
	        strtoull(json_string_value(json_object_get(subject->system, "LowMmioGapSize")),
	                 NULL, 10) *
	        MIB;
	step.space_before.high_gap =
	        strtoull(json_string_value(json_object_get(subject->system, "HighMmioGapSize")),
	                 NULL, 10) *
	        MIB;
	arena_free(&arena);
	assert_int_equal(note_read(settings_notes(subject->system), &note), 0);
	step.record = note_text(&arena, note);
	json_decref(note);
	return step;
}

static struct step named_back(const struct step *step)
{
	struct step unset = back(step);

	unset.cache_types = step->cache_types_before;
	unset.cache_types_before = step->cache_types;
	unset.stop_action = step->stop_action_before;
	unset.stop_action_before = step->stop_action;
	return unset;
}

#define EACH (DDA_LOW_SPACE | DDA_HIGH_SPACE | DDA_CACHE_TYPES | DDA_STOP_ACTION)

/* What is named becomes so, and taken back is to the letter what it was. */
static void test_named(void **state)
{
	for (unsigned named = 0; named <= EACH; named++) {
		for (unsigned ours = 0; ours < 2; ours++) {
			_cleanup_subject_ struct subject subject = subject_of(FRESH, DYNAMIC);
			struct step first = SPACE_SET, step, undo;
			json_t *was;

			first.settings = ALL;
			if (ours)
				take(&subject, &first);
			was = json_deep_copy(subject.system);
			step = step_named(&subject, named, 1000, 2000, "shut down");
			undo = named_back(&step);
			if (named) {
				take(&subject, &step);
				take(&subject, &undo);
			}
			assert_true(json_equal(subject.system, was));
			json_decref(was);
		}
	}
}

/* A person's value stays when the last card goes, with what it was before dda for the others. */
static void test_named_stays(void **state)
{
	_cleanup_subject_ struct subject subject = subject_of(FRESH, DYNAMIC);
	const struct step first = SPACE_SET, unset = back(&first);
	struct step step, second = step_set(SETTING_SPACE, space(1000, 33280, 64000),
	                                    space(3000, 33280, 64000));
	const struct step second_unset = back(&second);

	take(&subject, &first);
	step = step_named(&subject, DDA_LOW_SPACE, 1000, 0, NULL);
	take(&subject, &step);
	assert_string_equal(settings_notes(subject.system), BEGIN " HighMmioGapSize=512>33280");
	take(&subject, &second);
	assert_string_equal(settings_notes(subject.system),
	                    BEGIN " HighMmioGapSize=512>33280 LowMmioGapSize=1000>3000");
	take(&subject, &second_unset);
	assert_number(&subject, "LowMmioGapSize", "1000");
	take(&subject, &unset);
	assert_number(&subject, "LowMmioGapSize", "1000");
	assert_number(&subject, "HighMmioGapSize", "512");
	assert_string_equal(settings_notes(subject.system), "");
}

/* The value that dda has set, named by a person, is a person's. */
static void test_named_the_same(void **state)
{
	_cleanup_subject_ struct subject subject = subject_of(FRESH, DYNAMIC);
	const struct step first = SPACE_SET, unset = back(&first);
	struct step step;

	take(&subject, &first);
	step = step_named(&subject, DDA_LOW_SPACE | DDA_HIGH_SPACE, 3072, 33280, NULL);
	take(&subject, &step);
	take(&subject, &unset);
	assert_number(&subject, "LowMmioGapSize", "3072");
	assert_number(&subject, "HighMmioGapSize", "33280");
}

/* What somebody has chosen since stays when it is taken back. */
static void test_named_undone_late(void **state)
{
	_cleanup_subject_ struct subject subject = subject_of(FRESH, DYNAMIC);
	struct step step = step_named(&subject, DDA_LOW_SPACE | DDA_STOP_ACTION, 1000, 0,
	                              "shut down");
	const struct step undo = named_back(&step);

	take(&subject, &step);
	json_object_set_new(subject.system, "LowMmioGapSize", json_string("2000"));
	take(&subject, &undo);
	assert_number(&subject, "LowMmioGapSize", "2000");
	assert_int_equal(
	        json_integer_value(json_object_get(subject.system, "AutomaticShutdownAction")), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_set),
	        cmocka_unit_test(test_round_trips),
	        cmocka_unit_test(test_changed_by_people),
	        cmocka_unit_test(test_second_card),
	        cmocka_unit_test(test_second_card_undone),
	        cmocka_unit_test(test_changed_between_cards),
	        cmocka_unit_test(test_unset_some),
	        cmocka_unit_test(test_strange_records),
	        cmocka_unit_test(test_of_note),
	        cmocka_unit_test(test_named),
	        cmocka_unit_test(test_named_stays),
	        cmocka_unit_test(test_named_the_same),
	        cmocka_unit_test(test_named_undone_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
