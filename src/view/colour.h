/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "view/view.h"

/* What to write before and after `word`, a verdict or severity; "" for other words. */
const char *colour_begin(const struct view_style *style, const char *word);
const char *colour_end(const struct view_style *style, const char *word);
