/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/decode-lspci.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "host/pci/lspci-line.h"

struct parser {
	struct lspci *lspci;
	struct lspci_function *function; /* whose lines these are; NULL: none yet */
	bool in_capabilities;
	unsigned capability; /* the one begun last, 0: none */
	unsigned next_bar;
	uint8_t bytes[CONFIG_SIZE];
	size_t byte_count;
	bool extended; /* the bytes are all there are */
};

void lspci_deinit(struct lspci *lspci)
{
	free(lspci->items);
}

/* "00: 86 80 41 46 ...": bytes that go on where the last ones ended. */
static bool take_bytes(struct parser *parser, struct lspci_line line)
{
	struct lspci_number offset = lspci_number(line, 16);
	struct lspci_line rest;
	size_t digits = 0;

	while (digits < line.length && line.text[digits] != ':')
		digits++;
	if (!offset.known || digits < 2 || digits > 3 || digits + 3 > line.length ||
	    offset.value != parser->byte_count)
		return false;
	rest = (struct lspci_line){line.text + digits + 1, line.length - digits - 1};
	for (unsigned i = 0; i < 16 && rest.length >= 3 && rest.text[0] == ' '; i++) {
		struct lspci_line pair = {rest.text + 1, 2};

		if (parser->byte_count == CONFIG_SIZE || !lspci_number(pair, 16).known)
			break;
		parser->bytes[parser->byte_count++] = (uint8_t)lspci_number(pair, 16).value;
		rest = (struct lspci_line){rest.text + 3, rest.length - 3};
	}
	return true;
}

static struct lspci_number number_behind(struct lspci_line line, const char *name, unsigned base)
{
	struct lspci_line rest;

	return lspci_find(line, name, &rest) ? lspci_number(rest, base) : (struct lspci_number){0};
}

/* "Bus: primary=00, secondary=01, subordinate=05, sec-latency=0" */
static void take_buses(struct lspci_line line, struct pci_config *config)
{
	config->header_type = 1;
	config->primary = (uint8_t)number_behind(line, "primary=", 16).value;
	config->secondary = (uint8_t)number_behind(line, "secondary=", 16).value;
	config->subordinate = (uint8_t)number_behind(line, "subordinate=", 16).value;
	config->windows_known = true; /* those that are open have lines of their own below */
}

/* "77f00000-77ffffff [size=1M] [32-bit]", "fff00000-000fffff [disabled]", "None" */
static void take_window(struct lspci_line line, struct window *window)
{
	struct lspci_number first = lspci_number(line, 16), last;
	struct lspci_line rest;

	if (!first.known || !lspci_find(line, "-", &rest))
		return;
	last = lspci_number(rest, 16);
	if (last.known && last.value > first.value)
		*window = (struct window){first.value, last.value - first.value + 1};
}

/* "pin A routed to IRQ 16"; "pin ?" when the register makes no sense. */
static void take_pin(struct lspci_line line, struct pci_config *config)
{
	if (line.length > 0 && *line.text >= 'A' && *line.text <= 'D')
		config->interrupt_pin = (uint8_t)(*line.text - 'A' + 1);
}

/* -v puts all in one line. */
static void take_flags(struct lspci_line line, struct lspci_function *function)
{
	function->detail = LSPCI_BRIEF;
	function->config.capabilities_known = function->config.extended_known = true;
	function->group = number_behind(line, "IOMMU group ", 10);
	function->numa_node = number_behind(line, "NUMA node ", 10);
}

static void take_control(struct lspci_function *function)
{
	function->detail = LSPCI_VERBOSE;
	function->config.capabilities_known = function->config.extended_known = true;
}

/* Without "Capabilities:" below it, it decides whether there are any. */
static void take_status(struct lspci_line line, struct lspci_function *function)
{
	bool has_list;

	if (lspci_flag(line, "Cap", &has_list) && has_list) {
		function->config.capabilities_known = function->config.extended_known = false;
		function->unlisted = true;
	}
}

static void take_subsystem(struct lspci_line line, struct lspci_function *function)
{
	if (!lspci_take_ids(&line, &function->subsystem_vendor_id, &function->subsystem_id) &&
	    line.length == 9 && line.text[4] == ':') {
		function->subsystem_vendor_id = lspci_number((struct lspci_line){line.text, 4}, 16);
		function->subsystem_id = lspci_number((struct lspci_line){line.text + 5, 4}, 16);
	}
}

