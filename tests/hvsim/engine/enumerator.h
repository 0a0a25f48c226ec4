/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/query.h"

/*
 * Gives out the objects of `list`, which it takes over. `late` is an error that the client
 * gets from the first Next(). NULL without memory.
 */
IEnumWbemClassObject *enumerator_create(struct object_list *list, bool forward_only, HRESULT late);
