/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "base/error.h"

/*
 * libvirt, loaded when the first command needs it: its start-up costs more than a whole `dda list`.
 * Each function is a pointer in one table, called as libvirt->virDomainGetName(domain).
 */
#define LIBVIRT_FUNCTIONS(X)                                                                       \
	X(virInitialize)                                                                           \
	X(virSetErrorFunc)                                                                         \
	X(virGetLastError)                                                                         \
	X(virConnectOpen)                                                                          \
	X(virConnectOpenReadOnly)                                                                  \
	X(virConnectClose)                                                                         \
	X(virConnectIsAlive)                                                                       \
	X(virConnectRegisterCloseCallback)                                                         \
	X(virConnectUnregisterCloseCallback)                                                       \
	X(virConnectDomainEventRegisterAny)                                                        \
	X(virEventRegisterDefaultImpl)                                                             \
	X(virEventRunDefaultImpl)                                                                  \
	X(virConnectListAllDomains)                                                                \
	X(virDomainLookupByName)                                                                   \
	X(virDomainGetName)                                                                        \
	X(virDomainGetState)                                                                       \
	X(virDomainIsPersistent)                                                                   \
	X(virDomainGetXMLDesc)                                                                     \
	X(virDomainCreate)                                                                         \
	X(virDomainDestroy)                                                                        \
	X(virDomainAttachDeviceFlags)                                                              \
	X(virDomainDetachDeviceFlags)                                                              \
	X(virDomainDefineXMLFlags)                                                                 \
	X(virDomainSnapshotNum)                                                                    \
	X(virDomainFree)

struct libvirt {
#define X(name) __typeof__(&name) name;
	LIBVIRT_FUNCTIONS(X)
#undef X
};

/* Loads libvirt, once per process. Returns 0, or -ENOENT with an error set. *ret lives as long as
 * the process. */
int libvirt_load(const struct libvirt **ret, struct dda_error **ret_error);

/*
 * Loads libvirt and connects to the system's QEMU driver; `read_only` needs no rights. Returns 0;
 * -ENOENT when libvirt is not installed, -ECONNREFUSED when it is not running or does not let us
 * in; an error is set. *ret_table lives as long as the process.
 */
int libvirt_connect(bool read_only, const struct libvirt **ret_table, virConnectPtr *ret_connection,
                    struct dda_error **ret_error);

/*
 * Sends a command to the QEMU that runs `domain` and hands on its answer, both JSON. libvirt's
 * library for that is loaded when it is needed. Needs a connection that is not read-only. Returns 0
 * with a heap text; -ENOENT without that library; -EIO when libvirt or QEMU refused.
 */
int libvirt_monitor(virDomainPtr domain, const char *command, char **ret);

/* The same for the agent in the guest of `domain`, which has `seconds` to answer. -EIO, too, when
 * there is no agent that answers. */
int libvirt_agent(virDomainPtr domain, const char *command, int seconds, char **ret);

/* What libvirt said last, in words. */
const char *libvirt_message(const struct libvirt *libvirt);
