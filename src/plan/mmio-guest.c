/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-guest.h"

#include <errno.h>
#include <inttypes.h>

#include "base/translate.h"
#include "rules/words.h"

/* Newer builds of OVMF begin there, below what the plan was measured with (docs/mmio.md): no news.
 */
#define OVMF_LOW_START 0x80000000ull

void mmio_guest_deinit(struct mmio_guest *guest)
{
	mmio_plan_deinit(&guest->plan);
	mmio_scene_deinit(&guest->scene);
}

static const char *why_not(const struct mmio_scene *scene, const struct vm *vm)
{
	if (vm->own_slots)
		return _("what the guest does with it can't be seen from outside");
	if (!vm_has_pcie(vm))
		return _("the VM has no PCI Express root; only q35 machines are planned");
	if (vm->space.firmware == VM_FIRMWARE_UNKNOWN)
		return _("it starts from a ROM that dda does not know");
	if (!scene->target.address_bits)
		return _("its address width can't be read");
	if (scene->findings.count > 0)
		return _("the BARs of its devices can't be read");
	return NULL;
}

/* Nothing can be set any more: it runs as it is. */
int mmio_guest_plan(const struct dda_inventory *inventory, const struct vm *vm,
                    struct mmio_guest *ret)
{
	struct mmio_guest guest = {0};
	struct mmio_scene *scene = &guest.scene;
	int r = mmio_scene_set_vm(scene, inventory, vm, true);

	guest.why_not = why_not(scene, vm);
	mmio_target_clamp(&scene->target);
	scene->target.as_is = true;
	if (r >= 0 && scene->findings.out_of_memory)
		r = -ENOMEM;
	if (r >= 0 && !guest.why_not)
		r = mmio_plan_make(&scene->target, scene->cards.items, scene->cards.count,
		                   &guest.plan);
	if (r < 0) {
		mmio_guest_deinit(&guest);
		return r;
	}
	*ret = guest;
	return 0;
}

/* Is the line of the map about this function? Its BARs are the function's own. */
static bool is_about(const struct mmio_guest *guest, const struct mmio_place *place,
                     const struct dda_function *function)
{
	const struct mmio_card *card = &guest->scene.cards.items[place->card];

	for (unsigned i = 0; i < card->count; i++)
		if (card->functions[i].number == place->function &&
		    card->functions[i].bars == function->details->bars)
			return true;
	return false;
}

const struct mmio_place *mmio_guest_place(const struct mmio_guest *guest,
                                          const struct dda_function *function, unsigned bar,
                                          const char **ret_why_not)
{
	*ret_why_not = guest->why_not                    ? guest->why_not
	               : function->details->bars[bar].io ? _("I/O ports are not planned")
	                                                 : _("the plan has no room for it");
	for (size_t i = 0; !guest->why_not && i < guest->plan.places.count; i++) {
		const struct mmio_place *place = &guest->plan.places.items[i];

		if (place->placed && place->bar == (int)bar && is_about(guest, place, function))
			return place;
	}
	return NULL;
}

struct mmio_space mmio_guest_window(const struct mmio_guest *guest, const struct mmio_place *place)
{
	struct mmio_space window = place->high ? guest->plan.high : guest->plan.low;

	if (!place->high && guest->scene.target.firmware == MMIO_OVMF) {
		window.size += window.start - OVMF_LOW_START;
		window.start = OVMF_LOW_START;
	}
	return window;
}

static void add_range(struct words *words, unsigned bar, const struct bar *at,
                      const struct mmio_space *window)
{
	words_add(words,
	          "BAR%u at 0x%" PRIx64 " to 0x%" PRIx64 ", planned from 0x%" PRIx64
	          " to 0x%" PRIx64,
	          bar, at->start, at->start + at->size - 1, window->start,
	          window->start + window->size - 1);
}

static void find_outside(const struct mmio_guest *guest, const struct dda_function *function,
                         const struct hostdev *hostdev, struct words *words)
{
	for (unsigned i = 0; i < BAR_COUNT; i++) {
		const struct bar *at = &hostdev->bars[i];
		const char *why;
		const struct mmio_place *place = mmio_guest_place(guest, function, i, &why);
		struct mmio_space window;

		if (!place || !at->size || at->unassigned)
			continue;
		window = mmio_guest_window(guest, place);
		if (at->start < window.start || at->size > window.size ||
		    at->start - window.start > window.size - at->size)
			add_range(words, i, at, &window);
	}
}

static void check_function(const struct mmio_guest *guest, const struct dda_function *function,
                           const struct hostdev *hostdev, int vm, struct findings *findings)
{
	struct words words = {0};

	find_outside(guest, function, hostdev, &words);
	if (words.count == 0)
		return;
	findings_add(findings,
	             (struct finding){
	                     .code = "guest-bar-outside-plan",
	                     .severity = FINDING_WARNING,
	                     .subject = arena_text(&findings->arena, function->address_text.text),
	                     .evidence = words_end(&words, &findings->arena),
	                     .remedy = "if the device works: none, a guest may move BARs; else "
	                               "compare the VM's firmware with what \"dda mmio --vm\" "
	                               "assumes (docs/mmio.md)",
	                     .card = (int)function->card,
	                     .vm = vm});
}

void mmio_guest_check(const struct mmio_guest *guest, const struct dda_inventory *inventory, int vm,
                      struct findings *findings)
{
	const struct vm *held = &inventory->vms.items[vm];

	for (size_t i = 0; i < held->hostdevs.count; i++) {
		const struct hostdev *hostdev = &held->hostdevs.items[i];
		int at = inventory_find(inventory, hostdev->host);

		if (hostdev->live && at >= 0)
			check_function(guest, &inventory->functions.items[at], hostdev, vm,
			               findings);
	}
}
