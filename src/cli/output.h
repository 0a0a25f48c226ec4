/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli/cli.h"
#include "view/view.h"

/* The answer on standard output as text or JSON, errors and (not with -q) notes on standard error.
 * Returns 0 or a negative errno with an error set. */
int output_answer(const struct invocation *invocation, const json_t *document,
                  struct dda_error **ret_error);

/* The same for a survey of the whole host, which is written as it goes on; all its findings are
 * part of the answer. */
int output_survey(const struct invocation *invocation, const struct view_survey *survey,
                  struct dda_error **ret_error);

/* Whether an error that ends the command is a document on standard output too; not before this is
 * said. */
void output_errors_as_documents(bool wanted);

/* Ends a command: prints `error` when `r` is negative, also as a document when nothing else was
 * answered. Returns the exit status. */
int output_end(int r, const struct dda_error *error, int status);

/* The line of an error that does not end the command. Returns what its exit status would be. */
int output_error(const struct dda_error *error);

/* A plan to be agreed to, with its notes. Returns 0 or a negative errno with an error set. */
int output_plan(const json_t *document, struct dda_error **ret_error);

/* Asks whether to go on. */
bool output_confirm(void);

/* True when a person sits in front of both ends. */
bool output_is_dialogue(void);

/* Writes out all of standard output; `status` again, or another one when that fails. */
int output_close(int status, bool changes);

/* True when nothing is to be said but errors: a change with -q, unless it is only shown. */
bool output_is_silent(const struct invocation *invocation);
