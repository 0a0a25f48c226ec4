/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/rule-list.h"

#include <inttypes.h>

#include "base/error.h"
#include "rules/scope.h"

/*
 * Two policies are looked at when a VM with a device starts: must the device have a reset of its
 * own, and must it be on the list of supported ones? They were seen enforced on build 20348 where
 * nobody had set them; which build was the first to do so is not known.
 */

#define KEY "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\HyperV"
#define SECURE "RequireSecureDeviceAssignment"
#define SUPPORTED "RequireSupportedDeviceAssignment"
#define SET_TO_0(name) "reg add " KEY " /v " name " /t REG_DWORD /d 0 /f"
#define FIRST_SEEN_BUILD 20348

struct policies {
	struct words in_force; /* or may be */
	bool decided;          /* one of them is known to be */
};

static void note(struct policies *policies, const char *name, const struct fact_number *policy,
                 const struct fact_number *build)
{
	if (policy->fact.state == FACT_UNKNOWN) {
		words_add(&policies->in_force, "%s could not be read (%s)", name,
		          error_number_text(policy->fact.error));
	} else if (fact_is_present(policy->fact) && policy->value != 0) {
		words_add(&policies->in_force, "%s is %" PRIu64, name, policy->value);
		policies->decided = true;
	} else if (fact_is_absent(policy->fact) && !fact_is_known(build->fact)) {
		words_add(&policies->in_force, "%s is not set, on an unknown build", name);
	} else if (fact_is_absent(policy->fact) && build->value >= FIRST_SEEN_BUILD) {
		words_add(&policies->in_force, "%s is not set", name);
		policies->decided = true;
	}
}

void rule_device_policy(const struct rule_scope *scope, struct findings *findings)
{
	const struct hyperv_host *host = &scope->inventory->hyperv;
	struct policies policies = {0};
	struct finding finding;

	/* Client editions start no such VM anyway. */
	if (fact_is_absent(host->server))
		return;
	note(&policies, SECURE, &host->require_secure, &host->build);
	note(&policies, SUPPORTED, &host->require_supported, &host->build);
	if (policies.in_force.count == 0)
		return;
	finding = finding_about_host(scope, findings, "device-policy", FINDING_NOTE);
	finding.unknown = !policies.decided;
	finding.evidence =
	        arena_format(&findings->arena,
	                     "a device without a reset of its own (FLR), or one that is not on the "
	                     "list of supported ones, may be refused when its VM starts: %s",
	                     words_end(&policies.in_force, &findings->arena));
	finding.remedy = arena_format(
	        &findings->arena,
	        "if that happens, and the VM is trusted: %s, and %s; where a group policy sets "
	        "them, there",
	        SET_TO_0(SECURE), SET_TO_0(SUPPORTED));
	findings_add(findings, finding);
}
