/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pnp.h"

#include "base/cleanup.h"
#include "host/device.h"

#include <stdio.h>
#include <string.h>

#define DISABLED 22

static const char *status_word(const json_t *device, bool proxy)
{
	if (!device_is_present(device, proxy))
		return "Unknown";
	return device_problem(device, proxy) ? "Error" : "OK";
}

/* From the most to the least exact, as Windows has them. */
static json_t *hardware_ids(const json_t *device)
{
	json_t *list = json_array();
	const char *id = text_of(device, "id");
	const char *end = strchr(id, '\\');
	char text[80];

	json_array_append_new(list, json_sprintf("PCI\\%.*s", (int)(end ? end - id : 0), id));
	snprintf(text, sizeof(text), "PCI\\VEN_%s&DEV_%s", text_of(device, "vendor"),
	         text_of(device, "device"));
	json_array_append_new(list, json_sprintf("%s&CC_%s", text, text_of(device, "class")));
	json_array_append_new(list, json_sprintf("%s&CC_%.4s", text, text_of(device, "class")));
	return list;
}

static const char *proxy_name(const json_t *device)
{
	if (flag_of(device, "mitigation"))
		return "PCI Express Graphics Processing Unit - Dismounted";
	return "PCI Express Device - Dismounted";
}

static json_t *entity(const struct host *host, const json_t *device, bool proxy)
{
	_cleanup_free_ char *path = device_path(device, proxy);
	const char *name = proxy ? proxy_name(device) : text_of(device, "name");
	bool root = *text_of(device, "enumerator");
	json_t *values;

	values = json_pack(
	        "{ss ss ss ss ss ss ss sI sb sb ss ss ss ss}", "CreationClassName",
	        "Win32_PnPEntity", "SystemCreationClassName", "Win32_ComputerSystem", "SystemName",
	        config_text(host, "name"), "DeviceID", path, "PNPDeviceID", path, "Name", name,
	        "Status", status_word(device, proxy), "ConfigManagerErrorCode",
	        (json_int_t)device_problem(device, proxy), "ConfigManagerUserConfig", 0, "Present",
	        device_is_present(device, proxy), "Manufacturer", text_of(device, "manufacturer"),
	        "PNPClass", proxy ? "System" : text_of(device, "pnp_class"), "ClassGuid",
	        proxy ? "{4d36e97d-e325-11ce-bfc1-08002be10318}" : text_of(device, "class_guid"),
	        "Service", proxy ? "pcip" : text_of(device, "service"));
	json_object_set_new(values, "Caption", json_string(name));
	json_object_set_new(values, "Description", json_string(name));
	if (!root)
		json_object_set_new(values, "HardwareID", hardware_ids(device));
	return values;
}

/* Whether a bare query lists phantoms is not known: host.phantoms says. By their path they can be
 * had. */
static bool is_listed(const struct host *host, const json_t *device, bool proxy, bool by_path)
{
	return device_has_node(device, proxy) &&
	       (by_path || device_is_present(device, proxy) || config_flag(host, "phantoms"));
}

json_t *pnp_entities(const struct host *host, const struct wmi_path *path)
{
	const char *id = path ? path_key(path, "DeviceID") : NULL;
	json_t *list = json_array(), *device;
	bool only_proxy = false;
	size_t i;

	if (id) {
		device = device_by_path(host, id, &only_proxy);
		if (device && is_listed(host, device, only_proxy, true))
			json_array_append_new(list, entity(host, device, only_proxy));
		return list;
	}
	json_array_foreach(host->devices, i,
	                   device) for (int proxy = 0; proxy < 2;
	                                proxy++) if (is_listed(host, device, proxy, false))
	        json_array_append_new(list, entity(host, device, proxy));
	return list;
}

static HRESULT change_problem(struct host *host, struct call *call, int problem)
{
	const char *id = path_key(call->target, "DeviceID");
	bool proxy = false;
	json_t *device = id ? device_by_path(host, id, &proxy) : NULL;
	bool reboot;

	if (!device || !device_has_node(device, proxy))
		return WBEM_E_NOT_FOUND;
	/* Of what cannot be disabled it is not known what Windows answers: nothing is changed. */
	if (proxy || !device_is_present(device, proxy) || *text_of(device, "enumerator"))
		return WBEM_E_FAILED;
	reboot = problem && flag_of(device, "needs_reboot");
	if (!reboot && number_of(device, "problem") != problem) {
		json_object_set_new(device, "problem", json_integer(problem));
		host->changed = true;
	}
	json_object_set_new(call->out, "rebootNeeded", json_boolean(reboot));
	json_object_set_new(call->out, "ReturnValue", json_integer(0));
	return S_OK;
}

HRESULT pnp_enable(struct host *host, struct call *call)
{
	return change_problem(host, call, 0);
}

HRESULT pnp_disable(struct host *host, struct call *call)
{
	return change_problem(host, call, DISABLED);
}
