/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/windows.h"

/* A connection to `namespace`, which is copied. NULL without memory. */
IWbemServices *services_create(const char *namespace);
