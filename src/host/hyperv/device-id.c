/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/device-id.h"

#include <strings.h>

#include "base/text.h"
#include "host/hyperv/object-path.h"
#include "host/hyperv/snapshot.h"

#define PROBLEM_PHANTOM 45 /* CM_PROB_PHANTOM: the device is not connected */

const char *device_id_tail(const char *id)
{
	if (strncasecmp(id, "PCI\\", 4) == 0)
		return id + 4;
	return device_id_is_dismounted(id) ? id + 5 : NULL;
}

bool device_id_is_dismounted(const char *id)
{
	return strncasecmp(id, "PCIP\\", 5) == 0;
}

const char *device_id_on_host(struct arena *arena, const char *id)
{
	const char *tail = device_id_tail(id);

	return tail ? arena_format(arena, "PCI\\%s", tail) : arena_text(arena, id);
}

const char *device_id_of_object(struct arena *arena, const char *path)
{
	const char *id = object_path_key(arena, path, "DeviceID");
	const char *device = id ? strchr(id, '\\') : NULL;

	return device ? device + 1 : NULL;
}

int device_id_compare(const char *a, const char *b)
{
	const char *tail_a = device_id_tail(a), *tail_b = device_id_tail(b);

	return strcasecmp(tail_a ? tail_a : a, tail_b ? tail_b : b);
}

bool device_is_present(const json_t *entity)
{
	uint64_t problem = 0;
	bool present;

	if (value_boolean(entity, "Present", &present))
		return present;
	value_number(entity, "ConfigManagerErrorCode", &problem);
	return problem != PROBLEM_PHANTOM;
}
