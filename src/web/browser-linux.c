/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/browser.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

static int fail(int r, const char *subject, struct dda_error **ret_error)
{
	return error_setf(ret_error, r, DDA_ERROR_FAILED, subject, "open the address by hand",
	                  "no browser could be opened (%s)", error_number_text(-r));
}

static int make_file(const char *address, char name[static BROWSER_FILE_SIZE])
{
	const char *folder = getenv("XDG_RUNTIME_DIR");
	_cleanup_close_ int fd = -1;

	snprintf(name, BROWSER_FILE_SIZE, "%.200s/dda-web-XXXXXX.html",
	         folder && *folder == '/' ? folder : "/tmp");
	fd = mkostemps(name, 5, O_CLOEXEC); /* for nobody else to read */
	if (fd < 0 || dprintf(fd,
	                      "<!doctype html>\n<meta charset=\"utf-8\">\n<title>dda</title>\n"
	                      "<meta name=\"referrer\" content=\"no-referrer\">\n"
	                      "<meta http-equiv=\"refresh\" content=\"0; url=%s\">\n"
	                      "<a href=\"%s\">dda</a>\n",
	                      address, address) < 0)
		return -errno;
	return 0;
}

/* In a session of its own: Ctrl-C is for us. */
static int start(const char *file)
{
	char *const argv[] = {(char *)"xdg-open", (char *)file, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	pid_t pid;
	int r;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return -ENOMEM;
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
	r = posix_spawnp(&pid, argv[0], &actions, &attributes, argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return -r;
}

int browser_open(const char *address, char ret_file[static BROWSER_FILE_SIZE],
                 struct dda_error **ret_error)
{
	char file[BROWSER_FILE_SIZE] = "";
	int r;

	if (geteuid() == 0)
		return error_set(ret_error, -EPERM, DDA_ERROR_REFUSED, "--open",
		                 "no browser is started as root", "open the address in your own");
	r = make_file(address, file);
	if (r < 0)
		return fail(r, "--open", ret_error);
	r = start(file);
	if (r < 0) {
		browser_forget(file);
		return fail(r, "xdg-open", ret_error);
	}
	snprintf(ret_file, BROWSER_FILE_SIZE, "%s", file);
	return 0;
}

void browser_forget(const char *file)
{
	if (*file)
		unlink(file);
}
