/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <errno.h>
#include <stdlib.h>

#include "base/translate.h"
#include "plan/mmio-finding.h"
#include "plan/mmio-models.h"
#include "view/mmio-cards.h"

#define QEMU_BITS 40

static json_t *bytes(uint64_t value)
{
	return json_integer((json_int_t)value);
}

static json_t *megabytes(uint64_t value)
{
	return bytes(value / MMIO_MIB);
}

/* The target's own settings, by its own names and in its own units. */
static json_t *settings(const struct mmio_scene *scene, const struct mmio_plan *plan)
{
	json_t *set = json_object();

	if (scene->target.firmware == MMIO_HYPERV) {
		document_put(&set, "LowMmioGapSize", megabytes(plan->low_gap));
		document_put(&set, "HighMmioGapSize", megabytes(plan->high_gap));
		document_put(&set, "HighMmioGapBase", megabytes(plan->high_base));
		return set;
	}
	if (plan->window)
		document_put(&set, "X-PciMmio64Mb", megabytes(plan->window));
	if (!scene->target.address_bits && plan->address_bits != QEMU_BITS)
		document_put(&set, "maxphysaddr", json_integer(plan->address_bits));
	return set;
}

/* Lines, from the bottom of the address space up; a window before what is in it. */
static int compare(const void *a, const void *b)
{
	const struct mmio_place *one = *(const struct mmio_place *const *)a;
	const struct mmio_place *other = *(const struct mmio_place *const *)b;

	if (one->placed != other->placed)
		return one->placed ? -1 : 1;
	if (one->start != other->start)
		return one->start < other->start ? -1 : 1;
	if ((one->window >= 0) != (other->window >= 0))
		return one->window >= 0 ? 1 : -1;
	return one < other ? -1 : one > other;
}

static json_t *what_of(const struct mmio_place *place)
{
	if (place->bar == MMIO_PORT_WINDOW)
		return json_string("window");
	return place->bar == BAR_ROM ? json_string("rom") : json_sprintf("bar%d", place->bar);
}

static json_t *line_of(const struct mmio_scene *scene, const struct mmio_place *place)
{
	bool window = place->bar == MMIO_PORT_WINDOW;
	json_t *line = json_object();

	document_put(&line, "start", place->placed ? bytes(place->start) : json_null());
	document_put(&line, "size", bytes(place->size));
	document_put(&line, "what", what_of(place));
	document_put(&line, "card", json_integer(place->card + 1));
	document_put(&line, "name", document_text(scene->cards.items[place->card].name));
	document_put(&line, "function", window ? json_null() : json_integer(place->function));
	document_put(&line, "prefetchable", json_boolean(place->prefetchable));
	document_put(&line, "above_4g", place->placed ? json_boolean(place->high) : json_null());
	return line;
}

/* RAM is part of the picture. On Hyper-V it goes round the gaps. */
static void put_ram(json_t **map, const struct mmio_scene *scene, const struct mmio_plan *plan,
                    bool high)
{
	uint64_t ram = scene->target.ram, start = high ? MMIO_4GIB : 0;
	uint64_t low = ram >= 0xB0000000ull ? 0x80000000ull : ram, size = high ? ram - low : low;

	if (!plan->ram_end || !size)
		return;
	if (high)
		start = plan->ram_end - size;
	document_append(map, json_pack("{sI sI ss sn sn sn sn sb}", "start", (json_int_t)start,
	                               "size", (json_int_t)size, "what", "ram", "card", "name",
	                               "function", "prefetchable", "above_4g", high));
}

static bool is_shown(const struct mmio_place *place)
{
	return place->size > 0;
}

static json_t *map_of(const struct mmio_scene *scene, const struct mmio_plan *plan)
{
	size_t count = plan->places.count;
	_cleanup_free_ const struct mmio_place **order = calloc(count + 1, sizeof(*order));
	json_t *map = json_array();
	bool high = false;

	if (!order)
		document_append(&map, NULL);
	for (size_t i = 0; order && i < count; i++)
		order[i] = &plan->places.items[i];
	if (order)
		qsort(order, count, sizeof(*order), compare);
	put_ram(&map, scene, plan, false);
	for (size_t i = 0; order && i < count; i++) {
		const struct mmio_place *place = order[i];

		if (!high && (place->high || !place->placed)) {
			put_ram(&map, scene, plan, true);
			high = true;
		}
		if (is_shown(place))
			document_append(&map, line_of(scene, place));
	}
	if (!high)
		put_ram(&map, scene, plan, true);
	return map;
}

