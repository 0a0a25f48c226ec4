/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "plan/mmio.h"

/*
 * What real firmware did, recorded by tests/firmware/run, against the plan for the same cards:
 * every memory BAR of every card. A recording begins with the command line that made it. Those with
 * options or devices that are not described below are passed over, and counted.
 */

#define CARDS_MAX 64
#define FUNCTIONS_MAX 128

struct recording {
	struct mmio_target target;
	struct mmio_card cards[CARDS_MAX];
	size_t count, functions;
	struct bar bars[FUNCTIONS_MAX][7];
	bool unknown; /* something in it is not described here */
};

static uint64_t size_of(const char *text)
{
	char *end;
	uint64_t size = strtoull(text, &end, 10);

	switch (*end) {
	case 'T':
		return size << 40;
	case 'G':
		return size << 30;
	case 'M':
		return size << 20;
	default:
		return size << 10;
	}
}

/* The devices that the recordings are made with. Returns false for another one. */
static bool describe(const char *device, struct bar *bars)
{
	const char *memory = strstr(device, "vgamem="), *rom = strstr(device, "romfile=");

	if (*device >= '0' && *device <= '9') {
		bars[0].size = 4 << 10;
		bars[1] = (struct bar){.size = 256, .io = true};
		bars[2] = (struct bar){
		        .size = size_of(device), .is_64bit = true, .prefetchable = true};
	} else if (text_after(device, "bochs-display")) {
		bars[0] = (struct bar){.size = memory ? size_of(memory + 7) : 16 << 20,
		                       .prefetchable = true};
		bars[2].size = 4 << 10;
		bars[BAR_ROM].size = 32 << 10;
	} else if (text_equal(device, "edu")) {
		bars[0].size = 1 << 20;
	} else if (text_equal(device, "ich9-intel-hda")) {
		bars[0].size = 16 << 10;
	} else {
		return false;
	}
	if (rom)
		bars[BAR_ROM].size = 64 << 10;
	return true;
}

static void add_function(struct recording *recording, struct mmio_card *card, const char *device)
{
	struct bar *bars = recording->bars[recording->functions];

	if (text_equal(device, "none"))
		return;
	if (card->count == 8 || recording->functions == FUNCTIONS_MAX || !describe(device, bars)) {
		recording->unknown = true;
		return;
	}
	recording->functions++;
	card->functions[card->count] = (struct mmio_function){card->count, bars};
	card->count++;
}

static void add_cards(struct recording *recording, unsigned count, const char *devices)
{
	for (unsigned i = 0; i < count && recording->count < CARDS_MAX; i++) {
		struct mmio_card *card = &recording->cards[recording->count++];
		_cleanup_free_ char *copy = strdup(devices);
		char *save;

		for (char *device = strtok_r(copy, "+", &save); device;
		     device = strtok_r(NULL, "+", &save))
			add_function(recording, card, device);
	}
}

static void set_processor(struct mmio_target *target, const char *model)
{
	const char *bits = strstr(model, "phys-bits=");

	if (bits)
		target->address_bits = (unsigned)strtoul(bits + 10, NULL, 10);
	target->amd = !strstr(model, "GenuineIntel") && !strstr(model, "Skylake");
	target->no_1g_pages = strstr(model, "qemu64") || strstr(model, "pdpe1gb=off") ||
	                      strstr(model, "-pdpe1gb");
}

static void set_option(struct recording *recording, const char *option, const char *value)
{
	struct mmio_target *target = &recording->target;

	if (text_equal(option, "--card"))
		add_cards(recording, 1, value);
	else if (text_equal(option, "--ram"))
		target->ram = size_of(value);
	else if (text_equal(option, "--cpu"))
		set_processor(target, value);
	else if (text_equal(option, "--hole64"))
		target->hole64 = size_of(value);
	else if (text_equal(option, "--window") && !text_equal(value, "0"))
		target->window = strtoull(value, NULL, 10) << 20;
	else if (!text_equal(option, "--deadline"))
		recording->unknown = true;
}

