/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/host.h"

/*
 * A host with four cards of three functions each (01:00 to 04:00) and four VMs (a to d), that lives
 * in memory which processes share: what one that is killed has done of it stays. It begins steps as
 * a real host does, from states that fit, and each of them twice without harm.
 *
 * A point is a moment in which something has just been, or is just to be, changed: an act of this
 * host, and each call with which the journal is written (the linker gives those to us, --wrap). At
 * the point with a given number the process gets SIGKILL.
 */
enum model_state { MODEL_HOST, MODEL_DISABLED, MODEL_OUT };

#define MODEL_CARDS 4
#define MODEL_FUNCTIONS 3

struct model_function {
	enum model_state state;
	int vm;       /* -1: none */
	unsigned bus; /* where it sits in it */
};

struct model_vm {
	bool running, set, port[8], deleted;
	unsigned window;   /* OVMF's, in MiB */
	unsigned recorded; /* dda has set it: what it was before, and 1 more; 0: not so */
};

struct model_world {
	struct model_function functions[MODEL_CARDS][MODEL_FUNCTIONS];
	struct model_vm vms[MODEL_CARDS];
	unsigned boot;           /* which run of its kernel this is */
	unsigned device;         /* device id of all cards */
	unsigned points;         /* passed so far */
	unsigned kill_at;        /* 0: never */
	unsigned applies;        /* begun so far */
	unsigned fail_at, error; /* which apply fails, and how; 0: none */
	bool fail_on;            /* and all after it */
	unsigned stuck_at; /* which apply leaves a process behind that goes on while its own dies */
	int stuck;         /* that process */
	unsigned wait;     /* microseconds that an apply takes */
	unsigned sync;     /* microseconds that an fsync takes */
	unsigned syncs;    /* done so far */
	unsigned mute;     /* so many more looks at the host find that its VMs can't be asked */
	unsigned full_at;  /* which write to a file finds the disk full; 0: none */
	unsigned writes;
	char broken[128]; /* what went against the rules; "": nothing */
};

/* Shared by this process and its children from here on. */
extern struct model_world *model_world;

/* Maps the world, once; and makes it new, with nothing given away. */
void model_map(void);
void model_reset(void);

/* The host; dda_host_close() it. */
struct dda_host *model_open(void);

/* True when all functions of the card are with the host, or all with that VM (-1: the host), which
 * has what belongs to it. */
bool model_card_is(unsigned card, int vm);
