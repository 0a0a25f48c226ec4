/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "model/rom.h"

#define IMAGE 512

static void put_word(uint8_t *at, unsigned value)
{
	at[0] = (uint8_t)value;
	at[1] = (uint8_t)(value >> 8);
}

/* One image of 512 bytes, with its structure at 0x20. */
static void put_image(uint8_t *at, unsigned vendor, unsigned device, bool last)
{
	memset(at, 0, IMAGE);
	put_word(at, 0xaa55);
	put_word(at + 0x18, 0x20);
	memcpy(at + 0x20, "PCIR", 4);
	put_word(at + 0x24, vendor);
	put_word(at + 0x26, device);
	put_word(at + 0x30, 1);
	at[0x35] = last ? 0x80 : 0;
}

static const struct rom_id wanted = {0x10de, 0x1db1};

static void test_whose(void **state)
{
	uint8_t rom[2 * IMAGE];
	struct rom_id found = {0};

	put_image(rom, 0x10de, 0x1db1, true);
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), 0);
	put_image(rom, 0x10de, 0x1b80, true);
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), -ENODEV);
	assert_int_equal(found.vendor, 0x10de);
	assert_int_equal(found.device, 0x1b80);
	put_image(rom, 0x1002, 0x1db1, true);
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), -ENODEV);
	assert_int_equal(found.vendor, 0x1002);
}

/* One for the BIOS and one for EFI, of which the second is for the card. */
static void test_images(void **state)
{
	uint8_t rom[2 * IMAGE];
	struct rom_id found;

	put_image(rom, 0x10de, 0x1b80, false);
	put_image(rom + IMAGE, 0x10de, 0x1db1, true);
	assert_int_equal(rom_check(rom, sizeof(rom), wanted, &found), 0);
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), -ENODEV);
	rom[0x35] = 0x80; /* what comes behind the last one is none */
	assert_int_equal(rom_check(rom, sizeof(rom), wanted, &found), -ENODEV);
	rom[0x35] = 0;
	put_word(rom + 0x30, 0); /* an image without a length has no next one */
	assert_int_equal(rom_check(rom, sizeof(rom), wanted, &found), -ENODEV);
}

static void test_list(void **state)
{
	uint8_t rom[IMAGE];
	struct rom_id found;

	put_image(rom, 0x10de, 0x1b80, true);
	put_word(rom + 0x28, 0x20); /* a list 32 bytes behind the structure */
	put_word(rom + 0x40, 0x1b81);
	put_word(rom + 0x42, 0x1db1);
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), -ENODEV);
	rom[0x2c] = 3;
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), 0);
	put_word(rom + 0x40, 0);
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), -ENODEV);
	put_word(rom + 0x28, 0xffff);
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), -ENODEV);
}

static void test_no_rom(void **state)
{
	uint8_t rom[IMAGE];
	struct rom_id found;

	put_image(rom, 0x10de, 0x1db1, true);
	assert_int_equal(rom_check(rom, 0, wanted, &found), -EINVAL);
	assert_int_equal(rom_check(rom, 0x37, wanted, &found), -EINVAL);
	assert_int_equal(rom_check(rom, 0x38, wanted, &found), 0);
	put_word(rom + 0x18, 0xfff0);
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), -EINVAL);
	put_word(rom + 0x18, 0x21);
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), -EINVAL);
	memcpy(rom, "NVGI", 4); /* what some tools put before it */
	assert_int_equal(rom_check(rom, IMAGE, wanted, &found), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_whose),
	        cmocka_unit_test(test_images),
	        cmocka_unit_test(test_list),
	        cmocka_unit_test(test_no_rom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
