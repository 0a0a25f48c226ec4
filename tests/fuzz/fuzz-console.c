/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-console.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size), *rest = text;
	struct console console;
	struct keyboard keyboard;

	while (decode_keyboard(&rest, &keyboard) == 0) {
		MUST(keyboard.name >= text && keyboard.name <= text + size);
		MUST(keyboard.path >= text && keyboard.path <= text + size);
	}
	free(text);
	text = text_of(data, size);
	if (decode_console(text, &console) == 0)
		MUST(console.name == text && *console.name);
	free(text);
	return 0;
}
