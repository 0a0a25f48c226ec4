/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/child-windows.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#include "base/arena.h"
#include "base/cleanup.h"
#include "base/quote.h"

#define PROGRAM_MAX 32768
#define COMMAND_MAX 32767

/* The exit status of one that we have ended. */
#define KILLED 137

/* For nobody else to open; gone with its last handle. */
static HANDLE make_file(void)
{
	static unsigned number;
	wchar_t folder[MAX_PATH + 1], path[MAX_PATH + 64];
	HANDLE file;

	if (!GetTempPathW(MAX_PATH + 1, folder))
		return INVALID_HANDLE_VALUE;
	do {
		swprintf(path, MAX_PATH + 64, L"%lsdda-%lu-%u.tmp", folder, GetCurrentProcessId(),
		         number++);
		file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE | DELETE, 0, NULL, CREATE_NEW,
		                   FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
	} while (file == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_EXISTS);
	return file;
}

/* The same, to be added to: wherever we read meanwhile. */
static HANDLE for_child(HANDLE file)
{
	HANDLE copy;

	return DuplicateHandle(GetCurrentProcess(), file, GetCurrentProcess(), &copy,
	                       FILE_APPEND_DATA | FILE_READ_ATTRIBUTES | SYNCHRONIZE, TRUE, 0)
	               ? copy
	               : INVALID_HANDLE_VALUE;
}

static HANDLE open_nothing(void)
{
	SECURITY_ATTRIBUTES inherited = {.nLength = sizeof(inherited), .bInheritHandle = TRUE};

	return CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited,
	                   OPEN_EXISTING, 0, NULL);
}

static int add_word(struct arena *arena, const char **command, const char *word)
{
	const char *quoted = quote_argument(arena, word);

	*command = quoted ? arena_format(arena, "%s %s", *command, quoted) : NULL;
	if (!*command)
		return -ENOMEM;
	return strlen(*command) < 3 * COMMAND_MAX ? 0 : -E2BIG;
}

static int make_command(struct arena *arena, const char *host, const char *const *words,
                        size_t count, wchar_t *ret)
{
	const char *command = "dda.exe";
	int r = 0;

	if (host && (r = add_word(arena, &command, "--host")) >= 0)
		r = add_word(arena, &command, host);
	for (size_t i = 0; r >= 0 && i < count; i++)
		r = add_word(arena, &command, words[i]);
	if (r < 0)
		return r;
	if (MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, command, -1, ret, COMMAND_MAX))
		return 0;
	return GetLastError() == ERROR_INSUFFICIENT_BUFFER ? -E2BIG : -EINVAL;
}

/* Starts it with these three files and no other handle of ours. */
static int start_with(wchar_t *command, HANDLE files[3], LPPROC_THREAD_ATTRIBUTE_LIST attributes,
                      HANDLE *ret)
{
	STARTUPINFOEXW start = {
	        .StartupInfo = {.cb = sizeof(start),
	                        .dwFlags = STARTF_USESTDHANDLES,
	                        .hStdInput = files[0],
	                        .hStdOutput = files[1],
	                        .hStdError = files[2]},
	        .lpAttributeList = attributes,
	};
	const DWORD flags = EXTENDED_STARTUPINFO_PRESENT | DETACHED_PROCESS;
	_cleanup_free_ wchar_t *program = calloc(PROGRAM_MAX, sizeof(*program));
	PROCESS_INFORMATION made;
	bool done;

	if (!program || !GetModuleFileNameW(NULL, program, PROGRAM_MAX))
		return -ENOMEM;
	/* Not to be ended with a job that we are in, such as a remote session; where that is not
	 * allowed, so be it. */
	done = CreateProcessW(program, command, NULL, NULL, TRUE, flags | CREATE_BREAKAWAY_FROM_JOB,
	                      NULL, NULL, &start.StartupInfo, &made) ||
	       CreateProcessW(program, command, NULL, NULL, TRUE, flags, NULL, NULL,
	                      &start.StartupInfo, &made);
	if (!done)
		return GetLastError() == ERROR_ACCESS_DENIED ? -EACCES : -EAGAIN;
	CloseHandle(made.hThread);
	*ret = made.hProcess;
	return 0;
}

static int start(wchar_t *command, HANDLE files[3], HANDLE *ret)
{
	SIZE_T size = 0;
	_cleanup_free_ LPPROC_THREAD_ATTRIBUTE_LIST attributes = NULL;
	int r = -ENOMEM;

	InitializeProcThreadAttributeList(NULL, 1, 0, &size);
	attributes = malloc(size);
	if (!attributes || !InitializeProcThreadAttributeList(attributes, 1, 0, &size))
		return -ENOMEM;
	if (UpdateProcThreadAttribute(attributes, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, files,
	                              3 * sizeof(*files), NULL, NULL))
		r = start_with(command, files, attributes, ret);
	DeleteProcThreadAttributeList(attributes);
	return r;
}

static void close_file(HANDLE file)
{
	if (file && file != INVALID_HANDLE_VALUE)
		CloseHandle(file);
}

static int start_writing(wchar_t *command, HANDLE output, HANDLE errors, HANDLE *ret)
{
	HANDLE files[] = {open_nothing(), for_child(output), for_child(errors)};
	int r = 0;

	for (int i = 0; i < 3; i++)
		if (files[i] == INVALID_HANDLE_VALUE)
			r = -EIO;
	if (r >= 0)
		r = start(command, files, ret);
	for (int i = 0; i < 3; i++)
		close_file(files[i]);
	return r;
}

int child_start(const char *host, const char *const *words, size_t count, struct child *ret)
{
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_free_ wchar_t *command = calloc(COMMAND_MAX, sizeof(*command));
	struct child child = {0};
	int r = command ? make_command(&arena, host, words, count, command) : -ENOMEM;

	if (r < 0)
		return r;
	child.output = make_file();
	child.errors = make_file();
	r = start_writing(command, child.output, child.errors, &child.process);
	if (r < 0)
		child_close(&child, false);
	else
		*ret = child;
	return r;
}

bool child_has_ended(const struct child *child, int *ret_status)
{
	DWORD status;

	if (WaitForSingleObject(child->process, 0) != WAIT_OBJECT_0)
		return false;
	if (!GetExitCodeProcess(child->process, &status))
		status = KILLED;
	*ret_status = (int)status;
	return true;
}

uint64_t child_output_size(const struct child *child)
{
	LARGE_INTEGER size;

	return GetFileSizeEx(child->output, &size) ? (uint64_t)size.QuadPart : 0;
}

size_t child_read_errors(struct child *child, char *buffer, size_t size)
{
	OVERLAPPED where = {.Offset = (DWORD)child->read, .OffsetHigh = (DWORD)(child->read >> 32)};
	DWORD got;

	if (!ReadFile(child->errors, buffer, (DWORD)size, &got, &where))
		return 0;
	child->read += got;
	return got;
}

int child_take_output(struct child *child)
{
	int fd;

	SetFilePointer(child->output, 0, NULL, FILE_BEGIN);
	fd = _open_osfhandle((intptr_t)child->output, _O_RDONLY | _O_BINARY | _O_NOINHERIT);
	if (fd >= 0)
		child->output = NULL;
	return fd;
}

void child_kill(const struct child *child)
{
	TerminateProcess(child->process, KILLED);
}

void child_close(struct child *child, bool kill)
{
	if (kill)
		child_kill(child);
	close_file(child->process);
	close_file(child->output);
	close_file(child->errors);
}
