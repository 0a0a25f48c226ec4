/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-domain.h"

#include <errno.h>
#include <expat.h>
#include <stdio.h>
#include <strings.h>

#include "base/array.h"
#include "base/text.h"
#include "host/linux/decode-settings.h"
#include "host/linux/decode-space.h"
#include "host/linux/domain-xml.h"
#include "host/linux/entry-alias.h"
#include "host/linux/xml-path.h"

#define XML_MAX (16 << 20)
#define TEXT_MAX 256

struct decoder {
	XML_Parser parser;
	struct arena *arena;
	struct vm *vm;
	bool live;
	int error;
	struct xml_path path;
	char text[TEXT_MAX]; /* of the innermost element */
	size_t text_length;
	unsigned long memory_unit;
	struct space_decoder space;
	bool has_agent;
	struct vm_settings *settings; /* NULL: known already, from the stored definition */
	bool is_pci_hostdev, is_pci_controller;
	struct hostdev hostdev;
	struct vm_controller controller;
};

static void stop(struct decoder *decoder, int error)
{
	decoder->error = error;
	XML_StopParser(decoder->parser, XML_FALSE);
}

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (text_equal(attributes[0], name))
			return attributes[1];
	return NULL;
}

/* An attribute as a number, decimal or with 0x; 0 when it is not there or none. */
static unsigned number(const char **attributes, const char *name)
{
	const char *text = attribute(attributes, name);
	uint64_t value = 0;

	if (!text || text_whole_number(text, text_after(text, "0x") ? 16 : 10, &value) < 0)
		return 0;
	return (unsigned)value;
}

/* Factors of <memory unit=...>, as libvirt knows them; KiB where none is given. */
static unsigned long memory_unit(const char *unit)
{
	static const struct {
		const char *name;
		unsigned long factor;
	} units[] = {{"b", 1},           {"bytes", 1},      {"KB", 1000},     {"k", 1024},
	             {"KiB", 1024},      {"MB", 1000000},   {"M", 1 << 20},   {"MiB", 1 << 20},
	             {"GB", 1000000000}, {"G", 1 << 30},    {"GiB", 1 << 30}, {"TB", 1000000000000},
	             {"T", 1ul << 40},   {"TiB", 1ul << 40}};

	for (size_t i = 0; unit && i < sizeof(units) / sizeof(units[0]); i++)
		if (text_equal(unit, units[i].name))
			return units[i].factor;
	return 1024;
}

static struct address host_address(const char **attributes)
{
	return (struct address){
	        .domain = number(attributes, "domain"),
	        .bus = (uint8_t)number(attributes, "bus"),
	        .device = (uint8_t)(number(attributes, "slot") & 0x1f),
	        .function = (uint8_t)(number(attributes, "function") & 7),
	};
}

static struct guest_slot guest_slot(const char **attributes)
{
	return (struct guest_slot){
	        .bus = number(attributes, "bus"),
	        .device = number(attributes, "slot"),
	        .function = number(attributes, "function"),
	};
}

static void begin_hostdev(struct decoder *decoder, const char **attributes)
{
	decoder->is_pci_hostdev = text_equal(attribute(attributes, "mode"), "subsystem") &&
	                          text_equal(attribute(attributes, "type"), "pci");
	decoder->hostdev = (struct hostdev){
	        .managed = text_equal(attribute(attributes, "managed"), "yes"),
	        .configured = !decoder->live,
	        .live = decoder->live,
	};
}

static void begin_controller(struct decoder *decoder, const char **attributes)
{
	decoder->is_pci_controller = text_equal(attribute(attributes, "type"), "pci");
	decoder->controller = (struct vm_controller){
	        .index = number(attributes, "index"),
	        .model = arena_text(decoder->arena, attribute(attributes, "model")),
	};
}

static void note_guest_address(struct decoder *decoder, const char **attributes)
{
	if (!text_equal(attribute(attributes, "type"), "pci"))
		return;
	decoder->hostdev.guest = guest_slot(attributes);
	decoder->hostdev.has_guest = true;
}

static void note_hostdev_alias(struct decoder *decoder, const char **attributes)
{
	const char *name = attribute(attributes, "name");

	decoder->hostdev.alias = arena_text(decoder->arena, name);
	entry_alias_read(name, decoder->arena, &decoder->hostdev);
}

static void note_controller_alias(struct decoder *decoder, const char **attributes)
{
	const char *name = attribute(attributes, "name");

	decoder->controller.ours = name && text_after(name, PORT_ALIAS_PREFIX);
}

static void note_channel(struct decoder *decoder, const char **attributes)
{
	decoder->has_agent |= text_equal(attribute(attributes, "name"), "org.qemu.guest_agent.0");
}

static bool is_size(const char *path)
{
	return text_equal(path, "/domain/memory") || text_equal(path, "/domain/currentMemory") ||
	       text_equal(path, "/domain/memtune/hard_limit") ||
	       text_equal(path, "/domain/devices/controller/pcihole64");
}

