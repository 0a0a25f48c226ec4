/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/jobs.h"

#include "base/cleanup.h"
#include "engine/object.h"
#include "engine/text.h"
#include "host/vm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEPT_MS (5 * 60 * 1000)

enum job_state {
	RUNNING = 4,
	COMPLETED = 7,
	KILLED = 9,
	EXCEPTION = 10,
	WITH_WARNINGS = 32768,
};

static const struct {
	enum fault_kind kind;
	const char *name;
} faults[] = {
        {FAULT_CODE, "code"},
        {FAULT_WARN, "warn"},
        {FAULT_VANISH, "vanish"},
        {FAULT_HANG, "hang"},
};

static void set_number(json_t *object, const char *name, int64_t number)
{
	json_object_set_new(object, name, json_integer(number));
}

static void note_fault(json_t *job, const struct fault *fault)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		if (fault && fault->kind == faults[i].kind)
			json_object_set_new(job, "fault", json_string(faults[i].name));
	if (fault && fault->kind == FAULT_CODE) {
		set_number(job, "code", fault->code);
		json_object_set_new(job, "after", json_boolean(fault->after));
	}
}

json_t *jobs_begin(struct act *act, const struct act_method *method, const struct fault *fault)
{
	int64_t number = number_of(act->host->state, "last_job") + 1;
	json_t *job = json_pack("{ss sO sI sI sI}", "method", method->name, "wish", act->wish,
	                        "type", (json_int_t)method->job_type, "state", (json_int_t)RUNNING,
	                        "due",
	                        (json_int_t)(act->host->now + config_number(act->host, "job_ms")));
	char guid[37], seed[32];
	char *path;
	json_t *ret;

	snprintf(seed, sizeof(seed), "job %lld", (long long)number);
	guid_of(seed, guid);
	json_object_set_new(job, "InstanceID", json_string(guid));
	set_number(act->host->state, "last_job", number);
	note_fault(job, fault);
	json_array_append_new(act->host->jobs, job);
	act->host->changed = true;
	path = vm_path("Msvm_ConcreteJob", job);
	ret = json_string(path);
	free(path);
	return ret;
}

static void end(struct host *host, json_t *job, enum job_state state, int code, const char *message)
{
	set_number(job, "state", state);
	set_number(job, "ended", host->now);
	set_number(job, "error", code);
	if (code)
		json_object_set_new(job, "message", json_string(message ? message : ""));
}

static void perform(struct host *host, json_t *job)
{
	const struct act_method *method = act_find(text_of(job, "method"));
	struct act act = {.host = host, .wish = json_object_get(job, "wish"), .out = json_object()};
	const char *fault = text_of(job, "fault");
	int code = 0, asked = strcmp(fault, "code") == 0 ? (int)number_of(job, "code") : 0;

	if (!asked || flag_of(job, "after"))
		code = method->perform(&act);
	if (asked && !code)
		code = act_fail(&act, asked, "The operation failed.\nIt was asked to.");
	json_object_set_new(job, "results",
	                    json_incref(json_object_get(act.out, "ResultingResourceSettings")));
	if (code)
		end(host, job, EXCEPTION, code, act.message);
	else
		end(host, job, strcmp(fault, "warn") == 0 ? WITH_WARNINGS : COMPLETED, 0, NULL);
	json_decref(act.out);
	free(act.message);
}

/* True when the job is to be forgotten. */
static bool go_on(struct host *host, json_t *job)
{
	if (number_of(job, "state") != RUNNING)
		return host->now - number_of(job, "ended") > KEPT_MS;
	if (number_of(job, "due") > host->now || strcmp(text_of(job, "fault"), "hang") == 0)
		return false;
	perform(host, job);
	host->changed = true;
	return strcmp(text_of(job, "fault"), "vanish") == 0;
}

void jobs_go_on(struct host *host)
{
	for (size_t i = 0; i < json_array_size(host->jobs);)
		if (go_on(host, json_array_get(host->jobs, i))) {
			json_array_remove(host->jobs, i);
			host->changed = true;
		} else {
			i++;
		}
}

static const char *status_word(int64_t state)
{
	switch (state) {
	case RUNNING:
		return "Job is running";
	case COMPLETED:
		return "Job is complete";
	case WITH_WARNINGS:
		return "Job completed with warnings";
	default:
		return "Job ended with an error";
	}
}

