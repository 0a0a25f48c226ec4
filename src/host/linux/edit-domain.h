/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/step.h"

/*
 * Changes settings in libvirt domain XML by the smallest edit of its text: only the bytes of the
 * setting itself are replaced, so what a person wrote stays. Pure. What a setting was before is
 * kept in the definition's <metadata>, in an element of ours.
 *
 * Of the step `settings` and what belongs to them count. A setting that is fit already is left
 * alone. Both return 0 with the new text, to be freed, in *ret; -EINVAL when `xml` is no domain or
 * one that can't be edited, -E2BIG when it is too large, -ENOMEM.
 */

/* Makes these settings fit for a physical device, and notes what they were. */
int edit_domain_set(const char *xml, const struct step *step, char **ret);

/*
 * Puts back those of these settings that were noted, and drops the note. A setting that somebody
 * else changed since stays as it is. With step->space_kept the address space goes back to
 * step->space, and what is noted of the time before stays.
 */
int edit_domain_unset(const char *xml, const struct step *step, char **ret);
