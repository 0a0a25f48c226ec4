/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/vm-object.h"

#include <errno.h>
#include <strings.h>

#include "base/text.h"
#include "host/hyperv/device-id.h"
#include "host/hyperv/query.h"
#include "host/hyperv/snapshot.h"

static int find_guid(const struct hyperv_live *live, const char *vm, const char **ret,
                     struct dda_error **ret_error)
{
	const struct vm_name *name = names_vm(&live->names, vm);

	if (!name || !name->guid)
		return error_set(ret_error, -ENOENT, DDA_ERROR_FAILED, vm,
		                 "there is no such VM any more",
		                 "\"dda vms\" shows the VMs that are there");
	*ret = name->guid;
	return 0;
}

/* All objects of a query about the VM: its %s is the VM's GUID between `before` and `after`. */
static int ask(struct hyperv_live *live, const char *vm, const char *format, const char *before,
               const char *after, json_t **ret, struct dda_error **ret_error)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *guid = NULL, *id, *wql;
	int r = find_guid(live, vm, &guid, ret_error);

	if (r < 0)
		return r;
	id = arena_format(&arena, "%s%s%s", before, guid, after);
	wql = id ? query_format(&arena, format, id, NULL) : NULL;
	return wql ? wmi_objects(live->wmi, VIRTUALIZATION, wql, ret, ret_error)
	           : error_no_memory(ret_error);
}

static int ask_one(struct hyperv_live *live, const char *vm, const char *format, const char *before,
                   const char *after, json_t **ret, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *rows = NULL;
	int r = ask(live, vm, format, before, after, &rows, ret_error);

	if (r < 0)
		return r;
	if (json_array_size(rows) == 0)
		return error_set(ret_error, -ENOENT, DDA_ERROR_FAILED, vm,
		                 "there is no such VM any more",
		                 "\"dda vms\" shows the VMs that are there");
	*ret = json_incref(json_array_get(rows, 0));
	return 0;
}

int vm_object(struct hyperv_live *live, const char *vm, json_t **ret, struct dda_error **ret_error)
{
	return ask_one(live, vm, "SELECT * FROM Msvm_ComputerSystem WHERE Name = %s", "", "", ret,
	               ret_error);
}

int vm_object_settings(struct hyperv_live *live, const char *vm, json_t **ret,
                       struct dda_error **ret_error)
{
	return ask_one(live, vm,
	               "SELECT * FROM Msvm_VirtualSystemSettingData WHERE InstanceID = %s",
	               "Microsoft:", "", ret, ret_error);
}

int vm_object_memory(struct hyperv_live *live, const char *vm, json_t **ret,
                     struct dda_error **ret_error)
{
	return ask_one(live, vm, "SELECT * FROM Msvm_MemorySettingData WHERE InstanceID LIKE %s",
	               "Microsoft:", "%", ret, ret_error);
}

/* The entry names the dismounted device. */
static bool names_it(const json_t *entry, const struct device_name *device)
{
	_cleanup_(arena_free) struct arena arena = {0};
	const char *path = value_item(entry, "HostResource", 0);
	const char *id = path ? device_id_of_object(&arena, path) : NULL;

	return id && device->proxy && strcasecmp(id, device->proxy) == 0;
}

int vm_object_device(struct hyperv_live *live, const char *vm, const struct device_name *device,
                     json_t **ret, struct dda_error **ret_error)
{
	_cleanup_json_ json_t *rows = NULL;
	int r = ask(live, vm, "SELECT * FROM Msvm_PciExpressSettingData WHERE InstanceID LIKE %s",
	            "Microsoft:", "%", &rows, ret_error);

	if (r < 0)
		return r;
	*ret = NULL;
	for (size_t i = 0; i < json_array_size(rows) && !*ret; i++)
		if (names_it(json_array_get(rows, i), device))
			*ret = json_incref(json_array_get(rows, i));
	return 0;
}
