/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "host/linux/libvirt.h"

struct linux_host;

/*
 * What libvirt says of its VMs, in the document of an archive (archive.h):
 *   "libvirt": {"error": errno, "text": why it could not be asked}, or
 *   "libvirt": {"domains": [{"name": ..., "state": virDomainState, "persistent": true,
 *     "definition": XML as stored, "running": XML of the running VM,
 *     "saved": true, "memory_snapshots": 0}]}; null: could not be read
 */

/* Asks the libvirt of a host, which is the machine itself, and puts in what it says. Returns 0
 * whatever it said, or -ENOMEM. */
int record_vms(struct linux_host *host, json_t *document);

/*
 * A libvirt that says again what is in `document`, which must live as long. Only those of its
 * functions are there that read. Returns 0; with an error set the errno with which it could not be
 * asked, -ENODATA when nobody tried.
 */
int archive_connect(json_t *document, const struct libvirt **ret_table,
                    virConnectPtr *ret_connection, struct dda_error **ret_error);
