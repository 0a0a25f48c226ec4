/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

/* The codes of Hyper-V's methods and jobs. */
enum act_code {
	ACT_DONE = 0,
	ACT_JOB = 4096,
	ACT_FAILED = 32768,
	ACT_NOT_SUPPORTED = 32770,
	ACT_INVALID_PARAMETER = 32773,
	ACT_IN_USE = 32774,
	ACT_INVALID_STATE = 32775,
	ACT_FILE_NOT_FOUND = 32779,
};

/* An act under way: what is wanted, what comes of it. */
struct act {
	struct host *host;
	json_t *wish;  /* what prepare() made of the parameters; kept with the job */
	json_t *out;   /* out parameters */
	char *message; /* why it failed, lines; NULL when nobody would say */
};

/*
 * A method that changes something. prepare() looks at the parameters alone and makes `wish` of
 * them; perform() does it, at once or when the job is due: everything or nothing. Both return an
 * act_code; prepare() may return an HRESULT instead.
 */
struct act_method {
	const char *name;
	int job_type;
	long (*prepare)(struct act *act, const struct call *call);
	int (*perform)(struct act *act);
};

extern const struct act_method act_dismount, act_mount, act_add, act_remove, act_modify_system,
        act_modify_resources, act_power;

/* The method with this name (they are all different), or NULL. */
const struct act_method *act_find(const char *name);

/* As provider_call(). */
HRESULT act_call(struct host *host, struct call *call);

/* Sets the message and returns `code`. */
__attribute__((format(gnu_printf, 3, 4))) int act_fail(struct act *act, int code,
                                                       const char *format, ...);

/* What a VM with assigned functions must be set to. When Hyper-V looks is not known:
 * host.settings_checked. */
int act_check_settings(struct act *act, const json_t *vm);
