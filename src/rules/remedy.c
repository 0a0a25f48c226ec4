/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/remedy.h"

#include <errno.h>

#include "base/quote.h"
#include "base/translate.h"
#include "rules/words.h"

static const char *linux_command(enum vm_task task, const char *vm, struct arena *arena)
{
	static const char *const commands[] = {
	        [VM_TASK_LOOK] = "virsh dominfo",
	        [VM_TASK_START] = "virsh start",
	        [VM_TASK_SHUT_DOWN] = "virsh shutdown",
	        [VM_TASK_FORGET] = "virsh managedsave-remove",
	        [VM_TASK_REPAIR] = "virsh edit",
	};

	if (task == VM_TASK_LIST)
		return "virsh list --all";
	return arena_format(arena, "%s %s", commands[task], words_quote(vm, arena));
}

static const char *hyperv_command(enum vm_task task, const char *vm, struct arena *arena)
{
	static const char *const commands[] = {
	        [VM_TASK_LOOK] = "Get-VM -Name",
	        [VM_TASK_START] = "Start-VM -Name",
	        [VM_TASK_SHUT_DOWN] = "Stop-VM -Name",
	        [VM_TASK_FORGET] = "Remove-VMSavedState -VMName",
	        [VM_TASK_REPAIR] = "Get-VM -Name",
	};

	if (task == VM_TASK_LIST)
		return "Get-VM";
	return arena_format(arena, "%s %s", commands[task], quote_powershell(arena, vm));
}

const char *remedy_command(enum platform platform, enum vm_task task, const char *vm,
                           struct arena *arena)
{
	return platform == PLATFORM_HYPERV ? hyperv_command(task, vm, arena)
	                                   : linux_command(task, vm, arena);
}

const char *remedy_read(enum platform platform)
{
	return platform == PLATFORM_HYPERV
	               ? _("run it from an elevated prompt (as administrator); from one, try again")
	               : _("make /sys readable for dda, or run it as root (sudo)");
}

const char *remedy_unread(const struct dda_inventory *inventory, struct fact fact)
{
	if (fact.error == ENODATA && !inventory->live)
		return _("ask on the host itself: what there is of it here does not say it");
	return remedy_read(inventory->platform);
}

const char *remedy_device_log(enum platform platform)
{
	return platform == PLATFORM_HYPERV
	               ? _("look at its events in Device Manager (properties, \"Events\")")
	               : _("look at the kernel's messages about it (dmesg)");
}

const char *remedy_vm_log(enum platform platform)
{
	return platform == PLATFORM_HYPERV
	               ? _("its events are in the log Microsoft-Windows-Hyper-V-Worker-Admin")
	               : _("its log is in /var/log/libvirt/qemu");
}

const char *remedy_quote(enum platform platform, const char *word, struct arena *arena)
{
	return platform == PLATFORM_HYPERV ? quote_powershell(arena, word)
	                                   : words_quote(word, arena);
}
