/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/device.h"

#include "base/cleanup.h"
#include "engine/buffer.h"

#include <string.h>

#define PHANTOM 45
#define CANNOT_START 10

char *device_path(const json_t *device, bool proxy)
{
	_cleanup_(buffer_done) struct buffer path = {0};
	const char *enumerator = text_of(device, "enumerator");

	if (!*enumerator)
		enumerator = proxy ? "PCIP" : "PCI";
	buffer_format(&path, "%s\\%s", enumerator, text_of(device, "id"));
	return buffer_take(&path);
}

json_t *device_by_path(const struct host *host, const char *path, bool *ret_proxy)
{
	const char *id = strchr(path, '\\');
	bool proxy = _strnicmp(path, "PCIP\\", 5) == 0;
	json_t *device;
	size_t i;

	if (!id)
		return NULL;
	json_array_foreach(host->devices, i, device)
	{
		_cleanup_free_ char *own = NULL;

		if (_stricmp(text_of(device, "id"), id + 1) != 0)
			continue;
		own = device_path(device, proxy);
		if (!own || _stricmp(own, path) != 0)
			continue;
		if (ret_proxy)
			*ret_proxy = proxy;
		return device;
	}
	return NULL;
}

json_t *device_by_location(const struct host *host, const char *location)
{
	json_t *device;
	size_t i;

	json_array_foreach(host->devices, i, device) if (_stricmp(text_of(device, "location"),
	                                                          location) == 0) return device;
	return NULL;
}

bool device_has_node(const json_t *device, bool proxy)
{
	return !proxy || flag_of(device, "dismounted") || flag_of(device, "proxy_known");
}

bool device_is_present(const json_t *device, bool proxy)
{
	return flag_of(device, "dismounted") == proxy;
}

int64_t device_problem(const json_t *device, bool proxy)
{
	if (!device_is_present(device, proxy))
		return PHANTOM;
	if (proxy)
		return flag_of(device, "fails_as_proxy") ? CANNOT_START : 0;
	return number_of(device, "problem");
}
