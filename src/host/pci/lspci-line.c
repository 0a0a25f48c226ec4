/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/lspci-line.h"

#include <errno.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct lspci_line trim(struct lspci_line line)
{
	while (line.length > 0 && (is_blank(*line.text) || *line.text == '>')) {
		line.text++;
		line.length--;
	}
	while (line.length > 0 && is_blank(line.text[line.length - 1]))
		line.length--;
	return line;
}

struct lspci_line lspci_line_at(const char *text, const char *end, const char **ret_next)
{
	const char *newline = memchr(text, '\n', (size_t)(end - text));
	struct lspci_line line = {text, (size_t)((newline ? newline : end) - text)};

	*ret_next = newline ? newline + 1 : end;
	return trim(line);
}

static struct lspci_line cut(struct lspci_line line, size_t length)
{
	return (struct lspci_line){line.text + length, line.length - length};
}

bool lspci_after(struct lspci_line line, const char *prefix, struct lspci_line *ret)
{
	size_t length = strlen(prefix);

	if (line.length < length || memcmp(line.text, prefix, length) != 0)
		return false;
	line = cut(line, length);
	while (line.length > 0 && is_blank(*line.text))
		line = cut(line, 1);
	*ret = line;
	return true;
}

bool lspci_find(struct lspci_line line, const char *text, struct lspci_line *ret)
{
	for (; line.length > 0; line = cut(line, 1))
		if (*line.text == *text && lspci_after(line, text, ret))
			return true;
	return false;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

struct lspci_number lspci_number(struct lspci_line line, unsigned base)
{
	struct lspci_number number = {0};

	for (size_t i = 0; i < line.length && digit(line.text[i]) < (int)base; i++) {
		if (i == 16)
			return (struct lspci_number){0};
		number.known = true;
		number.value = number.value * base + (uint64_t)digit(line.text[i]);
	}
	return number;
}

bool lspci_flag(struct lspci_line line, const char *name, bool *ret)
{
	size_t length = strlen(name);

	for (size_t i = 0; i + length < line.length; i++) {
		char sign = line.text[i + length];

		if ((i > 0 && !is_blank(line.text[i - 1]) && !strchr("(,:", line.text[i - 1])) ||
		    memcmp(line.text + i, name, length) != 0 || (sign != '+' && sign != '-'))
			continue;
		*ret = sign == '+';
		return true;
	}
	return false;
}

static int parse_address(struct lspci_line line, struct address *ret)
{
	char text[ADDRESS_TEXT_MAX];

	if (line.length >= sizeof(text))
		return -EINVAL;
	memcpy(text, line.text, line.length);
	text[line.length] = '\0';
	return address_parse(text, ret);
}

/* The address a line begins with, which may be a path (-P, "0001:00:01.0/01:00.0"): the last one,
 * in the domain of the first. */
static int first_address(struct lspci_line *line, struct address *ret)
{
	const char *blank = memchr(line->text, ' ', line->length);
	size_t length = blank ? (size_t)(blank - line->text) : 0;
	const char *slash = memchr(line->text, '/', length);
	struct lspci_line first = {line->text, slash ? (size_t)(slash - line->text) : length};
	struct lspci_line last = {line->text, length};
	struct address root, address;

	for (; slash; slash = memchr(last.text, '/', last.length))
		last = cut(last, (size_t)(slash + 1 - last.text));
	if (length == 0 || parse_address(first, &root) < 0 || parse_address(last, &address) < 0)
		return -EINVAL;
	address.domain = root.domain;
	*line = cut(*line, length + 1);
	*ret = address;
	return 0;
}

/* Text in brackets of that length at the end of a line, which is taken off; else NULL. */
static const char *take_brackets(struct lspci_line *line, size_t length)
{
	size_t size = length + 2;
	const char *text = line->text + line->length - size;

	if (line->length < size || text[0] != '[' || text[size - 1] != ']')
		return NULL;
	line->length -= size;
	*line = trim(*line);
	return text + 1;
}

/* Four hexadecimal digits. */
static struct lspci_number id_of(const char *text)
{
	return lspci_number((struct lspci_line){text, 4}, 16);
}

bool lspci_take_ids(struct lspci_line *line, struct lspci_number *ret_vendor,
                    struct lspci_number *ret_device)
{
	struct lspci_line rest = *line;
	const char *text = take_brackets(&rest, 9);

	if (!text || text[4] != ':')
		return false;
	*ret_vendor = id_of(text);
	*ret_device = id_of(text + 5);
	*line = rest;
	return true;
}

/* " (rev a1)" and " (prog-if 00 [VGA controller])" at the end. */
static void take_notes(struct lspci_line *line, struct lspci_number *ret_revision)
{
	static const char *const notes[] = {" (prog-if ", " (rev "};
	struct lspci_line rest;

	for (size_t i = 0; i < 2; i++) {
		if (!lspci_find(*line, notes[i], &rest))
			continue;
		if (i == 1)
			*ret_revision = lspci_number(rest, 16);
		line->length = (size_t)(rest.text - line->text) - strlen(notes[i]);
	}
}

/* "Device 1234:1111": neither maker nor device have a name; with -n it is all there is. */
static void take_numbers(struct lspci_line name, struct lspci_function *function)
{
	struct lspci_line digits = name;

	lspci_after(name, "Device ", &digits);
	if (digits.length != 9 || digits.text[4] != ':')
		return;
	function->vendor_id = id_of(digits.text);
	function->device_id = id_of(digits.text + 5);
}

/* "Intel Corporation Device 3037": the maker has a name alone. */
static void take_maker(struct lspci_line name, struct lspci_function *function)
{
	struct lspci_line rest;

	function->vendor_id = lspci_vendor(name);
	if (lspci_find(name, " Device ", &rest) && rest.length == 4)
		function->device_id = id_of(rest.text);
}

static void take_name(struct lspci_line name, struct lspci_function *function)
{
	take_notes(&name, &function->revision);
	if (!lspci_take_ids(&name, &function->vendor_id, &function->device_id))
		take_numbers(name, function);
	if (!function->vendor_id.known)
		take_maker(name, function);
	function->name = name;
}

static void take_class(struct lspci_line name, struct lspci_function *function)
{
	const char *digits = take_brackets(&name, 4);

	if (digits)
		function->class_code = id_of(digits);
	else
		function->class_code = name.length == 4 ? id_of(name.text) : lspci_class(name);
}

bool lspci_first_line(struct lspci_line line, struct lspci_function *ret)
{
	struct lspci_function function = {0};
	struct lspci_line name, class;

	if (first_address(&line, &function.address) < 0 || !lspci_find(line, ": ", &name))
		return false;
	class = (struct lspci_line){line.text, (size_t)(name.text - line.text)};
	while (class.length > 0 && strchr(": \t", class.text[class.length - 1]))
		class.length--;
	take_class(class, &function);
	take_name(name, &function);
	*ret = function;
	return true;
}
