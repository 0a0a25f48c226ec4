/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "../unit/config-space.h"
#include "fuzz.h"
#include "host/pci/group.h"

/*
 * Small machines, once with all that there is to know and once with parts of it unseen: whatever is
 * answered then must be so.
 */

#define FUNCTIONS 8
#define FUNCTION_BYTES 6

#define NETWORK_CARD 0x10fb8086
#define SOUTHBRIDGE 0x780f1022
#define WIDE_ACS_PORT 0xa1108086

static const uint32_t ids[] = {0x12348086,  0x8c108086, WIDE_ACS_PORT, NETWORK_CARD, 0x91231b4b,
                               SOUTHBRIDGE, 0x07101d17, 0x12341d17,    0x00018088,   0x22608086,
                               0x123410de,  0x16d714e4, 0x0031177d,    0xa000177d};

/* Bytes: where it is below, type, kind, ACS, id, what of it is seen. */
static struct space make_space(const uint8_t *data)
{
	struct space space = space_express(data[1] % 11, (data[2] & 1) | (data[2] & 2) << 6);
	uint32_t id = ids[data[4] % (sizeof(ids) / sizeof(ids[0]))], class = 0x06040000;

	/* What has no known id is judged by its class: a network card must say that it is one. */
	if (id == NETWORK_CARD || (data[2] & 4 && id != SOUTHBRIDGE))
		class = 0x02000000;
	put32(&space, 0, id);
	put32(&space, 8, class);
	if (data[2] & 8)
		put16(&space, 6, 0); /* conventional */
	if (data[2] & 0x10) {
		space_extended(&space, 0x100, 0x0d, 0);
		put16(&space, 0x104, data[3] & 0x10 ? 0x1f : 0x05);
		/* A port with wide registers has nothing there. */
		put16(&space, 0x106, id == WIDE_ACS_PORT ? 0 : (data[3] & 0x0fu) << 2);
		put32(&space, 0x108, data[3] & 0x20 ? 0x1f : 0);
	}
	put32(&space, 0xd8, data[3] & 0x40 ? 1u << 26 : 0);
	return space;
}

static struct pci_config cut(struct space space, unsigned how)
{
	static const size_t lengths[] = {CONFIG_SIZE, CONFIG_SIZE, CONFIG_SIZE_STANDARD,
	                                 CONFIG_SIZE_HEADER, 0};
	struct pci_config config = decode_config(space.bytes, lengths[how % 5], false);

	if (how & 0x40)
		config.device_known = false;
	if (how & 0x80)
		config.vendor_known = config.device_known = false;
	return config;
}

/* A bridge before it, of a lower bus; or the slot of the one before. */
static void place(struct group_function *functions, int index, const uint8_t *data)
{
	struct group_function *function = &functions[index], *last = index ? function - 1 : NULL;

	function->virtual_function = (data[2] & 0xe0) == 0xe0;
	if (last && data[0] & 0x80 && last->address.function < 7) {
		function->address = last->address;
		function->address.function++;
		function->parent = last->parent;
		return;
	}
	function->parent = index ? (int)(data[0] % (unsigned)(index + 1)) - 1 : -1;
	function->address = (struct address){.bus = (uint8_t)(function->parent < 0 ? 0 : index),
	                                     .device = (uint8_t)(function->parent < 0 ? index : 0)};
}

/* Sorted; and no add-in card is built in. */
static bool is_possible(const struct group_function *functions, int count)
{
	for (int i = 0; i < count; i++)
		if (functions[i].parent < 0 && functions[i].config->device_id == 0x2260)
			return false;
	for (int i = 1; i < count; i++)
		if (address_compare(functions[i - 1].address, functions[i].address) >= 0)
			return false;
	return true;
}

static void check(const struct group_answer *answers, const struct group_answer *partial, int count)
{
	for (int i = 0; i < count; i++) {
		MUST(answers[i].group >= 0 && answers[i].group <= i);
		MUST(answers[answers[i].group].group == answers[i].group);
		MUST((answers[i].cause >= 0) == (answers[i].reason != GROUP_ALONE));
		if (partial[i].group < 0)
			continue;
		MUST(partial[i].group == answers[i].group);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct group_function all[FUNCTIONS] = {0}, seen[FUNCTIONS] = {0};
	struct pci_config configs[FUNCTIONS], parts[FUNCTIONS];
	struct group_answer answers[FUNCTIONS], partial[FUNCTIONS];
	struct acs_host host = {.amd_iommu = ANSWER_NO, .acs_asked = ANSWER_YES};
	struct acs_host unseen = {.amd_iommu = ANSWER_UNKNOWN, .acs_asked = ANSWER_UNKNOWN};
	int count = 0;

	if (size == 0)
		return 0;
	host.amd_iommu = answer_of(data[0] & 1);
	host.acs_asked = answer_of(data[0] & 2);
	for (data++, size--; size >= FUNCTION_BYTES && count < FUNCTIONS; count++) {
		place(all, count, data);
		configs[count] = cut(make_space(data), 0);
		parts[count] = cut(make_space(data), data[5]);
		all[count].config = &configs[count];
		seen[count] = all[count];
		seen[count].config = &parts[count];
		data += FUNCTION_BYTES;
		size -= FUNCTION_BYTES;
	}
	if (!is_possible(all, count))
		return 0;
	MUST(group_compute(&host, all, (size_t)count, answers) == 0);
	MUST(group_compute(data[-1] & 1 ? &unseen : &host, seen, (size_t)count, partial) == 0);
	check(answers, partial, count);
	return 0;
}
