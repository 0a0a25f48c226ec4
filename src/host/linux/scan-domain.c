/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/scan-domain.h"

#include <errno.h>
#include <expat.h>
#include <string.h>

#include "base/text.h"
#include "host/linux/decode-settings.h"
#include "host/linux/xml-path.h"

#define XML_MAX (16 << 20)
#define ARGUMENT_PATH "/domain/qemu:commandline/qemu:arg"

struct scanner {
	XML_Parser parser;
	struct domain_places *ret;
	int error;
	struct xml_path path;
	struct place *open[XML_DEPTH_MAX]; /* where each open element is to be noted, or NULL */
	struct place argument;             /* the last one of QEMU */
};

static bool is_window(const char **attributes)
{
	for (; *attributes; attributes += 2)
		if (text_equal(attributes[0], "value"))
			return decode_window(attributes[1]);
	return false;
}

/* Arguments of QEMU are many; those that matter are the one of the window and the one before. */
static struct place *argument_of(struct scanner *scanner, const char **attributes)
{
	if (!is_window(attributes))
		return &scanner->argument;
	scanner->ret->places[PLACE_BEFORE_WINDOW] = scanner->argument;
	return &scanner->ret->places[PLACE_WINDOW];
}

static struct place *place_of(struct scanner *scanner, const char **attributes)
{
	static const char *const paths[PLACE_COUNT] = {
	        [PLACE_NAME] = "/domain/name",
	        [PLACE_MEMORY] = "/domain/memory",
	        [PLACE_CURRENT_MEMORY] = "/domain/currentMemory",
	        [PLACE_BACKING] = "/domain/memoryBacking",
	        [PLACE_SHARING] = "/domain/memoryBacking/nosharepages",
	        [PLACE_BALLOON] = "/domain/devices/memballoon",
	        [PLACE_METADATA] = "/domain/metadata",
	        [PLACE_BEFORE] = SETTINGS_PATH,
	        [PLACE_PROCESSOR] = "/domain/cpu",
	        [PLACE_WIDTH] = "/domain/cpu/maxphysaddr",
	        [PLACE_ARGUMENTS] = "/domain/qemu:commandline",
	        [PLACE_FEATURES] = "/domain/features",
	        [PLACE_KVM] = "/domain/features/kvm",
	        [PLACE_HIDDEN] = "/domain/features/kvm/hidden",
	        [PLACE_HYPERV] = "/domain/features/hyperv",
	        [PLACE_VENDOR] = "/domain/features/hyperv/vendor_id",
	        [PLACE_NUMATUNE] = "/domain/numatune",
	        [PLACE_NODES] = "/domain/numatune/memory",
	        [PLACE_PROCESSORS] = "/domain/vcpu",
	        [PLACE_DOMAIN] = "/domain",
	};

	if (text_equal(scanner->path.text, ARGUMENT_PATH))
		return argument_of(scanner, attributes);
	for (unsigned i = 0; i < PLACE_COUNT; i++)
		if (paths[i] && text_equal(scanner->path.text, paths[i]))
			return &scanner->ret->places[i];
	return NULL;
}

static size_t here(const struct scanner *scanner)
{
	return (size_t)XML_GetCurrentByteIndex(scanner->parser);
}

static size_t behind(const struct scanner *scanner)
{
	return here(scanner) + (size_t)XML_GetCurrentByteCount(scanner->parser);
}

static void stop(struct scanner *scanner, int error)
{
	scanner->error = error;
	XML_StopParser(scanner->parser, XML_FALSE);
}

static void on_start(void *data, const char *name, const char **attributes)
{
	struct scanner *scanner = data;
	struct place *place;

	if (xml_path_enter(&scanner->path, name) < 0) {
		stop(scanner, -E2BIG);
		return;
	}
	place = place_of(scanner, attributes);
	if (place && place->found && place != &scanner->argument) {
		stop(scanner, -EINVAL); /* which of them counts is not for us to guess */
		return;
	}
	scanner->open[scanner->path.depth - 1] = place;
	if (!place)
		return;
	place->found = true;
	place->open = place->whole = (struct span){here(scanner), behind(scanner)};
}

static void on_end(void *data, const char *name)
{
	struct scanner *scanner = data;
	struct place *place;

	if (scanner->error)
		return; /* expat still ends the empty element that stopped it */
	xml_path_leave(&scanner->path);
	place = scanner->open[scanner->path.depth];
	if (place && behind(scanner) > place->whole.end)
		place->whole.end = behind(scanner);
}

static void on_doctype(void *data, const char *name, const char *system, const char *public,
                       int subset)
{
	stop(data, -EINVAL);
}

int scan_domain(const char *xml, size_t length, struct domain_places *ret)
{
	struct domain_places places;
	struct scanner scanner = {.ret = &places};
	int r = 0;

	memset(&places, 0, sizeof(places));
	if (length > XML_MAX)
		return -E2BIG;
	scanner.parser = XML_ParserCreate("UTF-8");
	if (!scanner.parser)
		return -ENOMEM;
	XML_SetUserData(scanner.parser, &scanner);
	XML_SetElementHandler(scanner.parser, on_start, on_end);
	XML_SetStartDoctypeDeclHandler(scanner.parser, on_doctype);
	if (XML_Parse(scanner.parser, xml, (int)length, 1) != XML_STATUS_OK)
		r = scanner.error ? scanner.error : -EINVAL;
	else if (!places.places[PLACE_NAME].found)
		r = -EINVAL;
	XML_ParserFree(scanner.parser);
	if (r >= 0)
		*ret = places;
	return r;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_blanks(const char *xml, size_t at, size_t end)
{
	while (at < end && is_blank(xml[at]))
		at++;
	return at;
}

/* One name="value" from `at` on; false at the end of the tag, which expat found well-formed. */
static bool next_attribute(const char *xml, size_t end, size_t *at, struct span *ret_name,
                           struct span *ret_value)
{
	size_t i = skip_blanks(xml, *at, end);
	const char *quote;

	ret_name->begin = i;
	while (i < end && !is_blank(xml[i]) && xml[i] != '=')
		i++;
	ret_name->end = i;
	i = skip_blanks(xml, i, end);
	if (i >= end || xml[i] != '=')
		return false;
	i = skip_blanks(xml, i + 1, end);
	quote = i < end ? memchr(xml + i + 1, xml[i], end - i - 1) : NULL;
	if (!quote)
		return false;
	*ret_value = (struct span){i + 1, (size_t)(quote - xml)};
	*at = ret_value->end + 1;
	return true;
}

bool scan_attribute(const char *xml, struct span tag, const char *name, struct span *ret)
{
	size_t at = tag.begin, length = strlen(name);
	struct span found, value;

	while (at < tag.end && !is_blank(xml[at]))
		at++; /* past "<element" */
	while (next_attribute(xml, tag.end, &at, &found, &value))
		if (found.end - found.begin == length &&
		    memcmp(xml + found.begin, name, length) == 0) {
			*ret = value;
			return true;
		}
	return false;
}
