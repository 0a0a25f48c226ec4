/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/expand.h"

#include "host/host.h"

#include <stdio.h>

/* What is taken over as it stands in the description. */
static const char *const lists[] = {"disks", "networks"};

static json_t *expand_host(const json_t *defaults, const json_t *description)
{
	json_t *host = merged(json_object_get(defaults, "host"),
	                      json_object_get(description, "host"));
	const json_t *systems = json_object_get(host, "os");
	json_t *system = json_object_get(systems, text_of(host, "edition"));

	json_object_set(host, "os", system);
	return host;
}

json_t *expand(const json_t *defaults, const json_t *description)
{
	json_t *state = json_object();

	json_object_set_new(state, "host", expand_host(defaults, description));
	json_object_set_new(state, "jobs", json_array());
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		json_t *list = json_object_get(description, lists[i]);

		json_object_set_new(state, lists[i], list ? json_deep_copy(list) : json_array());
	}
	json_object_set_new(state, "registry",
	                    merged(NULL, json_object_get(description, "registry")));
	json_object_set(state, "pci_setting", json_object_get(defaults, "pci_setting"));
	json_object_set(state, "gpu_setting", json_object_get(defaults, "gpu_setting"));
	if (expand_devices(defaults, description, state) < 0 ||
	    expand_disks(description, state) < 0 || expand_vms(defaults, description, state) < 0) {
		json_decref(state);
		return NULL;
	}
	return state;
}
