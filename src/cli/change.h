/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "cli/cli.h"

/* Plans what was asked for, asks back where a person sits, runs it and tells. Returns the exit
 * status. */
int change_run(const struct invocation *invocation, enum dda_verb verb);

/* The same without the end: a negative errno comes with an error set. The answer is put into *ret,
 * which is NULL before, instead of being told. */
int change_once(const struct invocation *invocation, enum dda_verb verb, json_t **ret,
                struct dda_error **ret_error);
