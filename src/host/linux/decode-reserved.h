/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "model/function.h"

/*
 * Decodes the sysfs file "reserved_regions" of an IOMMU group (kernel: drivers/iommu/iommu.c,
 * iommu_group_show_resv_regions): a line "0xSTART 0xEND TYPE" each. Kept are those of type "direct"
 * and "direct-relaxable": memory of the firmware. Returns 0 with regions in `arena`, -EINVAL when
 * the text is something else, -ENOMEM.
 */
int decode_reserved(const char *text, struct arena *arena, const struct reserved_region **ret,
                    size_t *ret_count);
