/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <inttypes.h>

#include "rules/scope.h"

/* A VM whose memory may come from any NUMA node, and so from another one than its card's. */

static const char *cpus_of(const struct rule_scope *scope, uint64_t node)
{
	const struct vm_surroundings *host = &scope->inventory->surroundings;

	for (size_t i = 0; i < host->nodes.count; i++)
		if (host->nodes.items[i].number == node)
			return host->nodes.items[i].cpus;
	return NULL;
}

static const char *remedy_of(const struct rule_scope *scope, struct arena *arena,
                             const struct vm *vm, uint64_t node)
{
	const char *name = words_quote(vm->name, arena), *cpus = cpus_of(scope, node);

	if (!cpus)
		return arena_format(arena,
		                    "assign it with --pin, or: virsh numatune %s --mode strict "
		                    "--nodeset %" PRIu64 " --config",
		                    name, node);
	return arena_format(arena,
	                    "assign it with --pin, or: virsh numatune %s --mode strict --nodeset "
	                    "%" PRIu64 " --config; virsh emulatorpin %s %s --config; virsh vcpupin "
	                    "%s N %s --config, N from 0 to %u",
	                    name, node, name, cpus, name, cpus, vm->vcpus ? vm->vcpus - 1 : 0);
}

/* What can't be read could be several nodes. */
static void report_unread(const struct rule_scope *scope, struct findings *findings)
{
	struct finding finding = finding_about_card(scope, findings, "numa-unbound", FINDING_NOTE);

	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena, "whether the host has several NUMA nodes can't be read (%s)",
	        scope->inventory->surroundings.nodes_fact.source);
	finding.remedy = "\"lscpu\" and \"lspci -v\" tell";
	findings_add(findings, finding);
}

void rule_numa_unbound(const struct rule_scope *scope, struct findings *findings)
{
	int target = scope_target(scope);
	const struct vm *vm = target < 0 ? NULL : &scope->inventory->vms.items[target];
	const struct vm_surroundings *host = &scope->inventory->surroundings;
	const struct fact_number *node =
	        &card_main(scope->inventory, scope->card)->details->numa_node;
	struct finding finding;

	if (!vm || vm->settings.bound || scope->intent->pins)
		return;
	if (host->nodes_fact.state == FACT_UNKNOWN)
		return report_unread(scope, findings);
	if (!fact_is_present(node->fact) || host->nodes.count < 2)
		return;
	finding = finding_about_card(scope, findings, "numa-unbound", FINDING_NOTE);
	finding.evidence = arena_format(&findings->arena,
	                                "it is at NUMA node %" PRIu64
	                                " of %u, the memory of VM \"%s\" may come from any",
	                                node->value, (unsigned)host->nodes.count, vm->name);
	finding.remedy = remedy_of(scope, &findings->arena, vm, node->value);
	findings_add(findings, finding);
}
