/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/text.h"
#include "exec/file.h"
#include "exec/record.h"

#define OPEN ".open"
#define CLOSED ".closed"
#define CONFIRMED ".confirmed"
#define REFUSED ".refused"
#define CLOSED_KEPT 50

/* What the events of one step take: four short ones, and two errors. */
#define STEP_SIZE 2048
#define ERROR_SIZE 512

struct numbers {
	const char *suffix;
	unsigned *items;
	size_t count;
};

static int note_number(void *data, const char *name)
{
	struct numbers *numbers = data;
	const char *end;
	uint64_t value;
	unsigned *item;

	if (text_number(name, 10, 9, &end, &value) < 0 ||
	    (numbers->suffix ? !text_equal(end, numbers->suffix)
	                     : !text_equal(end, OPEN) && !text_equal(end, CLOSED)))
		return 0;
	item = ARRAY_ADD(numbers);
	if (!item)
		return -ENOMEM;
	*item = (unsigned)value;
	return 0;
}

static int compare(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x < y ? -1 : x > y;
}

/* The numbers of all journals with that suffix (NULL: any), oldest first; free `items`. */
static int list(const struct folder *folder, const char *suffix, struct numbers *ret)
{
	int r;

	*ret = (struct numbers){.suffix = suffix};
	r = folder_each(folder, note_number, ret);
	if (ret->count)
		qsort(ret->items, ret->count, sizeof(*ret->items), compare);
	return r;
}

static void format_name(unsigned number, const char *suffix, char *name)
{
	snprintf(name, JOURNAL_NAME_MAX, "%06u%s", number, suffix);
}

int journal_each_open(const struct folder *folder, int (*each)(void *data, const char *name),
                      void *data)
{
	struct numbers numbers;
	char name[JOURNAL_NAME_MAX];
	int r = list(folder, OPEN, &numbers);

	for (size_t i = 0; r >= 0 && i < numbers.count; i++) {
		format_name(numbers.items[i], OPEN, name);
		r = each(data, name);
	}
	free(numbers.items);
	return r;
}

int journal_each_closed(const struct folder *folder, int (*each)(void *data, const char *name),
                        void *data)
{
	struct numbers numbers;
	char name[JOURNAL_NAME_MAX];
	int r = list(folder, CLOSED, &numbers);

	for (size_t i = numbers.count; r >= 0 && i-- > 0;) {
		format_name(numbers.items[i], CLOSED, name);
		r = each(data, name);
	}
	free(numbers.items);
	return r;
}

static int append(const struct journal *journal, const char *text)
{
	int r = text ? file_write_all(journal->fd, text) : -ENOMEM;

	return r < 0 ? r : file_sync(journal->fd);
}

/* The time of day so many seconds from now, for people. */
static const char *time_text(unsigned later, char *text, size_t size)
{
	time_t seconds = time(NULL) + (time_t)later;

	strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", gmtime(&seconds));
	return text;
}

static int begin(const struct journal *journal, const struct dda_plan *plan, const char *command,
                 unsigned confirm)
{
	char when[32];
	const struct transaction head = {
	        .command = command,
	        .time = time_text(0, when, sizeof(when)),
	        .pid = (int)getpid(),
	        .confirm = confirm,
	};
	_cleanup_free_ char *text = transaction_text(plan, &head);
	int r = file_claim(journal->fd, false);

	/* "status" may look at it in this very moment. */
	for (int i = 0; r == -EBUSY && i < 100; i++) {
		usleep(1000);
		r = file_claim(journal->fd, false);
	}
	if (r >= 0 && text)
		r = file_reserve(journal->fd, strlen(text) + plan->count * STEP_SIZE);
	if (r >= 0)
		r = append(journal, text);
	return r < 0 ? r : folder_sync(&journal->folder);
}

