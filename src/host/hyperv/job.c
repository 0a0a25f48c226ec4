/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/job.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/hyperv/message.h"
#include "host/hyperv/snapshot.h"
#include "host/hyperv/wmi-error.h"

#define DONE 0
#define JOB_STARTED 4096
#define FAILED 32768
#define ACCESS_DENIED 32769
#define STATUS_UNKNOWN 32771

/* JobState, W32 Msvm_ConcreteJob; all below are on their way. */
#define JOB_COMPLETED 7
#define JOB_COMPLETED_WITH_WARNINGS 32768
#define JOB_FIRST_FAILURE 8
#define JOB_LAST_FAILURE 11

static const char *subject_of(const struct step *step, struct address_text *text)
{
	*text = address_format(step->function);
	return step->kind < STEP_PREPARE ? text->text : step->vm;
}

/* What to do when Hyper-V's text is not known, or there is none. */
static const char *usual_remedy(const struct step *step, uint64_t code)
{
	if (code == ACCESS_DENIED)
		return wmi_error_remedy(WMI_ACCESS_DENIED);
	if (step->kind == STEP_DISMOUNT && !step->without_mitigations)
		return _(
		        "the event log Hyper-V-VMMS-Admin says why; most often the device's driver "
		        "has no directives that secure it: install the vendor's driver package, or "
		        "do without them, for trusted VMs only: --force=no-mitigations");
	return step->kind == STEP_START ? _("the event logs Hyper-V-VMMS-Admin and "
	                                    "Hyper-V-Worker-Admin say more")
	                                : _("the event log Hyper-V-VMMS-Admin says more");
}

/* Hyper-V's text (NULL: none) in one line. */
static char *one_line(const char *text)
{
	char *line = strdup(text ? text : ""), *end = line;

	for (const char *c = line; line && *c; c++) {
		bool blank = strchr(" \r\n\t", *c);

		if (!blank || (end > line && end[-1] != ' '))
			*end++ = blank ? ' ' : *c;
	}
	if (line)
		*end = '\0';
	return line;
}

static int fail(const struct step *step, uint64_t code, const char *text,
                struct dda_error **ret_error)
{
	_cleanup_free_ char *line = one_line(text);
	const char *meaning = message_of_code(code), *remedy = message_remedy(text);
	struct address_text address;

	if (!line)
		return error_no_memory(ret_error);
	return error_setf(ret_error, -EIO, DDA_ERROR_FAILED, subject_of(step, &address),
	                  remedy ? remedy : usual_remedy(step, code),
	                  *line ? "%s, Hyper-V says: %s (%u, %s)" : "%s, Hyper-V says%s: %u, %s",
	                  act_failure(step), line, (unsigned)code,
	                  meaning ? _(meaning) : _("unknown"));
}

static int keep(struct hyperv_live *live, const struct step *step, const char *path,
                struct dda_error **ret_error)
{
	struct pending_job *job = ARRAY_ADD(&live->jobs);

	if (!job)
		return error_no_memory(ret_error);
	*job = (struct pending_job){.kind = step->kind, .function = step->function};
	job->path = strdup(path);
	job->vm = step->vm ? strdup(step->vm) : NULL;
	return job->path && (job->vm || !step->vm) ? 0 : error_no_memory(ret_error);
}

int job_begin(struct hyperv_live *live, const struct step *step, const char *path,
              const char *method, const json_t *parameters, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *answer = NULL;
	const char *job;
	uint64_t code;
	int r = wmi_call(live->wmi, VIRTUALIZATION, path, method, parameters, &answer, ret_error);

	if (r < 0)
		return r;
	if (!value_number(answer, "ReturnValue", &code))
		return fail(step, STATUS_UNKNOWN, NULL, ret_error);
	if (code == DONE)
		return 0;
	job = value_text(answer, "Job");
	if (code != JOB_STARTED)
		return fail(step, code, NULL, ret_error);
	/* Without its name the read-back has to do. */
	return job ? keep(live, step, job, ret_error) : 0;
}

static bool belongs(const struct pending_job *job, const struct step *step)
{
	return job->kind == step->kind && address_compare(job->function, step->function) == 0 &&
	       text_equal(job->vm, step->vm);
}

