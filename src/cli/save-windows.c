/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/save.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <windows.h>

#include "base/cleanup.h"

static int number_of(DWORD error)
{
	switch (error) {
	case ERROR_FILE_EXISTS:
	case ERROR_ALREADY_EXISTS:
		return -EEXIST;
	case ERROR_PATH_NOT_FOUND:
	case ERROR_FILE_NOT_FOUND:
		return -ENOENT;
	case ERROR_ACCESS_DENIED:
		return -EACCES;
	default:
		return -EIO;
	}
}

static int write_all(const char *path, const void *bytes, size_t size)
{
	_cleanup_file_ FILE *file = fopen(path, "wbx");

	if (!file)
		return -errno;
	return fwrite(bytes, 1, size, file) == size && fflush(file) == 0 ? 0 : -EIO;
}

/* Names are UTF-8, which is the program's code page (windows.manifest). */
int save_bytes(const char *path, const void *bytes, size_t size, bool replace)
{
	_cleanup_free_ char *temporary = NULL;
	DWORD flags = MOVEFILE_WRITE_THROUGH | (replace ? MOVEFILE_REPLACE_EXISTING : 0);
	int r;

	if (!replace && GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES)
		return -EEXIST;
	if (asprintf(&temporary, "%s.%lu", path, GetCurrentProcessId()) < 0) {
		temporary = NULL;
		return -ENOMEM;
	}
	r = write_all(temporary, bytes, size);
	if (r >= 0 && !MoveFileExA(temporary, path, flags))
		r = number_of(GetLastError());
	if (r < 0)
		remove(temporary);
	return r;
}

void save_to_output(void)
{
	_setmode(_fileno(stdout), _O_BINARY);
}
