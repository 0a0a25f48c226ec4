/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* GetDeviceProperties: the DEVPKEYs of a device node, by the numbers of pciprop.h and devpkey.h. */
#include "base/cleanup.h"
#include "host/device.h"
#include "host/pnp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCI_DEVICE "{3AB22E31-8264-4B4E-9AF5-A8D2D8E33E62}"
#define PCI_ROOT "{D817FC28-793E-4B9E-9970-469D8BE63073}"
#define DEVICE "{A45C254E-DF1C-4EFD-8020-67D146A850E0}"
#define NODE "{4340A6C5-93FA-4706-972C-7B648008A5A7}"
#define DRIVER "{A8B865DD-2E3D-4094-AD97-E593A70C75D6}"
#define NUMA "{540B947E-8B40-45BC-A8A2-6A0B894CBDA2}"

/* A node: a function's own or the proxy's. */
struct node {
	const struct host *host;
	const json_t *device;
	bool proxy;
};

enum kind { NUMBER, FLAG, TEXT, TEXTS };

static const struct {
	int type; /* DEVPROP_TYPE */
	const char *class;
} kinds[] = {
        [NUMBER] = {7, "Win32_PnPDevicePropertyUint32"},
        [FLAG] = {17, "Win32_PnPDevicePropertyBoolean"},
        [TEXT] = {18, "Win32_PnPDevicePropertyString"},
        [TEXTS] = {8210, "Win32_PnPDevicePropertyStringArray"},
};

static json_t *location_paths(const struct node *n)
{
	return json_pack("[s]", text_of(n->device, "location"));
}

static json_t *location_info(const struct node *n)
{
	int64_t address = number_of(n->device, "address");

	return json_sprintf("PCI bus %d, device %d, function %d", (int)number_of(n->device, "bus"),
	                    (int)(address >> 16), (int)(address & 0xffff));
}

static json_t *class_byte(const struct node *n, int index)
{
	char digits[3] = {0};
	const char *class = text_of(n->device, "class");

	if (strlen(class) != 6)
		return NULL;
	memcpy(digits, class + 2 * index, 2);
	return json_integer((json_int_t)strtol(digits, NULL, 16));
}

static json_t *base_class(const struct node *n)
{
	return class_byte(n, 0);
}

static json_t *sub_class(const struct node *n)
{
	return class_byte(n, 1);
}

static json_t *prog_if(const struct node *n)
{
	return class_byte(n, 2);
}

/* What firmware that keeps control of PCI Express leaves of an endpoint. */
static json_t *device_type(const struct node *n)
{
	int64_t type = number_of(n->device, "type");

	return json_integer(type >= 2 && type <= 4 && !config_flag(n->host, "native_pcie") ? 5
	                                                                                   : type);
}

static json_t *interrupt_support(const struct node *n)
{
	return json_integer(flag_of(n->device, "line_interrupt") ? 1 : 1 | 4);
}

static json_t *problem(const struct node *n)
{
	return json_integer(device_problem(n->device, n->proxy));
}

static json_t *present(const struct node *n)
{
	return json_boolean(device_is_present(n->device, n->proxy));
}

static json_t *instance_id(const struct node *n)
{
	_cleanup_free_ char *path = device_path(n->device, n->proxy);

	return json_string(path);
}

static json_t *children(const struct node *n)
{
	_cleanup_free_ char *path = device_path(n->device, false);
	json_t *list = json_array(), *other;
	size_t i;

	json_array_foreach(n->host->devices, i,
	                   other) if (strcmp(text_of(other, "parent"), path) == 0)
	{
		_cleanup_free_ char *child = device_path(other, flag_of(other, "dismounted"));

		json_array_append_new(list, json_string(child));
	}
	if (json_array_size(list))
		return list;
	json_decref(list);
	return NULL;
}

static json_t *root_control(const struct node *n)
{
	return *text_of(n->device, "enumerator") ? json_boolean(config_flag(n->host, "native_pcie"))
	                                         : NULL;
}

