/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include <inttypes.h>

#include "exec/record.h"
#include "exec/stay.h"
#include "exec/transaction.h"

/* Every line gets the checksum that belongs to it, so that what it says is looked at. */
static char *with_sums(const char *text, size_t *ret_size)
{
	char *all = NULL;
	FILE *out = open_memstream(&all, ret_size);

	MUST(out);
	for (const char *end; (end = strchr(text, '\n')); text = end + 1)
		fprintf(out, "%08" PRIx32 " %.*s\n", record_checksum(text, (size_t)(end - text)),
		        (int)(end - text), text);
	fputs(text, out);
	fclose(out);
	return all;
}

/* What was read is written and read again as the same. */
static void check_again(const struct transaction *transaction)
{
	char *text = transaction_text(transaction->plan, transaction);
	struct transaction *again = NULL;

	MUST(text);
	MUST(transaction_read(text, strlen(text), &again) == 0);
	MUST(again->confirm == transaction->confirm);
	MUST(again->complete && !again->begun && !again->damaged && !again->outcome);
	MUST(dda_plan_is_same(again->plan, transaction->plan));
	MUST(again->plan->identities.count == transaction->plan->identities.count);
	transaction_free(again);
	free(text);
}

static void check(const char *bytes, size_t size)
{
	struct transaction *transaction = NULL;

	MUST(transaction_read(bytes, size, &transaction) == 0);
	transaction_is_as_good_as_done(transaction);
	MUST(transaction_seconds_left(transaction, 1) <= transaction->confirm);
	MUST(!transaction_is_waiting(transaction) || transaction->deadline);
	if (transaction->complete)
		check_again(transaction);
	MUST(transaction_overlaps(transaction, transaction->plan) ||
	     transaction->plan->identities.count == 0);
	transaction_free(transaction);
}

/* The record of what stays dismounted has lines of the same kind. */
static void check_stays(const char *bytes, size_t size)
{
	struct stays stays = {0}, again = {0};
	char *text;

	if (stays_read(bytes, size, &stays) < 0)
		return;
	text = stays_text(&stays);
	MUST(text);
	MUST(stays_read(text, strlen(text), &again) == 0);
	MUST(again.count == stays.count && again.damaged == 0);
	for (size_t i = 0; i < stays.count; i++)
		MUST(stays_forget(&again, stays.items[i].identity.location_path));
	stays_deinit(&again);
	stays_deinit(&stays);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *raw = copy_of(data, size), *text = text_of(data, size), *summed;
	size_t summed_size;

	summed = with_sums(text, &summed_size);
	check(raw, size);
	check(summed, summed_size);
	check_stays(raw, size);
	check_stays(summed, summed_size);
	free(summed);
	free(text);
	free(raw);
	return 0;
}
