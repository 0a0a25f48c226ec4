/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <inttypes.h>
#include <string.h>

#include "model/selector.h"

static const char *fact_state_word(struct fact fact)
{
	switch ((enum fact_state)fact.state) {
	case FACT_NOT_ASKED:
		return "not-asked";
	case FACT_UNKNOWN:
		return "unknown";
	case FACT_KNOWN:
		break;
	}
	return fact.present ? "known" : "absent";
}

/* On Linux file names are below the function's folder; a blank means that it is words already. */
static json_t *source_of(const struct dda_function *function, struct fact fact)
{
	if (!fact.source || fact.source[0] == '/' || strchr(fact.source, ' ') ||
	    function->instance_path)
		return document_text(fact.source);
	return json_sprintf("/sys/bus/pci/devices/%s/%s", address_format(function->address).text,
	                    fact.source);
}

/* Takes `value` over; it counts only when the fact is present. */
static json_t *fact_with(const struct dda_function *function, struct fact fact, json_t *value)
{
	if (!fact_is_present(fact)) {
		json_decref(value);
		value = json_null();
	}
	return json_pack("{so so so so}", "value", value, "state",
	                 document_text(fact_state_word(fact)), "source", source_of(function, fact),
	                 "error",
	                 document_text(fact.state == FACT_UNKNOWN ? strerror(fact.error) : NULL));
}

static json_t *origin_of(const struct dda_function *function)
{
	const struct origin *origin = &function->origin;

	return json_pack("{so so}", "driver", document_text(origin->driver), "driver_override",
	                 document_text(origin->override));
}

static const char *bar_kind(const struct bar *bar)
{
	if (bar->io)
		return "io";
	return bar->is_64bit ? "memory-64" : "memory-32";
}

static json_t *bars_of(const struct dda_function *function)
{
	json_t *bars = json_array();

	for (int i = 0; i <= BAR_ROM; i++) {
		const struct bar *bar = &function->bars[i];

		if (bar->size == 0)
			continue;
		document_append(&bars,
		                json_pack("{so so sI so sb}", "bar",
		                          i == BAR_ROM ? document_text("rom") : json_integer(i),
		                          "kind", document_text(bar_kind(bar)), "size",
		                          (json_int_t)bar->size, "start",
		                          bar->unassigned ? json_null()
		                                          : json_sprintf("0x%" PRIx64, bar->start),
		                          "prefetchable", bar->prefetchable));
	}
	return bars;
}

static void put_ids(json_t **facts, const struct dda_function *f)
{
	const struct {
		const char *key;
		const struct fact_number *fact;
		int digits;
	} ids[] = {
	        {"vendor_id", &f->vendor_id, 4},
	        {"device_id", &f->device_id, 4},
	        {"class", &f->class_code, 6},
	        {"subsystem_vendor_id", &f->subsystem_vendor_id, 4},
	        {"subsystem_device_id", &f->subsystem_device_id, 4},
	        {"revision", &f->revision, 2},
	};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		document_put(facts, ids[i].key,
		             fact_with(f, ids[i].fact->fact,
		                       document_fact_hex(ids[i].fact, ids[i].digits)));
}

static void put_texts(json_t **facts, const struct dda_function *f)
{
	const struct {
		const char *key;
		const struct fact_text *fact;
	} texts[] = {
	        {"driver", &f->driver},
	        {"driver_override", &f->driver_override},
	        {"reset_methods", &f->reset_methods},
	        {"power_state", &f->power_state},
	        {"link_speed", &f->link_speed},
	        {"link_speed_max", &f->link_speed_max},
	        {"link_width", &f->link_width},
	        {"link_width_max", &f->link_width_max},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		document_put(facts, texts[i].key,
		             fact_with(f, texts[i].fact->fact, document_fact_text(texts[i].fact)));
}

static json_t *facts_of(const struct dda_function *f)
{
	json_t *facts = json_object();

	put_ids(&facts, f);
	put_texts(&facts, f);
	document_put(&facts, "group", fact_with(f, f->group.fact, document_fact_number(&f->group)));
	document_put(&facts, "numa_node",
	             fact_with(f, f->numa_node.fact, document_fact_number(&f->numa_node)));
	document_put(&facts, "boot_vga",
	             fact_with(f, f->boot_vga.fact, document_fact_number(&f->boot_vga)));
	document_put(&facts, "virtual_function", fact_with(f, f->physical_function, json_true()));
	document_put(&facts, "origin", fact_with(f, f->origin.fact, origin_of(f)));
	document_put(&facts, "bars", fact_with(f, f->bars_fact, bars_of(f)));
	return facts;
}

static json_t *show_function(const struct dda_inventory *inventory,
                             const struct dda_function *function)
{
	json_t *device = document_device(inventory, function);

	document_put(&device, "location_confirmed", json_boolean(function->location_confirmed));
	document_put(&device, "upstream",
	             function->parent < 0 ? json_null() : document_address(function->upstream));
	document_put(&device, "facts", facts_of(function));
	return device;
}

int view_show(const struct dda_inventory *inventory, const char *device, json_t **ret,
              struct dda_error **ret_error)
{
	_cleanup_(cleanup_selection) struct selection selection = {0};
	json_t *document, *devices = NULL;
	const struct card *card;
	int r = selection_add(&selection, inventory, device, false, ret_error), exact;

	if (r < 0)
		return r;
	card = &inventory->cards.items[selection.items[0]];
	exact = selector_exact_function(inventory, device);
	devices = json_array();
	for (unsigned i = 0; i < card->count; i++)
		if (exact < 0 || (unsigned)exact == card->functions[i])
			document_append(
			        &devices,
			        show_function(inventory,
			                      &inventory->functions.items[card->functions[i]]));
	document = document_new("show");
	document_put(&document, "host", document_host(inventory, document_vms_findings(inventory)));
	document_put(&document, "devices", devices);
	return document_finish(document, ret, ret_error);
}
