/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/make.h"

#include <errno.h>
#include <inttypes.h>

#include "base/text.h"
#include "model/vm-editable.h"
#include "rules/words.h"

/* What a person names of a VM's settings: is there such a thing here, and may it be that? */

#define MIB (UINT64_C(1) << 20)

static int refuse_absent(const struct draft *draft, const char *option,
                         struct dda_error **ret_error)
{
	bool hyperv = draft->inventory->platform == PLATFORM_HYPERV;

	return error_set(ret_error, -EOPNOTSUPP, DDA_ERROR_REFUSED, option,
	                 hyperv ? "this VM, or this version of Windows, has no such setting"
	                        : "a VM of libvirt has no such setting",
	                 "leave it out");
}

/* The window is OVMF's. */
static int refuse_no_ovmf(struct dda_error **ret_error)
{
	return error_set(ret_error, -EOPNOTSUPP, DDA_ERROR_REFUSED, "--high-space",
	                 "only OVMF has such a setting, and this VM has another firmware: it puts "
	                 "large BARs right above the VM's memory, as far as its processor reaches",
	                 "leave it out; \"dda mmio --vm VM\" says whether there is room");
}

static int check_size(const char *option, const struct editable_size *size, uint64_t wanted,
                      struct dda_error **ret_error)
{
	uint64_t min = size->min / MIB, max = size->max / MIB, step = size->step / MIB;

	if (wanted < min || wanted > max)
		return error_setf(ret_error, -ERANGE, DDA_ERROR_REFUSED, option, NULL,
		                  "%" PRIu64 " MB is not from %" PRIu64 " to %" PRIu64 " MB",
		                  wanted, min, max);
	if (wanted % step)
		return error_setf(ret_error, -ERANGE, DDA_ERROR_REFUSED, option, NULL,
		                  "%" PRIu64 " MB is no multiple of %" PRIu64 " MB", wanted, step);
	return 0;
}

static int check_sizes(const struct draft *draft, const struct vm_editable *editable,
                       struct dda_error **ret_error)
{
	const struct dda_settings *wanted = &draft->request->settings;
	int r = 0;

	if (wanted->named & DDA_LOW_SPACE)
		r = editable->low_space.there ? check_size("--low-space", &editable->low_space,
		                                           wanted->low_space, ret_error)
		                              : refuse_absent(draft, "--low-space", ret_error);
	if (r < 0 || !(wanted->named & DDA_HIGH_SPACE))
		return r;
	if (editable->high_space.there)
		return check_size("--high-space", &editable->high_space, wanted->high_space,
		                  ret_error);
	return draft->inventory->platform == PLATFORM_LINUX
	               ? refuse_no_ovmf(ret_error)
	               : refuse_absent(draft, "--high-space", ret_error);
}

static int check_stop_action(const struct draft *draft, const struct vm_editable *editable,
                             struct dda_error **ret_error)
{
	const char *wanted = draft->request->settings.stop_action;
	struct words words = {0};

	if (!editable->stop_actions)
		return refuse_absent(draft, "--stop-action", ret_error);
	for (const char *const *word = editable->stop_actions; *word; word++) {
		if (text_equal(*word, wanted))
			return 0;
		words_add(&words, "\"%s\"", *word);
	}
	return error_setf(ret_error, -EINVAL, DDA_ERROR_USAGE, "--stop-action", NULL,
	                  "\"%s\" is none of %s", wanted, words.text);
}

int draft_check_settings(const struct draft *draft, struct dda_error **ret_error)
{
	unsigned named = draft->request->settings.named;
	struct vm_editable editable;
	int r;

	/* What there is to say of a VM that is not there, or can't be read, the rules say. */
	if (!named || draft->vms[0].index < 0 ||
	    draft->inventory->vms.items[draft->vms[0].index].state == VM_BROKEN)
		return 0;
	editable = vm_editable(draft->inventory, &draft->inventory->vms.items[draft->vms[0].index]);
	r = check_sizes(draft, &editable, ret_error);
	if (r >= 0 && named & DDA_CACHE_TYPES && !editable.cache_types)
		r = refuse_absent(draft, "--cache-types", ret_error);
	if (r >= 0 && named & DDA_STOP_ACTION)
		r = check_stop_action(draft, &editable, ret_error);
	return r;
}
