/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-process.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);
	struct arena arena = {0};
	struct process process = {0};
	unsigned minor = 0;
	const char *file;

	MUST(decode_cgroup(text, &arena, &process) == 0);
	MUST((process.owner == PROCESS_ALONE) == !process.owner_name);
	decode_vm_name((const char *)data, size, &arena);
	file = decode_mapping(text);
	MUST(!file || (file > text && file < text + size));
	MUST(decode_bar_path(text) <= 5);
	if (decode_nvidia_minor(text, &minor) == 0)
		MUST(minor <= 9999);
	arena_free(&arena);
	free(text);
	return 0;
}
