/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "host/linux/decode-settings.h"
#include "host/linux/redact.h"
#include "host/linux/xml-path.h"

/*
 * A VM's definition is written anew with what is on the lists: disks, consoles, passwords, other
 * programs' metadata, serial numbers, MAC addresses are on none.
 */
struct redactor {
	XML_Parser parser;
	FILE *out;
	struct xml_path path;
	unsigned dropped; /* depth inside of an element that is left out */
	bool failed;
	struct redacted *redacted;
};

/* Elements of a domain that stay with all that is in them. */
static const char *const whole[] = {
        "/domain/name",
        "/domain/uuid",
        "/domain/memory",
        "/domain/currentMemory",
        "/domain/maxMemory",
        "/domain/memoryBacking",
        "/domain/memtune",
        "/domain/vcpu",
        "/domain/vcpus",
        "/domain/iothreads",
        "/domain/cputune",
        "/domain/numatune",
        "/domain/features",
        "/domain/cpu",
        "/domain/clock",
        "/domain/pm",
        "/domain/on_reboot",
        "/domain/on_poweroff",
        "/domain/on_crash",
        "/domain/os/type",
        "/domain/os/loader",
        "/domain/os/boot",
        "/domain/os/bios",
        "/domain/os/firmware",
        "/domain/devices/memballoon",
        "/domain/devices/controller",
        SETTINGS_PATH,
};

/* Those of which only what is in them is looked at. */
static const char *const opened[] = {
        "/domain",
        "/domain/os",
        "/domain/metadata",
        "/domain/devices",
        "/domain/qemu:commandline",
        "/domain/qemu:commandline/qemu:arg",
        "/domain/devices/hostdev",
        "/domain/devices/hostdev/source",
        "/domain/devices/hostdev/source/address",
        "/domain/devices/hostdev/driver",
        "/domain/devices/hostdev/rom",
        "/domain/devices/hostdev/boot",
};

/* Of any device: where it sits in the VM. */
static const char *const of_devices[] = {"address", "alias", "model", "target"};

/* Attributes of devices, and of what is in them. */
static const char *const attributes_kept[] = {
        "type",     "device",        "model", "mode", "managed",    "domain",  "bus",    "slot",
        "function", "multifunction", "index", "port", "controller", "unit",    "target", "chassis",
        "dev",      "name",          "state", "file", "bar",        "enabled", "order"};

static bool has(const char *const *list, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(list[i], text))
			return true;
	return false;
}
#define HAS(list, text) has(list, sizeof(list) / sizeof((list)[0]), text)

static bool is_whole(const char *path)
{
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		const char *after = text_after(path, whole[i]);

		if (after && (*after == '\0' || *after == '/'))
			return true;
	}
	return false;
}

static bool is_kept(const char *path)
{
	const char *device = text_after(path, "/domain/devices/");
	const char *part = device ? strchr(device, '/') : NULL;

	return HAS(opened, path) || is_whole(path) ||
	       (device && (!part || HAS(of_devices, part + 1)));
}

/* What is asked of QEMU by hand may be anything; dda looks for the window of OVMF. */
static bool is_argument_kept(const char *value)
{
	return text_equal(value, "-fw_cfg") || decode_window(value);
}

static void write_escaped(const char *text, size_t length, FILE *out)
{
	for (size_t i = 0; i < length; i++)
		if (strchr("&<>'\"", text[i]) && text[i])
			fprintf(out, "&#%d;", text[i]);
		else
			fputc(text[i], out);
}

static void write_attribute(struct redactor *redactor, const char *name, const char *value)
{
	fprintf(redactor->out, " %s='", name);
	write_escaped(value, strlen(value), redactor->out);
	fputc('\'', redactor->out);
}

static void write_attributes(struct redactor *redactor, const char **attributes)
{
	const char *path = redactor->path.text;
	bool all = is_whole(path) || text_equal(path, "/domain") || text_equal(path, "/domain/os");
	bool argument = text_equal(path, "/domain/qemu:commandline/qemu:arg");

	for (; *attributes; attributes += 2) {
		if (argument && text_equal(attributes[0], "value"))
			write_attribute(redactor, "value",
			                is_argument_kept(attributes[1]) ? attributes[1]
			                                                : "removed");
		else if (all || HAS(attributes_kept, attributes[0]) ||
		         text_after(attributes[0], "xmlns:"))
			write_attribute(redactor, attributes[0], attributes[1]);
		else
			redactor->redacted->counts[REDACTED_DEFINITION]++;
	}
}

static void on_start(void *data, const char *name, const char **attributes)
{
	struct redactor *redactor = data;

	if (redactor->dropped || xml_path_enter(&redactor->path, name) < 0) {
		redactor->dropped++;
		return;
	}
	if (!is_kept(redactor->path.text)) {
		xml_path_leave(&redactor->path);
		redactor->dropped++;
		redactor->redacted->counts[REDACTED_DEFINITION]++;
		return;
	}
	fprintf(redactor->out, "<%s", name);
	write_attributes(redactor, attributes);
	fputc('>', redactor->out);
}

static void on_text(void *data, const char *text, int length)
{
	struct redactor *redactor = data;

	if (!redactor->dropped && is_whole(redactor->path.text))
		write_escaped(text, (size_t)length, redactor->out);
}

static void on_end(void *data, const char *name)
{
	struct redactor *redactor = data;

	if (redactor->dropped) {
		redactor->dropped--;
		return;
	}
	fprintf(redactor->out, "</%s>", name);
	xml_path_leave(&redactor->path);
	if (!is_whole(redactor->path.text)) /* there it would become a part of the text */
		fputc('\n', redactor->out);
}

static void on_doctype(void *data, const char *name, const char *system, const char *public,
                       int subset)
{
	struct redactor *redactor = data;

	redactor->failed = true;
	XML_StopParser(redactor->parser, XML_FALSE);
}

static bool rewrite(const char *xml, struct redactor *redactor)
{
	redactor->parser = XML_ParserCreate(NULL);
	if (!redactor->parser)
		return false;
	XML_SetUserData(redactor->parser, redactor);
	XML_SetElementHandler(redactor->parser, on_start, on_end);
	XML_SetCharacterDataHandler(redactor->parser, on_text);
	XML_SetStartDoctypeDeclHandler(redactor->parser, on_doctype);
	redactor->failed |= XML_Parse(redactor->parser, xml, (int)strlen(xml), 1) != XML_STATUS_OK;
	XML_ParserFree(redactor->parser);
	return true;
}

char *redact_domain(const char *xml, struct redacted *redacted)
{
	struct redactor redactor = {.redacted = redacted};
	char *text = NULL;
	size_t size;
	bool done;

	redactor.out = open_memstream(&text, &size);
	if (!redactor.out)
		return NULL;
	done = rewrite(xml, &redactor);
	if (fclose(redactor.out) == 0 && done && !redactor.failed)
		return text;
	free(text);
	if (!done)
		return NULL;
	redacted->counts[REDACTED_DEFINITION]++;
	return strdup("<removed/>"); /* what can't be read can't be looked through */
}
