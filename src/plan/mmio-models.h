/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/function.h"

/* What is known of a GPU that is not here. */
struct mmio_model {
	const char *name;
	const char
	        *source; /* where its sizes were seen; NULL: not seen, by the rule for its memory */
	struct bar bars[BAR_COUNT + 1];
};

/* Ends with a NULL name. */
extern const struct mmio_model mmio_models[];

/*
 * The model whose name has all words of `text`, upper and lower case alike: "V100 16G" is "V100
 * SXM2 16G". The whole name wins; several models with the same BARs are as good as one. Returns
 * NULL when there is none; *ret_second: another one that it could be as well, or NULL.
 */
const struct mmio_model *mmio_model_find(const char *text, const struct mmio_model **ret_second);