static void begin(struct decoder *decoder, const char *path, const char **attributes)
{
	decode_space_begin(path, attributes, &decoder->space);
	if (decoder->settings)
		decode_setting_begin(path, attributes, decoder->arena, decoder->settings);
	if (is_size(path))
		decoder->memory_unit = memory_unit(attribute(attributes, "unit"));
	else if (text_equal(path, "/domain/os/type"))
		decoder->vm->machine = arena_text(decoder->arena, attribute(attributes, "machine"));
	else if (text_equal(path, "/domain/devices/hostdev"))
		begin_hostdev(decoder, attributes);
	else if (text_equal(path, "/domain/devices/hostdev/source/address"))
		decoder->hostdev.host = host_address(attributes);
	else if (text_equal(path, "/domain/devices/hostdev/address"))
		note_guest_address(decoder, attributes);
	else if (text_equal(path, "/domain/devices/hostdev/rom"))
		decoder->hostdev.rom = arena_text(decoder->arena, attribute(attributes, "file"));
	else if (text_equal(path, "/domain/devices/hostdev/alias"))
		note_hostdev_alias(decoder, attributes);
	else if (text_equal(path, "/domain/devices/controller"))
		begin_controller(decoder, attributes);
	else if (text_equal(path, "/domain/devices/channel/target"))
		note_channel(decoder, attributes);
	else if (text_equal(path, "/domain/devices/controller/alias"))
		note_controller_alias(decoder, attributes);
}

static void end_hostdev(struct decoder *decoder)
{
	struct vm *vm = decoder->vm;
	struct hostdev *known = (struct hostdev *)vm_find_hostdev(vm, decoder->hostdev.host);

	if (!decoder->is_pci_hostdev)
		return;
	if (known) {
		known->configured |= decoder->hostdev.configured;
		known->live |= decoder->hostdev.live;
		if (decoder->hostdev.alias)
			known->alias = decoder->hostdev.alias;
		known->ours |= decoder->hostdev.ours;
		if (!known->was_id) {
			known->was_id = decoder->hostdev.was_id;
			known->was_at = decoder->hostdev.was_at;
		}
		return;
	}
	known = ARRAY_ADD(&vm->hostdevs);
	if (known)
		*known = decoder->hostdev;
	else
		stop(decoder, -ENOMEM);
}

static void end_controller(struct decoder *decoder)
{
	struct vm *vm = decoder->vm;
	struct vm_controller *controller;

	if (!decoder->is_pci_controller || vm_find_controller(vm, decoder->controller.index))
		return;
	controller = ARRAY_ADD(&vm->controllers);
	if (controller)
		*controller = decoder->controller;
	else
		stop(decoder, -ENOMEM);
}

static uint64_t text_value(const struct decoder *decoder)
{
	uint64_t value = 0;

	return text_whole_number(decoder->text, 10, &value) < 0 ? 0 : value;
}

static void end_domain(struct decoder *decoder)
{
	decoder->vm->space = decoder->space.space;
	decoder->vm->has_agent = decoder->has_agent;
	if (decoder->settings)
		decoder->vm->kept_space = decoder->space.kept;
}

static void end(struct decoder *decoder, const char *path)
{
	struct vm *vm = decoder->vm;

	if (decoder->settings)
		decode_setting_end(path, decoder->text, decoder->memory_unit, decoder->settings);
	decode_space_end(path, decoder->text, decoder->memory_unit, &decoder->space);
	if (text_equal(path, "/domain"))
		end_domain(decoder);
	else if (text_equal(path, "/domain/name"))
		vm->name = arena_text(decoder->arena, decoder->text);
	else if (text_equal(path, "/domain/uuid"))
		vm->uuid = arena_text(decoder->arena, decoder->text);
	else if (text_equal(path, "/domain/memory"))
		vm->memory = text_value(decoder) * decoder->memory_unit;
	else if (text_equal(path, "/domain/vcpu"))
		vm->vcpus = (unsigned)text_value(decoder);
	else if (text_equal(path, "/domain/devices/hostdev"))
		end_hostdev(decoder);
	else if (text_equal(path, "/domain/devices/controller"))
		end_controller(decoder);
}

static void on_start(void *data, const char *name, const char **attributes)
{
	struct decoder *decoder = data;

	if (xml_path_enter(&decoder->path, name) < 0) {
		stop(decoder, -E2BIG);
		return;
	}
	decoder->text[decoder->text_length = 0] = '\0';
	begin(decoder, decoder->path.text, attributes);
}

static void on_text(void *data, const char *text, int length)
{
	struct decoder *decoder = data;
	size_t room = sizeof(decoder->text) - 1 - decoder->text_length;
	size_t n = (size_t)length < room ? (size_t)length : room;

	memcpy(decoder->text + decoder->text_length, text, n);
	decoder->text[decoder->text_length += n] = '\0';
}

static void on_end(void *data, const char *name)
{
	struct decoder *decoder = data;

	if (decoder->error)
		return; /* expat still ends the empty element that stopped it */
	end(decoder, decoder->path.text);
	xml_path_leave(&decoder->path);
}

/* Definitions need no document type; without one there are no entities to blow up. */
static void on_doctype(void *data, const char *name, const char *system, const char *public,
                       int subset)
{
	stop(data, -EINVAL);
}

int decode_domain(const char *xml, size_t length, bool live, struct arena *arena, struct vm *vm)
{
	struct decoder decoder = {.arena = arena, .vm = vm, .live = live};
	bool again = vm->name != NULL;
	int r = 0;

	if (length > XML_MAX)
		return -E2BIG;
	decoder.settings = again ? NULL : &vm->settings;
	decoder.parser = XML_ParserCreate(NULL);
	if (!decoder.parser)
		return -ENOMEM;
	XML_SetUserData(decoder.parser, &decoder);
	XML_SetElementHandler(decoder.parser, on_start, on_end);
	XML_SetCharacterDataHandler(decoder.parser, on_text);
	XML_SetStartDoctypeDeclHandler(decoder.parser, on_doctype);
	if (XML_Parse(decoder.parser, xml, (int)length, 1) != XML_STATUS_OK || !vm->name)
		r = decoder.error ? decoder.error : -EINVAL;
	XML_ParserFree(decoder.parser);
	return r;
}
