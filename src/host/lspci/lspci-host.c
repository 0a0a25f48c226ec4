/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/lspci/lspci-host.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/translate.h"
#include "host/lspci/lspci-inventory.h"
#include "host/pci/lspci-ids.h"

#define FILE_MAX (32u << 20) /* a server with 1000 functions and all bytes (-vvxxxx) has 20 MB */

struct lspci_host {
	struct dda_host host;
	char *text; /* `lspci` points into it */
	struct lspci lspci;
};

static bool can_change(const struct dda_host *host)
{
	return false;
}

static int observe(struct dda_host *host, unsigned want, struct dda_inventory **ret,
                   struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();

	if (!inventory || lspci_inventory(&((struct lspci_host *)host)->lspci, inventory) < 0)
		return error_no_memory(ret_error);
	*ret = TAKE(inventory);
	return 0;
}

static int refuse(struct dda_host *host, const struct step *step, struct dda_error **ret_error)
{
	return error_set(ret_error, -EROFS, DDA_ERROR_REFUSED, "the listing",
	                 "is only a copy of a host", "run dda on the host itself");
}

static int settle(struct dda_host *host, const struct step *step, uint64_t deadline,
                  struct dda_error **ret_error)
{
	return refuse(host, step, ret_error);
}

static char *explain(const struct dda_host *host, const struct step *step)
{
	return calloc(1, 1); /* on the host itself dda says it */
}

static void close_host(struct dda_host *base)
{
	struct lspci_host *host = (struct lspci_host *)base;

	lspci_deinit(&host->lspci);
	free(host->text);
	free(host);
}

static const struct host_operations operations = {
        .name = "lspci",
        .can_change = can_change,
        .observe = observe,
        .test = refuse,
        .apply = refuse,
        .settle = settle,
        .explain = explain,
        .close = close_host,
};

static int fail(const char *path, int code, const char *why, struct dda_error **ret_error)
{
	return error_set(ret_error, code, DDA_ERROR_REFUSED, path, why,
	                 "name a file with the output of \"lspci -vvv\", as root");
}

/* Reads in growing steps: what is no plain file has no size. */
static int read_text(const char *path, char **ret, size_t *ret_size, struct dda_error **ret_error)
{
	_cleanup_file_ FILE *file = fopen(path, "rb");
	_cleanup_free_ char *text = NULL;
	size_t size = 0, room = 0, n = 1;

	if (!file)
		return fail(path, -errno, strerror(errno), ret_error);
	while (n > 0) {
		if (size == room) {
			char *grown = realloc(text, room = room ? 2 * room : 65536);

			if (!grown)
				return error_no_memory(ret_error);
			text = grown;
		}
		n = fread(text + size, 1, room - size, file);
		size += n;
		if (size > FILE_MAX)
			return fail(path, -EFBIG, _("is larger than 32 MiB"), ret_error);
	}
	if (ferror(file))
		return fail(path, -EIO, _("can't be read"), ret_error);
	*ret = TAKE(text);
	*ret_size = size;
	return 0;
}

/* Ids that are not in the listing are in the database of names, where this machine has it. */
static int find_ids(struct lspci *lspci)
{
	static const char *const paths[] = {"/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids",
	                                    "/usr/share/pci.ids", "/usr/share/pciids/pci.ids"};
	_cleanup_free_ char *database = NULL;
	size_t size = 0;

	if (!lspci_lacks_ids(lspci))
		return 0;
	for (size_t i = 0; !database && i < sizeof(paths) / sizeof(paths[0]); i++)
		read_text(paths[i], &database, &size, NULL);
	return database ? lspci_find_ids(lspci, database, size) : 0;
}

static int load(struct lspci_host *host, const char *path, struct dda_error **ret_error)
{
	size_t size = 0;
	int r = read_text(path, &host->text, &size, ret_error);

	if (r < 0)
		return r;
	r = decode_lspci(host->text, size, &host->lspci);
	if (r >= 0)
		r = find_ids(&host->lspci);
	if (r == -ENOMEM)
		return error_no_memory(ret_error);
	if (r == -E2BIG)
		return fail(path, r, _("has more devices than any host"), ret_error);
	return r < 0 ? fail(path, r,
	                    _("is no output of lspci: no line begins with the address of a "
	                      "device (01:00.0)"),
	                    ret_error)
	             : 0;
}

int lspci_host_open(const char *path, struct dda_host **ret, struct dda_error **ret_error)
{
	struct lspci_host *host = calloc(1, sizeof(*host));
	int r;

	if (!host)
		return error_no_memory(ret_error);
	host->host.operations = &operations;
	r = load(host, path, ret_error);
	if (r < 0)
		close_host(&host->host);
	else
		*ret = &host->host;
	return r;
}
