/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#include "base/translate.h"
#include "cli/process.h"

#define OUTPUT_BUFFER 16384

/* Wildcards are ours: without this mingw-w64's start-up code puts file names in their place. */
int _dowildcard = 0;

int wmain(int argc, wchar_t **argv);

static UINT former_code_page;

static void restore_code_page(void)
{
	SetConsoleOutputCP(former_code_page);
}

/*
 * UTF-8 out, as we write it. A console gets it in large pieces: it can't put a character together
 * that comes byte by byte. It keeps its code page when we are gone, so that is put back.
 */
static void prepare_output(void)
{
	_setmode(STDOUT_FILENO, _O_BINARY);
	_setmode(STDERR_FILENO, _O_BINARY);
	setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
	setvbuf(stderr, NULL, _IOFBF, OUTPUT_BUFFER);
	former_code_page = GetConsoleOutputCP();
	if (former_code_page && former_code_page != CP_UTF8 && SetConsoleOutputCP(CP_UTF8))
		atexit(restore_code_page);
}

/* A heap string; NULL without memory. */
static char *to_utf8(const wchar_t *text)
{
	int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
	char *copy = malloc((size_t)size + 1);

	if (copy)
		WideCharToMultiByte(CP_UTF8, 0, text, -1, copy, size, NULL, NULL);
	return copy;
}

int wmain(int argc, wchar_t **argv)
{
	char **words = calloc((size_t)argc + 1, sizeof(*words));

	prepare_output();
	for (int i = 0; words && i < argc; i++) {
		words[i] = to_utf8(argv[i]);
		if (!words[i])
			words = NULL;
	}
	if (!words) {
		fputs(_("dda: out of memory\n"), stderr);
		return EXIT_FAILURE;
	}
	/* They live as long as the process. */
	return process_main(argc, words);
}
