/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/windows.h"

/* What a semisynchronous call leaves behind: it is done already. `object` (or NULL) stays the
 * caller's. NULL without memory. */
IWbemCallResult *result_create(HRESULT status, IWbemClassObject *object);
