/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

/*
 * What Hyper-V says when something fails, and what helps. Texts are those that users of English
 * systems have published; on others the number has to do, and the text is shown as it came. Pure.
 */

/* What a person can do about it, or NULL when the message is not known. `text` may be NULL. */
const char *message_remedy(const char *text);

/* What a ReturnValue or a job's ErrorCode means, or NULL: "in use" (32774)... */
const char *message_of_code(uint64_t code);
