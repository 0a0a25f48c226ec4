/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/output.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "base/translate.h"
#include "cli/process.h"
#include "cli/terminal.h"

/* Why standard output did not take everything; the stream itself only knows that. */
static int write_errno;

/* An error that ends the command is to be a document: asked for, and nothing was answered yet. */
static bool error_documents;

void output_errors_as_documents(bool wanted)
{
	error_documents = wanted;
}

/* Standard error first: whoever writes there flushes standard output before. */
static void flush(void)
{
	fflush(stderr);
	if (fflush(stdout) != 0 && !write_errno)
		write_errno = errno;
}

static unsigned terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	uint64_t width;

	if (columns && text_whole_number(columns, 10, &width) == 0 && width > 0 && width < 10000)
		return (unsigned)width;
	return terminal_columns();
}

/* What goes into a file or a pipe is never cut and never coloured. */
static struct view_style terminal_style(void)
{
	const char *no_colour = getenv("NO_COLOR");

	if (!terminal_is_output())
		return (struct view_style){0};
	return (struct view_style){
	        .width = terminal_width(),
	        .colour = !(no_colour && *no_colour) && terminal_has_colours(),
	};
}

bool output_is_silent(const struct invocation *invocation)
{
	return has_option(invocation, OPTION_QUIET) && !has_option(invocation, OPTION_JSON) &&
	       may_change(invocation);
}

static int write_answer(const struct invocation *invocation, const json_t *document)
{
	struct view_style style = terminal_style();

	error_documents = false;
	if (output_is_silent(invocation))
		return 0;
	if (!has_option(invocation, OPTION_JSON))
		return view_write_text(document, &style, stdout);
	view_write_json(document, stdout);
	return 0;
}

int output_answer(const struct invocation *invocation, const json_t *document,
                  struct dda_error **ret_error)
{
	/* In order, when both end up on one terminal: what went wrong, then how it is now. */
	flush();
	view_write_errors(document, stderr);
	if (write_answer(invocation, document) < 0)
		return error_no_memory(ret_error);
	flush();
	if (!has_option(invocation, OPTION_QUIET))
		view_write_notes(document, stderr);
	return 0;
}

int output_survey(const struct invocation *invocation, const struct view_survey *survey,
                  struct dda_error **ret_error)
{
	struct view_style style = terminal_style();
	int r;

	error_documents = false;
	flush();
	r = has_option(invocation, OPTION_JSON)
	            ? view_survey_json(survey, stdout, ret_error)
	            : view_survey_text(survey, &style, stdout, ret_error);
	flush();
	return r;
}

int output_plan(const json_t *document, struct dda_error **ret_error)
{
	struct view_style style = terminal_style();

	if (view_write_text(document, &style, stdout) < 0)
		return error_no_memory(ret_error);
	flush();
	view_write_notes(document, stderr);
	return 0;
}

bool output_confirm(void)
{
	char line[64];

	fputs(_("Go on? [y/N] "), stdout);
	flush();
	if (fgets(line, sizeof(line), stdin) && (line[0] == 'y' || line[0] == 'Y'))
		return true;
	fputs(_("nothing was changed\n"), stdout);
	return false;
}

int output_error(const struct dda_error *error)
{
	flush();
	view_write_error(error, stderr);
	return error ? (int)dda_error_kind(error) : DDA_ERROR_FAILED;
}

int output_end(int r, const struct dda_error *error, int status)
{
	if (r >= 0)
		return status;
	status = output_error(error);
	if (error_documents)
		view_write_error_json(error, stdout);
	error_documents = false;
	return status;
}

bool output_is_dialogue(void)
{
	return terminal_is_input() && terminal_is_output();
}

int output_close(int status, bool changes)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r;

	flush();
	if (!write_errno && !ferror(stdout))
		return status;
	/* "dda list | head" got what it wanted. */
	if (process_lost_reader(write_errno) && !changes)
		return status;
	/* Nobody may take a change whose result got lost for one that did not happen. */
	error_setf(&error, -EIO, changes ? DDA_ERROR_LEFT : DDA_ERROR_FAILED, "standard output",
	           changes ? "\"dda status\" tells how the host is now" : NULL,
	           "not all of the answer could be written (%s)",
	           strerror(write_errno ? write_errno : EIO));
	r = output_error(error);
	return status ? status : r;
}
