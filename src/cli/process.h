/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

/*
 * What the system does with our process. Each platform has a process-PLATFORM.c, and a
 * main-PLATFORM.c with the entry point.
 */

/* The program, once the platform has done its part; `argv` is in UTF-8. Returns the exit status. */
int process_main(int argc, char **argv);

/* Half a hand-over helps nobody: from here on it goes to its end, Ctrl-C or not. */
void process_hold_signals(void);

/* True when somebody wanted to end us since then: Ctrl-C, or a signal that asks for it. A lost
 * terminal is none where the system lets us go on. */
bool process_is_interrupted(void);

/* True when a write to standard output failed because its reader went away; `error`: its errno. */
bool process_lost_reader(int error);