/* Lines before the first capability. */
static void take_header_line(struct parser *parser, struct lspci_line line)
{
	struct lspci_function *function = parser->function;
	struct lspci_line rest;

	if (lspci_after(line, "Flags:", &rest))
		take_flags(rest, function);
	else if (lspci_after(line, "Control:", &rest))
		take_control(function);
	else if (lspci_after(line, "Status:", &rest))
		take_status(rest, function);
	else if (lspci_after(line, "Subsystem:", &rest))
		take_subsystem(rest, function);
	else if (lspci_after(line, "NUMA node:", &rest))
		function->numa_node = lspci_number(rest, 10);
	else if (lspci_after(line, "IOMMU group:", &rest))
		function->group = lspci_number(rest, 10);
	else if (lspci_after(line, "Bus: primary=", &rest))
		take_buses(line, &function->config);
	else if (lspci_after(line, "Memory behind bridge:", &rest))
		take_window(rest, &function->config.window);
	else if (lspci_after(line, "Prefetchable memory behind bridge:", &rest))
		take_window(rest, &function->config.window_prefetchable);
	else if (lspci_after(line, "Interrupt: pin ", &rest))
		take_pin(rest, &function->config);
	else if (lspci_after(line, "!!! Unknown header type 7f", &rest))
		function->config.all_ones = true;
	else
		lspci_region(line, function, &parser->next_bar);
}

static void take_line(struct parser *parser, struct lspci_line line)
{
	struct lspci_function *function = parser->function;
	struct lspci_line rest;

	if (lspci_after(line, "Kernel driver in use:", &rest)) {
		function->driver = rest;
	} else if (lspci_after(line, "Capabilities:", &rest) || parser->in_capabilities) {
		if (!parser->in_capabilities && function->detail != LSPCI_LINE)
			function->config.capabilities_known = function->config.extended_known =
			        true;
		parser->in_capabilities = true;
		function->unlisted = false;
		lspci_capability(line, function, &parser->capability);
	} else {
		take_header_line(parser, line);
	}
}

/* What can be said of ACS only when both of its registers were seen. */
static void check_acs(struct lspci_function *function)
{
	if (!function->config.acs.present || function->acs_seen == 3)
		return;
	function->config.acs = (struct config_acs){0};
	function->config.extended_known = false;
}

/* What the bytes say goes before what the text says, as far as they go. */
static void merge_bytes(const struct parser *parser, struct lspci_function *function)
{
	struct pci_config bytes = decode_config(parser->bytes, parser->byte_count,
	                                        parser->extended),
	                  *text = &function->config;

	if (!bytes.header_known)
		return;
	if (bytes.vendor_known && bytes.device_known) {
		function->vendor_id = (struct lspci_number){true, bytes.vendor_id};
		function->device_id = (struct lspci_number){true, bytes.device_id};
	}
	function->class_code = (struct lspci_number){true, bytes.class_code >> 8};
	function->revision = (struct lspci_number){true, bytes.revision};
	if (bytes.subsystem_vendor_id) {
		function->subsystem_vendor_id = (struct lspci_number){true,
		                                                      bytes.subsystem_vendor_id};
		function->subsystem_id = (struct lspci_number){true, bytes.subsystem_id};
	}
	if (bytes.power.present)
		function->power_state = (struct lspci_number){true, bytes.power.state};
	if (bytes.capabilities_known && (bytes.extended_known || !text->extended_known)) {
		*text = bytes;
		function->from_bytes = true;
		return;
	}
	text->header_type = bytes.header_type;
	text->multifunction = bytes.multifunction;
	text->primary = bytes.primary;
	text->secondary = bytes.secondary;
	text->subordinate = bytes.subordinate;
	text->windows_known = bytes.windows_known;
	text->window = bytes.window;
	text->window_prefetchable = bytes.window_prefetchable;
}

/* The header as the text has it, where there are no bytes. Of a function that is gone nothing is
 * taken: what else the text says of its registers was never read from them. */
