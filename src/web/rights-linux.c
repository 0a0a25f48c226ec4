/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/rights.h"

#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* Who owns nothing, on every distribution. */
#define NOBODY 65534
#define MEMORY (UINT64_C(1) << 30)
#define FILES 512

static void close_but(const int *keep, size_t count)
{
	for (int next = STDERR_FILENO + 1;;) {
		int kept = INT_MAX;

		for (size_t i = 0; i < count; i++)
			if (keep[i] >= next && keep[i] < kept)
				kept = keep[i];
		if (kept > next)
			close_range((unsigned)next, kept == INT_MAX ? ~0u : (unsigned)kept - 1, 0);
		if (kept == INT_MAX)
			return;
		next = kept + 1;
	}
}

/* A folder that is not there any more: nothing is in it, and nothing can be made in it. */
static int enter_empty_folder(void)
{
	char name[] = "/tmp/dda-web-XXXXXX";

	if (!mkdtemp(name))
		return -errno;
	if (chdir(name) < 0 || rmdir(name) < 0 || chroot(".") < 0 || chdir("/") < 0) {
		int r = -errno;

		rmdir(name);
		return r;
	}
	return 0;
}

static int become_nobody(void)
{
	int r;

	/* Sockets that are open stay; new ones lead nowhere. Not every kernel and container has
	 * that.
	 */
	(void)unshare(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS);
	r = enter_empty_folder();
	if (r < 0)
		return r;
	if (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
	    setresuid(NOBODY, NOBODY, NOBODY) < 0)
		return -errno;
	/* There must be no way back. */
	return setuid(0) == 0 || getuid() == 0 ? -EPERM : 0;
}

static int limit(void)
{
	static const struct {
		int what;
		struct rlimit limit;
	} limits[] = {
	        {RLIMIT_CORE, {0, 0}},
	        {RLIMIT_NPROC, {0, 0}},
	        {RLIMIT_NOFILE, {FILES, FILES}},
#ifndef __SANITIZE_ADDRESS__ /* it takes terabytes of addresses */
	        {RLIMIT_AS, {MEMORY, MEMORY}},
#endif
	};

	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (setrlimit((__rlimit_resource_t)limits[i].what, &limits[i].limit) < 0)
			return -errno;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	/* Others of the same user may not look into us: the sessions are here. */
	return prctl(PR_SET_DUMPABLE, 0) < 0 ? -errno : 0;
}

int rights_drop(const int *keep, size_t count, struct dda_error **ret_error)
{
	int r;

	close_but(keep, count);
	r = geteuid() == 0 ? become_nobody() : 0;
	if (r == 0)
		r = limit();
	if (r == 0)
		return 0;
	return error_setf(ret_error, r, DDA_ERROR_FAILED, "web", NULL,
	                  "the server could not give up its rights (%s)", error_number_text(-r));
}
