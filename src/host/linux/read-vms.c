/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-vms.h"

#include <errno.h>
#include <stdio.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/linux/decode-domain.h"
#include "host/linux/read-guest.h"
#include "host/linux/read-surroundings.h"

#define DEFINITIONS "etc/libvirt/qemu"

static bool file_has(const struct root *root, const char *path, const char *word)
{
	_cleanup_free_ char *text = NULL;

	return root_read_text(root, path, &text) >= 0 && strstr(text, word);
}

/* Is `name` a stored definition, "NAME.xml"? Then writes NAME into `ret`. */
static bool definition_name(const char *name, char *ret, size_t size)
{
	size_t length = strlen(name);

	if (length <= 4 || !text_equal(name + length - 4, ".xml"))
		return false;
	return (size_t)snprintf(ret, size, "%.*s", (int)(length - 4), name) < size;
}

struct definitions {
	const struct root *root;
	bool name_hostdevs;
};

static int note_hostdev(void *data, int folder, const char *file)
{
	struct definitions *definitions = data;
	char name[256], path[sizeof(DEFINITIONS) + sizeof(name) + 8];

	if (definitions->name_hostdevs || !definition_name(file, name, sizeof(name)))
		return 0;
	snprintf(path, sizeof(path), "%s/%s.xml", DEFINITIONS, name);
	definitions->name_hostdevs = file_has(definitions->root, path, "<hostdev");
	return 0;
}

/*
 * Could a stored definition name a host device? A look at libvirt's own files only decides whether
 * libvirt is worth asking; what counts is its answer. Not being allowed to look counts as yes.
 */
static bool definitions_name_hostdevs(const struct root *root)
{
	struct definitions definitions = {.root = root};
	int r = root_for_each(root, DEFINITIONS, note_hostdev, &definitions);

	return definitions.name_hostdevs || (r < 0 && r != -ENOENT);
}

static bool vms_needed(const struct root *root, const struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->functions.count; i++)
		if (function_is_out(&inventory->functions.items[i]))
			return true;
	return definitions_name_hostdevs(root);
}

static bool libvirt_listens(const struct root *root)
{
	static const char *const sockets[] = {
	        "run/libvirt/libvirt-sock", "run/libvirt/libvirt-sock-ro",
	        "run/libvirt/virtqemud-sock", "run/libvirt/virtqemud-sock-ro"};

	for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++)
		if (root_exists(root, sockets[i]))
			return true;
	return false;
}

static int vms_unknown(struct dda_inventory *inventory, int error, const char *why)
{
	inventory->vms_fact = (struct fact_text){.fact = fact_unknown("libvirt", error),
	                                         .value = arena_text(&inventory->arena, why)};
	return inventory->vms_fact.value ? 0 : -ENOMEM;
}

static enum vm_state decode_state(int state)
{
	switch (state) {
	case VIR_DOMAIN_SHUTOFF:
	case VIR_DOMAIN_CRASHED:
		return VM_OFF;
	case VIR_DOMAIN_RUNNING:
	case VIR_DOMAIN_BLOCKED:
	case VIR_DOMAIN_PAUSED:
	case VIR_DOMAIN_SHUTDOWN: /* still on its way down: it holds its devices */
	case VIR_DOMAIN_PMSUSPENDED:
		return VM_RUNNING;
	default:
		return VM_UNKNOWN;
	}
}

static int read_definition(const struct libvirt *libvirt, virDomainPtr domain, bool live,
                           struct arena *arena, struct vm *vm)
{
	_cleanup_free_ char *xml = libvirt->virDomainGetXMLDesc(domain,
	                                                        live ? 0 : VIR_DOMAIN_XML_INACTIVE);

	return xml ? decode_domain(xml, strlen(xml), live, arena, vm) : -EIO;
}

static int read_domain(const struct libvirt *libvirt, virDomainPtr domain, struct arena *arena,
                       struct vm *ret)
{
	struct vm vm = {0};
	int state = VIR_DOMAIN_NOSTATE, r = 0;

	if (libvirt->virDomainGetState(domain, &state, NULL, 0) < 0)
		return -EIO;
	vm.state = decode_state(state);
	vm.persistent = libvirt->virDomainIsPersistent(domain) == 1;
	if (vm.persistent)
		r = read_definition(libvirt, domain, false, arena, &vm);
	if (r >= 0 && (vm.state == VM_RUNNING || !vm.persistent))
		r = read_definition(libvirt, domain, true, arena, &vm);
	if (r < 0) {
		vm_deinit(&vm);
		return r;
	}
	*ret = vm;
	return 0;
}

/* Were the guests limited to others? */
static bool is_asked(const struct dda_host *host, const struct vm *vm)
{
	for (size_t i = 0; i < host->guests.count; i++)
		if (text_equal(host->guests.items[i], vm->name) ||
		    text_equal(host->guests.items[i], vm->uuid))
			return true;
	return host->guests.count == 0;
}

