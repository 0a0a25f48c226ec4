/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-guest.h"

#include <errno.h>
#include <jansson.h>

#include "base/text.h"

#define SOURCE "guest agent"
#define DRIVER_MAX 64
#define DRIVER_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."

/* The first `length` bytes of `name`. */
static int note_driver(const char *name, size_t length, struct arena *arena,
                       struct guest_view *view)
{
	if (length == 0) {
		view->driver.fact = fact_absent(SOURCE);
		return 0;
	}
	if (length > DRIVER_MAX || strspn(name, DRIVER_CHARACTERS) < length) {
		view->driver.fact = fact_unknown(SOURCE, EINVAL);
		return 0;
	}
	view->driver.value = arena_copy(arena, name, length);
	view->driver.fact = fact_known(SOURCE);
	return view->driver.value ? 0 : -ENOMEM;
}

/* The value of a line "KEY=value" of `text`, NULL without it. */
static const char *value_of(const char *text, const char *key)
{
	for (; text; text = strchr(text, '\n'), text = text ? text + 1 : NULL) {
		const char *rest = text_after(text, key);

		if (rest && *rest == '=')
			return rest + 1;
	}
	return NULL;
}

static bool has_id(const char *text, unsigned long id)
{
	uint64_t vendor, device;

	return text && text_number(text, 16, 4, &text, &vendor) == 0 && *text == ':' &&
	       text_number(text + 1, 16, 4, &text, &device) == 0 && (vendor << 16 | device) == id;
}

int decode_guest_uevent(const char *text, unsigned long id, struct arena *arena,
                        struct guest_view *view)
{
	const char *driver = value_of(text, "DRIVER");

	if (!has_id(value_of(text, "PCI_ID"), id))
		return -EINVAL;
	view->seen = fact_known(SOURCE);
	return note_driver(driver, driver ? strcspn(driver, "\n") : 0, arena, view);
}

static bool is_id(const char *name, const char *prefix, unsigned long id)
{
	const char *rest = strstr(name, prefix);
	uint64_t value;

	return rest && text_number(rest + strlen(prefix), 16, 4, &rest, &value) == 0 && value == id;
}

static bool is_device(const json_t *device, const struct hostdev *hostdev)
{
	const char *name = json_string_value(json_object_get(device, "id"));
	json_int_t bus = json_integer_value(json_object_get(device, "bus"));
	json_int_t address = json_integer_value(json_object_get(device, "address"));

	return name && bus == hostdev->place.bus &&
	       address == (json_int_t)(hostdev->place.device << 16 | hostdev->place.function) &&
	       is_id(name, "VEN_", hostdev->id >> 16) && is_id(name, "DEV_", hostdev->id & 0xffff);
}

static int note_device(const json_t *device, struct arena *arena, struct guest_view *view)
{
	const char *service = json_string_value(json_object_get(device, "service"));
	const json_t *problem = json_object_get(device, "problem");

	view->seen = fact_known(SOURCE);
	view->problem.fact = fact_unknown(SOURCE, EINVAL);
	if (json_is_integer(problem) && json_integer_value(problem) >= 0) {
		view->problem.fact = fact_known(SOURCE);
		view->problem.value = (uint64_t)json_integer_value(problem);
	}
	return note_driver(service, service ? strlen(service) : 0, arena, view);
}

static int note_hostdev(const json_t *devices, struct arena *arena, struct hostdev *hostdev)
{
	const json_t *device;
	size_t i;

	hostdev->view.seen = fact_absent(SOURCE);
	json_array_foreach(devices, i, device)
	{
		if (is_device(device, hostdev))
			return note_device(device, arena, &hostdev->view);
	}
	return 0;
}

int decode_guest_devices(const char *json, struct arena *arena, struct vm *vm)
{
	json_error_t error;
	json_t *devices = json_loads(json, 0, &error);
	int r = json_is_array(devices) || json_is_object(devices) ? 0 : -EINVAL;

	if (json_is_object(devices))
		devices = json_pack("[o]", devices);
	if (r == 0 && !devices)
		r = -ENOMEM;
	for (size_t i = 0; r == 0 && i < vm->hostdevs.count; i++)
		if (fact_is_present(vm->hostdevs.items[i].seen))
			r = note_hostdev(devices, arena, &vm->hostdevs.items[i]);
	json_decref(devices);
	return r;
}
