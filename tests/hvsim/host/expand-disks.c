/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/expand.h"

#include "base/cleanup.h"
#include "host/device.h"

#include <errno.h>
#include <stdio.h>

/* The disk's own device node, below that of its controller. */
static json_t *disk_node(json_t *disk, const json_t *controller)
{
	_cleanup_free_ char *parent = device_path(controller, false);
	char guid[37], id[120];

	guid_of(text_of(controller, "location"), guid);
	snprintf(id, sizeof(id), "DISK&VEN_NVME&PROD_%.16s\\5&%.8s&0&000000",
	         text_of(disk, "model"), guid);
	for (char *c = id; *c; c++)
		if (*c == ' ')
			*c = '_';
	json_object_set_new(disk, "pnp", json_sprintf("SCSI\\%s", id));
	return json_pack("{ss ss ss ss ss ss sI sI sI}", "enumerator", "SCSI", "id", id, "name",
	                 text_of(disk, "model"), "parent", parent, "pnp_class", "DiskDrive",
	                 "service", "disk", "type", (json_int_t)-1, "problem", (json_int_t)0,
	                 "numa", (json_int_t)number_of(controller, "numa"));
}

/* Windows runs from it, so its controller cannot go before a reboot. */
static void hold_controller(const json_t *disk, json_t *controller)
{
	if (flag_of(disk, "boot") || flag_of(disk, "system"))
		json_object_set_new(controller, "needs_reboot", json_true());
}

int expand_disks(const json_t *description, json_t *state)
{
	struct host host = {.state = state, .devices = json_object_get(state, "devices")};
	json_t *disk;
	size_t i;

	json_array_foreach(json_object_get(state, "disks"), i, disk)
	{
		json_t *controller = device_by_location(&host, text_of(disk, "on"));

		if (!controller) {
			fprintf(stderr, "hvsim: a disk on no controller: %s\n",
			        text_of(disk, "on"));
			return -EINVAL;
		}
		hold_controller(disk, controller);
		json_array_append_new(host.devices, disk_node(disk, controller));
	}
	return 0;
}
