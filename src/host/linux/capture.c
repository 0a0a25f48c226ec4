/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/capture.h"

#include <errno.h>

#include "base/text.h"
#include "host/linux/archive-vms.h"
#include "host/linux/archive.h"
#include "host/linux/read-addresses.h"
#include "host/linux/redact.h"
#include "host/pci/decode-config.h"

/*
 * Where the guests of running VMs have their devices can't be asked of a file; which programs have
 * which files open is nobody else's business, and over in a moment. Neither is captured.
 */
#define EVERYTHING (~(unsigned)(DDA_WANT_GUESTS | DDA_WANT_PROCESSES | DDA_WANT_DETAILS_LATER))

static int note_removed(struct dda_snapshot *snapshot, const struct redacted *redacted)
{
	static const struct dda_snapshot_note notes[REDACTED_COUNT] = {
	        [REDACTED_SERIAL] = {1, "serial numbers of cards",
	                             "they tell one card from all others", 0},
	        [REDACTED_NAME] = {1, "the host's name, and names with serial numbers in them",
	                           "they tell whose host it is", 0},
	        [REDACTED_ADDRESS] = {1, "network addresses", "they tell whose host it is", 0},
	        [REDACTED_PARAMETER] = {1, "values of kernel parameters",
	                                "they say nothing of devices, and may be secret", 0},
	        [REDACTED_LINE] = {1, "lines of other files",
	                           "they say nothing of devices: network drives, swap files...", 0},
	        [REDACTED_DEFINITION] = {1, "elements of VM definitions",
	                                 "disks, networks, consoles, passwords say nothing of "
	                                 "devices that are handed over",
	                                 0},
	        [REDACTED_FILE] = {1, "files",
	                           "they are not on the list of what is known to tell "
	                           "nothing of anybody",
	                           0},
	};
	int r = 0;

	for (unsigned i = 0; r >= 0 && i < REDACTED_COUNT; i++) {
		struct dda_snapshot_note note = notes[i];

		note.count = redacted->counts[i];
		r = captured_note(snapshot, note);
	}
	return r;
}

static bool is_short(const struct dda_function *function)
{
	return function->details->answers.state == FACT_KNOWN && function->details->config &&
	       !function->details->config->capabilities_known;
}

static size_t count_refused(const json_t *document)
{
	size_t count = 0;
	const char *path;
	json_t *error;

	json_object_foreach(json_object_get((json_t *)document, "errors"), path, error)
	        count += json_integer_value(error) == EACCES || json_integer_value(error) == EPERM;
	return count;
}

/* What a second run as root would have. */
static int note_unread(struct dda_snapshot *snapshot, const struct dda_inventory *inventory,
                       const json_t *document)
{
	struct dda_snapshot_note spaces = {
	        0, "configuration spaces, beyond their first 64 bytes",
	        "only root may read them: run it as root (sudo) for all that can be told", 0};
	struct dda_snapshot_note files = {0, "files", "only root may read them",
	                                  count_refused(document)};
	struct dda_snapshot_note vms = {0, "the VMs of libvirt", "it could not be asked", 0};

	if (!inventory->privileged)
		for (size_t i = 0; i < inventory->functions.count; i++)
			spaces.count += is_short(&inventory->functions.items[i]);
	vms.count = inventory->vms_fact.fact.state == FACT_UNKNOWN;
	if (captured_note(snapshot, spaces) < 0 || captured_note(snapshot, files) < 0)
		return -ENOMEM;
	return captured_note(snapshot, vms);
}

/* What dda asks the machine by calls and not by files. */
static int record_calls(struct linux_host *host, struct archive *archive)
{
	_cleanup_free_ char *addresses = NULL;

	if (!host->root.live)
		return 0;
	if (read_addresses(&addresses) >= 0 && archive_put(archive, ADDRESSES_FILE, addresses) < 0)
		return -ENOMEM;
	return record_vms(host, archive_document(archive));
}

/* Twice: where VMs are wanted only if needed, dda looks first whether they are. */
static int observe(const struct linux_host *host, struct archive *archive,
                   struct dda_inventory **ret, struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *first = NULL;
	struct linux_host recorder = {.host = host->host, .privileged = host->privileged};
	int r;

	root_of_archive(archive, host->root.whole, &recorder.root);
	r = linux_observe(&recorder, DDA_WANT_VMS_IF_NEEDED, &first, ret_error);
	return r < 0 ? r : linux_observe(&recorder, EVERYTHING, ret, ret_error);
}

static int finish(struct linux_host *host, unsigned flags, json_t *document,
                  const struct dda_inventory *inventory, struct dda_snapshot *snapshot)
{
	struct captured_origin origin = {.live = host->root.whole,
	                                 .root = host->privileged,
	                                 .redacted = !(flags & DDA_CAPTURE_UNREDACTED)};
	struct redacted redacted = {0};

	snapshot->functions = inventory->functions.count;
	if (captured_describe(document, origin) < 0 ||
	    note_unread(snapshot, inventory, document) < 0)
		return -ENOMEM;
	if (origin.redacted && redact(document, &redacted) < 0)
		return -ENOMEM;
	return note_removed(snapshot, &redacted);
}

static int capture(struct linux_host *host, unsigned flags, struct archive *archive,
                   struct dda_snapshot *snapshot, struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	json_t *document = archive_document(archive);
	int r = record_calls(host, archive);

	if (r < 0)
		return error_no_memory(ret_error);
	r = observe(host, archive, &inventory, ret_error);
	if (r < 0)
		return r;
	if (finish(host, flags, document, inventory, snapshot) < 0)
		return error_no_memory(ret_error);
	return captured_pack(snapshot, document, ret_error);
}

int linux_capture(struct linux_host *host, unsigned flags, struct dda_snapshot *snapshot,
                  struct dda_error **ret_error)
{
	struct archive *archive;
	int r;

	if (host->root.archive)
		return error_set(ret_error, -EOPNOTSUPP, DDA_ERROR_REFUSED, "the snapshot",
		                 "is one already", "copy the file");
	archive = archive_record(&host->root);
	if (!archive)
		return error_no_memory(ret_error);
	r = capture(host, flags, archive, snapshot, ret_error);
	archive_free(archive);
	return r;
}
