/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/cleanup.h"
#include "host/hyperv/wmi-value.h"
#include "host/hyperv/wmi.h"

/* One namespace that is connected. */
struct connection {
	char *space;
	IWbemServices *services;
};

struct wmi {
	char *host;            /* NULL: this machine */
	char *subject, *doing; /* wmi_about() */
	IWbemLocator *locator;
	struct {
		struct connection *items;
		size_t count;
	} connections;
	uint32_t result;
	unsigned calls;
};

/* The services of a namespace, connected when first needed; they belong to `wmi`. Returns 0, or a
 * negative errno with an error set. */
int wmi_connect(struct wmi *wmi, const char *space, IWbemServices **ret,
                struct dda_error **ret_error);

/* Keeps `hr`, and sets an error about it with what the provider said. Returns a negative errno. */
int wmi_fail(struct wmi *wmi, HRESULT hr, const char *doing, struct dda_error **ret_error);
