/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/function-check.h"

/* The firmware has to hand PCI Express over to the operating system: _OSC, native control. */

static struct fact native_control(const struct dda_function *function)
{
	return function->details->native_control;
}

static bool is_kept(const struct dda_function *function)
{
	return !function->details->native_control.present;
}

void rule_firmware_control(const struct rule_scope *scope, struct findings *findings)
{
	static const struct function_check check = {
	        .code = "firmware-keeps-control",
	        .severity = FINDING_BLOCKER,
	        .until_out = true,
	        .fact = native_control,
	        .is_so = is_kept,
	        .evidence = "is under the firmware's control: it has not given the operating "
	                    "system control of PCI Express",
	        .question = "whether the firmware has given up control of PCI Express",
	        .remedy = "update the firmware; in its setup turn on native PCI Express control "
	                  "(ASPM \"OS controlled\", \"PCIe Native\"), VT-d or AMD-Vi (\"IOMMU\"), "
	                  "SR-IOV and ACS, then restart the host",
	};

	function_check(scope, findings, &check);
}
