/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/host.h"

#include "base/cleanup.h"
#include "host/expand.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* What the file was when it was read: as long as it is the same one, nothing is read again. */
static struct {
	json_t *state;
	BY_HANDLE_FILE_INFORMATION file;
} cache;

static HANDLE lock = INVALID_HANDLE_VALUE;

static int complain(const wchar_t *path, const char *why)
{
	fprintf(stderr, "hvsim: %ls: %s\n", path ? path : L"", why);
	return -EIO;
}

static int take_lock(const wchar_t *path)
{
	OVERLAPPED start = {0};
	wchar_t name[MAX_PATH];

	_snwprintf(name, MAX_PATH, L"%ls.lock", path);
	lock = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
	                   NULL, OPEN_ALWAYS, 0, NULL);
	if (lock == INVALID_HANDLE_VALUE ||
	    !LockFileEx(lock, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &start))
		return complain(name, "cannot be locked");
	return 0;
}

static void drop_lock(void)
{
	if (lock != INVALID_HANDLE_VALUE)
		CloseHandle(lock);
	lock = INVALID_HANDLE_VALUE;
}

static json_t *read_json(const wchar_t *path)
{
	_cleanup_file_ FILE *file = path ? _wfopen(path, L"rb") : NULL;
	json_error_t error;
	json_t *document;

	if (!file) {
		complain(path, "cannot be read");
		return NULL;
	}
	document = json_loadf(file, 0, &error);
	if (!document)
		fprintf(stderr, "hvsim: %ls:%d: %s\n", path, error.line, error.text);
	return document;
}

/* A host that nobody has used yet. */
static json_t *create(void)
{
	json_t *defaults = read_json(_wgetenv(L"HVSIM_DEFAULTS"));
	json_t *description = defaults ? read_json(_wgetenv(L"HVSIM_HOST")) : NULL;
	json_t *state = description ? expand(defaults, description) : NULL;

	json_decref(defaults);
	json_decref(description);
	return state;
}

static bool identify(const wchar_t *path, BY_HANDLE_FILE_INFORMATION *ret)
{
	HANDLE file = CreateFileW(path, 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
	                          NULL, OPEN_EXISTING, 0, NULL);
	bool known = file != INVALID_HANDLE_VALUE && GetFileInformationByHandle(file, ret);

	if (file != INVALID_HANDLE_VALUE)
		CloseHandle(file);
	return known;
}

/* Every writing makes a new file. */
static bool is_cached(const BY_HANDLE_FILE_INFORMATION *file)
{
	return cache.state && file->nFileIndexLow == cache.file.nFileIndexLow &&
	       file->nFileIndexHigh == cache.file.nFileIndexHigh &&
	       file->nFileSizeLow == cache.file.nFileSizeLow &&
	       CompareFileTime(&file->ftLastWriteTime, &cache.file.ftLastWriteTime) == 0;
}

static int load(const wchar_t *path, bool *ret_created)
{
	BY_HANDLE_FILE_INFORMATION file = {0};
	bool exists = path && identify(path, &file);

	*ret_created = false;
	if (exists ? is_cached(&file) : !path && cache.state)
		return 0;
	json_decref(cache.state);
	cache.state = exists ? read_json(path) : create();
	cache.file = file;
	*ret_created = !exists;
	return cache.state ? 0 : -EIO;
}

int state_take(struct host *host)
{
	const wchar_t *path = _wgetenv(L"HVSIM_STATE");
	FILETIME now;
	bool created;

	if ((path && take_lock(path) < 0) || load(path, &created) < 0) {
		drop_lock();
		return -EIO;
	}
	GetSystemTimeAsFileTime(&now);
	*host = (struct host){
	        .state = cache.state,
	        .config = json_object_get(cache.state, "host"),
	        .devices = json_object_get(cache.state, "devices"),
	        .vms = json_object_get(cache.state, "vms"),
	        .jobs = json_object_get(cache.state, "jobs"),
	        .changed = created,
	        .now = (int64_t)(((uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime) / 10000),
	};
	return 0;
}

/* A whole new file in place of the old one: who is killed on the way leaves the old one. */
static int write_state(const wchar_t *path, const json_t *state)
{
	wchar_t new_path[MAX_PATH];
	FILE *file;
	int r;

	_snwprintf(new_path, MAX_PATH, L"%ls.new", path);
	file = _wfopen(new_path, L"wb");
	if (!file)
		return complain(new_path, "cannot be written");
	r = json_dumpf(state, file, JSON_COMPACT);
	if (fclose(file) != 0 || r < 0 || !MoveFileExW(new_path, path, MOVEFILE_REPLACE_EXISTING))
		return complain(path, "cannot be written");
	identify(path, &cache.file);
	return 0;
}

int state_give_back(struct host *host)
{
	const wchar_t *path = _wgetenv(L"HVSIM_STATE");
	int r = path && host->changed ? write_state(path, host->state) : 0;

	drop_lock();
	*host = (struct host){0};
	return r;
}
