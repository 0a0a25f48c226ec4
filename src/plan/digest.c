/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/plan.h"

#include <string.h>

/* FNV-1a, 64 bits: it is to tell plans of one host apart, nobody gains by two that are alike. */
#define FNV_OFFSET UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

static void add_number(uint64_t *digest, uint64_t number)
{
	for (unsigned byte = 0; byte < sizeof(number); byte++)
		*digest = (*digest ^ (uint8_t)(number >> 8 * byte)) * FNV_PRIME;
}

/* With its length, so that no text runs into the next one; none is not an empty one. */
static void add_text(uint64_t *digest, const char *text)
{
	size_t length = text ? strlen(text) : 0;

	add_number(digest, text ? length : UINT64_MAX);
	for (size_t i = 0; i < length; i++)
		*digest = (*digest ^ (uint8_t)text[i]) * FNV_PRIME;
}

static void add_address(uint64_t *digest, struct address address)
{
	add_number(digest, address.domain);
	add_number(digest, address.bus);
	add_number(digest, address.device);
	add_number(digest, address.function);
}

/* Which device it is. Not its serial number, which a sleeping device does not tell. */
static void add_identity(uint64_t *digest, const struct identity *identity)
{
	add_number(digest, identity != NULL);
	if (!identity)
		return;
	add_text(digest, identity->location_path);
	add_number(digest, (uint64_t)identity->vendor_id);
	add_number(digest, (uint64_t)identity->device_id);
	add_number(digest, (uint64_t)identity->subsystem_vendor_id);
	add_number(digest, (uint64_t)identity->subsystem_device_id);
}

static void add_space(uint64_t *digest, const struct vm_space *space)
{
	add_number(digest, space->width);
	add_number(digest, space->address_bits);
	add_number(digest, space->firmware_window);
	add_number(digest, space->low_gap);
	add_number(digest, space->high_gap);
	add_number(digest, space->high_base);
}

/* What is set, of those settings that are. */
static void add_settings(uint64_t *digest, const struct step *step)
{
	add_number(digest, step->settings);
	if (step->settings & SETTING_MEMORY) {
		add_number(digest, step->memory);
		add_number(digest, step->balloon_target);
	}
	if (step->settings & SETTING_SPACE)
		add_space(digest, &step->space);
	add_number(digest, step->named);
	if (step->named & DDA_CACHE_TYPES)
		add_number(digest, step->cache_types);
	if (step->named & DDA_STOP_ACTION)
		add_text(digest, step->stop_action);
	add_text(digest, step->nodes);
	add_text(digest, step->cpus);
}

static void add_step(uint64_t *digest, const struct step *step)
{
	add_number(digest, step->kind);
	add_address(digest, step->function);
	add_text(digest, step->vm);
	add_text(digest, step->driver);
	add_number(digest, step->guest_placed);
	add_number(digest, step->guest.bus);
	add_number(digest, step->guest.device);
	add_number(digest, step->guest.function);
	add_text(digest, step->rom);
	add_number(digest, step->without_isolation);
	add_number(digest, step->without_mitigations);
	add_settings(digest, step);
}

uint64_t dda_plan_id(const struct dda_plan *plan)
{
	uint64_t digest = FNV_OFFSET;

	if (plan->count == 0)
		return 0;
	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->items[i].step;

		add_step(&digest, step);
		add_identity(&digest, plan_identity(plan, step->function));
	}
	return digest ? digest : 1;
}
