/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include "host/linux/decode-domain.h"
#include "host/linux/redact.h"

static char *(*const functions[])(const char *, struct redacted *) = {
        redact_domain,      redact_parameters, redact_processor, redact_interrupts,
        redact_routes,      redact_mounts,     redact_swaps,     redact_udev,
        redact_ipv6_routes, redact_guests,     redact_backing,   redact_inputs,
};

static bool decodes(const char *xml, struct arena *arena, struct vm *vm)
{
	return decode_domain(xml, strlen(xml), false, arena, vm) >= 0;
}

/* What dda reads of a definition is what it reads of the one that goes into a snapshot. */
static void check_domain(const char *before, const char *after)
{
	struct arena arena = {0};
	struct vm first = {0}, second = {0};

	if (decodes(before, &arena, &first)) {
		MUST(decodes(after, &arena, &second));
		MUST(first.hostdevs.count == second.hostdevs.count);
		MUST(first.controllers.count == second.controllers.count);
		MUST(first.memory == second.memory && first.vcpus == second.vcpus);
		MUST(strcmp(first.name, second.name) == 0);
		MUST(first.has_agent == second.has_agent);
	}
	vm_deinit(&first);
	vm_deinit(&second);
	arena_free(&arena);
}

/* The first byte says which file it is. Done twice there is nothing left to do. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = size ? text_of(data + 1, size - 1) : NULL, *once, *twice;
	unsigned which =
	        size ? (data[0] - (unsigned)'a') % (sizeof(functions) / sizeof(functions[0])) : 0;
	struct redacted redacted = {0};
	uint8_t *bytes = (uint8_t *)copy_of(data, size);

	redact_config(bytes, size, &redacted);
	free(bytes);
	if (!text)
		return 0;
	once = functions[which](text, &redacted);
	MUST(once);
	twice = functions[which](once, &redacted);
	MUST(twice);
	if (which == 0)
		check_domain(text, once);
	else if (functions[which] != redact_mounts)
		MUST(strcmp(once, twice) == 0);
	free(once);
	free(twice);
	free(text);
	return 0;
}
