/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/keep.h"

#include <errno.h>

#include "exec/file.h"

#define NEW_NAME KEEP_NAME ".new"
#define LOCK_NAME KEEP_NAME ".lock"

/* Who has the lock writes a few lines. */
#define LOCK_SECONDS 60

int keep_load(const struct folder *folder, struct stays *ret)
{
	_cleanup_close_ int fd = folder_open(folder, KEEP_NAME, FOLDER_READ);
	_cleanup_free_ char *bytes = NULL;
	size_t size = 0;
	int r = fd < 0 ? fd : file_read_all(fd, &bytes, &size);

	return r < 0 ? r : stays_read(bytes, size, ret);
}

static int load(const struct folder *folder, struct stays *ret)
{
	int r = keep_load(folder, ret);

	if (r != -ENOENT)
		return r;
	*ret = (struct stays){0};
	return 0;
}

static int write_new(const struct folder *folder, const char *text)
{
	_cleanup_close_ int fd = -1;
	int r;

	folder_remove(folder, NEW_NAME); /* of a process that was killed */
	fd = folder_open(folder, NEW_NAME, FOLDER_CREATE);
	r = fd < 0 ? fd : file_write_all(fd, text);
	return r < 0 ? r : file_sync(fd);
}

static int replace(const struct folder *folder, const struct stays *stays)
{
	_cleanup_free_ char *text = stays_text(stays);
	int r = text ? write_new(folder, text) : -ENOMEM;

	if (r >= 0)
		r = folder_rename(folder, NEW_NAME, KEEP_NAME);
	if (r < 0)
		folder_remove(folder, NEW_NAME);
	return r < 0 ? r : folder_sync(folder);
}

static int lock(const struct folder *folder, int *ret)
{
	int r;

	*ret = folder_open(folder, LOCK_NAME, FOLDER_LOCK);
	r = *ret < 0 ? *ret : file_claim_within(*ret, LOCK_SECONDS);
	return r;
}

static int refuse(const struct folder *folder, int r, struct dda_error **ret_error)
{
	return error_setf(ret_error, r, DDA_ERROR_FAILED, folder->path,
	                  r == -EPROTO ? "a later version of dda wrote it: use that, or move the "
	                                 "file \"" KEEP_NAME "\" away"
	                               : "see to its disk, then ask again",
	                  "what stays dismounted over a restart can't be noted there (%s)",
	                  error_number_text(-r));
}

int keep_commit(const struct folder *folder, const struct dda_plan *plan,
                struct dda_error **ret_error)
{
	_cleanup_close_ int claim = -1;
	_cleanup_stays_ struct stays stays = {0};
	int r;

	if (keep_agrees(folder, plan))
		return 0;
	r = lock(folder, &claim);
	if (r >= 0)
		r = load(folder, &stays);
	if (r >= 0)
		r = stays_follow(&stays, plan);
	if (r > 0)
		r = replace(folder, &stays);
	return r < 0 ? refuse(folder, r, ret_error) : 0;
}

bool keep_agrees(const struct folder *folder, const struct dda_plan *plan)
{
	_cleanup_stays_ struct stays stays = {0};

	return load(folder, &stays) >= 0 && stays_follow(&stays, plan) == 0;
}

int keep_forget(const struct folder *folder, const char *location, struct dda_error **ret_error)
{
	_cleanup_close_ int claim = -1;
	_cleanup_stays_ struct stays stays = {0};
	int r = lock(folder, &claim), found = 0;

	if (r >= 0)
		r = load(folder, &stays);
	for (size_t i = stays.count; r >= 0 && i-- > 0;)
		if (stay_same_slot(stays.items[i].identity.location_path, location))
			found = stays_forget(&stays, stays.items[i].identity.location_path);
	if (found)
		r = replace(folder, &stays);
	return r < 0 ? refuse(folder, r, ret_error) : found;
}
