/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/error.h"

/* Errors as documents, dda.error/1, and as what HTTP calls them. */

json_t *problem_of_error(const struct dda_error *error);

/* What a negative errno instead of an exit status means (web/backend.h). `said`: what the command
 * said last, or NULL. */
json_t *problem_of_end(int status, const char *said);

/* The status of HTTP for an exit status, or what stands for one. `refused`: the answer is an
 * error. */
unsigned problem_http_status(int status, bool refused);