/* Of a snapshot nobody can ask a guest. */
static void read_guests(const struct linux_host *host, virDomainPtr domain, struct arena *arena,
                        struct vm *vm)
{
	if (host->root.live)
		return read_guest(host->libvirt, domain, arena, vm);
	for (size_t i = 0; i < vm->hostdevs.count; i++)
		vm->hostdevs.items[i].seen = fact_unknown("query-pci", ENODATA);
}

/* A VM that vanished while we asked is left out. */
static int add_domain(const struct linux_host *host, virDomainPtr domain, unsigned want,
                      struct dda_inventory *inventory)
{
	struct vm vm, *item;
	int r = read_domain(host->libvirt, domain, &inventory->arena, &vm);

	if (r == -EIO)
		return 0;
	if (r < 0)
		return r;
	if ((want & DDA_WANT_GUESTS) && is_asked(&host->host, &vm))
		read_guests(host, domain, &inventory->arena, &vm);
	item = ARRAY_ADD(&inventory->vms);
	if (!item) {
		vm_deinit(&vm);
		return -ENOMEM;
	}
	*item = vm;
	return 0;
}

static int add_domains(struct linux_host *host, unsigned want, struct dda_inventory *inventory)
{
	const struct libvirt *libvirt = host->libvirt;
	virDomainPtr *domains = NULL;
	int count = libvirt->virConnectListAllDomains(host->connection, &domains, 0), r = 0;

	if (count < 0)
		return vms_unknown(inventory, EIO, libvirt_message(libvirt));
	inventory->vms_fact.fact = fact_known("libvirt");
	for (int i = 0; i < count; i++) {
		if (r >= 0)
			r = add_domain(host, domains[i], want, inventory);
		libvirt->virDomainFree(domains[i]);
	}
	free(domains);
	return r;
}

static bool has_vm(const struct dda_inventory *inventory, const char *name)
{
	for (size_t i = 0; i < inventory->vms.count; i++)
		if (text_equal(inventory->vms.items[i].name, name))
			return true;
	return false;
}

/* A stored definition that libvirt does not list is one that it could not read when it started. */
static int add_if_broken(void *data, int folder, const char *file)
{
	struct dda_inventory *inventory = data;
	char name[256];
	struct vm *vm;

	if (!definition_name(file, name, sizeof(name)) || has_vm(inventory, name))
		return 0;
	vm = ARRAY_ADD(&inventory->vms);
	if (!vm)
		return -ENOMEM;
	vm->name = arena_text(&inventory->arena, name);
	vm->state = VM_BROKEN;
	vm->persistent = true;
	return vm->name ? 0 : -ENOMEM;
}

int read_vms(struct linux_host *host, unsigned want, struct dda_inventory *inventory)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r;

	if (!(want & (DDA_WANT_VMS | DDA_WANT_VMS_IF_NEEDED)))
		return 0;
	if (!host->root.live && !(host->root.archive && host->root.whole))
		return vms_unknown(
		        inventory, EROFS,
		        _("this is a copy of a host's files; its libvirt can't be asked"));
	if (!(want & DDA_WANT_VMS) && !vms_needed(&host->root, inventory))
		return 0;
	if (!libvirt_listens(&host->root))
		return vms_unknown(inventory, ECONNREFUSED, _("libvirt is not running"));
	r = linux_connect(host, &error);
	if (r < 0)
		return vms_unknown(inventory, -r,
		                   error ? dda_error_evidence(error) : _("out of memory"));
	r = add_domains(host, want, inventory);
	if (want & DDA_WANT_VMS)
		read_saved(host, inventory);
	if (r >= 0)
		r = root_for_each(&host->root, DEFINITIONS, add_if_broken, inventory);
	return r == -ENOMEM ? r : 0;
}

int read_vm(struct linux_host *host, virDomainPtr domain, const char *name, struct arena *arena,
            struct vm *ret, struct dda_error **ret_error)
{
	struct vm vm = {.persistent = true};
	int state = VIR_DOMAIN_NOSTATE, r = -EIO;

	if (host->libvirt->virDomainGetState(domain, &state, NULL, 0) == 0)
		r = read_definition(host->libvirt, domain, false, arena, &vm);
	if (r < 0) {
		vm_deinit(&vm);
		return error_setf(ret_error, r, DDA_ERROR_FAILED, name,
		                  "\"dda vms\" shows the VMs that are there",
		                  "its definition can't be read (%s)",
		                  r == -EIO ? libvirt_message(host->libvirt)
		                            : error_number_text(-r));
	}
	vm.state = decode_state(state);
	*ret = vm;
	return 0;
}
