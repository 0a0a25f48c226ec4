/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/windows.h"

/*
 * What CoSetProxyBlanket() asks a proxy for: it agrees to everything and has no state, so one
 * serves all objects and is never freed.
 */
IClientSecurity *security_of(IUnknown *object);
