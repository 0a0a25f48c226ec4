/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/vm-editable.h"

#include "base/text.h"

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)
#define ADDRESS_BITS 52 /* the architectural limit of x86-64 */

/* Msvm_VirtualSystemSettingData: LowMmioGapSize has a documented range; HighMmioGapSize has none,
 * but what every VM has is taken by its own devices. */
#define LOW_MIN (128 * MIB)
#define LOW_MAX (3584 * MIB)
#define HIGH_MIN (512 * MIB)
#define HIGH_BASE (65024 * MIB)

/* OVMF takes whole GiB, and ignores more than that. */
#define WINDOW_STEP GIB
#define WINDOW_MAX (16384 * GIB)

const char *const vm_stop_actions[] = {"turn off", "save", "shut down", NULL};

/* The space must end below the host's last address. */
static uint64_t high_max(const struct dda_inventory *inventory, const struct vm *vm)
{
	const struct fact_number *host = &inventory->iommu.address_bits;
	bool known = fact_is_present(host->fact) && host->value > 37 && host->value < ADDRESS_BITS;
	uint64_t base = vm->space.high_base ? vm->space.high_base : HIGH_BASE;
	uint64_t end = UINT64_C(1) << (known ? host->value : ADDRESS_BITS);

	return end > base + HIGH_MIN ? end - base : HIGH_MIN;
}

static struct vm_editable on_hyperv(const struct dda_inventory *inventory, const struct vm *vm)
{
	bool read = vm->space.low_gap || vm->settings.stop_action;

	return (struct vm_editable){
	        .low_space = {.there = vm->space.low_gap,
	                      .value = vm->space.low_gap,
	                      .min = LOW_MIN,
	                      .max = LOW_MAX,
	                      .step = MIB},
	        .high_space = {.there = vm->space.high_gap,
	                       .value = vm->space.high_gap,
	                       .min = HIGH_MIN,
	                       .max = high_max(inventory, vm),
	                       .step = MIB},
	        .cache_types = read,
	        .cache_types_value = !vm->settings.fixed_caches,
	        .stop_actions = read ? vm_stop_actions : NULL,
	};
}

static struct vm_editable on_linux(const struct vm *vm)
{
	return (struct vm_editable){
	        .high_space = {.there = vm_has_uefi(vm),
	                       .value = vm->space.firmware_window,
	                       .min = 0,
	                       .max = WINDOW_MAX,
	                       .step = WINDOW_STEP},
	};
}

struct vm_editable vm_editable(const struct dda_inventory *inventory, const struct vm *vm)
{
	if (vm->state == VM_BROKEN)
		return (struct vm_editable){0};
	return inventory->platform == PLATFORM_HYPERV ? on_hyperv(inventory, vm) : on_linux(vm);
}

bool vm_is_editable(const struct vm *vm)
{
	return vm->state == VM_OFF && vm->persistent && fact_is_absent(vm->settings.saved);
}

struct vm_space vm_space_with(const struct vm_space *space, const struct dda_settings *wanted,
                              enum platform platform)
{
	struct vm_space with = *space;
	uint64_t *high = platform == PLATFORM_HYPERV ? &with.high_gap : &with.firmware_window;

	if (wanted->named & DDA_LOW_SPACE)
		with.low_gap = wanted->low_space * MIB;
	if (wanted->named & DDA_HIGH_SPACE)
		*high = wanted->high_space * MIB;
	return with;
}

unsigned vm_differing(const struct vm *vm, const struct dda_settings *wanted,
                      enum platform platform)
{
	struct vm_space with = vm_space_with(&vm->space, wanted, platform);
	unsigned differing = vm->settings.recorded;

	if (with.low_gap != vm->space.low_gap)
		differing |= DDA_LOW_SPACE;
	if (with.high_gap != vm->space.high_gap ||
	    with.firmware_window != vm->space.firmware_window)
		differing |= DDA_HIGH_SPACE;
	if (wanted->cache_types == vm->settings.fixed_caches)
		differing |= DDA_CACHE_TYPES;
	if (!text_equal(wanted->stop_action, vm->settings.stop_action))
		differing |= DDA_STOP_ACTION;
	return differing & wanted->named;
}
