/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "host/pci/decode-config.h"
#include "host/pci/group.h"
#include "model/function.h"

/*
 * What a configuration space tells of a function, as facts from `source`; what was not seen is
 * unknown for `error`, a positive errno. Texts go to `arena`. Returns 0 or -ENOMEM.
 */
int config_facts(const struct pci_config *config, const char *source, int error,
                 struct arena *arena, struct dda_function *function);

/* Puts the ids that the platform tells of a function into its configuration space. */
void config_put_ids(const struct dda_function *function, struct pci_config *config);

/*
 * Fills in `group_computed` of `count` functions from `first`, all that there are below some root
 * buses of a finished inventory, by their `config`, NULL for those of which nothing is known.
 * Returns 0 or -ENOMEM.
 */
int compute_function_groups(const struct acs_host *host, struct dda_function *functions,
                            size_t first, size_t count);
