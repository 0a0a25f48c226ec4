/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"
#include "host/hyperv/names.h"
#include "host/hyperv/wmi.h"

/* A call that WMI goes on with by itself. */
struct pending_job {
	enum step_kind kind; /* the step it belongs to */
	struct address function;
	char *vm, *path;
};

/* A Hyper-V host that can be changed. */
struct hyperv_live {
	struct wmi *wmi;
	struct hyperv_names names; /* of the last observation */
	char *devices_service, *vms_service;
	struct {
		struct pending_job *items;
		size_t count;
	} jobs;
};

void live_deinit(struct hyperv_live *live);

/* How long to wait before looking again at what goes on by itself. */
#define ACT_POLL_MICROSECONDS 100000

/* What Hyper-V calls the function of the step, all three names known. -ENODEV: it was not there
 * when the host was last observed. */
int act_device(const struct hyperv_live *live, const struct step *step,
               const struct device_name **ret, struct dda_error **ret_error);

/* What can't be done when a step fails: "could not be disabled"... */
const char *act_failure(const struct step *step);

/* test, apply and settle of struct host_operations. */
int act_test(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error);
int act_apply(struct hyperv_live *live, const struct step *step, struct dda_error **ret_error);
int act_settle(struct hyperv_live *live, const struct step *step, uint64_t deadline,
               struct dda_error **ret_error);
