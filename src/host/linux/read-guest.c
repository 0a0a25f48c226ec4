/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-guest.h"

#include <string.h>

#include "base/cleanup.h"
#include "host/linux/decode-query-pci.h"
#include "host/linux/read-agent.h"

void read_guest(const struct libvirt *libvirt, virDomainPtr domain, struct arena *arena,
                struct vm *vm)
{
	_cleanup_free_ char *answer = NULL;
	int r;

	if (vm->state != VM_RUNNING || vm->hostdevs.count == 0)
		return;
	r = libvirt_monitor(domain, "{\"execute\": \"query-pci\"}", &answer);
	if (r >= 0)
		r = decode_query_pci(answer, strlen(answer), vm);
	for (size_t i = 0; r < 0 && i < vm->hostdevs.count; i++)
		vm->hostdevs.items[i].seen = fact_unknown("query-pci", -r);
	if (vm->has_agent)
		read_agent(libvirt, domain, arena, vm);
}
