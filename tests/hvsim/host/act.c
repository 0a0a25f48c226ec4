/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/act.h"

#include "base/cleanup.h"
#include "host/jobs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct act_method *const methods[] = {
        &act_dismount,         &act_mount, &act_add, &act_remove, &act_modify_system,
        &act_modify_resources, &act_power,
};

const struct act_method *act_find(const char *name)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		if (strcmp(methods[i]->name, name) == 0)
			return methods[i];
	return NULL;
}

int act_fail(struct act *act, int code, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	__mingw_vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	free(act->message);
	act->message = strdup(text);
	return code;
}

/* Not known of real hosts: HVSIM_ANSWER says. As far as it was seen, devices come at once, settings
 * by a job. */
static bool by_job(struct host *host, const struct act_method *method)
{
	const char *answer = getenv("HVSIM_ANSWER");
	int64_t count;

	if (!answer || strcmp(answer, "usual") == 0)
		return method != &act_dismount && method != &act_mount;
	if (strcmp(answer, "mixed") != 0)
		return strcmp(answer, "job") == 0;
	count = number_of(host->state, "answers");
	json_object_set_new(host->state, "answers", json_integer(count + 1));
	host->changed = true;
	return count % 2 == 0;
}

static void set_result(struct call *call, long code)
{
	json_object_set_new(call->out, "ReturnValue", json_integer(code));
}

static void perform_now(struct act *act, struct call *call, const struct act_method *method)
{
	int code = method->perform(act);

	if (call->fault->after && call->fault->kind == FAULT_CODE && !fault_is_hresult(call->fault))
		code = (int)call->fault->code;
	set_result(call, code);
}

static void begin(struct act *act, struct call *call, const struct act_method *method)
{
	const struct fault *fault = call->fault;
	bool of_job = fault->kind == FAULT_WARN || fault->kind == FAULT_VANISH ||
	              fault->kind == FAULT_HANG || fault->job;

	if (fault->kind == FAULT_CODE && !of_job && !fault->after) {
		set_result(call, (long)fault->code);
		return;
	}
	if (!of_job && !by_job(act->host, method)) {
		perform_now(act, call, method);
		return;
	}
	json_object_set_new(call->out, "Job", jobs_begin(act, method, of_job ? fault : NULL));
	set_result(call, ACT_JOB);
}

HRESULT act_call(struct host *host, struct call *call)
{
	const struct act_method *method = act_find(call->method->name);
	struct act act = {.host = host, .wish = json_object(), .out = call->out};
	long code = method ? method->prepare(&act, call) : WBEM_E_INVALID_METHOD;

	if (code == 0)
		begin(&act, call, method);
	else if (code > 0)
		set_result(call, code);
	json_decref(act.wish);
	free(act.message);
	return code < 0 ? (HRESULT)code : S_OK;
}
