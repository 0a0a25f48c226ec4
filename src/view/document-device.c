/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <inttypes.h>

json_t *document_address(struct address address)
{
	return document_text(address_format(address).text);
}

json_t *document_step_function(const struct step *step)
{
	return step_has_function(step) ? document_address(step->function) : json_null();
}

json_t *document_card(const struct dda_inventory *inventory, unsigned card)
{
	return document_text(card_name(inventory, &inventory->cards.items[card]).text);
}

json_t *document_name(const struct dda_function *function)
{
	char name[FUNCTION_NAME_MAX];

	return document_text(function_name(function, name, sizeof(name)));
}

static json_t *class_of(const struct dda_function *function)
{
	return fact_is_present(function->class_code.fact)
	               ? json_sprintf("%04x", function_class(function))
	               : json_null();
}

static json_t *vm_of(const struct dda_inventory *inventory, const struct dda_function *function)
{
	return document_text(function->vm < 0 ? NULL : inventory->vms.items[function->vm].name);
}

json_t *document_device(const struct dda_inventory *inventory, const struct dda_function *function)
{
	json_t *device = json_object();

	document_put(&device, "location_path", document_text(function->location_path));
	document_put(&device, "address", document_address(function->address));
	document_put(&device, "card", document_card(inventory, function->card));
	document_put(&device, "vendor_id", document_fact_hex(&function->vendor_id, 4));
	document_put(&device, "device_id", document_fact_hex(&function->device_id, 4));
	document_put(&device, "name", document_name(function));
	document_put(&device, "class", class_of(function));
	document_put(&device, "driver", document_fact_text(&function->driver));
	document_put(&device, "state", document_text(function_state_name(function->state)));
	document_put(&device, "vm", vm_of(inventory, function));
	document_put(&device, "group", document_fact_number(&function->group));
	return device;
}
