/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/redact.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/file-json.h"
#include "host/linux/redact-name.h"

#define HOST_NAME "proc/sys/kernel/hostname"

/* What stays, and how; `path` as of fnmatch(3), whose "*" takes in slashes. What none names goes.
 */
struct row {
	const char *path;
	char *(*edit)(const char *text, struct redacted *redacted); /* NULL: as it is */
};

static const struct row file_rows[] = {
        {"sys/*/vendor", NULL},
        {"sys/*/device", NULL},
        {"sys/*/class", NULL},
        {"sys/*/subsystem_vendor", NULL},
        {"sys/*/subsystem_device", NULL},
        {"sys/*/revision", NULL},
        {"sys/*/driver_override", NULL},
        {"sys/*/reset_method", NULL},
        {"sys/*/numa_node", NULL},
        {"sys/*/power_state", NULL},
        {"sys/*/*_link_speed", NULL},
        {"sys/*/*_link_width", NULL},
        {"sys/*/boot_vga", NULL},
        {"sys/*/sriov_totalvfs", NULL},
        {"sys/*/sriov_numvfs", NULL},
        {"sys/*/resource", NULL},
        {"sys/*/config", NULL}, /* redact_config() */
        {"sys/*/firmware_node/uid", NULL},
        {"sys/devices/LNXSYSTM:*/uid", NULL},
        {"sys/firmware/acpi/tables/DMAR", NULL},
        {"sys/firmware/acpi/tables/IVRS", NULL},
        {"sys/kernel/iommu_groups/*", NULL},
        {"sys/kernel/mm/ksm/run", NULL},
        {"sys/module/*/parameters/allow_unsafe_interrupts", NULL},
        {"sys/bus/pci/drivers/*", NULL},
        {"sys/devices/system/node/*/cpulist", NULL},
        {"sys/devices/system/node/*/meminfo", NULL},
        {"sys/devices/*/dev", NULL},
        {"sys/devices/*/flags", NULL},
        {"sys/devices/*/model", NULL},
        {"sys/devices/*/dm/name", NULL},
        {"sys/devices/*/loop/backing_file", redact_backing},
        {"sys/devices/*/vtcon*/bind", NULL},
        {"sys/devices/*/vtcon*/name", NULL},
        {"sys/devices/*/status", NULL},
        {"sys/devices/*/enabled", NULL},
        {"sys/fs/btrfs/*/devices", NULL},
        {"sys/power/resume", NULL},
        {"proc/bus/input/devices", redact_inputs},
        {"proc/cmdline", redact_parameters},
        {"proc/consoles", NULL},
        {"proc/cpuinfo", redact_processor},
        {"proc/interrupts", redact_interrupts},
        {"proc/swaps", redact_swaps},
        {"proc/*/mountinfo", redact_mounts},
        {"proc/*/net/route", redact_routes},
        {"proc/net/route", redact_routes},
        {"proc/*/ipv6_route", redact_ipv6_routes},
        {"proc/*/if_inet6", redact_ipv6_routes},
        {"proc/spl/kstat/zfs/*/state", NULL},
        {"run/dda/origin/*", NULL},
        {"run/libvirt/*", NULL},
        {"run/udev/data/b*", redact_udev},
        {"etc/libvirt/qemu/*.xml", redact_domain},
        {"etc/systemd/system/*/libvirt-guests.service", NULL},
        {"usr/lib/systemd/system/libvirt-guests.service", NULL},
        {"lib/systemd/system/libvirt-guests.service", NULL},
        {"etc/default/libvirt-guests", redact_guests},
        {"etc/sysconfig/libvirt-guests", redact_guests},
        {"dda/addresses", NULL},
        {0},
};

static const struct row folder_rows[] = {
        {"sys", NULL},
        {"sys/*", NULL},
        {"proc/spl/kstat/zfs*", NULL},
        {"etc/libvirt/qemu", NULL},
        {"run/dda/origin", NULL},
        {0},
};

static const struct row link_rows[] = {
        {"sys/*", NULL}, {"dev/*", NULL},         {"proc/self", NULL}, {"proc/net", NULL},
        {"lib", NULL},   {"etc/systemd/*", NULL}, {"var/run", NULL},   {0},
};

static const struct row *find_row(const struct row *rows, const char *path)
{
	for (; rows->path; rows++)
		if (fnmatch(rows->path, path, 0) == 0)
			return rows;
	return NULL;
}

