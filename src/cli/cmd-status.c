/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "view/view.h"

static int look(const struct invocation *invocation, json_t **ret, struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_recovery_ struct dda_recovery *open = NULL;
	_cleanup_boot_ struct dda_boot *boot = NULL;
	_cleanup_error_ struct dda_error *unread = NULL;
	int r = dda_host_open(invocation->host, &host, ret_error);

	/* First what is open: what ends meanwhile is not half-way then. */
	if (r >= 0 && dda_recovery_look(host, &open, &unread) < 0)
		view_write_error(unread, stderr);
	dda_error_free(TAKE(unread));
	if (r >= 0 && dda_boot_look(host, &boot, &unread) < 0)
		view_write_error(unread, stderr);
	if (r >= 0)
		r = dda_host_observe(host, DDA_WANT_NAMES | DDA_WANT_VMS, &inventory, ret_error);
	return r < 0 ? r : view_status(inventory, open, boot, ret, ret_error);
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_document_ json_t *document = NULL;
	int r = look(invocation, &document, &error);

	if (r >= 0)
		r = output_answer(invocation, document, &error);
	return output_end(r, error, EXIT_DONE);
}

const struct command cmd_status = {
        .name = "status",
        .arguments = "",
        .summary = "Cards that are with VMs, and what is left half done",
        .text = "Open transactions are those that go on just now, and those whose process died; "
                "\"dda recover\"\nends the latter.\nWhat was dismounted before the host was "
                "restarted, and is not now, is named with "
                "what to do.\n",
        .min_words = 0,
        .max_words = 0,
        .run = run,
};
