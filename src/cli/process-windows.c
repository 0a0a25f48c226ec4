/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/process.h"

#include <io.h>
#include <stdio.h>
#include <windows.h>

static volatile LONG interrupted;

/* Where a closed window or a log-off ends us, that comes as late as the system lets it. */
static BOOL WINAPI hold(DWORD event)
{
	InterlockedExchange(&interrupted, 1);
	if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
		Sleep(INFINITE);
	return TRUE;
}

void process_hold_signals(void)
{
	SetConsoleCtrlHandler(hold, TRUE);
}

bool process_is_interrupted(void)
{
	return interrupted;
}

bool process_lost_reader(int error)
{
	/* A pipe fails in no other way, and this C library has no errno for it. */
	return GetFileType((HANDLE)_get_osfhandle(STDOUT_FILENO)) == FILE_TYPE_PIPE;
}
