/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include "base/error.h"
#include "base/translate.h"
#include "rules/scope.h"

/*
 * What of the host hangs on a device goes away with it. What the host can't do without is never
 * taken from it; what can't be found out counts as that.
 */

/* Those of enum holder_kind, and what is only wanted later. */
#define LATER (HOLDER_KEYBOARD + 1)
#define KINDS (LATER + 1)

static const char *const vital_remedies[][KINDS] = {
        [PLATFORM_LINUX] = {"choose another controller, or first unmount what is on its disks "
                            "(umount, swapoff), and take apart what is made of them (vgchange -an, "
                            "mdadm --stop)",
                            "give the host another connection to the network, then take this one "
                            "down (ip link set INTERFACE down)",
                            "make another adapter the first one in the firmware setup (\"Primary "
                            "Display\"), or take the console off it, if the host can be reached "
                            "otherwise (echo 0 > /sys/class/vtconsole/vtcon1/bind)"},
        [PLATFORM_HYPERV] = {"choose another controller, or move the host's system to a disk at "
                             "one first",
                             "give the host another connection to the network first, with the "
                             "default route",
                             "make another adapter the first one in the firmware setup (\"Primary "
                             "Display\", \"Init Display First\") and restart the host"},
};

static const char *const remedies[][KINDS] = {
        [PLATFORM_LINUX] = {"nothing to do, if no program of the host uses its disks",
                            "nothing to do, if the host does not need its network interfaces",
                            "what shows on it needs another adapter",
                            "name another console on the kernel's command line (console=), if the "
                            "host is reached through this one",
                            "have another keyboard, or another way to the host, first",
                            "take it out of that file first (resume= off the kernel's command "
                            "line), or the host may wait for it at its next start"},
        [PLATFORM_HYPERV] = {"take its disks offline first (Set-Disk -Number NUMBER -IsOffline "
                             "$true)",
                             "take the connection out of its virtual switch first (Set-VMSwitch, "
                             "Remove-VMSwitch)",
                             "what shows on it needs another adapter"},
};

/* By these somebody may be reaching the host. */
#define WAYS_TO_THE_HOST                                                                           \
	(1u << HOLDER_NETWORK | 1u << HOLDER_DISPLAY | 1u << HOLDER_CONSOLE | 1u << HOLDER_KEYBOARD)

struct held {
	struct words words;
	unsigned kinds; /* a set of 1 << enum holder_kind, and 1 << LATER */
};

static void note(struct held *held, const struct holder *holder)
{
	words_add(&held->words, "%s%s%s", holder->name, holder->why ? ": " : "",
	          holder->why ? holder->why : "");
	held->kinds |= 1u << (holder->later ? LATER : (unsigned)holder->kind);
}

/* One remedy for each kind of thing, or NULL without memory. */
static const char *remedy(const struct held *held, const char *const *texts, struct arena *arena)
{
	const char *all = "";

	for (unsigned i = 0; all && i < KINDS; i++)
		if (held->kinds & 1u << i)
			all = arena_format(arena, "%s%s%s", all, *all ? "; " : "", _(texts[i]));
	return all;
}

static void report_needs(const struct rule_scope *scope, struct findings *findings,
                         const struct held *held)
{
	struct finding finding = finding_about_card(scope, findings, "host-needs-it",
	                                            FINDING_BLOCKER);

	finding.evidence = arena_format(&findings->arena,
	                                "the host can't do without what hangs on it: %s",
	                                words_end(&held->words, &findings->arena));
	finding.remedy = remedy(held, vital_remedies[scope->inventory->platform], &findings->arena);
	findings_add(findings, finding);
}

static void report_uses(const struct rule_scope *scope, struct findings *findings,
                        const struct held *held)
{
	struct finding finding = finding_about_card(scope, findings, "host-uses-it",
	                                            FINDING_WARNING);

	finding.evidence = arena_format(&findings->arena, "the host loses with it: %s",
	                                words_end(&held->words, &findings->arena));
	finding.remedy = remedy(held, remedies[scope->inventory->platform], &findings->arena);
	if (finding.remedy && held->kinds & WAYS_TO_THE_HOST)
		finding.remedy = arena_format(&findings->arena,
		                              "%s; assign --confirm 60 puts it back unless you "
		                              "confirm it",
		                              finding.remedy);
	findings_add(findings, finding);
}

static void report_unknown(const struct rule_scope *scope, struct findings *findings,
                           const struct dda_function *function)
{
	struct finding finding = finding_about_card(scope, findings, "host-needs-it",
	                                            FINDING_BLOCKER);
	struct fact fact = function->holders_fact;

	finding.unknown = true;
	finding.evidence = arena_format(
	        &findings->arena,
	        "what of the host hangs on %s could not be found out (%s: %s); it may need that",
	        address_format(function->address).text, fact.source ? fact.source : "holders",
	        error_number_text(fact.error));
	finding.remedy = remedy_read(scope->inventory->platform);
	findings_add(findings, finding);
}

void rule_holders(const struct rule_scope *scope, struct findings *findings)
{
	const struct dda_function *function, *unknown = NULL;
	struct held vital = {0}, other = {0};

	for_each_function (function, scope->inventory, scope->card) {
		/* Nothing of the host hangs on what has left it. */
		if (function_is_out(function) || function_is_delivered(scope, function))
			continue;
		if (function->holders_fact.state == FACT_UNKNOWN)
			unknown = function;
		for (size_t j = 0; j < function->holders.count; j++) {
			const struct holder *holder = &function->holders.items[j];

			note(holder->vital ? &vital : &other, holder);
		}
	}
	if (vital.words.count)
		report_needs(scope, findings, &vital);
	else if (unknown)
		report_unknown(scope, findings, unknown);
	if (other.words.count)
		report_uses(scope, findings, &other);
}
