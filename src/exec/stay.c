/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/stay.h"

#include <errno.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "exec/record.h"

void stays_deinit(struct stays *stays)
{
	free(stays->items);
	arena_free(&stays->arena);
}

static int add(struct stays *stays, const struct stay *stay)
{
	struct stay *item = ARRAY_ADD(stays);

	if (!item)
		return -ENOMEM;
	*item = *stay;
	return 0;
}

static int read_stay(struct stays *stays, const json_t *object)
{
	const char *driver = NULL, *override = NULL;
	struct stay stay = {0};
	int known = 0, r;

	if (json_unpack((json_t *)object, "{s?b s?s s?s}", "origin_known", &known, "driver",
	                &driver, "override", &override) < 0)
		return -EBADMSG;
	r = record_read_identity(object, &stays->arena, &stay.identity);
	if (r >= 0 &&
	    (!stay.identity.location_path || stays_find(stays, stay.identity.location_path)))
		r = -EBADMSG;
	if (r < 0)
		return r;
	stay.origin_known = known;
	stay.driver = arena_text(&stays->arena, driver);
	stay.override = arena_text(&stays->arena, override);
	if ((driver && !stay.driver) || (override && !stay.override))
		return -ENOMEM;
	return add(stays, &stay);
}

static bool is_header(const char *line, size_t length)
{
	json_t *object = record_parse(line, length);
	int version = 0;
	bool good = object && json_unpack(object, "{si}", "dda_stays", &version) == 0;

	json_decref(object);
	return good && version == STAYS_VERSION;
}

/* A damaged line is passed over, and counted. */
static int read_line(struct stays *stays, const char *line, size_t length)
{
	json_t *object = record_parse(line, length);
	int r = object ? read_stay(stays, object) : -EBADMSG;

	json_decref(object);
	if (r != -EBADMSG)
		return r;
	stays->damaged++;
	return 0;
}

int stays_read(const char *bytes, size_t size, struct stays *ret)
{
	struct stays stays = {0};
	const char *end = size ? memchr(bytes, '\n', size) : NULL;
	int r = end && is_header(bytes, (size_t)(end - bytes)) ? 0 : -EPROTO;

	while (r >= 0 && end) {
		size -= (size_t)(end + 1 - bytes);
		bytes = end + 1;
		end = size ? memchr(bytes, '\n', size) : NULL;
		if (end)
			r = read_line(&stays, bytes, (size_t)(end - bytes));
	}
	if (r < 0) {
		stays_deinit(&stays);
		return r;
	}
	stays.damaged += size > 0;
	*ret = stays;
	return 0;
}

static char *stay_line(const struct stay *stay)
{
	json_t *object = record_identity(&stay->identity);

	if (object && stay->origin_known)
		json_object_set_new(object, "origin_known", json_true());
	record_put_text(&object, "driver", stay->driver);
	record_put_text(&object, "override", stay->override);
	return record_line(object);
}

char *stays_text(const struct stays *stays)
{
	_cleanup_(arena_free) struct arena arena = {0};
	_cleanup_free_ char *header = record_line(json_pack("{si}", "dda_stays", STAYS_VERSION));
	const char *text = header;

	for (size_t i = 0; text && i < stays->count; i++) {
		_cleanup_free_ char *line = stay_line(&stays->items[i]);

		text = line ? arena_format(&arena, "%s%s", text, line) : NULL;
	}
	return text ? strdup(text) : NULL;
}

const struct stay *stays_find(const struct stays *stays, const char *location)
{
	for (size_t i = 0; location && i < stays->count; i++)
		if (text_equal(stays->items[i].identity.location_path, location))
			return &stays->items[i];
	return NULL;
}

/* "...#PCI(0300)": device and function, two digits each. */
bool stay_same_slot(const char *location, const char *other)
{
	size_t length = strlen(location);

	return length > 3 && strlen(other) == length && memcmp(location, other, length - 3) == 0;
}

bool stays_forget(struct stays *stays, const char *location)
{
	const struct stay *stay = stays_find(stays, location);
	size_t at = stay ? (size_t)(stay - stays->items) : 0;

	if (!stay)
		return false;
	stays->count--;
	memmove(&stays->items[at], &stays->items[at + 1],
	        (stays->count - at) * sizeof(*stays->items));
	return true;
}

/* The last thing that the plan does to a function on its host, or NULL. */
static const struct step *last_step(const struct dda_plan *plan, struct address function)
{
	const struct step *last = NULL;

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->items[i].step;

		if (step->kind < STEP_PREPARE && address_compare(step->function, function) == 0)
			last = step;
	}
	return last;
}

static bool is_same(const struct stay *a, const struct stay *b)
{
	_cleanup_free_ char *one = stay_line(a), *other = stay_line(b);

	return one && other && strcmp(one, other) == 0;
}

static int put(struct stays *stays, const struct stay *stay)
{
	const struct stay *old = stays_find(stays, stay->identity.location_path);

	if (old && is_same(old, stay))
		return 0;
	stays_forget(stays, stay->identity.location_path);
	return add(stays, stay) < 0 ? -ENOMEM : 1;
}

int stays_follow(struct stays *stays, const struct dda_plan *plan)
{
	int changed = 0;

	for (size_t i = 0; i < plan->identities.count; i++) {
		const struct identity *identity = &plan->identities.items[i];
		const struct step *step = last_step(plan, identity->address);
		int r = 0;

		/* Without a place nobody could find it again. */
		if (!step || !identity->location_path)
			continue;
		if (step->kind == STEP_DISMOUNT)
			r = put(stays, &(struct stay){.identity = *identity,
			                              .origin_known = step->origin_known,
			                              .driver = step->driver,
			                              .override = step->override});
		else
			r = stays_forget(stays, identity->location_path);
		if (r < 0)
			return r;
		changed |= r;
	}
	return changed;
}
