/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "host/hyperv/act.h"

/*
 * Methods of Hyper-V answer at once (ReturnValue 0), or with a job that goes on (4096), or with the
 * number of a failure. Errors here have the VM or device as subject and the platform's own text,
 * with the remedy for what is known of it.
 */

/*
 * Calls a method of one of the two services; what it answers is waited for in job_settle() under
 * the same step. Returns 0, or a negative errno with an error set.
 */
int job_begin(struct hyperv_live *live, const struct step *step, const char *path,
              const char *method, const json_t *parameters, struct dda_error **ret_error);

/* Waits for all jobs that the step began. -ETIMEDOUT: it goes on after `deadline`. A job that is
 * gone counts as ended: what it did is read back. */
int job_settle(struct hyperv_live *live, const struct step *step, uint64_t deadline,
               struct dda_error **ret_error);

/* The paths of the services, asked once. */
int job_devices_service(struct hyperv_live *live, const char **ret, struct dda_error **ret_error);
int job_vms_service(struct hyperv_live *live, const char **ret, struct dda_error **ret_error);
