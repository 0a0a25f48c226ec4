/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/vm.h"

#include "base/text.h"
#include "base/translate.h"

const char *vm_setting_name(unsigned setting)
{
	switch (setting) {
	case SETTING_MEMORY:
		return N_("memory");
	case SETTING_REPORTING:
		return N_("page reporting");
	case SETTING_SHARING:
		return N_("page sharing");
	case SETTING_STOP:
		return N_("stop action");
	case SETTING_CHECKPOINTS:
		return N_("checkpoints");
	case SETTING_CACHE:
		return N_("cache types");
	case SETTING_SPACE:
		return N_("address space");
	case SETTING_HIDDEN:
		return N_("hidden hypervisor");
	case SETTING_NUMA:
		return N_("NUMA node");
	default:
		return "unknown";
	}
}

unsigned vm_unfit_settings(const struct vm *vm, const struct vm_surroundings *host)
{
	const struct vm_settings *settings = &vm->settings;
	bool merges = host->sharing.fact.state == FACT_UNKNOWN ||
	              (fact_is_present(host->sharing.fact) && host->sharing.value != 0);
	unsigned unfit = 0;

	if (settings->dynamic_memory ||
	    (settings->balloon_target && settings->balloon_target < vm->memory &&
	     !text_equal(settings->balloon, "none")))
		unfit |= SETTING_MEMORY;
	if (settings->saved_at_stop)
		unfit |= SETTING_STOP;
	if (settings->checkpoints)
		unfit |= SETTING_CHECKPOINTS;
	if (settings->fixed_caches)
		unfit |= SETTING_CACHE;
	if (settings->page_reporting)
		unfit |= SETTING_REPORTING;
	if (merges && !settings->no_sharing)
		unfit |= SETTING_SHARING;
	return unfit;
}

bool vm_is_hidden(const struct vm *vm)
{
	return vm->settings.hidden && (!vm->settings.hyperv || vm->settings.hyperv_vendor);
}
