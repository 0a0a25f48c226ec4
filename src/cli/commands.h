/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli/cli.h"

/* One row per file cmd-NAME.c. */
extern const struct command cmd_list, cmd_show, cmd_vms, cmd_survey, cmd_tree, cmd_mmio, cmd_status,
        cmd_history, cmd_verify, cmd_capture;
extern const struct command cmd_assign, cmd_release, cmd_confirm, cmd_recover, cmd_boot;
extern const struct command cmd_disable, cmd_enable, cmd_dismount, cmd_mount, cmd_add, cmd_remove;
extern const struct command cmd_set, cmd_start;
extern const struct command cmd_web, cmd_help;
