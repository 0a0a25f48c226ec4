/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exec/boot.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "exec/keep.h"
#include "exec/run.h"
#include "exec/turn.h"

/* One look, which may act. */
struct looking {
	struct dda_host *host;
	struct dda_turn turn; /* not taken: for what is open */
	struct dda_boot *boot;
	const struct address *only; /* NULL: all */
	bool acts;
};

const char *stay_state_name(enum stay_state state)
{
	static const char *const names[] = {
	        [STAY_OUT] = "dismounted",    [STAY_TAKEN] = "taken",
	        [STAY_IDLE] = "idle",         [STAY_BUSY] = "busy",
	        [STAY_HOST] = "with-host",    [STAY_OTHER] = "other-device",
	        [STAY_MISSING] = "missing",   [STAY_FAILED] = "failed",
	        [STAY_RETURNED] = "returned",
	};

	return names[state];
}

void dda_boot_free(struct dda_boot *boot)
{
	if (!boot)
		return;
	for (size_t i = 0; i < boot->count; i++)
		dda_error_free(boot->items[i].error);
	free(boot->items);
	stays_deinit(&boot->record);
	dda_inventory_free(boot->inventory);
	free(boot);
}

bool dda_boot_is_complete(const struct dda_boot *boot)
{
	for (size_t i = 0; i < boot->count; i++)
		if (boot->items[i].state >= STAY_IDLE && boot->items[i].state <= STAY_FAILED)
			return false;
	return boot->record.damaged == 0;
}

/* `held`: only those that a process works on; a dead one's stands as it did before it began. */
static bool has_transaction(const struct looking *looking, const char *location, bool held)
{
	for (size_t i = 0; i < looking->turn.open.count; i++) {
		const struct open_transaction *open = &looking->turn.open.items[i];
		const struct dda_plan *plan = open->transaction->plan;

		for (size_t j = 0; (open->held || !held) && j < plan->identities.count; j++)
			if (text_equal(plan->identities.items[j].location_path, location))
				return true;
	}
	return false;
}

/* One after the other, as in a transaction: so what it had before is noted as ever. */
static int do_steps(const struct looking *looking, struct address function, const struct stay *had,
                    const enum step_kind kinds[2], struct dda_error **ret_error)
{
	struct step step = {.function = function,
	                    .origin_known = had->origin_known,
	                    .driver = had->driver,
	                    .override = had->override};
	int r = 0;

	for (unsigned i = 0; r >= 0 && i < 2; i++) {
		step.kind = kinds[i];
		/* To disable it would note that it had no driver. */
		if (kinds[i] != STEP_DISABLE || had->origin_known)
			r = run_step(looking->host, &step, ret_error);
	}
	return r;
}

static enum stay_state take(const struct looking *looking, struct stay_found *found)
{
	static const enum step_kind kinds[] = {STEP_DISABLE, STEP_DISMOUNT};

	if (has_transaction(looking, found->location_path, true))
		return STAY_BUSY;
	if (!looking->acts)
		return STAY_IDLE;
	return do_steps(looking, found->address, found->stay, kinds, &found->error) < 0
	               ? STAY_FAILED
	               : STAY_TAKEN;
}

static enum stay_state judge(const struct looking *looking, const struct dda_function *function,
                             struct stay_found *found)
{
	struct identity was = found->stay->identity;
	int r;

	if (!function)
		return STAY_MISSING;
	was.address = found->address = function->address;
	found->driver = fact_is_present(function->driver.fact) ? function->driver.value : NULL;
	r = looking->host->operations->identify(looking->host, &was, &found->error);
	if (r < 0)
		return r == -ENODEV ? STAY_MISSING : STAY_OTHER;
	if (function_is_out(function))
		return STAY_OUT;
	return found->driver ? STAY_HOST : take(looking, found);
}

static int look_at_stay(const struct looking *looking, const struct stay *stay)
{
	const struct dda_function *function = inventory_find_place(looking->boot->inventory,
	                                                           stay->identity.location_path);
	struct stay_found *found;

	if (looking->only && (!function || address_compare(function->address, *looking->only) != 0))
		return 0;
	found = ARRAY_ADD(looking->boot);
	if (!found)
		return -ENOMEM;
	*found = (struct stay_found){.stay = stay,
	                             .address = stay->identity.address,
	                             .location_path = stay->identity.location_path};
	found->state = judge(looking, function, found);
	return 0;
}

/* Dismounted by us since the host started, but neither on record nor in a transaction: what did it
 * had an older record. */
static bool is_too_much(const struct looking *looking, const struct dda_function *function)
{
	return function_is_out(function) && fact_is_present(function->origin.fact) &&
	       function->location_path &&
	       !stays_find(&looking->boot->record, function->location_path) &&
	       !has_transaction(looking, function->location_path, false);
}

