/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <dda/boot.h>
#include <dda/recover.h>
#include <dda/run.h>

#include "base/cleanup.h"

/* Scope cleanup for what the public interface hands out. */
DEFINE_CLEANUP(struct dda_host, cleanup_host, dda_host_close)
DEFINE_CLEANUP(struct dda_inventory, cleanup_inventory, dda_inventory_free)
DEFINE_CLEANUP(struct dda_plan, cleanup_plan, dda_plan_free)
DEFINE_CLEANUP(struct dda_run, cleanup_run, dda_run_free)
DEFINE_CLEANUP(struct dda_turn, cleanup_turn, dda_turn_free)
DEFINE_CLEANUP(struct dda_recovery, cleanup_recovery, dda_recovery_free)
DEFINE_CLEANUP(struct dda_boot, cleanup_boot, dda_boot_free)
#define _cleanup_boot_ _cleanup_(cleanup_boot)
#define _cleanup_recovery_ _cleanup_(cleanup_recovery)
#define _cleanup_turn_ _cleanup_(cleanup_turn)
#define _cleanup_host_ _cleanup_(cleanup_host)
#define _cleanup_inventory_ _cleanup_(cleanup_inventory)
#define _cleanup_plan_ _cleanup_(cleanup_plan)
#define _cleanup_run_ _cleanup_(cleanup_run)
