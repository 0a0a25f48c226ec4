/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-domain.h"

/* As the platform does it: the stored definition, then the running one into the same VM. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *xml = copy_of(data, size);
	struct arena arena = {0};
	struct vm vm = {0};
	size_t count;

	if (decode_domain(xml, size, false, &arena, &vm) == 0) {
		count = vm.hostdevs.count;
		MUST(decode_domain(xml, size, true, &arena, &vm) == 0);
		MUST(vm.hostdevs.count == count);
		for (size_t i = 0; i < count; i++) {
			MUST(vm.hostdevs.items[i].configured && vm.hostdevs.items[i].live);
			MUST(vm_find_hostdev(&vm, vm.hostdevs.items[i].host));
		}
		MUST(!vm.name || strlen(vm.name) <= size);
	}
	vm_deinit(&vm);
	arena_free(&arena);
	free(xml);
	return 0;
}
