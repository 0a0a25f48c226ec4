/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/lspci-ids.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "host/pci/lspci-line.h"

/* What the database has of one function's name. */
struct match {
	struct lspci_function *function;
	size_t maker;     /* length of the longest maker's name that its name begins with */
	uint64_t vendor;  /* whose that is */
	unsigned devices; /* how many of the maker's have the rest of the name */
	uint64_t device;  /* one of them */
};

struct search {
	struct match *matches;
	size_t count;
	struct match **makers; /* matches of the maker whose devices these are */
	size_t maker_count;
};

static bool lacks_ids(const struct lspci_function *function)
{
	return function->name.length > 0 &&
	       (!function->vendor_id.known || !function->device_id.known);
}

bool lspci_lacks_ids(const struct lspci *lspci)
{
	for (size_t i = 0; i < lspci->count; i++)
		if (lacks_ids(&lspci->items[i]))
			return true;
	return false;
}

/* "8086  Intel Corporation": the id, and the name behind it. */
static bool take_entry(struct lspci_line line, uint64_t *ret_id, struct lspci_line *ret_name)
{
	struct lspci_number id;

	if (line.length < 7 || line.text[4] != ' ' || line.text[5] != ' ')
		return false;
	id = lspci_number((struct lspci_line){line.text, 4}, 16);
	if (!id.known)
		return false;
	*ret_id = id.value;
	*ret_name = (struct lspci_line){line.text + 6, line.length - 6};
	return true;
}

static bool begins_with(struct lspci_line name, struct lspci_line maker)
{
	return name.length > maker.length + 1 && name.text[maker.length] == ' ' &&
	       memcmp(name.text, maker.text, maker.length) == 0;
}

static void take_maker(struct search *search, struct lspci_line line)
{
	struct lspci_line name;
	uint64_t id;

	search->maker_count = 0;
	if (!take_entry(line, &id, &name))
		return;
	for (size_t i = 0; i < search->count; i++) {
		struct match *match = &search->matches[i];

		if (name.length <= match->maker || !begins_with(match->function->name, name))
			continue;
		*match = (struct match){
		        .function = match->function, .maker = name.length, .vendor = id};
		search->makers[search->maker_count++] = match;
	}
}

static void take_device(struct search *search, struct lspci_line line)
{
	struct lspci_line name;
	uint64_t id;

	if (!take_entry(line, &id, &name))
		return;
	for (size_t i = 0; i < search->maker_count; i++) {
		struct match *match = search->makers[i];
		struct lspci_line rest = match->function->name;

		if (rest.length == match->maker + 1 + name.length &&
		    memcmp(rest.text + match->maker + 1, name.text, name.length) == 0) {
			match->devices++;
			match->device = id;
		}
	}
}

/* Makers begin a line, their devices have a tab before them, subsystems two. */
static void take_line(struct search *search, struct lspci_line line)
{
	if (line.length == 0 || *line.text == '#')
		return;
	if (*line.text != '\t')
		take_maker(search, line);
	else if (line.length > 1 && line.text[1] != '\t')
		take_device(search, (struct lspci_line){line.text + 1, line.length - 1});
}

static void apply(const struct match *match)
{
	struct lspci_function *function = match->function;

	if (match->maker == 0)
		return;
	function->ids_by_name = true;
	function->vendor_id = (struct lspci_number){true, match->vendor};
	if (!function->device_id.known && match->devices == 1)
		function->device_id = (struct lspci_number){true, match->device};
}

static void collect(struct search *search, struct lspci *lspci)
{
	for (size_t i = 0; i < lspci->count; i++)
		if (lacks_ids(&lspci->items[i]))
			search->matches[search->count++].function = &lspci->items[i];
}

int lspci_find_ids(struct lspci *lspci, const char *database, size_t size)
{
	_cleanup_free_ struct match *matches = calloc(lspci->count + 1, sizeof(*matches));
	_cleanup_free_ struct match **makers = calloc(lspci->count + 1, sizeof(struct match *));
	struct search search = {.matches = matches, .makers = makers};
	const char *end = database + size, *newline;

	if (!matches || !makers)
		return -ENOMEM;
	collect(&search, lspci);
	for (; database < end; database = newline + 1) {
		newline = memchr(database, '\n', (size_t)(end - database));
		newline = newline ? newline : end;
		take_line(&search, (struct lspci_line){database, (size_t)(newline - database)});
	}
	for (size_t i = 0; i < search.count; i++)
		apply(&search.matches[i]);
	return 0;
}
