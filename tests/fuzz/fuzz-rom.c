/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include <errno.h>

#include "model/rom.h"

/* Whatever device it says that it is for, it is for that one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *rom = copy_of(data, size);
	struct rom_id found = {0}, again;
	int r = rom_check(rom, size, (struct rom_id){0x10de, 0x1db1}, &found);

	MUST(r == 0 || r == -EINVAL || r == -ENODEV);
	if (r == -ENODEV)
		MUST(rom_check(rom, size, found, &again) == 0);
	free(rom);
	return 0;
}
