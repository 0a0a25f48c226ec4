/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <inttypes.h>
#include <string.h>

/* On Linux file names are below the function's folder; a blank means that it is words already. */
static bool is_relative(const struct dda_function *function, const char *source)
{
	return source && source[0] != '/' && !strchr(source, ' ') && !function->instance_path;
}

json_t *document_function_fact(const struct dda_function *function, struct fact fact, json_t *value)
{
	json_t *object = document_fact(fact, value);

	if (is_relative(function, fact.source))
		document_put(&object, "source",
		             json_sprintf("/sys/bus/pci/devices/%s/%s",
		                          address_format(function->address).text, fact.source));
	return object;
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
		const struct bar *bar = &function->details->bars[i];

		if (bar->size == 0 && !bar_is_lost(bar))
			continue;
		document_append(
		        &bars,
		        json_pack("{so so so so sb}", "bar",
		                  i == BAR_ROM ? document_text("rom") : json_integer(i), "kind",
		                  document_text(bar_kind(bar)), "size",
		                  bar->size ? json_integer((json_int_t)bar->size) : json_null(),
		                  "start",
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
	        {"subsystem_vendor_id", &f->details->subsystem_vendor_id, 4},
	        {"subsystem_device_id", &f->details->subsystem_device_id, 4},
	        {"revision", &f->details->revision, 2},
	};

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		document_put(facts, ids[i].key,
		             document_function_fact(f, ids[i].fact->fact,
		                                    document_fact_hex(ids[i].fact, ids[i].digits)));
}

static void put_texts(json_t **facts, const struct dda_function *f)
{
	const struct {
		const char *key;
		const struct fact_text *fact;
	} texts[] = {
	        {"driver", &f->driver},
	        {"driver_version", &f->details->driver_version},
	        {"driver_override", &f->driver_override},
	        {"reset_methods", &f->details->reset_methods},
	        {"power_state", &f->details->power_state},
	        {"link_speed", &f->details->link_speed},
	        {"link_speed_max", &f->details->link_speed_max},
	        {"link_width", &f->details->link_width},
	        {"link_width_max", &f->details->link_width_max},
	        {"iommu_unit", &f->details->iommu_unit},
	        {"pool", &f->details->pool},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		document_put(facts, texts[i].key,
		             document_function_fact(f, texts[i].fact->fact,
		                                    document_fact_text(texts[i].fact)));
}

/* PCI Express 5.0, 7.5.3.2. */
static json_t *port_type_of(const struct dda_function *f)
{
	static const char *const types[] = {
	        [0] = "endpoint",
	        [1] = "legacy endpoint",
	        [4] = "root port",
	        [5] = "upstream switch port",
	        [6] = "downstream switch port",
	        [7] = "PCI Express to PCI bridge",
	        [8] = "PCI to PCI Express bridge",
	        [9] = "integrated endpoint",
	        [10] = "event collector",
	};
	uint64_t type = f->details->port_type.value;

	if (type < sizeof(types) / sizeof(types[0]) && types[type])
		return document_text(types[type]);
	return json_sprintf("type %" PRIu64, type);
}

static json_t *interrupts_of(uint64_t set)
{
	static const struct {
		enum function_interrupt bit;
		const char *name;
	} kinds[] = {{INTERRUPT_LINE, "line"}, {INTERRUPT_MSI, "MSI"}, {INTERRUPT_MSIX, "MSI-X"}};
	json_t *interrupts = json_array();

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (set & kinds[i].bit)
			document_append(&interrupts, document_text(kinds[i].name));
	return interrupts;
}

static json_t *holders_of(const struct dda_function *f)
{
	static const char *const kinds[] = {
	        [HOLDER_DISK] = "disk",         [HOLDER_NETWORK] = "network",
	        [HOLDER_DISPLAY] = "display",   [HOLDER_CONSOLE] = "console",
	        [HOLDER_KEYBOARD] = "keyboard",
	};
	json_t *holders = json_array();

	for (size_t i = 0; i < f->holders.count; i++) {
		const struct holder *holder = &f->holders.items[i];

		document_append(&holders,
		                json_pack("{so so sb so}", "kind",
		                          document_text(kinds[holder->kind]), "name",
		                          document_text(holder->name), "vital", holder->vital,
		                          "why", document_text(holder->why)));
	}
	return holders;
}

/* The programs that have it open. */
static json_t *processes_of(const struct dda_function *f)
{
	json_t *processes = json_array();

	for (size_t i = 0; i < f->opened.count; i++) {
		const struct process *process = f->opened.items[i].process;
		bool vm = process->owner == PROCESS_VM;

		document_append(&processes,
		                json_pack("{sI so so so so}", "id", (json_int_t)process->id, "name",
		                          document_text(process->name), "unit",
		                          document_text(vm ? NULL : process->owner_name), "vm",
		                          document_text(vm ? process->owner_name : NULL), "open",
		                          document_text(f->opened.items[i].what)));
	}
	return processes;
}

static void put_truths(json_t **facts, const struct dda_function *f)
{
	const struct {
		const char *key;
		struct fact fact;
	} truths[] = {
	        {"virtual_function", f->physical_function},
	        {"native_control", f->details->native_control},
	        {"reserved_memory", f->details->reserved_memory},
	        {"isolated", f->details->isolated},
	        {"partitioned", f->details->partitioned},
	};

	for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++)
		document_put(facts, truths[i].key,
		             document_function_fact(f, truths[i].fact, json_true()));
}

static void put_numbers(json_t **facts, const struct dda_function *f)
{
	const struct {
		const char *key;
		const struct fact_number *fact;
	} numbers[] = {
	        {"group", &f->group},
	        {"numa_node", &f->details->numa_node},
	        {"boot_vga", &f->details->boot_vga},
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		document_put(facts, numbers[i].key,
		             document_function_fact(f, numbers[i].fact->fact,
		                                    document_fact_number(numbers[i].fact)));
}

static json_t *regions_of(const struct dda_function *f)
{
	json_t *regions = json_array();

	for (size_t i = 0; i < f->details->reserved_regions.count; i++) {
		const struct reserved_region *region = &f->details->reserved_regions.items[i];

		document_append(&regions,
		                json_pack("{so so ss}", "start",
		                          json_sprintf("0x%" PRIx64, region->start), "end",
		                          json_sprintf("0x%" PRIx64, region->end), "type",
		                          region->relaxable ? "direct-relaxable" : "direct"));
	}
	return regions;
}

/* With the regions, where they are known: relaxable ones too, which the fact is not about. */
static json_t *reserved_of(const struct dda_function *f)
{
	json_t *fact = document_function_fact(f, f->details->reserved_memory, json_true());

	document_put(&fact, "regions", regions_of(f));
	return fact;
}

json_t *document_facts(const struct dda_inventory *inventory, const struct dda_function *f)
{
	json_t *facts = json_object();

	put_ids(&facts, f);
	put_texts(&facts, f);
	put_numbers(&facts, f);
	document_put(&facts, "port_type",
	             document_function_fact(f, f->details->port_type.fact, port_type_of(f)));
	put_truths(&facts, f);
	document_put(&facts, "reserved_memory", reserved_of(f)); /* in the place it has */
	document_put(&facts, "interrupts",
	             document_function_fact(f, f->details->interrupts.fact,
	                                    interrupts_of(f->details->interrupts.value)));
	document_put(&facts, "interrupts_able",
	             document_function_fact(f, f->details->interrupts_able.fact,
	                                    interrupts_of(f->details->interrupts_able.value)));
	document_put(&facts, "holders", document_function_fact(f, f->holders_fact, holders_of(f)));
	document_put(&facts, "processes",
	             document_function_fact(f, f->opened_fact, processes_of(f)));
	document_put(&facts, "origin", document_function_fact(f, f->origin.fact, origin_of(f)));
	document_put_config(&facts, f);
	document_put_related(&facts, inventory, f);
	document_put(&facts, "bars", document_function_fact(f, f->details->bars_fact, bars_of(f)));
	return facts;
}
