/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/commands.h"

#include "base/text.h"

const struct command *const commands[] = {
        &cmd_list,    &cmd_show,    &cmd_vms,    &cmd_survey,  &cmd_tree,   &cmd_mmio,
        &cmd_status,  &cmd_history, &cmd_verify, &cmd_capture, &cmd_assign, &cmd_release,
        &cmd_confirm, &cmd_recover, &cmd_boot,   &cmd_disable, &cmd_enable, &cmd_dismount,
        &cmd_mount,   &cmd_add,     &cmd_remove, &cmd_set,     &cmd_start,  &cmd_web,
        &cmd_help,    NULL,
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (text_equal(commands[i]->name, name))
			return commands[i];
	return NULL;
}
