/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stddef.h>

/* How many of a kind were taken out. */
struct hyperv_redacted {
	size_t names;     /* of the host */
	size_t serials;   /* in ids of devices */
	size_t addresses; /* of networks */
	size_t settings;  /* properties and notes of VMs */
};

/*
 * Takes out of a snapshot (snapshot.h) what tells whose host it is; docs/snapshot.md says what that
 * is. Pure. Returns 0 with a new document that the caller releases, or -ENOMEM.
 */
int hyperv_redact(json_t *document, json_t **ret, struct hyperv_redacted *ret_redacted);