/* Now nobody knows what was there. */
static int drop(json_t *document, const char *kind, const char *path, struct redacted *redacted)
{
	json_t *errors = json_object_get(document, "errors");
	int r = 0;

	if (!json_is_object(errors)) {
		errors = json_object();
		r = json_object_set_new(document, "errors", errors);
	}
	if (r == 0)
		r = json_object_set_new(errors, path, json_integer(ENODATA));
	json_object_del(json_object_get(document, kind), path);
	redacted->counts[REDACTED_FILE]++;
	return r < 0 ? -ENOMEM : 0;
}

static json_t *edit_config(const json_t *file, struct redacted *redacted)
{
	_cleanup_free_ char *bytes = NULL;
	bool whole;
	int length = file_contents(file, &bytes, &whole);

	/* Of what is no file only that it is there can stay. */
	if (length < 0)
		return length == -ENOMEM ? NULL : json_null();
	redact_config((uint8_t *)bytes, (size_t)length, redacted);
	return file_to_json(bytes, (size_t)length, whole);
}

static json_t *edit_text(const json_t *file, const struct row *row, struct redacted *redacted)
{
	_cleanup_free_ char *text = row->edit(json_string_value(file), redacted);

	return text ? json_string(text) : NULL;
}

static int redact_file(json_t *document, const char *path, json_t *file, struct redacted *redacted)
{
	const struct row *row = find_row(file_rows, path);
	json_t *edited = NULL;

	/* Bytes where text should be can't be looked through. */
	if (!row || (row->edit && json_is_object(file)))
		return drop(document, "files", path, redacted);
	if (fnmatch("sys/*/config", path, 0) == 0 && !json_is_null(file))
		edited = edit_config(file, redacted);
	else if (row->edit && json_is_string(file))
		edited = edit_text(file, row, redacted);
	else
		return 0;
	return edited && json_object_set_new(json_object_get(document, "files"), path, edited) == 0
	               ? 0
	               : -ENOMEM;
}

static int redact_files(json_t *document, struct redacted *redacted)
{
	const char *path;
	json_t *file;
	void *next;
	int r = 0;

	json_object_foreach_safe(json_object_get(document, "files"), next, path, file) if (r >= 0)
	        r = redact_file(document, path, file, redacted);
	return r;
}

static int redact_others(json_t *document, const char *kind, const struct row *rows,
                         struct redacted *redacted)
{
	const char *path;
	json_t *value;
	void *next;
	int r = 0;

	json_object_foreach_safe(json_object_get(document, kind), next, path,
	                         value) if (r >= 0 && !find_row(rows, path))
	        r = drop(document, kind, path, redacted);
	return r;
}

/* The definitions that libvirt gave. */
static int redact_vms(json_t *document, struct redacted *redacted)
{
	static const char *const keys[] = {"definition", "running"};
	json_t *domain;
	size_t i;
	int r = 0;

	json_array_foreach(json_object_get(json_object_get(document, "libvirt"), "domains"), i,
	                   domain) for (size_t k = 0; k < 2; k++)
	{
		const char *xml = json_string_value(json_object_get(domain, keys[k]));
		_cleanup_free_ char *text = xml ? redact_domain(xml, redacted) : NULL;

		if (xml && (!text || json_object_set_new(domain, keys[k], json_string(text)) < 0))
			r = -ENOMEM;
	}
	return r;
}

static char *host_name(json_t *document)
{
	json_t *files = json_object_get(document, "files");
	const char *text = json_string_value(json_object_get(files, HOST_NAME));

	return strndup(text ? text : "", text ? strcspn(text, "\n") : 0);
}

int redact(json_t *document, struct redacted *ret)
{
	struct redacted redacted = {0};
	_cleanup_free_ char *name = host_name(document);
	int r = name ? redact_names(document, *name ? name : NULL, &redacted) : -ENOMEM;

	if (r >= 0 && *name) {
		r = drop(document, "files", HOST_NAME, &redacted);
		redacted.counts[REDACTED_FILE]--;
		redacted.counts[REDACTED_NAME]++;
	}
	if (r >= 0)
		r = redact_files(document, &redacted);
	if (r >= 0)
		r = redact_others(document, "folders", folder_rows, &redacted);
	if (r >= 0)
		r = redact_others(document, "links", link_rows, &redacted);
	if (r >= 0)
		r = redact_vms(document, &redacted);
	if (r >= 0)
		*ret = redacted;
	return r;
}
