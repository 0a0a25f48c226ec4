/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model/identity.h"

#include "base/text.h"
#include "base/translate.h"

static int32_t number_of(const struct fact_number *number)
{
	return fact_is_present(number->fact) && number->value <= INT32_MAX ? (int32_t)number->value
	                                                                   : -1;
}

struct identity identity_of(const struct dda_function *function)
{
	return (struct identity){
	        .address = function->address,
	        .location_path = function->location_path,
	        .vendor_id = number_of(&function->vendor_id),
	        .device_id = number_of(&function->device_id),
	        .subsystem_vendor_id = number_of(&function->details->subsystem_vendor_id),
	        .subsystem_device_id = number_of(&function->details->subsystem_device_id),
	        .revision = number_of(&function->details->revision),
	        .serial = fact_is_present(function->details->serial.fact)
	                          ? function->details->serial.value
	                          : NULL,
	        .group = number_of(&function->group),
	};
}

static const char *kind_of(const struct identity *identity, struct arena *arena)
{
	if (identity->vendor_id < 0 || identity->device_id < 0)
		return _("a device whose ids can't be read");
	return arena_format(arena, "%04x:%04x", (unsigned)identity->vendor_id,
	                    (unsigned)identity->device_id);
}

/* Out of memory it is still a difference. */
static const char *say(struct arena *arena, const char *was, const char *now)
{
	const char *text = was && now ? arena_format(arena, "it was %s before, and is %s now", was,
	                                             now)
	                              : NULL;

	return text ? text : _("it is another device now");
}

/* What nobody asked then says nothing. */
static bool is_other(int32_t was, int32_t now)
{
	return was >= 0 && was != now;
}

const char *identity_difference(const struct identity *was, const struct identity *now,
                                struct arena *arena)
{
	if (was->vendor_id != now->vendor_id || was->device_id != now->device_id)
		return say(arena, kind_of(was, arena), kind_of(now, arena));
	if (!text_equal(was->location_path, now->location_path))
		return say(arena, was->location_path ? was->location_path : _("without a place"),
		           now->location_path ? now->location_path : _("without one"));
	if (is_other(was->subsystem_vendor_id, now->subsystem_vendor_id) ||
	    is_other(was->subsystem_device_id, now->subsystem_device_id) ||
	    is_other(was->revision, now->revision))
		return say(arena, _("one card"),
		           _("another of the same kind (subsystem, revision)"));
	if (was->serial && now->serial && !text_equal(was->serial, now->serial))
		return say(arena,
		           arena_format(arena, "the card with serial number %s", was->serial),
		           arena_format(arena, "the one with %s", now->serial));
	return NULL;
}
