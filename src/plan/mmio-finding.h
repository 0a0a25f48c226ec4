/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "plan/mmio.h"
#include "rules/finding.h"

/*
 * What there is to say about a plan: what does not fit and the smallest changes that make it fit,
 * settings to make, limits nobody documents. `subject` is the VM, for people.
 * Returns 0 or -ENOMEM.
 */
int mmio_findings_add(const struct mmio_target *target, const struct mmio_card *cards, size_t count,
                      const struct mmio_plan *plan, const char *subject, struct findings *findings);

/* The same without what is left to do: for a VM whose settings are made along with the plan. */
int mmio_findings_add_limits(const struct mmio_target *target, const struct mmio_card *cards,
                             size_t count, const struct mmio_plan *plan, const char *subject,
                             struct findings *findings);

/* Of these only the limit of Hyper-V's space above 4 GiB, for a size that somebody names. */
int mmio_findings_add_gap_limit(uint64_t high_gap, const char *subject, struct findings *findings);
