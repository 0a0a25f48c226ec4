/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/transaction.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/clock.h"
#include "base/text.h"
#include "exec/record.h"

/* One reading of a journal. */
struct reader {
	struct transaction *transaction;
	struct dda_plan *plan;
	bool headed; /* its first line was there */
	json_int_t steps, identities;
};

void transaction_free(struct transaction *transaction)
{
	if (!transaction)
		return;
	dda_plan_free(transaction->plan);
	free(transaction->marks);
	free(transaction);
}

static int copy_text(struct arena *arena, const char *text, const char **ret)
{
	*ret = arena_text(arena, text);
	return text && !*ret ? -ENOMEM : 0;
}

static int read_header(struct reader *reader, json_t *object)
{
	struct transaction *transaction = reader->transaction;
	struct dda_plan *plan = reader->plan;
	const char *verb, *command = NULL, *time, *boot = NULL;
	int version, pid, lasting, confirm = 0;

	if (reader->headed ||
	    json_unpack(object, "{si ss s?s ss si s?s sb sI sI s?i}", "dda_journal", &version,
	                "verb", &verb, "command", &command, "time", &time, "pid", &pid, "boot_id",
	                &boot, "lasting", &lasting, "identities", &reader->identities, "steps",
	                &reader->steps, "confirm", &confirm) < 0 ||
	    version != JOURNAL_VERSION || !verb_parse(verb, &plan->verb) || reader->steps < 0 ||
	    reader->steps > 100000 || reader->identities < 0 || confirm < 0)
		return -EBADMSG;
	transaction->marks = calloc((size_t)reader->steps + 1, sizeof(*transaction->marks));
	transaction->pid = pid;
	transaction->confirm = (unsigned)confirm;
	plan->lasting = lasting;
	if (!transaction->marks || copy_text(&plan->arena, command, &transaction->command) < 0 ||
	    copy_text(&plan->arena, time, &transaction->time) < 0)
		return -ENOMEM;
	reader->headed = true;
	return copy_text(&plan->arena, boot, &plan->boot_id);
}

static void mark(struct transaction *transaction, const char *event, struct step_mark *step)
{
	transaction->undoing |= text_equal(event, "undo");
	step->intended |= text_equal(event, "intent");
	step->done |= text_equal(event, "done");
	step->failed |= text_equal(event, "failed");
	step->undone |= text_equal(event, "undone") || text_equal(event, "void");
}

static int read_end(struct reader *reader, const char *outcome, const char *time)
{
	struct transaction *transaction = reader->transaction;
	int r = copy_text(&reader->plan->arena, outcome, &transaction->outcome);

	return r < 0 ? r : copy_text(&reader->plan->arena, time, &transaction->ended);
}

static int read_event(struct reader *reader, json_t *object)
{
	struct transaction *transaction = reader->transaction;
	const char *event, *outcome = NULL, *time = NULL, *why = NULL;
	int step = -1, pid = transaction->pid;
	json_int_t deadline = 0;

	if (json_unpack(object, "{ss s?i s?i s?s s?I s?s s?s}", "event", &event, "of", &step, "pid",
	                &pid, "outcome", &outcome, "deadline", &deadline, "time", &time, "why",
	                &why) < 0 ||
	    !reader->headed || step >= reader->steps || deadline < 0)
		return -EBADMSG;
	/* The first intent is the first thing that follows the plan, but for a recovery. */
	transaction->begun |= step >= 0;
	transaction->pid = pid;
	if (step >= 0)
		mark(transaction, event, &transaction->marks[step]);
	if (text_equal(event, "recover")) {
		transaction->left = false;
		transaction->recovered = true;
	}
	transaction->left |= text_equal(event, "left");
	if (text_equal(event, "wait"))
		transaction->deadline = (uint64_t)deadline;
	if (text_equal(event, "confirmed")) {
		transaction->deadline = transaction->confirm = 0;
		transaction->confirmed = true;
	}
	if (text_equal(event, "failed") && !transaction->why)
		return copy_text(&reader->plan->arena, why, &transaction->why);
	return text_equal(event, "end") ? read_end(reader, outcome, time) : 0;
}

static int read_identity(const json_t *object, struct dda_plan *plan)
{
	struct identity identity, *item;
	int r = record_read_identity(object, &plan->arena, &identity);

	if (r < 0)
		return r;
	item = ARRAY_ADD(&plan->identities);
	if (!item)
		return -ENOMEM;
	*item = identity;
	return 0;
}

static int read_record(struct reader *reader, json_t *object)
{
	if (json_object_get(object, "event"))
		return read_event(reader, object);
	if (json_object_get(object, "dda_journal"))
		return read_header(reader, object);
	if (reader->headed && json_object_get(object, "step"))
		return (json_int_t)reader->plan->count < reader->steps
		               ? record_read_step(object, reader->plan)
		               : -EBADMSG;
	if (json_object_get(object, "identity"))
		return read_identity(object, reader->plan);
	return -EBADMSG;
}

/* A line of a later version, or one that lost a bit: what it said is not known, and for the worst.
 */
static int read_line(struct reader *reader, const char *line, size_t length)
{
	json_t *object = record_parse(line, length);
	int r = object ? read_record(reader, object) : -EBADMSG;

	json_decref(object);
	if (r != -EBADMSG)
		return r;
	reader->transaction->damaged = reader->transaction->begun = true;
	return 0;
}

static int read_lines(struct reader *reader, const char *bytes, size_t size)
{
	const char *end;
	int r = 0;

	while (r >= 0 && size > 0 && (end = memchr(bytes, '\n', size))) {
		r = read_line(reader, bytes, (size_t)(end - bytes));
		size -= (size_t)(end + 1 - bytes);
		bytes = end + 1;
	}
	/*
	 * Without its newline a line is torn, even if all of it seems to be there. It meant nothing
	 * yet: what is to follow a line waits until it is on disk.
	 */
	return r;
}

