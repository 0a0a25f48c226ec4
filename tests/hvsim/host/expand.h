/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

/*
 * Makes the state of a host out of its description (a file of hosts/) and the defaults: cards
 * become functions, the bridges above them appear, what is not said is as usual. NULL after saying
 * why on standard error.
 */
json_t *expand(const json_t *defaults, const json_t *description);

/* Parts of it, in this order: each may refer to those before. They return 0 or -EINVAL. */
int expand_devices(const json_t *defaults, const json_t *description, json_t *state);
int expand_disks(const json_t *description, json_t *state);
int expand_vms(const json_t *defaults, const json_t *description, json_t *state);
