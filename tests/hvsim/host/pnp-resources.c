/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What device nodes have allocated: nothing while they are not running. */
#include "base/cleanup.h"
#include "host/device.h"
#include "host/pnp.h"

#include <stdio.h>

typedef void add_fn(json_t *list, const json_t *device, json_t *resource, const char *path);

/* Message interrupts count down from 2^32 - 2, one after the other over all devices. */
static json_t *interrupt(const json_t *device, int64_t number)
{
	char name[32];

	snprintf(name, sizeof(name), "IRQ %lld", (long long)number);
	return json_pack("{ss sI ss sb sI}", "CreationClassName", "Win32_IRQResource", "IRQNumber",
	                 (json_int_t)number, "Name", name, "Hardware", 1, "Vector", (json_int_t)0);
}

static json_t *memory(const json_t *bar)
{
	uint64_t start = (uint64_t)number_of(bar, "start");
	uint64_t end = start + (uint64_t)number_of(bar, "size") - 1;
	char name[48];

	snprintf(name, sizeof(name), "0x%llX-0x%llX", (unsigned long long)start,
	         (unsigned long long)end);
	return json_pack("{ss sI sI ss}", "CreationClassName", "Win32_DeviceMemoryAddress",
	                 "StartingAddress", (json_int_t)start, "EndingAddress", (json_int_t)end,
	                 "Name", name);
}

static bool is_running(const json_t *device)
{
	return device_is_present(device, false) && !device_problem(device, false);
}

static void walk_interrupts(const struct host *host, add_fn *add, json_t *list)
{
	int64_t number = 4294967294, line = 16;
	const json_t *device;
	size_t i;

	json_array_foreach(host->devices, i, device)
	{
		int64_t count = number_of(device, "messages");

		for (; is_running(device) && count > 0; count--, number--) {
			bool by_line = flag_of(device, "line_interrupt");
			json_t *resource = interrupt(device, by_line ? line++ : number);

			add(list, device, resource, "Win32_IRQResource");
			json_decref(resource);
		}
	}
}

static void walk_memory(const struct host *host, add_fn *add, json_t *list)
{
	const json_t *device, *bar;
	size_t i, k;

	json_array_foreach(host->devices, i, device)
	        json_array_foreach(json_object_get(device, "bars"), k, bar) if (is_running(device))
	{
		json_t *resource = memory(bar);

		add(list, device, resource, "Win32_DeviceMemoryAddress");
		json_decref(resource);
	}
}

static void add_itself(json_t *list, const json_t *device, json_t *resource, const char *class)
{
	json_array_append(list, resource);
}

static void add_allocation(json_t *list, const json_t *device, json_t *resource, const char *class)
{
	_cleanup_free_ char *id = device_path(device, false);
	json_t *key = json_pack("{ss}", "DeviceID", id);
	_cleanup_free_ char *entity = path_full(wmi_class_find("root\\cimv2", "Win32_PnPEntity"),
	                                        key);
	_cleanup_free_ char *path = path_full(wmi_class_find("root\\cimv2", class), resource);

	json_array_append_new(list, json_pack("{ss ss}", "Antecedent", path, "Dependent", entity));
	json_decref(key);
}

json_t *pnp_interrupts(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array();

	walk_interrupts(host, add_itself, list);
	return list;
}

json_t *pnp_memory(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array();

	walk_memory(host, add_itself, list);
	return list;
}

json_t *pnp_allocations(const struct host *host, const struct wmi_path *path)
{
	json_t *list = json_array();

	walk_interrupts(host, add_allocation, list);
	walk_memory(host, add_allocation, list);
	return list;
}
