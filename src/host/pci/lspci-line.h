/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/pci/decode-lspci.h"

/* The line that begins at `text`, which ends at `end`; *ret_next: behind its newline. */
struct lspci_line lspci_line_at(const char *text, const char *end, const char **ret_next);

/* What follows `prefix` and blanks in *ret; false when the line does not begin with it. */
bool lspci_after(struct lspci_line line, const char *prefix, struct lspci_line *ret);

/* What follows the first `text` in the line in *ret; false when it is not in there. */
bool lspci_find(struct lspci_line line, const char *text, struct lspci_line *ret);

/* The number the line begins with, of base 10 or 16, up to 16 digits; not known: there is none. */
struct lspci_number lspci_number(struct lspci_line line, unsigned base);

/* A flag, "SrcValid+" or "SrcValid-", in *ret; false when it is not in the line. */
bool lspci_flag(struct lspci_line line, const char *name, bool *ret);

/*
 * The first line of a function: "0000:01:00.0 VGA compatible controller [0300]: NAME [10de:1db1]
 * (rev a1)". Returns false when it is another line.
 */
bool lspci_first_line(struct lspci_line line, struct lspci_function *ret);

/* "[10de:1db1]" at the end of a line, which is taken off; false: there is none. */
bool lspci_take_ids(struct lspci_line *line, struct lspci_number *ret_vendor,
                    struct lspci_number *ret_device);

/* The class that lspci calls so ("PCI bridge"), 16 bits; not known: none. */
struct lspci_number lspci_class(struct lspci_line name);

/* The maker whose name a device's name begins with; not known: none of those that matter here. */
struct lspci_number lspci_vendor(struct lspci_line name);

/* The id of the capability that lspci calls so; false: none that has a name here. */
bool lspci_capability_id(struct lspci_line name, bool extended, uint16_t *ret);

/*
 * A line about memory or ports: "Region 0: Memory at ... [size=4K]". *next is the BAR of a line
 * without a number. Returns false when it is another line.
 */
bool lspci_region(struct lspci_line line, struct lspci_function *function, unsigned *next);

/* A line that begins a capability, or is about *capability, the one begun last (0: none). */
void lspci_capability(struct lspci_line line, struct lspci_function *function,
                      unsigned *capability);
