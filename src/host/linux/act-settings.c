/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/act-settings.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "host/linux/edit-domain.h"

static int refuse(const struct linux_host *host, const struct step *step,
                  struct dda_error **ret_error)
{
	return error_setf(ret_error, -EIO, DDA_ERROR_FAILED, step->vm,
	                  "\"dda --explain native\" shows the commands, to try by hand",
	                  "libvirt refused to %s its settings: %s", step_kind_name(step->kind),
	                  libvirt_message(host->libvirt));
}

/* With its secrets: a definition without them would lose them. */
static char *read_text(const struct linux_host *host, virDomainPtr domain)
{
	return host->libvirt->virDomainGetXMLDesc(domain,
	                                          VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE);
}

int settings_apply(struct linux_host *host, virDomainPtr domain, const struct step *step,
                   struct dda_error **ret_error)
{
	_cleanup_free_ char *before = read_text(host, domain), *after = NULL;
	virDomainPtr defined;
	int r;

	if (!before)
		return refuse(host, step, ret_error);
	r = step->kind == STEP_SET ? edit_domain_set(before, step, &after)
	                           : edit_domain_unset(before, step, &after);
	if (r < 0)
		return error_setf(ret_error, r, DDA_ERROR_FAILED, step->vm,
		                  "\"virsh dumpxml --inactive\" shows it",
		                  "its definition can't be edited (%s)", error_number_text(-r));
	if (text_equal(before, after))
		return 0;
	defined = host->libvirt->virDomainDefineXMLFlags(host->connection, after, 0);
	if (!defined)
		return refuse(host, step, ret_error);
	host->libvirt->virDomainFree(defined);
	return 0;
}

static bool same_space(const struct vm_space *a, const struct vm_space *b)
{
	return a->firmware_window == b->firmware_window && a->width == b->width;
}

/* Whether the host merges pages was decided when the step was planned. */
static unsigned open_settings(const struct vm *vm, const struct step *step)
{
	const struct vm_surroundings merging = {
	        .sharing = {.fact = fact_known("plan"), .value = 1}};
	bool to_space = step->kind == STEP_SET || step->space_kept;
	unsigned open = step->kind == STEP_SET ? vm_unfit_settings(vm, &merging)
	                                       : vm->settings.kept;

	if (step->kind == STEP_SET && !vm_is_hidden(vm))
		open |= SETTING_HIDDEN;
	if (step->kind == STEP_SET && !vm->settings.bound)
		open |= SETTING_NUMA;
	if (!to_space)
		return open;
	open &= ~(unsigned)SETTING_SPACE;
	return same_space(&vm->space, &step->space) ? open : open | SETTING_SPACE;
}

/* On the way back, what somebody has made of it since stays. */
static bool named_reached(const struct vm *vm, const struct step *step)
{
	uint64_t to = step->space.firmware_window, from = step->space_before.firmware_window;
	uint64_t now = vm->space.firmware_window;

	if (step->kind == STEP_SET)
		return now == to && !vm->settings.record;
	return (now == to || now != from) && text_equal(vm->settings.record, step->record);
}

bool settings_reached(const struct vm *vm, const struct step *step)
{
	if (step->named)
		return named_reached(vm, step);
	return (open_settings(vm, step) & step->settings) == 0;
}
