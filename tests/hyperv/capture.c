/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <fcntl.h>
#include <io.h>
#include <stdio.h>

#include "host/hyperv/evidence.h"
#include "host/hyperv/snapshot.h"

/*
 * Writes all that dda reads of this Hyper-V host to standard output, as a snapshot, and how many
 * round trips that took to standard error. Exit status 1: it could not be read.
 */
int main(void)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_wmi_ struct wmi *wmi = NULL;
	_cleanup_json_ json_t *document = NULL;

	if (wmi_open(NULL, &wmi, &error) < 0 || evidence_read(wmi, ~0u, &document, &error) < 0) {
		fprintf(stderr, "capture: %s\n", error ? dda_error_evidence(error) : "no memory");
		return 1;
	}
	_setmode(_fileno(stdout), _O_BINARY);
	if (json_dumpf(document, stdout, JSON_INDENT(1) | JSON_ENSURE_ASCII) < 0)
		return 1;
	fprintf(stderr, "%u round trips\n", wmi_calls(wmi));
	return puts("") < 0 || fflush(stdout) != 0;
}