/* A stage is begun when all of the one before it is done: the next may have been begun, no other.
 */
static unsigned last_stage(const struct transaction *transaction)
{
	const struct dda_plan *plan = transaction->plan;
	unsigned last = 0;

	for (size_t i = 0; i < plan->count; i++)
		if (transaction->marks[i].intended || transaction->marks[i].done)
			last = plan->items[i].stage + 1;
	return last;
}

static void conclude(struct reader *reader)
{
	struct transaction *transaction = reader->transaction;
	unsigned last = last_stage(transaction);

	transaction->complete = reader->headed &&
	                        (json_int_t)reader->plan->count == reader->steps &&
	                        (json_int_t)reader->plan->identities.count == reader->identities;
	for (size_t i = 0; transaction->damaged && i < reader->plan->count; i++)
		transaction->marks[i].intended |= reader->plan->items[i].stage <= last;
}

int transaction_read(const char *bytes, size_t size, struct transaction **ret)
{
	_cleanup_transaction_ struct transaction *transaction = calloc(1, sizeof(*transaction));
	struct reader reader = {.transaction = transaction};
	int r;

	if (!transaction)
		return -ENOMEM;
	transaction->plan = reader.plan = calloc(1, sizeof(*reader.plan));
	if (!reader.plan)
		return -ENOMEM;
	r = read_lines(&reader, bytes, size);
	if (r < 0)
		return r;
	conclude(&reader);
	*ret = TAKE(transaction);
	return 0;
}

static char *header_line(const struct dda_plan *plan, const struct transaction *head)
{
	json_t *forced = json_array(), *header;

	for (size_t i = 0; i < plan->findings.count; i++)
		if (plan->findings.items[i].forced)
			json_array_append_new(forced, json_string(plan->findings.items[i].code));
	header = json_pack("{si ss ss si sb si si so}", "dda_journal", JOURNAL_VERSION, "verb",
	                   dda_verb_name(plan->verb), "time", head->time, "pid", head->pid,
	                   "lasting", plan->lasting, "identities", (int)plan->identities.count,
	                   "steps", (int)plan->count, "forced", forced);
	if (header && head->confirm)
		json_object_set_new(header, "confirm", json_integer(head->confirm));
	record_put_text(&header, "command", head->command);
	record_put_text(&header, "boot_id", plan->boot_id);
	return record_line(header);
}

/* A text that grows line by line. */
struct lines {
	char *items;
	size_t count;
};

/* Takes `line` over. */
static bool put_line(struct lines *lines, char *line)
{
	_cleanup_free_ char *own = line;
	size_t length = own ? strlen(own) : 0;
	char *grown = own ? realloc(lines->items, lines->count + length + 1) : NULL;

	if (!grown)
		return false;
	memcpy(grown + lines->count, own, length + 1);
	lines->items = grown;
	lines->count += length;
	return true;
}

char *transaction_text(const struct dda_plan *plan, const struct transaction *head)
{
	struct lines lines = {0};
	bool good = put_line(&lines, header_line(plan, head));

	for (size_t i = 0; good && i < plan->identities.count; i++)
		good = put_line(&lines, record_line(record_identity(&plan->identities.items[i])));
	for (size_t i = 0; good && i < plan->count; i++)
		good = put_line(&lines, record_line(record_step(&plan->items[i], i)));
	if (good)
		return lines.items;
	free(lines.items);
	return NULL;
}

static bool same_device(const struct identity *a, const struct identity *b)
{
	if (address_compare(a->address, b->address) == 0 || (a->group >= 0 && a->group == b->group))
		return true;
	return a->location_path && text_equal(a->location_path, b->location_path);
}

static bool shares_device(const struct dda_plan *plan, const struct identity *identity)
{
	for (size_t i = 0; i < plan->identities.count; i++)
		if (same_device(&plan->identities.items[i], identity))
			return true;
	return false;
}

static bool shares_vm(const struct dda_plan *plan, const char *vm)
{
	for (size_t i = 0; vm && i < plan->count; i++)
		if (text_equal(plan->items[i].step.vm, vm))
			return true;
	for (size_t i = 0; vm && i < plan->cards.count; i++)
		if (text_equal(plan->card_vms[i], vm))
			return true;
	return false;
}

bool transaction_overlaps(const struct transaction *transaction, const struct dda_plan *plan)
{
	const struct dda_plan *own = transaction->plan;

	if (!transaction->complete)
		return true;
	for (size_t i = 0; i < own->identities.count; i++)
		if (shares_device(plan, &own->identities.items[i]))
			return true;
	for (size_t i = 0; i < own->count; i++)
		if (shares_vm(plan, own->items[i].step.vm))
			return true;
	return false;
}

bool transaction_is_as_good_as_done(const struct transaction *transaction)
{
	const struct dda_plan *plan = transaction->plan;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].step.kind != STEP_START && !transaction->marks[i].done)
			return false;
	return !transaction->undoing && !transaction->confirm;
}

bool transaction_is_waiting(const struct transaction *transaction)
{
	return transaction->deadline && !transaction->undoing && !transaction->outcome;
}

unsigned transaction_seconds_left(const struct transaction *transaction, uint64_t now)
{
	uint64_t left = transaction->deadline > now ? transaction->deadline - now : 0;

	left = (left + CLOCK_SECOND - 1) / CLOCK_SECOND;
	return left < transaction->confirm ? (unsigned)left : transaction->confirm;
}

const char *transaction_name(const struct transaction *transaction)
{
	return transaction->command ? transaction->command : dda_verb_name(transaction->plan->verb);
}
