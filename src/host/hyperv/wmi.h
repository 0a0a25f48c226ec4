/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdint.h>

#include "base/error.h"

/*
 * WMI over COM, on this machine or on another one. Everything here is UTF-8 and JSON: objects are
 * JSON objects of their properties (64-bit numbers as decimal text, as WMI hands them over; dates
 * and references as text; objects within objects likewise), null is a property without a value.
 * Namespaces are connected when first needed and kept. Every int result is 0, or with an error set
 * a negative errno as wmi_error_set() gives it; the HRESULT is kept in wmi_result().
 */
struct wmi;

/* Prepares for the WMI of `host`, NULL: this machine. Returns 0 with *ret owned by the caller. */
int wmi_open(const char *host, struct wmi **ret, struct dda_error **ret_error);
void wmi_close(struct wmi *wmi);

/*
 * What is said of calls that fail from now on: the device or VM they are about, and what could not
 * be done ("could not be disabled"). Both NULL: the host, and the call itself. The texts are
 * copied.
 */
void wmi_about(struct wmi *wmi, const char *subject, const char *doing);

/* The HRESULT of the last call that failed; 0: none did. */
uint32_t wmi_result(const struct wmi *wmi);

/* How many round trips were made: queries, objects read, methods called. */
unsigned wmi_calls(const struct wmi *wmi);

/* The objects that answer `wql` in namespace `space`: *ret is an array the caller releases. */
int wmi_query(struct wmi *wmi, const char *space, const char *wql, json_t **ret,
              struct dda_error **ret_error);

/* The same, with system properties ("__PATH"...) too. */
int wmi_objects(struct wmi *wmi, const char *space, const char *wql, json_t **ret,
                struct dda_error **ret_error);

/* The object at `path`, with system properties ("__PATH"...) too. */
int wmi_get(struct wmi *wmi, const char *space, const char *path, json_t **ret,
            struct dda_error **ret_error);

/*
 * Calls `method` of the object at `path` with `parameters`, a JSON object, or NULL for none. *ret:
 * what it gave back, "ReturnValue" among it, which the caller judges.
 */
int wmi_call(struct wmi *wmi, const char *space, const char *path, const char *method,
             const json_t *parameters, json_t **ret, struct dda_error **ret_error);

/*
 * An object as the text (XML) that methods take for embedded instances: the one at `path`, or a new
 * one when `path` is a class, with `changes`, a JSON object of properties. *ret is a heap string.
 */
int wmi_text(struct wmi *wmi, const char *space, const char *path, const json_t *changes,
             char **ret, struct dda_error **ret_error);

DEFINE_CLEANUP(struct wmi, cleanup_wmi, wmi_close)
#define _cleanup_wmi_ _cleanup_(cleanup_wmi)