static int make_file(const struct folder *folder, struct journal *ret)
{
	struct numbers numbers;
	int r = list(folder, NULL, &numbers);

	ret->folder = *folder;
	if (r >= 0) {
		format_name(numbers.count ? numbers.items[numbers.count - 1] + 1 : 1, OPEN,
		            ret->name);
		ret->fd = folder_open(folder, ret->name, FOLDER_CREATE);
		r = ret->fd;
	}
	free(numbers.items);
	return r < 0 ? r : 0;
}

int journal_create(const struct folder *folder, const struct dda_plan *plan, const char *command,
                   unsigned confirm, struct journal *ret, struct dda_error **ret_error)
{
	struct journal journal = JOURNAL_NONE;
	int r = make_file(folder, &journal);

	if (r >= 0)
		r = begin(&journal, plan, command, confirm);
	if (r >= 0) {
		*ret = journal;
		return 0;
	}
	journal_leave(&journal);
	if (*journal.name)
		folder_remove(folder, journal.name);
	return error_setf(ret_error, r, DDA_ERROR_REFUSED, folder->path,
	                  "make room there; without a journal nothing is changed",
	                  "the journal can't be written (%s)", error_number_text(-r));
}

int journal_take(const struct folder *folder, const char *name, struct journal *ret)
{
	struct journal journal = {.folder = *folder};
	int r;

	snprintf(journal.name, sizeof(journal.name), "%s", name);
	journal.fd = folder_open(folder, name, FOLDER_WRITE);
	if (journal.fd < 0)
		return journal.fd;
	r = file_claim(journal.fd, false);
	if (r < 0) {
		journal_leave(&journal);
		return r;
	}
	*ret = journal;
	return 0;
}

int journal_read(const struct folder *folder, const char *name, struct transaction **ret)
{
	_cleanup_close_ int fd = folder_open(folder, name, FOLDER_READ);
	_cleanup_free_ char *bytes = NULL;
	size_t size = 0;
	int r = fd < 0 ? fd : file_read_all(fd, &bytes, &size);

	return r < 0 ? r : transaction_read(bytes, size, ret);
}

/* The name of another file of the journal that is called NUMBER.open. */
static void name_beside(const char *name, const char *suffix, char *ret)
{
	uint64_t number = 0;
	const char *end;

	text_number(name, 10, 9, &end, &number);
	format_name((unsigned)number, suffix, ret);
}

int journal_read_ended(const struct folder *folder, const char *name, struct transaction **ret)
{
	char closed[JOURNAL_NAME_MAX];
	int r = journal_read(folder, name, ret);

	if (r != -ENOENT)
		return r;
	name_beside(name, CLOSED, closed);
	return journal_read(folder, closed, ret);
}

bool journal_is_held(const struct folder *folder, const char *name)
{
	_cleanup_close_ int fd = folder_open(folder, name, FOLDER_READ);

	return fd >= 0 && file_claim(fd, true) == -EBUSY;
}

static char *event_line(const char *event, int step, const struct dda_error *error)
{
	json_t *object = json_pack("{ss}", "event", event);
	char why[ERROR_SIZE];

	if (object && step >= 0)
		json_object_set_new(object, "of", json_integer(step));
	if (error) {
		snprintf(why, sizeof(why), "%s", dda_error_evidence(error));
		record_put_text(&object, "why", why);
	}
	return record_line(object);
}

/* All lines in one write, and on disk with one wait. */
int journal_note(const struct journal *journal, const char *event, size_t begin_step,
                 size_t end_step, const struct dda_error *error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *text = "";

	if (!journal || journal->fd < 0 || begin_step == end_step)
		return 0;
	for (size_t i = begin_step; text && i < end_step; i++) {
		_cleanup_free_ char *line = event_line(event, (int)i, error);

		text = line ? arena_format(&arena, "%s%s", text, line) : NULL;
	}
	return append(journal, text);
}

/* Cuts off a last line that was not written to its end, so that ours are not a part of it. */
static int cut_torn(int fd)
{
	_cleanup_free_ char *bytes = NULL;
	size_t size = 0, length;
	int r = lseek(fd, 0, SEEK_SET) < 0 ? -errno : file_read_all(fd, &bytes, &size);

	if (r < 0)
		return r;
	for (length = size; length > 0 && bytes[length - 1] != '\n';)
		length--;
	return length == size || ftruncate(fd, (off_t)length) == 0 ? 0 : -errno;
}

