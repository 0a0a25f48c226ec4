/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/provider.h"
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The simulated host: all that there is of it is one JSON document, which state.c reads and
 * writes. README.md has its form. The lists are never NULL.
 */
struct host {
	json_t *state;
	json_t *config, *devices, *vms, *jobs; /* parts of `state` */
	bool changed;
	int64_t now; /* milliseconds, never going back */
};

/* Takes the state from the file, waiting for others who have it. Returns 0, -EIO after saying why
 * on standard error. */
int state_take(struct host *host);

/* Gives it back, written when `host->changed`. Returns 0, -EIO. */
int state_give_back(struct host *host);

/* A member of the host's own part. */
const char *config_text(const struct host *host, const char *name);
int64_t config_number(const struct host *host, const char *name);
bool config_flag(const struct host *host, const char *name);

/* Members of any object; "", 0 and false where they are not. */
const char *text_of(const json_t *object, const char *name);
int64_t number_of(const json_t *object, const char *name);
bool flag_of(const json_t *object, const char *name);

/* Deep copy of `defaults` with what `specific` has in place of it. */
json_t *merged(const json_t *defaults, const json_t *specific);

/* A GUID made of `text` (always the same), upper case without braces. */
void guid_of(const char *text, char ret[static 37]);