static void forget(struct hyperv_live *live, size_t index)
{
	free(live->jobs.items[index].vm);
	free(live->jobs.items[index].path);
	live->jobs.items[index] = live->jobs.items[--live->jobs.count];
}

/* 1: it has ended well, 0: it is on its way; or an error. */
static int judge(const struct step *step, const json_t *job, struct dda_error **ret_error)
{
	const char *text = value_text(job, "ErrorDescription");
	uint64_t state, code = 0;

	if (!value_number(job, "JobState", &state))
		return fail(step, STATUS_UNKNOWN, NULL, ret_error);
	value_number(job, "ErrorCode", &code);
	if (state == JOB_COMPLETED_WITH_WARNINGS || (state == JOB_COMPLETED && code == 0))
		return 1;
	if (state == JOB_COMPLETED || (state >= JOB_FIRST_FAILURE && state <= JOB_LAST_FAILURE))
		return fail(step, code ? code : FAILED, text, ret_error);
	return 0;
}

static int look(struct hyperv_live *live, const struct step *step, const char *path,
                struct dda_error **ret_error)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_json_ json_t *job = NULL;
	int r = wmi_get(live->wmi, VIRTUALIZATION, path, &job, &error);

	if (r < 0 && wmi_result(live->wmi) == WMI_NOT_FOUND)
		return 1;
	if (r < 0 && ret_error)
		*ret_error = TAKE(error);
	return r < 0 ? r : judge(step, job, ret_error);
}

static int await(struct hyperv_live *live, const struct step *step, const char *path,
                 uint64_t deadline, struct dda_error **ret_error)
{
	struct address_text address;

	for (;;) {
		int r = look(live, step, path, ret_error);

		if (r != 0)
			return r < 0 ? r : 0;
		if (clock_now() >= deadline)
			return error_setf(ret_error, -ETIMEDOUT, DDA_ERROR_LEFT,
			                  subject_of(step, &address),
			                  "wait for it (Get-VM and Get-PnpDevice show it), then "
			                  "ask again",
			                  "Hyper-V has not ended to %s in time, and goes on",
			                  step_kind_name(step->kind));
		usleep(ACT_POLL_MICROSECONDS);
	}
}

int job_settle(struct hyperv_live *live, const struct step *step, uint64_t deadline,
               struct dda_error **ret_error)
{
	int result = 0;

	for (size_t i = 0; i < live->jobs.count;) {
		int r;

		if (!belongs(&live->jobs.items[i], step)) {
			i++;
			continue;
		}
		r = await(live, step, live->jobs.items[i].path, deadline, ret_error);
		result = result < 0 ? result : r;
		forget(live, i);
	}
	return result;
}

/* The one object of a service class. */
static int find_service(struct hyperv_live *live, const char *class, char **service,
                        const char **ret, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *rows = NULL;
	char wql[96];
	int r = 0;

	if (!*service) {
		snprintf(wql, sizeof(wql), "SELECT * FROM %s", class);
		r = wmi_objects(live->wmi, VIRTUALIZATION, wql, &rows, ret_error);
	}
	if (r < 0)
		return r;
	if (!*service && value_text(json_array_get(rows, 0), "__PATH"))
		*service = strdup(value_text(json_array_get(rows, 0), "__PATH"));
	if (!*service)
		return error_set(ret_error, -ENODEV, DDA_ERROR_FAILED, class, "is not there",
		                 "is the service vmms running? Get-Service vmms");
	*ret = *service;
	return 0;
}

int job_devices_service(struct hyperv_live *live, const char **ret, struct dda_error **ret_error)
{
	return find_service(live, "Msvm_AssignableDeviceService", &live->devices_service, ret,
	                    ret_error);
}

int job_vms_service(struct hyperv_live *live, const char **ret, struct dda_error **ret_error)
{
	return find_service(live, "Msvm_VirtualSystemManagementService", &live->vms_service, ret,
	                    ret_error);
}

void live_deinit(struct hyperv_live *live)
{
	while (live->jobs.count)
		forget(live, live->jobs.count - 1);
	free(live->jobs.items);
	free(live->devices_service);
	free(live->vms_service);
	names_deinit(&live->names);
	if (live->wmi)
		wmi_close(live->wmi);
}