static json_t *space_of(const char *name, const struct mmio_space *space)
{
	return json_pack("{ss sI sI sI sb}", "name", name, "start", (json_int_t)space->start,
	                 "size", (json_int_t)space->size, "need", (json_int_t)space->need, "fits",
	                 space->fits);
}

static json_t *cards_of(const struct mmio_scene *scene)
{
	json_t *cards = json_array();

	for (size_t i = 0; i < scene->cards.count; i++)
		document_append(&cards, document_text(scene->cards.items[i].name));
	return cards;
}

static json_t *bits_of(unsigned bits)
{
	return bits ? json_integer(bits) : json_null();
}

static json_t *document_of(const struct mmio_scene *scene, const struct mmio_plan *plan,
                           const struct view_mmio *request)
{
	json_t *document = document_new("mmio");
	bool fits = plan->fits && !findings_blocker(&scene->findings);

	document_put(&document, "fits", json_boolean(fits));
	document_put(&document, "below_4g", bytes(plan->low.need));
	document_put(&document, "above_4g", bytes(plan->high.need));
	document_put(&document, "set", settings(scene, plan));
	document_put(&document, "map", map_of(scene, plan));
	document_put(&document, "findings", document_all_findings(&scene->findings));
	document_put(&document, "target", json_string(mmio_firmware_name(scene->target.firmware)));
	document_put(&document, "vm", document_text(request->vm));
	document_put(&document, "ram", bytes(scene->target.ram));
	document_put(&document, "address_bits", bits_of(plan->address_bits));
	document_put(&document, "address_bits_needed", bits_of(plan->bits_needed));
	document_put(&document, "cards", cards_of(scene));
	document_put(&document, "spaces",
	             json_pack("[o o]", space_of(N_("below 4 GiB"), &plan->low),
	                       space_of(N_("above 4 GiB"), &plan->high)));
	return document;
}

int view_mmio(const struct dda_inventory *inventory, const struct view_mmio *request, json_t **ret,
              struct dda_error **ret_error)
{
	_cleanup_(mmio_scene_deinit) struct mmio_scene scene = {0};
	_cleanup_(mmio_plan_deinit) struct mmio_plan plan = {0};
	int r = mmio_scene_set(&scene, inventory, request, ret_error);

	if (r < 0)
		return r;
	r = mmio_plan_make(&scene.target, scene.cards.items, scene.cards.count, &plan);
	if (r >= 0)
		r = mmio_findings_add(&scene.target, scene.cards.items, scene.cards.count, &plan,
		                      scene.subject, &scene.findings);
	if (r < 0 || scene.findings.out_of_memory)
		return error_no_memory(ret_error);
	return document_finish(document_of(&scene, &plan, request), ret, ret_error);
}

bool view_mmio_fits(const json_t *document)
{
	return json_is_true(json_object_get(document, "fits"));
}

static json_t *bar_of(const struct bar *bar, int index)
{
	json_t *number = index == BAR_ROM ? json_string("rom") : json_integer(index);

	return json_pack("{so sI sb sb sb}", "bar", number, "size", (json_int_t)bar->size, "64bit",
	                 bar->is_64bit, "prefetchable", bar->prefetchable, "io", bar->io);
}

static json_t *bars_of(const struct mmio_model *model)
{
	json_t *bars = json_array();

	for (int i = 0; i <= BAR_ROM; i++)
		if (model->bars[i].size)
			document_append(&bars, bar_of(&model->bars[i], i));
	return bars;
}

int view_mmio_models(json_t **ret, struct dda_error **ret_error)
{
	json_t *document = document_new("mmio-models"), *models = json_array();

	for (const struct mmio_model *model = mmio_models; model->name; model++) {
		json_t *object = json_object();

		document_put(&object, "name", document_text(model->name));
		document_put(&object, "source", document_text(model->source));
		document_put(&object, "bars", bars_of(model));
		document_append(&models, object);
	}
	document_put(&document, "models", models);
	return document_finish(document, ret, ret_error);
}
