/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <dda/capture.h>
#include <stdio.h>

#include "base/text.h"
#include "base/translate.h"
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "cli/save.h"

DEFINE_CLEANUP(struct dda_snapshot, cleanup_snapshot, dda_snapshot_free)

static int take(const struct invocation *invocation, struct dda_snapshot **ret,
                struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	unsigned flags = has_option(invocation, OPTION_UNREDACTED) ? DDA_CAPTURE_UNREDACTED : 0;
	int r = dda_host_open(invocation->host, &host, ret_error);

	return r < 0 ? r : dda_host_capture(host, flags, ret, ret_error);
}

/* Where the snapshot itself goes to standard output, what is said of it goes elsewhere. */
static int write_out(const struct invocation *invocation, const struct dda_snapshot *snapshot,
                     const json_t *document, struct dda_error **ret_error)
{
	struct view_style plain = {0};

	save_to_output();
	fwrite(dda_snapshot_bytes(snapshot), 1, dda_snapshot_size(snapshot), stdout);
	if (!has_option(invocation, OPTION_QUIET) && view_write_text(document, &plain, stderr) < 0)
		return error_no_memory(ret_error);
	return 0;
}

static int capture(const struct invocation *invocation, const char *file,
                   struct dda_error **ret_error)
{
	_cleanup_(cleanup_snapshot) struct dda_snapshot *snapshot = NULL;
	_cleanup_document_ json_t *document = NULL;
	bool out = text_equal(file, "-");
	int r;

	output_errors_as_documents(!out && has_option(invocation, OPTION_JSON));
	if (out && has_option(invocation, OPTION_JSON))
		return usage_error(ret_error, "--json", "name a file for the snapshot",
		                   "the snapshot itself goes to standard output");
	r = take(invocation, &snapshot, ret_error);
	if (r >= 0)
		r = view_capture(snapshot, out ? _("standard output") : file, &document, ret_error);
	if (r < 0)
		return r;
	if (out)
		return write_out(invocation, snapshot, document, ret_error);
	r = save_file(file, dda_snapshot_bytes(snapshot), dda_snapshot_size(snapshot),
	              has_option(invocation, OPTION_REPLACE), ret_error);
	if (r < 0 || (has_option(invocation, OPTION_QUIET) && !has_option(invocation, OPTION_JSON)))
		return r;
	return output_answer(invocation, document, ret_error);
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = capture(invocation, invocation->words.items[0], &error);

	return output_end(r, error, EXIT_DONE);
}

static const struct example examples[] = {
        {"dda capture host.snapshot", "a file for others who are to help"},
        {"dda --host snapshot:host.snapshot survey", "what they do with it, on any machine"},
        {0},
};

const struct command cmd_capture = {
        .name = "capture",
        .arguments = "FILE",
        .summary = "Write all that dda reads of this host to a file, a snapshot",
        .text = "With \"--host snapshot:FILE\" every command that reads does the same on any "
                "other\n"
                "machine as here: for reports and for help. FILE \"-\" is standard output.\n"
                "Serial numbers, network addresses and the host's name are taken out, and it says\n"
                "what else; names of VMs, network interfaces, volumes and mount points stay in.\n"
                "Only root may read the whole of the devices' configuration spaces.\n",
        .examples = examples,
        .options = OPTION_UNREDACTED | OPTION_REPLACE,
        .min_words = 1,
        .max_words = 1,
        .run = run,
};
