/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "memstream-windows.h"

#include <stdlib.h>

#include "test.h"

int __real_fclose(FILE *file);
int __wrap_fclose(FILE *file);

static FILE *memstream;
static char **text;
static size_t *size;

FILE *open_memstream(char **ret_text, size_t *ret_size)
{
	assert_null(memstream);
	text = ret_text;
	size = ret_size;
	return memstream = tmpfile();
}

int __wrap_fclose(FILE *file)
{
	if (file == memstream) {
		*size = (size_t)ftell(file);
		*text = calloc(*size + 1, 1);
		rewind(file);
		assert_int_equal(fread(*text, 1, *size, file), *size);
		memstream = NULL;
	}
	return __real_fclose(file);
}
