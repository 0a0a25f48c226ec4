/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/act.h"

/*
 * Jobs go on by the clock: what is due is done when the state is taken the next time, by whom ever.
 */

/* A job that will perform the act; returns its path. `fault` (or NULL) is how it shall go wrong. */
json_t *jobs_begin(struct act *act, const struct act_method *method, const struct fault *fault);

/* Does what is due and forgets what ended long ago. */
void jobs_go_on(struct host *host);

/* As provider_list() and provider_call(). */
json_t *jobs_list(const struct host *host, const struct wmi_path *path);
json_t *jobs_affected(const struct host *host, const struct wmi_path *path);
HRESULT jobs_get_error(struct host *host, struct call *call);
HRESULT jobs_get_errors(struct host *host, struct call *call);
HRESULT jobs_request_state(struct host *host, struct call *call);