int journal_note_recovery(const struct journal *journal)
{
	_cleanup_free_ char *line =
	        record_line(json_pack("{ss si}", "event", "recover", "pid", (int)getpid()));
	int r = cut_torn(journal->fd);

	return r < 0 ? r : append(journal, line);
}

int journal_note_left(const struct journal *journal)
{
	_cleanup_free_ char *line = event_line("left", -1, NULL);

	return append(journal, line);
}

int journal_note_wait(const struct journal *journal, unsigned seconds, uint64_t deadline)
{
	char until[32];
	_cleanup_free_ char *line = record_line(json_pack("{ss ss sI}", "event", "wait", "until",
	                                                  time_text(seconds, until, sizeof(until)),
	                                                  "deadline", (json_int_t)deadline));

	return append(journal, line);
}

int journal_note_confirmed(const struct journal *journal)
{
	_cleanup_free_ char *line = record_line(json_pack("{ss}", "event", "confirmed"));

	return append(journal, line);
}

int journal_put_answer(const struct folder *folder, const char *name, enum dda_answer answer)
{
	char beside[JOURNAL_NAME_MAX];
	_cleanup_close_ int fd = -1;

	name_beside(name, answer == DDA_ANSWER_KEEP ? CONFIRMED : REFUSED, beside);
	fd = folder_open(folder, beside, FOLDER_CREATE);
	return fd == -EEXIST || fd >= 0 ? 0 : fd;
}

static bool has_beside(const struct journal *journal, const char *suffix)
{
	char beside[JOURNAL_NAME_MAX];
	_cleanup_close_ int fd = -1;

	name_beside(journal->name, suffix, beside);
	fd = folder_open(&journal->folder, beside, FOLDER_READ);
	return fd >= 0;
}

enum dda_answer journal_answer(const struct journal *journal)
{
	if (has_beside(journal, REFUSED))
		return DDA_ANSWER_PUT_BACK;
	return has_beside(journal, CONFIRMED) ? DDA_ANSWER_KEEP : DDA_ANSWER_NONE;
}

void journal_drop_answers(const struct journal *journal)
{
	static const char *const suffixes[] = {CONFIRMED, REFUSED};

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		char beside[JOURNAL_NAME_MAX];

		name_beside(journal->name, suffixes[i], beside);
		folder_remove(&journal->folder, beside);
	}
}

static void remove_old(const struct folder *folder)
{
	struct numbers numbers;
	char name[JOURNAL_NAME_MAX];

	if (list(folder, CLOSED, &numbers) >= 0)
		for (size_t i = 0; i + CLOSED_KEPT < numbers.count; i++) {
			format_name(numbers.items[i], CLOSED, name);
			folder_remove(folder, name);
		}
	free(numbers.items);
}

void journal_close(struct journal *journal, const char *outcome)
{
	char name[JOURNAL_NAME_MAX], when[32];
	_cleanup_free_ char *line = record_line(json_pack("{ss ss ss}", "event", "end", "outcome",
	                                                  outcome, "time",
	                                                  time_text(0, when, sizeof(when))));

	if (journal->fd < 0)
		return;
	journal_drop_answers(journal);
	if (append(journal, line) >= 0) {
		/* Who has it closed may be somebody else by then. */
		name_beside(journal->name, CLOSED, name);
		folder_rename(&journal->folder, journal->name, name);
		remove_old(&journal->folder);
	} else {
		/* A full disk takes no line, but lets go of a file. */
		folder_remove(&journal->folder, journal->name);
	}
	folder_sync(&journal->folder);
	journal_leave(journal);
}

void journal_leave(struct journal *journal)
{
	if (journal->fd >= 0)
		close(journal->fd);
	journal->fd = -1;
}
