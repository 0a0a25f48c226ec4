/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>

/* True when the process runs with the full rights of an administrator (elevated). */
bool is_elevated(void);
