/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <sys/types.h>

#include "host/host.h"
#include "host/linux/libvirt.h"
#include "host/linux/root.h"

/* A write that goes on in a child process; see act-driver.h. */
struct child {
	struct address function;
	pid_t pid;
	int pipe; /* where the child reports */
};

/* A VM's definition, kept until it is changed: each look at it is a round trip to libvirt. */
struct known_vm {
	const char *name; /* in `arena` */
	struct arena arena;
	virDomainPtr domain;
	bool fresh; /* `vm` is what it was when last read, and we have not changed it since */
	struct vm vm;
};

/* A Linux host: the machine we run on, or a copy of another one's files. */
struct linux_host {
	struct dda_host host;
	struct root root;
	struct archive *archive;       /* where `root` has its files, if it is a snapshot */
	bool privileged;               /* we, or who made the snapshot */
	const struct libvirt *libvirt; /* NULL until it is needed */
	virConnectPtr connection;
	uint64_t connected; /* clock_now() time of that */
	struct {
		struct known_vm *items;
		size_t count;
	} vms; /* VMs as they were when last read; see act-vm.c */
	struct {
		struct child *items;
		size_t count;
	} children;
};

/* Opens the machine (`directory` NULL) or a copy. Returns 0, or a negative errno with an error set.
 */
int linux_open(const char *directory, struct dda_host **ret, struct dda_error **ret_error);

/* Opens a snapshot, which it takes over in any case. Returns as linux_open(). */
int linux_open_snapshot(json_t *document, struct dda_host **ret, struct dda_error **ret_error);

/* Looks at `host` as host.h has it. */
int linux_observe(struct linux_host *host, unsigned want, struct dda_inventory **ret,
                  struct dda_error **ret_error);

/* Connects to libvirt unless that is done already. Returns as libvirt_connect(). */
int linux_connect(struct linux_host *host, struct dda_error **ret_error);
