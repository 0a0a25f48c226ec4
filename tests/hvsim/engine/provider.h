/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/fault.h"
#include "engine/path.h"
#include "engine/schema.h"
#include <jansson.h>

/*
 * What stands behind the classes: the only things the engine asks of the simulated
 * host. All but provider_server() are called between provider_begin() and
 * provider_end().
 */

/* The name in paths. */
const char *provider_server(void);

/* Takes the host's state, for this process alone, as it is now. Returns S_OK or what WMI would say.
 */
HRESULT provider_begin(void);

/* Gives it back, kept when something has changed. Returns S_OK or WBEM_E_FAILED. */
HRESULT provider_end(void);

/* True when the namespace answers on this host. */
bool provider_serves(const char *namespace);

/*
 * The instances of exactly `class`: an array of objects with their properties, those left out
 * being null. `path` (or NULL) says which one is meant; others may then be left out.
 * NULL when this class has none.
 */
json_t *provider_list(const struct wmi_class *class, const struct wmi_path *path);

/* A method call. */
struct call {
	const struct wmi_class *class;
	const struct wmi_method *method;
	const struct wmi_path *target;
	const json_t *in;          /* parameters, by name, or NULL */
	json_t *out;               /* to be filled, ReturnValue too */
	const struct fault *fault; /* how it shall go wrong */
};

/* Does it. Returns S_OK or an error of WMI, e.g. WBEM_E_NOT_FOUND for a target that is not there.
 */
HRESULT provider_call(struct call *call);

/* PutInstance of a changed instance. Returns S_OK or an error of WMI. */
HRESULT provider_put(const struct wmi_class *class, const json_t *values);