/* The first line alone. */
static json_t *summary(const char *message)
{
	return json_stringn(message, strcspn(message, "\n"));
}

static json_t *values(const json_t *job)
{
	int64_t state = number_of(job, "state");
	const char *message = text_of(job, "message");

	return json_pack("{ss ss sI sI ss sI sI ss so sb s[I] ss}", "InstanceID",
	                 text_of(job, "InstanceID"), "ElementName", text_of(job, "method"),
	                 "JobState", (json_int_t)state, "JobType",
	                 (json_int_t)number_of(job, "type"), "JobStatus", status_word(state),
	                 "PercentComplete", (json_int_t)(state == RUNNING ? 0 : 100), "ErrorCode",
	                 (json_int_t)number_of(job, "error"), "ErrorDescription", message,
	                 "ErrorSummaryDescription", summary(message), "Cancellable", 0,
	                 "OperationalStatus", (json_int_t)(state == EXCEPTION ? 6 : 2),
	                 "TimeBeforeRemoval", "00000000000500.000000:000");
}

json_t *jobs_list(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *job;
	size_t i;

	json_array_foreach(host->jobs, i, job) json_array_append_new(list, values(job));
	return list;
}

json_t *jobs_affected(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array(), *job, *element;
	size_t i, k;

	json_array_foreach(host->jobs, i, job)
	{
		_cleanup_free_ char *own = vm_path("Msvm_ConcreteJob", job);

		json_array_foreach(json_object_get(job, "results"), k, element)
		        json_array_append_new(list, json_pack("{ss sO}", "AffectingElement", own,
		                                              "AffectedElement", element));
	}
	return list;
}

static json_t *find(const struct host *host, const struct call *call)
{
	const char *id = path_key(call->target, "InstanceID");
	json_t *job;
	size_t i;

	json_array_foreach(host->jobs, i,
	                   job) if (id && _stricmp(text_of(job, "InstanceID"), id) == 0) return job;
	return NULL;
}

/* An Msvm_Error as an embedded instance. */
static json_t *error_text(const json_t *job, const char *message, size_t length)
{
	const struct wmi_class *class = wmi_class_find("root\\virtualization\\v2", "Msvm_Error");
	json_t *error = json_pack("{sI ss% sI ss}", "CIMStatusCode", (json_int_t)1, "Message",
	                          message, length, "ErrorType", (json_int_t)4, "ErrorSource",
	                          text_of(job, "InstanceID"));
	IWbemClassObject *object = object_create(class, error);
	_cleanup_free_ char *text = text_xml(object_from(object), WMI_OBJ_TEXT_CIM_DTD_2_0);

	IWbemClassObject_Release(object);
	return json_string(text);
}

HRESULT jobs_get_error(struct host *host, struct call *call)
{
	const json_t *job = find(host, call);
	const char *message = text_of(job, "message");

	if (!job)
		return WBEM_E_NOT_FOUND;
	if (*message)
		json_object_set_new(call->out, "Error", error_text(job, message, strlen(message)));
	json_object_set_new(call->out, "ReturnValue", json_integer(0));
	return S_OK;
}

HRESULT jobs_get_errors(struct host *host, struct call *call)
{
	const json_t *job = find(host, call);
	const char *message = text_of(job, "message");
	json_t *errors = json_array();

	json_object_set_new(call->out, "Errors", errors);
	if (!job)
		return WBEM_E_NOT_FOUND;
	while (*message) {
		size_t length = strcspn(message, "\n");

		json_array_append_new(errors, error_text(job, message, length));
		message += length + (message[length] == '\n');
	}
	json_object_set_new(call->out, "ReturnValue", json_integer(0));
	return S_OK;
}

/* Only killing is possible, and only before the end. */
HRESULT jobs_request_state(struct host *host, struct call *call)
{
	json_t *job = find(host, call);
	bool possible = number_of(call->in, "RequestedState") == 5 &&
	                number_of(job, "state") == RUNNING;

	if (!job)
		return WBEM_E_NOT_FOUND;
	if (possible) {
		end(host, job, KILLED, ACT_FAILED, "The operation was cancelled.");
		host->changed = true;
	}
	json_object_set_new(call->out, "ReturnValue",
	                    json_integer(possible ? 0 : ACT_INVALID_STATE));
	return S_OK;
}
