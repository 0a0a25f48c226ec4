/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

/* By what a program is ended. */
enum process_owner {
	PROCESS_ALONE,     /* nothing but itself */
	PROCESS_SERVICE,   /* a unit of the host: "display-manager.service" */
	PROCESS_USER_UNIT, /* a unit that runs for one user: "1000@", "pipewire.service" */
	PROCESS_SESSION,   /* a login session: "2" */
	PROCESS_LOGIN,     /* it keeps devices open for all sessions (systemd-logind) */
	PROCESS_VM,        /* it runs a VM: "vm1" */
};

/* A program of the host. */
struct process {
	uint64_t id;
	const char *name; /* its first 15 characters, as the kernel keeps them */
	enum process_owner owner;
	const char *owner_name; /* NULL for PROCESS_ALONE and PROCESS_LOGIN */
	uint64_t user;          /* of PROCESS_USER_UNIT */
};

/* What becomes of a program that has it when the driver is to let go. */
enum opened_kind {
	OPENED_YIELDS, /* it lets go when dda asks it to */
	OPENED_NODE,   /* it gets errors */
	OPENED_WAITED, /* the kernel waits for it, whatever the driver */
	OPENED_GPU,    /* that depends on the driver */
	OPENED_DISK,   /* it loses its data */
	OPENED_MEMORY, /* it goes on reading and writing the device's registers */
};

/* What a program has of a function. */
struct opened {
	const struct process *process;
	enum opened_kind kind; /* the worst of them */
	const char *what;      /* "/dev/dri/card0, mapped BAR 2 and 3 more" */
};
