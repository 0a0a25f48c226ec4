/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli/cli.h"

/* -EINVAL with an error that is about the command line itself. */
__attribute__((format(printf, 4, 5))) int usage_error(struct dda_error **ret_error,
                                                      const char *subject, const char *remedy,
                                                      const char *format, ...);

/* The same for a word that is no command. */
int refuse_command(const char *word, struct dda_error **ret_error);

/* Does the command take these options, and so many words? 0, or -EINVAL with an error set. */
int invocation_check(const struct invocation *invocation, struct dda_error **ret_error);
