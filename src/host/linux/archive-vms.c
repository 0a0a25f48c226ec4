/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/archive-vms.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/*
 * libvirt's functions, answered out of a document: a connection is its "libvirt", a domain one of
 * the objects in there.
 */
static const json_t *object_of(const void *handle)
{
	return handle;
}

/* Is a domain in the list that `flags` ask for? */
static bool is_listed(const json_t *domain, unsigned flags)
{
	if (!json_is_string(json_object_get(domain, "name")))
		return false;
	if (flags & VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE)
		return json_is_true(json_object_get(domain, "saved"));
	if (flags & VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT)
		return json_integer_value(json_object_get(domain, "memory_snapshots")) > 0;
	return true;
}

/* What was not told of one was told of none. */
static bool is_known(const json_t *domains, unsigned flags)
{
	const char *key = flags & VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE ? "saved"
	                                                               : "memory_snapshots";
	const json_t *first = json_array_get(domains, 0);

	return flags == 0 || !first || !json_is_null(json_object_get(first, key));
}

static int list(virConnectPtr connection, virDomainPtr **ret, unsigned flags)
{
	const json_t *domains = json_object_get(object_of(connection), "domains");
	size_t count = json_array_size(domains);
	virDomainPtr *items;
	json_t *domain;
	size_t i;
	int n = 0;

	if (!is_known(domains, flags))
		return -1;
	items = calloc(count + 1, sizeof(virDomainPtr));
	if (!items)
		return -1;
	json_array_foreach(domains, i, domain) if (is_listed(domain, flags))
	        items[n++] = (virDomainPtr)domain;
	*ret = items;
	return n;
}

static const char *get_name(virDomainPtr domain)
{
	return json_string_value(json_object_get(object_of(domain), "name"));
}

static int get_state(virDomainPtr domain, int *state, int *reason, unsigned flags)
{
	const json_t *value = json_object_get(object_of(domain), "state");

	if (!json_is_integer(value))
		return -1;
	*state = (int)json_integer_value(value);
	return 0;
}

static int is_persistent(virDomainPtr domain)
{
	return json_is_true(json_object_get(object_of(domain), "persistent"));
}

static char *get_xml(virDomainPtr domain, unsigned flags)
{
	const char *key = flags & VIR_DOMAIN_XML_INACTIVE ? "definition" : "running";
	const char *xml = json_string_value(json_object_get(object_of(domain), key));

	return xml ? strdup(xml) : NULL;
}

static int count_snapshots(virDomainPtr domain, unsigned flags)
{
	const json_t *count = json_object_get(object_of(domain), "memory_snapshots");

	return json_is_integer(count) ? (int)json_integer_value(count) : -1;
}

static int forget_domain(virDomainPtr domain)
{
	return 0;
}

static int forget_connection(virConnectPtr connection)
{
	return 0;
}

static virErrorPtr last_error(void)
{
	return NULL;
}

static const struct libvirt archived = {
        .virGetLastError = last_error,
        .virConnectClose = forget_connection,
        .virConnectListAllDomains = list,
        .virDomainGetName = get_name,
        .virDomainGetState = get_state,
        .virDomainIsPersistent = is_persistent,
        .virDomainGetXMLDesc = get_xml,
        .virDomainSnapshotNum = count_snapshots,
        .virDomainFree = forget_domain,
};

int archive_connect(json_t *document, const struct libvirt **ret_table,
                    virConnectPtr *ret_connection, struct dda_error **ret_error)
{
	json_t *libvirt = json_object_get(document, "libvirt");
	const char *text = json_string_value(json_object_get(libvirt, "text"));
	json_int_t error = json_integer_value(json_object_get(libvirt, "error"));

	if (!json_is_array(json_object_get(libvirt, "domains")))
		return error_set(ret_error, error > 0 && error < 4096 ? -(int)error : -ENODATA,
		                 DDA_ERROR_REFUSED, "libvirt",
		                 text ? text : "the snapshot does not say it", NULL);
	*ret_table = &archived;
	*ret_connection = (virConnectPtr)libvirt;
	return 0;
}