static void note_header(struct lspci_function *function)
{
	struct pci_config *config = &function->config;

	if (config->all_ones) {
		*config = (struct pci_config){.all_ones = true};
		function->unlisted = false;
	}
	config->header_known = function->detail != LSPCI_LINE && function->class_code.known &&
	                       !config->all_ones;
	config->vendor_known = function->vendor_id.known;
	config->device_known = function->device_id.known;
	config->vendor_id = (uint16_t)function->vendor_id.value;
	config->device_id = (uint16_t)function->device_id.value;
	config->class_code = (uint32_t)function->class_code.value << 8;
	config->revision = (uint8_t)function->revision.value;
}

static void end_function(struct parser *parser)
{
	struct lspci_function *function = parser->function;

	if (!function)
		return;
	check_acs(function);
	function->bars_known = function->bars_known && function->detail != LSPCI_LINE;
	note_header(function);
	merge_bytes(parser, function);
	parser->lspci->has_drivers |= function->driver.length > 0;
	parser->lspci->has_groups |= function->group.known;
}

static int begin_function(struct parser *parser, const struct lspci_function *function)
{
	end_function(parser);
	if (parser->lspci->count == LSPCI_FUNCTIONS_MAX)
		return -E2BIG;
	parser->function = ARRAY_ADD(parser->lspci);
	if (!parser->function)
		return -ENOMEM;
	*parser->function = *function;
	parser->function->bars_known = true;
	parser->in_capabilities = false;
	parser->capability = parser->next_bar = 0;
	parser->byte_count = 0;
	return 0;
}

static int parse(struct parser *parser, const char *text, const char *end)
{
	struct lspci_function function;
	int r = 0;

	while (r >= 0 && text < end) {
		struct lspci_line line = lspci_line_at(text, end, &text);

		if (lspci_first_line(line, &function))
			r = begin_function(parser, &function);
		else if (parser->function && !take_bytes(parser, line))
			take_line(parser, line);
	}
	if (r < 0)
		return r;
	end_function(parser);
	if (parser->function)
		parser->function->unlisted = false; /* the text may have been cut off */
	return 0;
}

/* By address; of equal ones the more detailed first. */
static int compare(const void *a, const void *b)
{
	const struct lspci_function *one = a, *other = b;
	int order = address_compare(one->address, other->address);

	return order ? order : (int)other->detail - (int)one->detail;
}

static void drop_repeated(struct lspci *lspci)
{
	size_t count = 0;

	for (size_t i = 0; i < lspci->count; i++)
		if (count == 0 ||
		    address_compare(lspci->items[count - 1].address, lspci->items[i].address) != 0)
			lspci->items[count++] = lspci->items[i];
	lspci->count = count;
}

/* What bytes would say of function 0, by who else is in its slot. */
static void note_slots(struct lspci *lspci)
{
	for (size_t i = 1; i < lspci->count; i++)
		if (address_same_slot(lspci->items[i - 1].address, lspci->items[i].address))
			lspci->items[i - 1].config.multifunction =
			        lspci->items[i].config.multifunction = true;
}

/*
 * Some host bridges say that they have capabilities, and their list is empty; lspci prints nothing
 * then, and the kernel finds nothing. Where others are listed nobody left them out: a list that
 * can't be read is said to be that.
 */
static void note_empty_lists(struct lspci *lspci)
{
	bool listed = false;

	for (size_t i = 0; i < lspci->count; i++)
		listed |= lspci->items[i].config.capability_count > 0;
	for (size_t i = 0; listed && i < lspci->count; i++)
		if (lspci->items[i].unlisted)
			lspci->items[i].config.capabilities_known =
			        lspci->items[i].config.extended_known = true;
}

/* With -xxxx a function has no more bytes than are shown. */
static bool shows_extended(const char *text, const char *end)
{
	struct lspci_line rest;

	while (text < end)
		if (lspci_after(lspci_line_at(text, end, &text), "100: ", &rest))
			return true;
	return false;
}

int decode_lspci(const char *text, size_t size, struct lspci *ret)
{
	struct lspci lspci = {0};
	struct parser parser = {
	        .lspci = &lspci,
	        .extended = shows_extended(text, text + size),
	};
	int r = parse(&parser, text, text + size);

	if (r >= 0 && lspci.count == 0)
		r = -EINVAL;
	if (r < 0) {
		lspci_deinit(&lspci);
		return r;
	}
	qsort(lspci.items, lspci.count, sizeof(*lspci.items), compare);
	drop_repeated(&lspci);
	note_slots(&lspci);
	note_empty_lists(&lspci);
	*ret = lspci;
	return 0;
}
