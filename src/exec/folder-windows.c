/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <windows.h>

#include <sddl.h> /* after windows.h */

#include "exec/folder.h"

#define DEFAULT_PATH L"%ProgramData%\\dda"
#define FILE_PATH_MAX (FOLDER_PATH_MAX + 64)

/* Far behind what is written in the file: on Windows nobody can read what is locked. */
#define LOCKED_BYTE 0x40000000

static int last_error(void)
{
	switch (GetLastError()) {
	case ERROR_FILE_NOT_FOUND:
	case ERROR_PATH_NOT_FOUND:
		return -ENOENT;
	case ERROR_FILE_EXISTS:
	case ERROR_ALREADY_EXISTS:
		return -EEXIST;
	case ERROR_DISK_FULL:
	case ERROR_HANDLE_DISK_FULL:
		return -ENOSPC;
	case ERROR_WRITE_PROTECT:
		return -EROFS;
	case ERROR_ACCESS_DENIED:
		return -EACCES;
	case ERROR_LOCK_VIOLATION:
	case ERROR_SHARING_VIOLATION:
		return -EBUSY;
	default:
		return -EIO;
	}
}

int folder_locate(struct folder *ret)
{
	wchar_t path[FOLDER_PATH_MAX];
	DWORD length = GetEnvironmentVariableW(L"" FOLDER_VARIABLE, path, FOLDER_PATH_MAX);

	if (length == 0)
		length = ExpandEnvironmentStringsW(DEFAULT_PATH, path, FOLDER_PATH_MAX);
	if (length == 0 || length >= FOLDER_PATH_MAX ||
	    !WideCharToMultiByte(CP_UTF8, 0, path, -1, ret->path, sizeof(ret->path), NULL, NULL))
		return -ENAMETOOLONG;
	return 0;
}

static const wchar_t *wide(const char *text, wchar_t *ret)
{
	MultiByteToWideChar(CP_UTF8, 0, text, -1, ret, FILE_PATH_MAX);
	return ret;
}

static const wchar_t *path_of(const struct folder *folder, const char *name, wchar_t *ret)
{
	char path[FILE_PATH_MAX];

	snprintf(path, sizeof(path), "%s\\%s", folder->path, name);
	return wide(path, ret);
}

/* Elsewhere in ProgramData anybody may make files. */
int folder_make(const struct folder *folder)
{
	SECURITY_ATTRIBUTES security = {.nLength = sizeof(security)};
	wchar_t path[FILE_PATH_MAX];
	int r = 0;

	if (!ConvertStringSecurityDescriptorToSecurityDescriptorW(
	            L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", SDDL_REVISION_1,
	            &security.lpSecurityDescriptor, NULL))
		return -EIO;
	if (!CreateDirectoryW(wide(folder->path, path), &security) &&
	    GetLastError() != ERROR_ALREADY_EXISTS)
		r = last_error();
	LocalFree(security.lpSecurityDescriptor);
	return r;
}

int folder_open(const struct folder *folder, const char *name, enum folder_mode mode)
{
	static const struct {
		DWORD access, make;
		int flags;
	} modes[] = {
	        [FOLDER_READ] = {GENERIC_READ, OPEN_EXISTING, _O_RDONLY},
	        [FOLDER_WRITE] = {GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING, _O_RDWR | _O_APPEND},
	        [FOLDER_CREATE] = {GENERIC_READ | GENERIC_WRITE, CREATE_NEW, _O_RDWR | _O_APPEND},
	        [FOLDER_LOCK] = {GENERIC_READ | GENERIC_WRITE, OPEN_ALWAYS, _O_RDWR},
	};
	wchar_t path[FILE_PATH_MAX];
	HANDLE file = CreateFileW(path_of(folder, name, path), modes[mode].access,
	                          FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
	                          modes[mode].make, FILE_ATTRIBUTE_NORMAL, NULL);
	int fd;

	if (file == INVALID_HANDLE_VALUE)
		return last_error();
	fd = _open_osfhandle((intptr_t)file, modes[mode].flags | _O_BINARY | _O_NOINHERIT);
	if (fd >= 0)
		return fd;
	CloseHandle(file);
	return -ENOMEM;
}

static int each_name(HANDLE list, WIN32_FIND_DATAW *entry,
                     int (*each)(void *data, const char *name), void *data)
{
	char name[MAX_PATH * 4];
	int r = 0;

	do {
		if (WideCharToMultiByte(CP_UTF8, 0, entry->cFileName, -1, name, sizeof(name), NULL,
		                        NULL))
			r = each(data, name);
	} while (r >= 0 && FindNextFileW(list, entry));
	return r < 0 ? r : 0;
}

int folder_each(const struct folder *folder, int (*each)(void *data, const char *name), void *data)
{
	wchar_t path[FILE_PATH_MAX];
	WIN32_FIND_DATAW entry;
	HANDLE list = FindFirstFileW(path_of(folder, "*", path), &entry);
	int r;

	if (list == INVALID_HANDLE_VALUE)
		return last_error();
	r = each_name(list, &entry, each, data);
	FindClose(list);
	return r;
}

int folder_rename(const struct folder *folder, const char *from, const char *to)
{
	wchar_t old[FILE_PATH_MAX], new[FILE_PATH_MAX];

	return MoveFileExW(path_of(folder, from, old), path_of(folder, to, new),
	                   MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)
	               ? 0
	               : last_error();
}

int folder_remove(const struct folder *folder, const char *name)
{
	wchar_t path[FILE_PATH_MAX];

	return DeleteFileW(path_of(folder, name, path)) ? 0 : last_error();
}

int folder_sync(const struct folder *folder)
{
	return 0; /* NTFS keeps a journal of names of its own, in order */
}

int file_sync(int fd)
{
	return FlushFileBuffers((HANDLE)_get_osfhandle(fd)) ? 0 : last_error();
}

int file_reserve(int fd, size_t size)
{
	return 0; /* a file can't have room behind its end that lasts; see docs/journal.md */
}

int file_claim(int fd, bool shared)
{
	OVERLAPPED where = {.Offset = LOCKED_BYTE};
	DWORD flags = LOCKFILE_FAIL_IMMEDIATELY | (shared ? 0 : LOCKFILE_EXCLUSIVE_LOCK);

	return LockFileEx((HANDLE)_get_osfhandle(fd), flags, 0, 1, 0, &where) ? 0 : last_error();
}

bool process_exists(int pid)
{
	HANDLE process = OpenProcess(SYNCHRONIZE, FALSE, (DWORD)pid);
	bool runs = process && WaitForSingleObject(process, 0) == WAIT_TIMEOUT;

	if (process)
		CloseHandle(process);
	return runs;
}