/* In the order of their numbers. `value` makes what is no plain member of the device. */
static const struct property {
	const char *name, *format;
	int pid;
	enum kind kind;
	const char *member;
	json_t *(*value)(const struct node *);
} properties[] = {
        {"DEVPKEY_Device_DeviceDesc", DEVICE, 2, TEXT, "name", NULL},
        {"DEVPKEY_Device_Manufacturer", DEVICE, 13, TEXT, "manufacturer", NULL},
        {"DEVPKEY_Device_LocationInfo", DEVICE, 15, TEXT, NULL, location_info},
        {"DEVPKEY_Device_BusNumber", DEVICE, 23, NUMBER, "bus", NULL},
        {"DEVPKEY_Device_Address", DEVICE, 30, NUMBER, "address", NULL},
        {"DEVPKEY_Device_LocationPaths", DEVICE, 37, TEXTS, NULL, location_paths},
        {"DEVPKEY_Device_InstanceId", "{78C34FC8-104A-4ACA-9EA4-524D52996E57}", 256, TEXT, NULL,
         instance_id},
        {"DEVPKEY_Device_ProblemCode", NODE, 3, NUMBER, NULL, problem},
        {"DEVPKEY_Device_Parent", NODE, 8, TEXT, "parent", NULL},
        {"DEVPKEY_Device_Children", NODE, 9, TEXTS, NULL, children},
        {"DEVPKEY_Device_IsPresent", "{540B947E-8B40-45BC-A8A2-6A0B894CBDA2}", 5, FLAG, NULL,
         present},
        {"DEVPKEY_Numa_Proximity_Domain", NUMA, 1, NUMBER, "numa", NULL},
        {"DEVPKEY_Device_Numa_Node", NUMA, 3, NUMBER, "numa", NULL},
        {"DEVPKEY_Device_DriverVersion", DRIVER, 3, TEXT, "driver_version", NULL},
        {"DEVPKEY_PciDevice_DeviceType", PCI_DEVICE, 1, NUMBER, NULL, device_type},
        {"DEVPKEY_PciDevice_CurrentSpeedAndMode", PCI_DEVICE, 2, NUMBER, NULL, NULL},
        {"DEVPKEY_PciDevice_BaseClass", PCI_DEVICE, 3, NUMBER, NULL, base_class},
        {"DEVPKEY_PciDevice_SubClass", PCI_DEVICE, 4, NUMBER, NULL, sub_class},
        {"DEVPKEY_PciDevice_ProgIf", PCI_DEVICE, 5, NUMBER, NULL, prog_if},
        {"DEVPKEY_PciDevice_CurrentPayloadSize", PCI_DEVICE, 6, NUMBER, "payload", NULL},
        {"DEVPKEY_PciDevice_MaxPayloadSize", PCI_DEVICE, 7, NUMBER, "payload", NULL},
        {"DEVPKEY_PciDevice_MaxReadRequestSize", PCI_DEVICE, 8, NUMBER, "payload", NULL},
        {"DEVPKEY_PciDevice_CurrentLinkSpeed", PCI_DEVICE, 9, NUMBER, "link_speed", NULL},
        {"DEVPKEY_PciDevice_CurrentLinkWidth", PCI_DEVICE, 10, NUMBER, "link_width", NULL},
        {"DEVPKEY_PciDevice_MaxLinkSpeed", PCI_DEVICE, 11, NUMBER, "link_max_speed", NULL},
        {"DEVPKEY_PciDevice_MaxLinkWidth", PCI_DEVICE, 12, NUMBER, "link_max_width", NULL},
        {"DEVPKEY_PciDevice_ExpressSpecVersion", PCI_DEVICE, 13, NUMBER, "express_version", NULL},
        {"DEVPKEY_PciDevice_InterruptSupport", PCI_DEVICE, 14, NUMBER, NULL, interrupt_support},
        {"DEVPKEY_PciDevice_InterruptMessageMaximum", PCI_DEVICE, 15, NUMBER, "messages", NULL},
        {"DEVPKEY_PciDevice_BarTypes", PCI_DEVICE, 16, NUMBER, "bar_types", NULL},
        {"DEVPKEY_PciDevice_AERCapabilityPresent", PCI_DEVICE, 17, FLAG, "aer", NULL},
        {"DEVPKEY_PciDevice_S0WakeupSupported", PCI_DEVICE, 25, FLAG, "wakeup", NULL},
        {"DEVPKEY_PciDevice_SriovSupport", PCI_DEVICE, 26, NUMBER, "sriov", NULL},
        {"DEVPKEY_PciDevice_AcsSupport", PCI_DEVICE, 29, NUMBER, "acs", NULL},
        {"DEVPKEY_PciDevice_AriSupport", PCI_DEVICE, 30, FLAG, "ari", NULL},
        {"DEVPKEY_PciDevice_AcsCompatibleUpHierarchy", PCI_DEVICE, 31, NUMBER, "acs_up", NULL},
        {"DEVPKEY_PciDevice_AcsCapabilityRegister", PCI_DEVICE, 32, NUMBER, "acs_register", NULL},
        {"DEVPKEY_PciDevice_AtsSupport", PCI_DEVICE, 33, FLAG, "ats", NULL},
        {"DEVPKEY_PciDevice_RequiresReservedMemoryRegion", PCI_DEVICE, 34, FLAG, "rmrr", NULL},
        {"DEVPKEY_PciDevice_OnPostPath", PCI_DEVICE, 37, FLAG, "post_path", NULL},
        {"DEVPKEY_PciRootBus_NativePciExpressControl", PCI_ROOT, 17, FLAG, NULL, root_control},
};

