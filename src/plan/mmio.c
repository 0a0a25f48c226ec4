/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-list.h"

#include <errno.h>

#include "base/text.h"

#define HOLE64_DEFAULT (32 * MMIO_GIB) /* of q35, QEMU hw/pci-host/q35.c */
#define QEMU_BITS 40                   /* of every named processor model of QEMU */
/* QEMU hw/i386/pc.c: on AMD the addresses from there to 1 TiB belong to HyperTransport. */
#define AMD_HOLE_START (1012 * MMIO_GIB)
#define AMD_HOLE_END (1024 * MMIO_GIB)

static const char *const names[] = {
        [MMIO_HYPERV] = "hyperv", [MMIO_OVMF] = "ovmf", [MMIO_SEABIOS] = "seabios"};

const char *mmio_firmware_name(enum mmio_firmware firmware)
{
	return names[firmware];
}

int mmio_firmware_parse(const char *text, enum mmio_firmware *ret)
{
	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_equal(names[i], text)) {
			*ret = (enum mmio_firmware)i;
			return 0;
		}
	return -EINVAL;
}

static uint64_t hole64(const struct mmio_target *target)
{
	return target->hole64 ? target->hole64 : HOLE64_DEFAULT;
}

/* pc_q35_init(): 2.75 GiB of RAM or more leave 2 GiB below 4 GiB. */
uint64_t mmio_ram_end(const struct mmio_target *target)
{
	uint64_t low = target->ram >= 0xB0000000ull ? 0x80000000ull : target->ram;
	uint64_t high = target->ram - low, end = MMIO_4GIB + high;

	if (target->amd && high && mmio_up(end, MMIO_GIB) + hole64(target) > AMD_HOLE_START)
		end = AMD_HOLE_END + high;
	return end;
}

/* pc_memory_init(): "Address space limit ... phys-bits too low" */
static bool is_refused(const struct mmio_target *target)
{
	uint64_t end = mmio_up(mmio_ram_end(target), MMIO_GIB) + hole64(target);

	return target->firmware != MMIO_HYPERV && target->address_bits &&
	       end > 1ull << target->address_bits;
}

void mmio_plan_deinit(struct mmio_plan *plan)
{
	free(plan->places.items);
	*plan = (struct mmio_plan){0};
}

static uint64_t highest(const struct mmio_plan *plan)
{
	uint64_t end = plan->ram_end;

	for (size_t i = 0; i < plan->places.count; i++) {
		const struct mmio_place *place = &plan->places.items[i];

		if (place->placed && place->start + place->size > end)
			end = place->start + place->size;
	}
	return end;
}

static int make(const struct mmio_target *target, const struct mmio_card *cards, size_t count,
                struct mmio_plan *ret)
{
	static void (*const planners[])(struct mmio_draft * draft) = {
	        [MMIO_HYPERV] = mmio_plan_hyperv,
	        [MMIO_OVMF] = mmio_plan_ovmf,
	        [MMIO_SEABIOS] = mmio_plan_seabios,
	};
	struct mmio_plan plan = {.address_bits = target->address_bits};
	struct mmio_draft draft = {.target = target, .cards = cards, .count = count, .plan = &plan};

	if (target->firmware != MMIO_HYPERV)
		plan.ram_end = mmio_ram_end(target);
	planners[target->firmware](&draft);
	mmio_list_deinit(&draft.low);
	mmio_list_deinit(&draft.high);
	if (draft.out_of_memory) {
		mmio_plan_deinit(&plan);
		return -ENOMEM;
	}
	mmio_places_settle(&plan);
	plan.bits_needed = mmio_bits_for(highest(&plan));
	plan.refused = is_refused(target);
	plan.fits &= !plan.refused;
	*ret = plan;
	return 0;
}

/* A width that is not known is one that can still be chosen: QEMU's own, or the least that does. */
int mmio_plan_make(const struct mmio_target *target, const struct mmio_card *cards, size_t count,
                   struct mmio_plan *ret)
{
	struct mmio_target chosen = *target;
	int r = 0;

	if (target->firmware == MMIO_HYPERV || target->address_bits)
		return make(target, cards, count, ret);
	for (chosen.address_bits = QEMU_BITS; chosen.address_bits <= MMIO_BITS_MAX;
	     chosen.address_bits++) {
		r = make(&chosen, cards, count, ret);
		if (r < 0 || ret->fits || chosen.address_bits == MMIO_BITS_MAX)
			return r;
		mmio_plan_deinit(ret);
	}
	return r;
}
