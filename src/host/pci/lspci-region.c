/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/pci/lspci-line.h"

/* "[size=16M]", in bytes; 0: not said. */
static uint64_t size_of(struct lspci_line line)
{
	static const char units[] = "KMGTP";
	struct lspci_number number;
	unsigned shift = 0;

	if (!lspci_find(line, "[size=", &line))
		return 0;
	number = lspci_number(line, 10);
	while (line.length > 0 && *line.text >= '0' && *line.text <= '9') {
		line.text++;
		line.length--;
	}
	for (unsigned i = 0; line.length > 0 && units[i]; i++)
		if (*line.text == units[i])
			shift = 10 * (i + 1);
	return number.value <= UINT64_MAX >> shift ? number.value << shift : 0;
}

static struct bar bar_of(struct lspci_line line, bool io)
{
	struct lspci_number start = lspci_number(line, 16);
	struct lspci_line rest;

	return (struct bar){
	        .start = start.value,
	        .size = size_of(line),
	        .io = io,
	        .is_64bit = lspci_find(line, "(64-bit", &rest),
	        .prefetchable = lspci_find(line, ", prefetchable", &rest),
	        .unassigned = !start.known || start.value == 0,
	};
}

/* "Region 2: ": the number; without one (-v) it is the next BAR, of which 64-bit ones take two. */
static bool take_number(struct lspci_line *line, unsigned *next)
{
	struct lspci_line rest;
	struct lspci_number number;

	if (!lspci_after(*line, "Region ", &rest))
		return true;
	number = lspci_number(rest, 10);
	if (!number.known || number.value >= BAR_COUNT || !lspci_find(rest, ": ", line))
		return false;
	*next = (unsigned)number.value;
	return true;
}

bool lspci_region(struct lspci_line line, struct lspci_function *function, unsigned *next)
{
	struct lspci_line rest;
	struct bar *bar;

	if (lspci_after(line, "Expansion ROM at ", &rest)) {
		function->bars[BAR_ROM] = bar_of(rest, false);
		return true;
	}
	if (!take_number(&line, next))
		return false;
	if (!lspci_after(line, "Memory at ", &rest) && !lspci_after(line, "I/O ports at ", &rest))
		return false;
	if (*next >= BAR_COUNT)
		return true;
	bar = &function->bars[*next];
	*bar = bar_of(rest, *line.text == 'I');
	/* One whose size nobody said must not look like one that is not used; one without
	 * addresses does not. */
	function->bars_known &= bar->size > 0 || bar->unassigned;
	*next += 1 + bar->is_64bit;
	return true;
}