/* "# run: ovmf --cards 2 16G --ram 8G" */
static void read_command(char *line, struct recording *recording)
{
	char *save, *word = strtok_r(line, " \n", &save), *value, *devices;

	for (unsigned i = 0; i < 2 && word; i++)
		word = strtok_r(NULL, " \n", &save);
	if (!word || mmio_firmware_parse(word, &recording->target.firmware) < 0)
		recording->unknown = true;
	while (!recording->unknown && (word = strtok_r(NULL, " \n", &save))) {
		value = strtok_r(NULL, " \n", &save);
		devices = text_equal(word, "--cards") ? strtok_r(NULL, " \n", &save) : NULL;
		if (devices)
			add_cards(recording, (unsigned)strtoul(value, NULL, 10), devices);
		else if (value)
			set_option(recording, word, value);
		else
			recording->unknown = true;
	}
}

static const struct mmio_place *find(const struct mmio_plan *plan, unsigned card, unsigned function,
                                     int bar)
{
	for (size_t i = 0; i < plan->places.count; i++)
		if (plan->places.items[i].card == card &&
		    plan->places.items[i].function == function && plan->places.items[i].bar == bar)
			return &plan->places.items[i];
	return NULL;
}

/* A memory BAR of a card: *ret_start is 0 where it has no address. */
static bool read_line(const char *line, unsigned *ret_card, unsigned *ret_function, int *ret_bar,
                      uint64_t *ret_start)
{
	char start[32];

	if (sscanf(line, "%*s card%u.%u BAR%d %31s", ret_card, ret_function, ret_bar, start) != 4)
		return false;
	*ret_start = text_equal(start, "UNASSIGNED") ? 0 : strtoull(start, NULL, 16);
	return true;
}

static void compare(const char *line, const struct mmio_plan *plan)
{
	unsigned card, function;
	int bar;
	uint64_t start;
	const struct mmio_place *place;

	if (!read_line(line, &card, &function, &bar, &start))
		return;
	place = find(plan, card - 1, function, bar);
	if (place && place->start != start)
		fail_msg("%s planned: 0x%llx", line, (unsigned long long)place->start);
}

/* Some firmware goes on above the processor's width. The plan does not. */
static bool is_beyond_width(FILE *file, unsigned bits)
{
	_cleanup_free_ char *line = NULL;
	size_t size = 0;
	unsigned card, function;
	int bar;
	uint64_t start;
	bool beyond = false;

	while (getline(&line, &size, file) >= 0)
		if (read_line(line, &card, &function, &bar, &start) && start >> bits)
			beyond = true;
	rewind(file);
	return beyond;
}

/* 2022.11 counts more than 46 bits as 47, newer ones as 46. */
#define BITS_ALIKE 46

static bool check(const char *path)
{
	static struct recording recording;
	_cleanup_file_ FILE *file = fopen(path, "re");
	_cleanup_(mmio_plan_deinit) struct mmio_plan plan = {0};
	_cleanup_free_ char *line = NULL;
	size_t size = 0;

	assert_non_null(file);
	memset(&recording, 0, sizeof(recording));
	recording.target = (struct mmio_target){
	        .ram = MMIO_GIB, .address_bits = 40, .amd = true, .as_is = true};
	if (getline(&line, &size, file) < 0)
		return false;
	read_command(line, &recording);
	if (recording.unknown)
		return false;
	assert_int_equal(mmio_plan_make(&recording.target, recording.cards, recording.count, &plan),
	                 0);
	if (recording.target.address_bits > BITS_ALIKE)
		return false;
	if (is_beyond_width(file, recording.target.address_bits)) {
		assert_false(plan.fits);
		return false;
	}
	print_message("  %s\n", strrchr(path, '/') + 1);
	while (getline(&line, &size, file) >= 0)
		compare(line, &plan);
	return true;
}

static const char *folder;

static void test_recorded(void **state)
{
	char pattern[4096];
	unsigned compared = 0;
	glob_t files;

	snprintf(pattern, sizeof(pattern), "%s/*.txt", folder);
	if (glob(pattern, 0, NULL, &files) != 0)
		skip();
	for (size_t i = 0; i < files.gl_pathc; i++)
		compared += check(files.gl_pathv[i]);
	print_message("  %u compared, %zu passed over\n", compared, files.gl_pathc - compared);
	assert_true(compared > 0);
	globfree(&files);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_recorded)};

	folder = argc > 1 ? argv[1] : "tests/firmware/recorded";
	return cmocka_run_group_tests(tests, NULL, NULL);
}
