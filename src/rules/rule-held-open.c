/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * Programs of the host that have a device open. A survey only warns: they can be ended. A request
 * is refused while one has it that the driver would wait for or crash with: a write to "unbind"
 * that waits can't be stopped, and keeps the device from everybody until the host restarts.
 */

/* Displays of emulators, whose drivers were seen to let go of a display that a program has open. */
static const char *const careful_drivers[] = {"bochs-drm", "cirrus"};

struct held {
	struct words who, commands;
	bool kinds[OPENED_MEMORY + 1];
	bool blocks;
};

static bool is_careful(const struct dda_function *function)
{
	for (size_t i = 0; i < sizeof(careful_drivers) / sizeof(*careful_drivers); i++)
		if (text_equal(function->driver.value, careful_drivers[i]))
			return true;
	return false;
}

static enum opened_kind consequence(const struct dda_function *function,
                                    const struct opened *opened)
{
	return opened->kind == OPENED_GPU && is_careful(function) ? OPENED_NODE : opened->kind;
}

/* "1234 of display-manager.service" */
static const char *process_text(const struct process *process, struct arena *arena)
{
	const char *name = process->owner_name;

	switch (process->owner) {
	case PROCESS_ALONE:
		break;
	case PROCESS_SERVICE:
		return arena_format(arena, "%" PRIu64 " of %s", process->id, name);
	case PROCESS_USER_UNIT:
		return arena_format(arena, "%" PRIu64 " of %s of user %" PRIu64, process->id, name,
		                    process->user);
	case PROCESS_SESSION:
		return arena_format(arena, "%" PRIu64 " in session %s", process->id, name);
	case PROCESS_LOGIN:
		return arena_format(arena, "%" PRIu64 " for who is logged in", process->id);
	case PROCESS_VM:
		return arena_format(arena, "%" PRIu64 " for VM \"%s\"", process->id, name);
	}
	return arena_format(arena, "%" PRIu64, process->id);
}

/* What a person types to end it. */
static const char *command(const struct rule_scope *scope, const struct process *process,
                           struct findings *findings)
{
	struct arena *arena = &findings->arena;
	const char *name = process->owner_name ? words_quote(process->owner_name, arena) : NULL;

	if (process->owner == PROCESS_VM)
		return scope_command(scope, VM_TASK_SHUT_DOWN, process->owner_name, findings);
	if (process->owner == PROCESS_LOGIN)
		return _("loginctl terminate-session SESSION (loginctl list-sessions)");
	if (!name || process->owner == PROCESS_ALONE)
		return arena_format(arena, "kill %" PRIu64, process->id);
	if (process->owner == PROCESS_SESSION)
		return arena_format(arena, "kill %" PRIu64 ", or loginctl terminate-session %s",
		                    process->id, name);
	if (process->owner == PROCESS_USER_UNIT)
		return arena_format(arena, "systemctl --user -M %" PRIu64 "@ stop %s",
		                    process->user, name);
	return arena_format(arena, "systemctl stop %s", name);
}

static void note(const struct rule_scope *scope, struct findings *findings, struct held *held,
                 const struct dda_function *function, const struct opened *opened)
{
	enum opened_kind kind = consequence(function, opened);
	const char *who = process_text(opened->process, &findings->arena);
	const char *how = command(scope, opened->process, findings);

	held->kinds[kind] = true;
	held->blocks |= kind > OPENED_NODE;
	findings->out_of_memory |= !who || !how;
	if (!who || !how)
		return;
	words_add(&held->who, "%s (%s: %s)", opened->process->name, who, opened->what);
	if (kind != OPENED_YIELDS && !strstr(held->commands.text, how))
		words_add(&held->commands, "%s", how);
}

/* What would become of them, the worst last. */
static const char *outcome(const struct held *held)
{
	static const char *const texts[] = {
	        [OPENED_YIELDS] = "dda has it let go, and gives persistence mode back",
	        [OPENED_NODE] = "they would get errors",
	        [OPENED_WAITED] = "the host would wait for them to end, and nothing could stop it",
	        [OPENED_GPU] = "drivers of GPUs hang or crash when one in use is taken away",
	        [OPENED_DISK] = "they would lose the disk under them",
	        [OPENED_MEMORY] = "they would go on using its registers, whoever has it",
	};
	unsigned worst = 0;

	for (unsigned i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		worst = held->kinds[i] ? i : worst;
	return _(texts[worst]);
}

static void report(const struct rule_scope *scope, struct findings *findings,
                   const struct held *held)
{
	bool blocks = held->blocks && scope_acts(scope);
	struct finding finding = finding_about_card(scope, findings, "held-open",
	                                            blocks                 ? FINDING_BLOCKER
	                                            : held->commands.count ? FINDING_WARNING
	                                                                   : FINDING_NOTE);

	finding.evidence = arena_format(&findings->arena,
	                                "programs of the host have it open: %s; %s",
	                                words_end(&held->who, &findings->arena), outcome(held));
	if (held->commands.count)
		finding.remedy = arena_format(&findings->arena, "end them first: %s",
		                              words_end(&held->commands, &findings->arena));
	findings_add(findings, finding);
}

/* Who may not see it may not change it either; a copy can't be changed at all. */
static void report_unknown(const struct rule_scope *scope, struct findings *findings,
                           const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "held-open", FINDING_BLOCKER);
	struct fact fact = function->opened_fact;

	if (!scope_acts(scope) || !scope->inventory->live || !scope->inventory->privileged)
		return;
	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena,
	        "whether a program has %s open could not be found out (%s: %s); its driver may "
	        "hang then",
	        address_format(function->address).text, fact.source ? fact.source : "/proc",
	        error_number_text(fact.error));
	finding.remedy = "run it on the host itself, not in a container, as root (sudo)";
	findings_add(findings, finding);
}

void rule_held_open(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function, *unknown = NULL;
	struct held held = {0};

	for_each_function (function, scope->inventory, scope->card) {
		/* That a running VM has it is said already. */
		if (function->state == FUNCTION_IN_USE)
			continue;
		if (function->opened_fact.state == FACT_UNKNOWN)
			unknown = function;
		for (size_t j = 0; j < function->opened.count; j++)
			note(scope, findings, &held, function, &function->opened.items[j]);
	}
	if (held.who.count)
		report(scope, findings, &held);
	if (unknown && !held.blocks)
		report_unknown(scope, findings, unknown);
}
