/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <errno.h>
#include <inttypes.h>

#include "base/text.h"
#include "rules/scope.h"

/* A VM whose memory is bound to other NUMA nodes than its card: each access crosses sockets. */

/* One piece of a list, "3", "0-1" or "^2": does it say something of the node, and what? */
static int read_piece(const char **text, uint64_t node, bool *has)
{
	bool without = **text == '^';
	uint64_t first, last;
	int r = text_number(*text + without, 10, 9, text, &first);

	last = first;
	if (r >= 0 && **text == '-')
		r = text_number(*text + 1, 10, 9, text, &last);
	if (r < 0 || (**text && **text != ','))
		return -EINVAL;
	if (node >= first && node <= last)
		*has = !without;
	*text += **text == ',';
	return 0;
}

/* Is the node in a list as libvirt writes it, "0-3,^2"? Returns 0 or -EINVAL. */
static int list_has_node(const char *text, uint64_t node, bool *ret)
{
	bool has = false;

	while (*text)
		if (read_piece(&text, node, &has) < 0)
			return -EINVAL;
	*ret = has;
	return 0;
}

static void report(const struct rule_scope *scope, struct findings *findings, const struct vm *vm,
                   const struct fact_number *node, bool unknown)
{
	struct finding finding = finding_about_card(scope, findings, "numa-apart", FINDING_WARNING);

	finding.unknown = unknown;
	finding.evidence =
	        unknown ? arena_format(
	                          &findings->arena,
	                          "whether it is near the memory of VM \"%s\" (nodes %s) could "
	                          "not be found out",
	                          vm->name, vm->settings.nodes)
	                : arena_format(&findings->arena,
	                               "it is at NUMA node %" PRIu64
	                               ", the memory of VM \"%s\" at %s: all it does goes from one "
	                               "to the other",
	                               node->value, vm->name, vm->settings.nodes);
	finding.remedy =
	        unknown ? "\"numactl --hardware\" and \"lspci -v\" tell"
	                : arena_format(
	                          &findings->arena,
	                          "virsh numatune %s --nodeset %" PRIu64
	                          " --config, and its processors there too (virsh vcpupin), or "
	                          "a card at its node",
	                          words_quote(vm->name, &findings->arena), node->value);
	findings_add(findings, finding);
}

void rule_numa_apart(const struct rule_scope *scope, struct findings *findings)
{
	int target = scope_target(scope);
	const struct vm *vm = target < 0 ? NULL : &scope->inventory->vms.items[target];
	const struct fact_number *node =
	        &card_main(scope->inventory, scope->card)->details->numa_node;
	bool near = false, unread;

	/* A host that knows no nodes has one. */
	if (!vm || !vm->settings.nodes || fact_is_absent(node->fact))
		return;
	unread = !fact_is_known(node->fact) ||
	         list_has_node(vm->settings.nodes, node->value, &near) < 0;
	if (unread || !near)
		report(scope, findings, vm, node, unread);
}
