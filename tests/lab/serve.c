/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "points.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <glob.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * dda's start, with libvirt and all its libraries, takes longer in the lab than its work. So one
 * process has that behind it and waits, and each dda is a child of it. POINTS_SERVE names, as
 * patterns, the files and links that make up what a command can change. A request is a line "AT
 * WORDS..." (POINTS_AT, but for its kind; dda's arguments), the answer "STATUS PASSED STATE":
 * dda's exit status as a shell has it, how many points it passed, a hash of those files. What dda
 * writes goes to POINTS_OUT.
 */
#define WORDS_MAX 32

typedef int (*main_function)(int, char **, char **);
static main_function real_main;

static void redirect(int to, const char *path, int flags)
{
	int fd = open(path, flags | O_CREAT, 0644);

	dup2(fd, to);
	close(fd);
}

static int be_dda(char *line, char **environment)
{
	char name[] = "dda", *words[WORDS_MAX + 1] = {name}, *place;
	char *at = strtok_r(line, " \n", &place);
	const char *out = getenv("POINTS_OUT");
	int count = 1;

	while (count < WORDS_MAX && (words[count] = strtok_r(NULL, " \n", &place)))
		count++;
	words[count] = NULL;
	redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
	redirect(STDOUT_FILENO, out ? out : "/dev/null", O_WRONLY | O_TRUNC);
	dup2(STDOUT_FILENO, STDERR_FILENO);
	points_begin(at);
	return real_main(count, words, environment);
}

static void hash(uint64_t *state, const char *bytes, ssize_t size)
{
	for (ssize_t i = 0; i < size; i++)
		*state = (*state ^ (unsigned char)bytes[i]) * 0x100000001b3;
}

static void hash_file(uint64_t *state, const char *path)
{
	char bytes[65536];
	ssize_t n = readlink(path, bytes, sizeof(bytes));
	int fd;

	hash(state, path, (ssize_t)strlen(path) + 1);
	if (n >= 0) {
		hash(state, bytes, n);
		return;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC);
	while (fd >= 0 && (n = read(fd, bytes, sizeof(bytes))) > 0)
		hash(state, bytes, n);
	if (fd >= 0)
		close(fd);
}

static uint64_t read_state(void)
{
	char patterns[4096], *place, *pattern;
	uint64_t state = 0xcbf29ce484222325;
	glob_t found = {0};

	snprintf(patterns, sizeof(patterns), "%s", getenv("POINTS_SERVE"));
	for (pattern = strtok_r(patterns, " ", &place); pattern;
	     pattern = strtok_r(NULL, " ", &place))
		glob(pattern, found.gl_pathc ? GLOB_APPEND : 0, NULL, &found);
	for (size_t i = 0; i < found.gl_pathc; i++)
		hash_file(&state, found.gl_pathv[i]);
	globfree(&found);
	return state;
}

static int serve(int count, char **words, char **environment)
{
	char line[4096];

	setlinebuf(stdout);
	dlopen("libvirt.so.0", RTLD_NOW);
	while (fgets(line, sizeof(line), stdin)) {
		int status;
		pid_t pid = fork();

		if (pid == 0)
			return be_dda(line, environment);
		if (pid < 0 || waitpid(pid, &status, 0) < 0)
			return 1;
		printf("%d %u %016llx\n",
		       WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status),
		       points_passed(), (unsigned long long)read_state());
	}
	return 0;
}

int __libc_start_main(main_function dda, int count, char **words, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

/* The start of a program comes by here with the address of its main(). */
int __libc_start_main(main_function dda, int count, char **words, void (*init)(void),
                      void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
	__typeof__(&__libc_start_main) real;

	*(void **)&real = dlsym(RTLD_NEXT, "__libc_start_main");
	real_main = dda;
	return real(getenv("POINTS_SERVE") ? serve : dda, count, words, init, fini, rtld_fini,
	            stack_end);
}
