/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/closed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/text.h"
#include "host/host.h"

struct reading {
	struct folder folder;
	struct dda_history *history;
};

const char *closed_outcome(const struct closed *closed)
{
	const struct transaction *transaction = closed->transaction;

	if (!transaction || !transaction->outcome)
		return NULL;
	if (!text_equal(transaction->outcome, "done"))
		return transaction->recovered ? "undone" : "rolled-back";
	if (transaction->recovered)
		return "finished";
	return transaction->confirmed ? "confirmed" : "done";
}

static int add_closed(void *data, const char *name)
{
	struct reading *reading = data;
	struct transaction *transaction = NULL;
	int r = journal_read(&reading->folder, name, &transaction);
	struct closed *closed;

	/* Only the newest are kept. */
	if (r == -ENOENT)
		return 0;
	closed = ARRAY_ADD(&reading->history->transactions);
	if (!closed) {
		transaction_free(transaction);
		return -ENOMEM;
	}
	*closed = (struct closed){.transaction = transaction, .error = r < 0 ? r : 0};
	snprintf(closed->name, sizeof(closed->name), "%s", name);
	return r == -ENOMEM ? r : 0;
}

static int refuse_folder(const struct folder *folder, int r, struct dda_error **ret_error)
{
	if (r == -ENOMEM)
		return error_no_memory(ret_error);
	return error_setf(ret_error, r, DDA_ERROR_REFUSED, folder->path,
	                  r == -EACCES ? "ask as root (on Windows: as administrator)" : NULL,
	                  "which transactions there were can't be read there (%s)",
	                  error_number_text(-r));
}

int dda_history_read(struct dda_host *host, struct dda_history **ret, struct dda_error **ret_error)
{
	_cleanup_history_ struct dda_history *history = calloc(1, sizeof(*history));
	struct reading reading = {.history = history};
	int r;

	if (!history)
		return error_no_memory(ret_error);
	if (host->operations->can_change(host)) {
		r = folder_locate(&reading.folder);
		if (r >= 0)
			r = journal_each_closed(&reading.folder, add_closed, &reading);
		if (r < 0 && r != -ENOENT) /* no folder: nothing was ever begun */
			return refuse_folder(&reading.folder, r, ret_error);
	}
	*ret = TAKE(history);
	return 0;
}

void dda_history_free(struct dda_history *history)
{
	if (!history)
		return;
	for (size_t i = 0; i < history->transactions.count; i++)
		transaction_free(history->transactions.items[i].transaction);
	free(history->transactions.items);
	free(history);
}
