/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/windows.h"

/* The one locator; it is never freed. */
IWbemLocator *locator(void);
