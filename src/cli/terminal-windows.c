/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/terminal.h"

#include <windows.h>

/* Not isatty(): that takes NUL for a terminal. */
static bool is_console(DWORD which)
{
	DWORD mode;

	return GetConsoleMode(GetStdHandle(which), &mode);
}

bool terminal_is_input(void)
{
	return is_console(STD_INPUT_HANDLE);
}

bool terminal_is_output(void)
{
	return is_console(STD_OUTPUT_HANDLE);
}

void terminal_discard_input(void)
{
	FlushConsoleInputBuffer(GetStdHandle(STD_INPUT_HANDLE));
}

bool terminal_has_enter(void)
{
	HANDLE console = GetStdHandle(STD_INPUT_HANDLE);
	INPUT_RECORD record;
	DWORD waiting, read;

	while (GetNumberOfConsoleInputEvents(console, &waiting) && waiting &&
	       ReadConsoleInputW(console, &record, 1, &read) && read)
		if (record.EventType == KEY_EVENT && record.Event.KeyEvent.bKeyDown &&
		    record.Event.KeyEvent.wVirtualKeyCode == VK_RETURN)
			return true;
	return false;
}

bool terminal_takes_errors(void)
{
	return true; /* nothing tells */
}

unsigned terminal_columns(void)
{
	CONSOLE_SCREEN_BUFFER_INFO info;

	if (!GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &info))
		return 0;
	/* The last column stays free: a console that has filled it is in the next line already. */
	return (unsigned)(info.srWindow.Right - info.srWindow.Left);
}

bool terminal_has_colours(void)
{
	HANDLE console = GetStdHandle(STD_OUTPUT_HANDLE);
	DWORD mode;

	return GetConsoleMode(console, &mode) &&
	       SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}
