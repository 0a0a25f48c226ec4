/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/plain.h"

#include <jansson.h>

bool is_plain_text(const char *text)
{
	json_t *value;

	for (const char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
	/* It takes nothing but valid UTF-8. */
	value = json_string(text);
	json_decref(value);
	return value != NULL;
}
