/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/vm.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/translate.h"

const char *vm_state_name(enum vm_state state)
{
	static const char *const names[] = {
	        [VM_UNKNOWN] = N_("unknown"),
	        [VM_OFF] = N_("off"),
	        [VM_RUNNING] = N_("running"),
	        [VM_BROKEN] = N_("broken"),
	};

	return names[state];
}

void vm_deinit(struct vm *vm)
{
	free(vm->hostdevs.items);
	free(vm->controllers.items);
	free(vm->stale.items);
}

const struct hostdev *vm_find_hostdev(const struct vm *vm, struct address host)
{
	for (size_t i = 0; i < vm->hostdevs.count; i++)
		if (address_compare(vm->hostdevs.items[i].host, host) == 0)
			return &vm->hostdevs.items[i];
	return NULL;
}

const struct vm_controller *vm_find_controller(const struct vm *vm, unsigned index)
{
	for (size_t i = 0; i < vm->controllers.count; i++)
		if (vm->controllers.items[i].index == index)
			return &vm->controllers.items[i];
	return NULL;
}

bool vm_has_uefi(const struct vm *vm)
{
	return vm->space.firmware == VM_UEFI;
}

bool vm_has_pcie(const struct vm *vm)
{
	for (size_t i = 0; i < vm->controllers.count; i++)
		if (text_equal(vm->controllers.items[i].model, "pcie-root"))
			return true;
	return false;
}
