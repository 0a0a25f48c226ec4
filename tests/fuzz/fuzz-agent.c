/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-agent.h"

/* A guest may be anybody's: what its agent answers is the least to be believed of all. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *json = text_of(data, size), *file = NULL;
	struct agent_exit end = {0};
	const char *system = NULL;
	int64_t number;

	if (decode_agent_system(json, &system) == 0)
		MUST(system);
	decode_agent_number(json, NULL, &number);
	decode_agent_number(json, "pid", &number);
	if (decode_agent_file(json, &file) == 0)
		MUST(strlen(file) <= size);
	if (decode_agent_exit(json, &end) == 0)
		MUST(end.output && strlen(end.output) <= size);
	free(end.output);
	free(file);
	free(json);
	return 0;
}
