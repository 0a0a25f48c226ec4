/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DDA_CAPTURE_H
#define DDA_CAPTURE_H

#include <stddef.h>

#include <dda/error.h>
#include <dda/inventory.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A snapshot: raw evidence of a host, ready to be written to a file. */
struct dda_snapshot;

enum dda_capture_flags {
	DDA_CAPTURE_UNREDACTED = 1 << 0, /**< leave in what tells whose host it is */
};

/** Something that is not in a snapshot, or not as it was. The texts are constants. */
struct dda_snapshot_note {
	int removed;      /**< 1: it was taken out; 0: it could not be read */
	const char *what; /**< "serial numbers of cards" */
	const char *why;
	size_t count; /**< of these, so many */
};

/**
 * Reads all that dda can read of @host, and makes a snapshot of it, which dda_host_open() opens as
 * "snapshot:FILE". @flags is a set of enum dda_capture_flags: without one, serial numbers, network
 * addresses and the host's name are taken out. Changes nothing.
 *
 * Returns: 0 with *@ret owned by the caller (dda_snapshot_free()); -EOPNOTSUPP when @host is a
 * snapshot or a listing itself; as dda_host_observe() else. *@ret_error is set.
 */
int dda_host_capture(struct dda_host *host, unsigned flags, struct dda_snapshot **ret,
                     struct dda_error **ret_error);

/** Frees @snapshot. NULL is allowed. */
void dda_snapshot_free(struct dda_snapshot *snapshot);

/** Returns: what is to be in the file. Owned by @snapshot. */
const void *dda_snapshot_bytes(const struct dda_snapshot *snapshot);

/** Returns: how many bytes that are. */
size_t dda_snapshot_size(const struct dda_snapshot *snapshot);

/** Returns: how many PCI functions are in it. */
size_t dda_snapshot_function_count(const struct dda_snapshot *snapshot);

/** Returns: note number @index, NULL past the end. Owned by @snapshot. */
const struct dda_snapshot_note *dda_snapshot_note(const struct dda_snapshot *snapshot,
                                                  size_t index);

#ifdef __cplusplus
}
#endif
#endif