static json_t *value_of(const struct node *n, const struct property *p)
{
	if (p->value)
		return p->value(n);
	return p->member ? json_incref(json_object_get(n->device, p->member)) : NULL;
}

static json_t *result(const struct node *n, const struct property *p, const char *key)
{
	_cleanup_free_ char *id = device_path(n->device, n->proxy);
	json_t *value = p ? value_of(n, p) : NULL;
	const char *class = value ? kinds[p->kind].class : "Win32_PnPDevicePropertyEmpty";
	json_t *result = json_pack("{ss ss ss sI}", "__CLASS", class, "DeviceID", id, "Key", key,
	                           "Type", (json_int_t)(value ? kinds[p->kind].type : 0));

	if (p)
		json_object_set_new(result, "KeyName", json_string(p->name));
	if (value)
		json_object_set_new(result, "Data", value);
	return result;
}

static void key_text(const struct property *p, char ret[static 64])
{
	snprintf(ret, 64, "%s %d", p->format, p->pid);
}

/* Only what this node has. */
static json_t *all_properties(const struct node *n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < sizeof(properties) / sizeof(*properties); i++) {
		char key[64];
		json_t *one;

		key_text(&properties[i], key);
		one = result(n, &properties[i], key);
		if (json_object_get(one, "Data"))
			json_array_append(list, one);
		json_decref(one);
	}
	return list;
}

/* "{FORMAT} PID" with any number of blanks. */
static bool is_number_key(const char *wanted, const struct property *p)
{
	size_t length = strlen(p->format);
	char *end;

	return _strnicmp(wanted, p->format, length) == 0 &&
	       strtol(wanted + length, &end, 10) == p->pid && !*end;
}

/* NULL when `wanted` is no name; a number that nobody has is an empty property. */
static json_t *one_property(const struct node *n, const char *wanted)
{
	for (size_t i = 0; i < sizeof(properties) / sizeof(*properties); i++)
		if (_stricmp(wanted, properties[i].name) == 0 ||
		    is_number_key(wanted, &properties[i])) {
			char key[64];

			key_text(&properties[i], key);
			return result(n, &properties[i], key);
		}
	return *wanted == '{' ? result(n, NULL, wanted) : NULL;
}

static json_t *wanted_properties(const struct node *n, const json_t *keys)
{
	json_t *list = json_array(), *key;
	size_t i;

	json_array_foreach(keys, i, key)
	{
		json_t *one = one_property(n, json_string_value(key));

		if (!one) {
			json_decref(list);
			return NULL;
		}
		json_array_append_new(list, one);
	}
	return list;
}

HRESULT pnp_properties(struct host *host, struct call *call)
{
	const json_t *keys = json_object_get(call->in, "devicePropertyKeys");
	const char *id = path_key(call->target, "DeviceID");
	struct node node = {.host = host};
	json_t *list;

	node.device = id ? device_by_path(host, id, &node.proxy) : NULL;
	if (!node.device || !device_has_node(node.device, node.proxy))
		return WBEM_E_NOT_FOUND;
	list = json_array_size(keys) ? wanted_properties(&node, keys) : all_properties(&node);
	/* One name that Windows does not know makes it all fail. */
	if (!list)
		return WBEM_E_FAILED;
	json_object_set_new(call->out, "deviceProperties", list);
	json_object_set_new(call->out, "ReturnValue", json_integer(0));
	return S_OK;
}
