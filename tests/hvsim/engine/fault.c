/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/fault.h"

#include "base/cleanup.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *word;
	enum fault_kind kind;
} words[] = {
        {"warn", FAULT_WARN},
        {"vanish", FAULT_VANISH},
        {"hang", FAULT_HANG},
        {"die", FAULT_DIE},
};

static bool read_outcome(char *text, struct fault *ret)
{
	char *suffix = strchr(text, ':'), *end;

	*ret = (struct fault){.kind = FAULT_CODE};
	while (suffix) {
		*suffix++ = '\0';
		if (strncmp(suffix, "job", 3) == 0)
			ret->job = true;
		else if (strncmp(suffix, "after", 5) == 0)
			ret->after = true;
		else
			return false;
		suffix = strchr(suffix, ':');
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(text, words[i].word) == 0) {
			ret->kind = words[i].kind;
			return true;
		}
	ret->code = (uint32_t)strtoul(text, &end, 0);
	return *text && !*end && ret->code;
}

/* [METHOD#]N=OUTCOME; *ret_method is NULL without one. */
static bool read_spec(char *text, const char **ret_method, unsigned long *ret_number,
                      struct fault *ret)
{
	char *number = strchr(text, '#'), *outcome = strchr(text, '='), *end;

	if (!outcome || (number && number > outcome))
		return false;
	*outcome++ = '\0';
	*ret_method = number ? text : NULL;
	if (number)
		*number++ = '\0';
	else
		number = text;
	*ret_number = strtoul(number, &end, 10);
	return *number && !*end && *ret_number && read_outcome(outcome, ret);
}

static bool is_method(const char *wanted, const char *method)
{
	return method && _stricmp(wanted, method) == 0;
}

struct fault fault_for(unsigned number, const char *what, unsigned what_count, const char *method,
                       unsigned method_count)
{
	const char *all = getenv("HVSIM_FAULTS");
	_cleanup_free_ char *copy = strdup(all ? all : "");
	struct fault fault;

	for (char *spec = strtok(copy, " "); spec; spec = strtok(NULL, " ")) {
		const char *wanted;
		unsigned long n;

		if (!read_spec(spec, &wanted, &n, &fault)) {
			fprintf(stderr, "hvsim: not a fault: %s\n", spec);
			exit(70);
		}
		if (!wanted ? n == number
		            : (is_method(wanted, what) && n == what_count) ||
		                      (is_method(wanted, method) && n == method_count))
			return fault;
	}
	return (struct fault){0};
}

bool fault_is_hresult(const struct fault *fault)
{
	return fault->code > UINT16_MAX;
}
