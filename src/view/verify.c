/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <errno.h>

#include "base/text.h"
#include "base/translate.h"
#include "plan/mmio-guest.h"

/* What is said of a VM: what it has, and what was planned for it. */
struct proof {
	const struct dda_inventory *inventory;
	const struct vm *vm;
	struct mmio_guest plan;
	struct findings findings;
};

static void proof_deinit(struct proof *proof)
{
	mmio_guest_deinit(&proof->plan);
	findings_deinit(&proof->findings);
}

static json_t *document_range(uint64_t start, uint64_t size)
{
	return json_pack("{sI sI}", "start", (json_int_t)start, "size", (json_int_t)size);
}

/* The planned place, and the part of the address space it is taken from. */
static void put_planned(json_t **bar, const struct proof *proof,
                        const struct dda_function *function, unsigned index)
{
	const char *why_not;
	const struct mmio_place *place = mmio_guest_place(&proof->plan, function, index, &why_not);
	struct mmio_space window;
	json_t *planned;

	document_put(bar, "not_planned", document_text(place ? NULL : why_not));
	if (!place) {
		document_put(bar, "planned", json_null());
		return;
	}
	window = mmio_guest_window(&proof->plan, place);
	planned = document_range(place->start, place->size);
	document_put(&planned, "window", document_range(window.start, window.size));
	document_put(bar, "planned", planned);
}

static json_t *document_bar(const struct proof *proof, const struct dda_function *function,
                            unsigned index, const struct bar *guest)
{
	bool mapped = guest->size && !guest->unassigned;
	json_t *bar = json_object();

	document_put(&bar, "bar", json_integer((json_int_t)index));
	document_put(&bar, "size", json_integer((json_int_t)function->details->bars[index].size));
	document_put(&bar, "address",
	             mapped ? json_integer((json_int_t)guest->start) : json_null());
	put_planned(&bar, proof, function, index);
	return bar;
}

/* The BARs that the function has on the host, with where the VM has them; null where nobody outside
 * the VM sees that. */
static json_t *document_bars(const struct proof *proof, const struct dda_function *function,
                             const struct hostdev *hostdev)
{
	json_t *bars;

	if (fact_is_absent(hostdev->bars_fact))
		return json_null();
	bars = json_array();
	for (unsigned i = 0; function && i < BAR_COUNT; i++)
		if (function->details->bars[i].size)
			document_append(&bars, document_bar(proof, function, i, &hostdev->bars[i]));
	return bars;
}

/* The guest's driver: "none" when none has it, null when that is not known. */
static json_t *document_driver(const struct guest_view *view)
{
	return fact_is_absent(view->driver.fact) ? json_string("none")
	                                         : document_fact_text(&view->driver);
}

static json_t *document_function(const struct proof *proof, const struct hostdev *hostdev)
{
	const struct dda_inventory *inventory = proof->inventory;
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
	document_put(&object, "driver", document_driver(&hostdev->view));
	document_put(&object, "problem", document_fact_number(&hostdev->view.problem));
	document_put(&object, "bars", document_bars(proof, function, hostdev));
	return object;
}

static json_t *document_functions(const struct proof *proof)
{
	const struct vm *vm = proof->vm;
	json_t *functions = json_array();

	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (vm->hostdevs.items[i].live)
			document_append(&functions,
			                document_function(proof, &vm->hostdevs.items[i]));
	return functions;
}

static int find_vm(const struct dda_inventory *inventory, const char *name, const struct vm **ret,
                   struct dda_error **ret_error)
{
	if (!fact_is_known(inventory->vms_fact.fact))
		return error_set(ret_error, -ENODATA, DDA_ERROR_REFUSED, name,
		                 inventory->vms_fact.value ? inventory->vms_fact.value
		                                           : "the VMs could not be read",
		                 inventory->platform == PLATFORM_HYPERV
		                         ? "make Hyper-V answer: Get-VM"
		                         : "make the VM manager answer: virsh list --all");
	*ret = inventory_find_vm(inventory, name);
	if (*ret)
		return 0;
	return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, name,
	                 "there is no VM of this name or UUID on this host",
	                 "\"dda vms\" shows the VMs that are there");
}

/* Findings of the rules first, then what only the plan knows. */
static int prove(struct proof *proof, struct dda_error **ret_error)
{
	const struct dda_inventory *inventory = proof->inventory;
	int vm = (int)(proof->vm - inventory->vms.items);

	if (mmio_guest_plan(inventory, proof->vm, &proof->plan) < 0)
		return error_no_memory(ret_error);
	rules_check_guest(inventory, vm, &proof->findings);
	mmio_guest_check(&proof->plan, inventory, vm, &proof->findings);
	return proof->findings.out_of_memory ? error_no_memory(ret_error) : 0;
}

/* Whether the guest's own agent tells what it has. */
static json_t *document_guest(const struct vm *vm)
{
	static const char *const states[] = {
	        [FACT_NOT_ASKED] = "not-asked", [FACT_UNKNOWN] = "unknown", [FACT_KNOWN] = "known"};
	bool known = fact_is_known(vm->agent.fact);
	json_t *guest = json_object();

	document_put(&guest, "agent", document_text(states[vm->agent.fact.state]));
	document_put(&guest, "system", document_text(known ? vm->agent.value : NULL));
	document_put(&guest, "reason", document_text(known ? NULL : vm->agent.value));
	return guest;
}

static json_t *document_of(const struct proof *proof)
{
	const struct vm *vm = proof->vm;
	json_t *document = document_new("verify");

	document_put(&document, "vm", document_text(vm->name));
	document_put(&document, "state", document_text(vm_state_name(vm->state)));
	document_put(&document, "verified", json_boolean(!findings_blocker(&proof->findings)));
	document_put(&document, "guest", document_guest(vm));
	document_put(&document, "functions", document_functions(proof));
	document_put(&document, "findings", document_all_findings(&proof->findings));
	return document;
}

int view_verify(const struct dda_inventory *inventory, const char *name, json_t **ret,
                struct dda_error **ret_error)
{
	_cleanup_(proof_deinit) struct proof proof = {.inventory = inventory};
	int r = find_vm(inventory, name, &proof.vm, ret_error);

	if (r >= 0)
		r = prove(&proof, ret_error);
	return r < 0 ? r : document_finish(document_of(&proof), ret, ret_error);
}

/* A guest that runs may still number its buses and map its BARs; other reasons don't go away. */
static bool is_final(const json_t *finding)
{
	const char *code = document_string(finding, "code");

	return text_equal(document_string(finding, "severity"), "blocker") &&
	       !text_equal(code, "guest-bar-unmapped") &&
	       !text_equal(code, "guest-function-missing") && !text_equal(code, "guest-bar-0m") &&
	       !text_equal(code, "guest-device-problem");
}

bool view_may_verify_later(const json_t *document)
{
	const json_t *finding;
	size_t i;

	json_array_foreach(document_array(document, "findings"), i, finding)
	{
		if (is_final(finding))
			return false;
	}
	return true;
}

bool view_awaits_agent(const json_t *document)
{
	return text_equal(document_string(json_object_get(document, "guest"), "agent"), "unknown");
}

bool view_is_verified(const json_t *document)
{
	return json_is_true(json_object_get(document, "verified"));
}