static int give_back(const struct looking *looking, const struct dda_function *function)
{
	static const enum step_kind kinds[] = {STEP_MOUNT, STEP_ENABLE};
	const struct stay had = {.origin_known = true,
	                         .driver = function->origin.driver,
	                         .override = function->origin.override};
	struct stay_found *found = ARRAY_ADD(looking->boot);

	if (!found)
		return -ENOMEM;
	*found = (struct stay_found){.address = function->address,
	                             .location_path = function->location_path,
	                             .driver = had.driver,
	                             .state = STAY_RETURNED};
	if (do_steps(looking, function->address, &had, kinds, &found->error) < 0)
		found->state = STAY_FAILED;
	return 0;
}

static int give_all_back(const struct looking *looking)
{
	const struct dda_inventory *now = looking->boot->inventory;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < now->functions.count; i++)
		if (is_too_much(looking, &now->functions.items[i]))
			r = give_back(looking, &now->functions.items[i]);
	return r;
}

static int look_at_all(struct looking *looking, bool recorded, struct dda_error **ret_error)
{
	const struct stays *record = &looking->boot->record;
	int r = dda_host_observe(looking->host, 0, &looking->boot->inventory, ret_error);

	if (r < 0)
		return r;
	for (size_t i = 0; r >= 0 && i < record->count; i++)
		r = look_at_stay(looking, &record->items[i]);
	/* Where there is no record at all its disk may not be mounted yet. */
	if (r >= 0 && recorded && looking->acts && !looking->only && record->damaged == 0)
		r = give_all_back(looking);
	return r < 0 ? error_no_memory(ret_error) : 0;
}

static int refuse_record(const char *path, int r, struct dda_error **ret_error)
{
	return error_setf(ret_error, r, DDA_ERROR_REFUSED, path,
	                  r == -EPROTO ? "a later version of dda wrote it: use that, or move the "
	                                 "file \"" KEEP_NAME "\" away"
	                               : NULL,
	                  "what is to stay dismounted can't be read there (%s)",
	                  error_number_text(-r));
}

static int look(struct looking *looking, struct dda_boot **ret, struct dda_error **ret_error)
{
	_cleanup_boot_ struct dda_boot *boot = calloc(1, sizeof(*boot));
	bool recorded;
	int r = boot ? turn_look(&looking->turn, ret_error) : error_no_memory(ret_error);

	if (r < 0)
		return r;
	r = keep_load(&looking->turn.folder, &boot->record);
	recorded = r >= 0;
	if (r < 0 && r != -ENOENT)
		return refuse_record(looking->turn.folder.path, r, ret_error);
	looking->boot = boot;
	r = look_at_all(looking, recorded, ret_error);
	if (r < 0)
		return r;
	*ret = TAKE(boot);
	return 0;
}

static int refuse_copy(struct dda_host *host, struct dda_error **ret_error)
{
	return host->operations->can_change(host)
	               ? 0
	               : error_set(ret_error, -EROFS, DDA_ERROR_REFUSED, "dda",
	                           "this is a copy of a host's files: nothing can be changed in it",
	                           "run it on the host itself");
}

int dda_boot(struct dda_host *host, const char *device, struct dda_boot **ret,
             struct dda_error **ret_error)
{
	struct looking looking = {.host = host, .turn = {.host = host, .lock = -1}, .acts = true};
	struct address only;
	int r = refuse_copy(host, ret_error);

	if (r < 0)
		return r;
	if (device && address_parse(device, &only) < 0)
		return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, device,
		                 "is no address of a function", "like 0000:01:00.0");
	looking.only = device ? &only : NULL;
	r = look(&looking, ret, ret_error);
	turn_deinit(&looking.turn);
	return r;
}

int dda_boot_look(struct dda_host *host, struct dda_boot **ret, struct dda_error **ret_error)
{
	struct looking looking = {.host = host, .turn = {.host = host, .lock = -1}};
	int r;

	if (!host->operations->can_change(host)) {
		*ret = calloc(1, sizeof(**ret));
		return *ret ? 0 : error_no_memory(ret_error);
	}
	r = look(&looking, ret, ret_error);
	turn_deinit(&looking.turn);
	return r;
}

static bool is_dismounted(const struct dda_boot *boot, const char *location)
{
	for (size_t i = 0; i < boot->count; i++)
		if (stay_same_slot(boot->items[i].location_path, location) &&
		    (boot->items[i].state == STAY_OUT || boot->items[i].state == STAY_BUSY))
			return true;
	return false;
}

int dda_boot_forget(struct dda_host *host, const char *location, struct dda_error **ret_error)
{
	_cleanup_boot_ struct dda_boot *boot = NULL;
	struct folder folder;
	int r = refuse_copy(host, ret_error);

	if (r >= 0)
		r = dda_boot_look(host, &boot, ret_error);
	if (r < 0)
		return r;
	if (!stays_find(&boot->record, location))
		return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, location,
		                 "is not on record as a place whose device is to stay dismounted",
		                 "\"dda status\" names those that are not as they are to be");
	if (is_dismounted(boot, location))
		return error_set(ret_error, -EBUSY, DDA_ERROR_REFUSED, location, "is dismounted",
		                 "\"dda release\" gives it back, for ever");
	r = folder_locate(&folder);
	return r < 0 ? r : keep_forget(&folder, location, ret_error) < 0 ? -EIO : 0;
}
