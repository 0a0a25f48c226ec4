/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <errno.h>

#include "base/text.h"

static json_t *document_bar(unsigned index, const struct bar *host, const struct bar *guest)
{
	bool mapped = guest->size && !guest->unassigned;
	json_t *bar = json_object();

	document_put(&bar, "bar", json_integer((json_int_t)index));
	document_put(&bar, "size", json_integer((json_int_t)host->size));
	document_put(&bar, "address",
	             mapped ? json_integer((json_int_t)guest->start) : json_null());
	return bar;
}

/* The BARs that the function has on the host, with where the VM has them. */
static json_t *document_bars(const struct dda_function *function, const struct hostdev *hostdev)
{
	json_t *bars = json_array();

	for (unsigned i = 0; function && i < BAR_COUNT; i++)
		if (function->bars[i].size)
			document_append(&bars,
			                document_bar(i, &function->bars[i], &hostdev->bars[i]));
	return bars;
}

static json_t *document_function(const struct dda_inventory *inventory,
                                 const struct hostdev *hostdev)
{
	int at = inventory_find(inventory, hostdev->host);
	const struct dda_function *function = at < 0 ? NULL : &inventory->functions.items[at];
	json_t *object = json_object();

	document_put(&object, "address", document_address(hostdev->host));
	document_put(&object, "card",
	             function ? document_card(inventory, function->card) : json_null());
	document_put(&object, "name", function ? document_name(function) : json_null());
	document_put(&object, "present",
	             fact_is_known(hostdev->seen) ? json_boolean(hostdev->seen.present)
	                                          : json_null());
	document_put(&object, "bars", document_bars(function, hostdev));
	return object;
}

static json_t *document_functions(const struct dda_inventory *inventory, const struct vm *vm)
{
	json_t *functions = json_array();

	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (vm->hostdevs.items[i].live)
			document_append(&functions,
			                document_function(inventory, &vm->hostdevs.items[i]));
	return functions;
}

static int find_vm(const struct dda_inventory *inventory, const char *name, const struct vm **ret,
                   struct dda_error **ret_error)
{
	if (!fact_is_known(inventory->vms_fact.fact))
		return error_set(ret_error, -ENODATA, DDA_ERROR_REFUSED, name,
		                 inventory->vms_fact.value ? inventory->vms_fact.value
		                                           : "the VMs could not be read",
		                 "make the VM manager answer: virsh list --all");
	*ret = inventory_find_vm(inventory, name);
	if (*ret)
		return 0;
	return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, name,
	                 "there is no VM of this name or UUID on this host",
	                 "\"dda vms\" shows the VMs that are there");
}

int view_verify(const struct dda_inventory *inventory, const char *name, json_t **ret,
                struct dda_error **ret_error)
{
	_cleanup_(cleanup_findings) struct findings findings = {0};
	const struct vm *vm;
	json_t *document;
	int r = find_vm(inventory, name, &vm, ret_error);

	if (r < 0)
		return r;
	rules_check_guest(inventory, (int)(vm - inventory->vms.items), &findings);
	if (findings.out_of_memory)
		return error_no_memory(ret_error);
	document = document_new("verify");
	document_put(&document, "vm", document_text(vm->name));
	document_put(&document, "state", document_text(vm_state_name(vm->state)));
	document_put(&document, "verified", json_boolean(!findings_blocker(&findings)));
	document_put(&document, "functions", document_functions(inventory, vm));
	document_put(&document, "findings", document_all_findings(&findings));
	return document_finish(document, ret, ret_error);
}

/* A guest that runs may still number its buses and map its BARs; the other reasons don't go away.
 */
static bool may_change(const json_t *finding)
{
	const char *code = document_string(finding, "code");

	return text_equal(code, "guest-bar-unmapped") || text_equal(code, "guest-function-missing");
}

bool view_may_verify_later(const json_t *document)
{
	const json_t *finding;
	size_t i;

	json_array_foreach(document_array(document, "findings"), i,
	                   finding) if (!may_change(finding)) return false;
	return true;
}

bool view_is_verified(const json_t *document)
{
	return json_is_true(json_object_get(document, "verified"));
}
