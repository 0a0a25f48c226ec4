/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/names.h"

#include <errno.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/text.h"

void names_deinit(struct hyperv_names *names)
{
	free(names->devices.items);
	free(names->vms.items);
	arena_free(&names->arena);
	*names = (struct hyperv_names){0};
}

/* Text that is there must be there in the copy too. */
static bool copied(const char *from, const char *to)
{
	return !from || to;
}

static int note_device(struct hyperv_names *names, const struct dda_function *function)
{
	const char *tail = function->instance_path ? text_after(function->instance_path, "PCI\\")
	                                           : NULL;
	struct device_name *device = ARRAY_ADD(&names->devices);

	if (!device)
		return -ENOMEM;
	device->address = function->address;
	device->missing = function->state == FUNCTION_MISSING;
	device->location = arena_text(&names->arena, function->location_path);
	device->instance = arena_text(&names->arena, function->instance_path);
	device->identity = identity_of(function);
	device->identity.location_path = device->location;
	device->identity.serial = NULL;
	device->proxy = tail ? arena_format(&names->arena, "PCIP\\%s", tail) : NULL;
	return copied(function->location_path, device->location) &&
	                       copied(function->instance_path, device->instance) &&
	                       copied(tail, device->proxy)
	               ? 0
	               : -ENOMEM;
}

static int note_vm(struct hyperv_names *names, const struct vm *from)
{
	struct vm_name *vm = ARRAY_ADD(&names->vms);

	if (!vm)
		return -ENOMEM;
	vm->name = arena_text(&names->arena, from->name);
	vm->guid = arena_text(&names->arena, from->uuid);
	vm->notes = arena_text(&names->arena, from->settings.notes);
	return vm->name && copied(from->uuid, vm->guid) && copied(from->settings.notes, vm->notes)
	               ? 0
	               : -ENOMEM;
}

int names_note(struct hyperv_names *names, const struct dda_inventory *inventory)
{
	int r = 0;

	names_deinit(names);
	for (size_t i = 0; r >= 0 && i < inventory->functions.count; i++)
		r = note_device(names, &inventory->functions.items[i]);
	for (size_t i = 0; r >= 0 && i < inventory->vms.count; i++)
		r = note_vm(names, &inventory->vms.items[i]);
	return r;
}

const struct device_name *names_device(const struct hyperv_names *names, struct address address)
{
	for (size_t i = 0; i < names->devices.count; i++)
		if (address_compare(names->devices.items[i].address, address) == 0)
			return &names->devices.items[i];
	return NULL;
}

int names_identify(const struct hyperv_names *names, const struct identity *was,
                   struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const struct device_name *device = names_device(names, was->address);
	struct address_text address = address_format(was->address);
	const char *difference;

	if (!device || device->missing)
		return error_set(ret_error, -ENODEV, DDA_ERROR_FAILED, address.text,
		                 "it is not there any more",
		                 "\"dda list\" shows the devices that are there");
	difference = identity_difference(was, &device->identity, &arena);
	return difference ? error_set(ret_error, -ENXIO, DDA_ERROR_FAILED, address.text, difference,
	                              "look with \"dda list\", then ask again for the card that is "
	                              "meant")
	                  : 0;
}

const struct vm_name *names_vm(const struct hyperv_names *names, const char *name)
{
	for (size_t i = 0; i < names->vms.count; i++)
		if (text_equal(names->vms.items[i].name, name) ||
		    text_equal(names->vms.items[i].guid, name))
			return &names->vms.items[i];
	return NULL;
}
