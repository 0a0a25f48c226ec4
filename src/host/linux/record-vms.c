/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>

#include "base/text.h"
#include "host/linux/archive-vms.h"
#include "host/linux/linux.h"

/* Heap text of libvirt's; NULL is null. */
static json_t *take_text(char *text)
{
	json_t *value = text ? json_string(text) : NULL;

	free(text);
	return value ? value : json_null();
}

static json_t *describe(const struct libvirt *libvirt, virDomainPtr domain)
{
	int state = VIR_DOMAIN_NOSTATE;
	bool told = libvirt->virDomainGetState(domain, &state, NULL, 0) == 0;

	return json_pack(
	        "{s:s, s:o, s:b, s:o, s:o, s:n, s:n}", "name", libvirt->virDomainGetName(domain),
	        "state", told ? json_integer(state) : json_null(), "persistent",
	        libvirt->virDomainIsPersistent(domain) == 1, "definition",
	        take_text(libvirt->virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE)), "running",
	        take_text(libvirt->virDomainGetXMLDesc(domain, 0)), "saved", "memory_snapshots");
}

typedef void (*visit_function)(const struct libvirt *libvirt, virDomainPtr domain, json_t *domains);

static int visit_listed(struct linux_host *host, unsigned flags, visit_function visit,
                        json_t *domains)
{
	const struct libvirt *libvirt = host->libvirt;
	virDomainPtr *items = NULL;
	int count = libvirt->virConnectListAllDomains(host->connection, &items, flags);

	for (int i = 0; i < count; i++) {
		visit(libvirt, items[i], domains);
		libvirt->virDomainFree(items[i]);
	}
	free(items);
	return count;
}

static void add(const struct libvirt *libvirt, virDomainPtr domain, json_t *domains)
{
	json_array_append_new(domains, describe(libvirt, domain));
}

static json_t *find(json_t *domains, const char *name)
{
	json_t *domain;
	size_t i;

	json_array_foreach(
	        domains, i,
	        domain) if (text_equal(json_string_value(json_object_get(domain, "name")),
	                               name)) return domain;
	return NULL;
}

static void note_saved(const struct libvirt *libvirt, virDomainPtr domain, json_t *domains)
{
	json_object_set_new(find(domains, libvirt->virDomainGetName(domain)), "saved", json_true());
}

static void note_snapshots(const struct libvirt *libvirt, virDomainPtr domain, json_t *domains)
{
	int count = libvirt->virDomainSnapshotNum(domain, VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE);

	json_object_set_new(find(domains, libvirt->virDomainGetName(domain)), "memory_snapshots",
	                    count < 0 ? json_null() : json_integer(count));
}

static void set_all(json_t *domains, const char *key, json_t *value)
{
	json_t *domain;
	size_t i;

	json_array_foreach(domains, i, domain) json_object_set(domain, key, value);
	json_decref(value);
}

/* A VM that is in neither list has nothing of the kind. */
static void note_more(struct linux_host *host, json_t *domains)
{
	set_all(domains, "saved", json_false());
	if (visit_listed(host, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE, note_saved, domains) < 0)
		set_all(domains, "saved", json_null());
	set_all(domains, "memory_snapshots", json_integer(0));
	if (visit_listed(host, VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT, note_snapshots, domains) < 0)
		set_all(domains, "memory_snapshots", json_null());
}

static json_t *ask(struct linux_host *host)
{
	_cleanup_error_ struct dda_error *error = NULL;
	json_t *domains;
	int r = linux_connect(host, &error);

	if (r < 0)
		return json_pack("{s:i, s:s}", "error", -r, "text",
		                 error ? dda_error_evidence(error) : "out of memory");
	domains = json_array();
	if (visit_listed(host, 0, add, domains) < 0) {
		json_decref(domains);
		return json_pack("{s:i, s:s}", "error", EIO, "text",
		                 libvirt_message(host->libvirt));
	}
	note_more(host, domains);
	return json_pack("{s:o}", "domains", domains);
}

int record_vms(struct linux_host *host, json_t *document)
{
	return json_object_set_new(document, "libvirt", ask(host)) < 0 ? -ENOMEM : 0;
}
