/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "rules/function-check.h"

/* A GPU is either divided among VMs or handed over whole. */

static struct fact partitioned(const struct dda_function *function)
{
	return function->details->partitioned;
}

static bool is_partitioned(const struct dda_function *function)
{
	return function->details->partitioned.present;
}

void rule_partitioned(const struct rule_scope *scope, struct findings *findings)
{
	static const struct function_check check = {
	        .code = "partitioned",
	        .severity = FINDING_BLOCKER,
	        .until_out = true,
	        .fact = partitioned,
	        .is_so = is_partitioned,
	        .evidence = "is divided among VMs (GPU partitions), which excludes handing it "
	                    "over whole",
	        .question = "whether it is divided among VMs",
	        .remedy = "take the partitions from the VMs first: \"Get-VM | "
	                  "Get-VMGpuPartitionAdapter\" shows them, Remove-VMGpuPartitionAdapter "
	                  "-VMName VM takes them away",
	};

	function_check(scope, findings, &check);
}
