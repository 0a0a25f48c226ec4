/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdbool.h>
#include <string.h>
#include <windows.h>

#include <sddl.h> /* after windows.h */

#include "exec/lock.h"

#define FOLDER "%ProgramData%\\dda"

/* Far behind what is written in the file: on Windows nobody can read what is locked. */
#define LOCKED_BYTE 0x40000000

/* For administrators and the system only: elsewhere in ProgramData anybody may make files. */
static bool make_folder(const wchar_t *path)
{
	SECURITY_ATTRIBUTES security = {.nLength = sizeof(security)};
	bool made;

	if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(
	            L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", SDDL_REVISION_1,
	            &security.lpSecurityDescriptor, NULL))
		return false;
	made = CreateDirectoryW(path, &security) || GetLastError() == ERROR_ALREADY_EXISTS;
	LocalFree(security.lpSecurityDescriptor);
	return made;
}

static int refuse(const char *what, const char *done, struct dda_error **ret_error)
{
	return error_setf(ret_error, -EACCES, DDA_ERROR_REFUSED, what, "run it as administrator",
	                  "can't be %s (Windows error %lu)", done, GetLastError());
}

int lock_file_open(struct dda_error **ret_error)
{
	wchar_t path[MAX_PATH];
	DWORD length = ExpandEnvironmentStringsW(L"" FOLDER, path, MAX_PATH - 5);
	HANDLE file;
	int fd;

	if (length == 0 || length > MAX_PATH - 5 || !make_folder(path))
		return refuse(FOLDER, "made", ret_error);
	wcscat(path, L"\\lock");
	file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
	                   NULL, OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
	if (file == INVALID_HANDLE_VALUE)
		return refuse(FOLDER "\\lock", "opened", ret_error);
	fd = _open_osfhandle((intptr_t)file, _O_RDWR | _O_BINARY);
	if (fd >= 0)
		return fd;
	CloseHandle(file);
	return error_no_memory(ret_error);
}

int lock_file_claim(int fd)
{
	OVERLAPPED where = {.Offset = LOCKED_BYTE};

	if (LockFileEx((HANDLE)_get_osfhandle(fd),
	               LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &where))
		return 0;
	return GetLastError() == ERROR_LOCK_VIOLATION ? -EBUSY : -EIO;
}
