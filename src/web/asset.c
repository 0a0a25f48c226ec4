/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/asset.h"

#include "base/text.h"

const struct asset *asset_find(const char *path)
{
	if (text_equal(path, "/"))
		path = "/index.html";
	for (const struct asset *asset = assets; asset->path; asset++)
		if (text_equal(asset->path, path))
			return asset;
	return NULL;
}
