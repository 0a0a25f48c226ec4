/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/verify.h"

#include "base/clock.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "view/view.h"

#define WANT (DDA_WANT_DETAILS | DDA_WANT_VMS | DDA_WANT_NAMES | DDA_WANT_GUESTS)

/* Is there an answer that waiting would not change? */
static int look(struct dda_host *host, unsigned want, const char *vm, bool *ret_final,
                struct dda_inventory **ret, struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_document_ json_t *document = NULL;
	int r = dda_host_observe(host, want, &inventory, ret_error);

	if (r >= 0)
		r = view_verify(inventory, vm, &document, ret_error);
	if (r < 0)
		return r;
	*ret_final = view_is_verified(document) || !view_may_verify_later(document);
	*ret = TAKE(inventory);
	return 0;
}

int verify_wait(struct dda_host *host, unsigned want, const char *vm, unsigned seconds,
                struct dda_inventory **ret, struct dda_error **ret_error)
{
	uint64_t deadline = clock_now() + seconds * CLOCK_SECOND;
	struct dda_inventory *inventory = NULL;
	bool final = false;

	for (;;) {
		int r = look(host, want, vm, &final, &inventory, ret_error);

		if (r < 0)
			return r;
		if (final || clock_now() >= deadline)
			break;
		dda_inventory_free(inventory);
		sleep(1);
	}
	*ret = inventory;
	return 0;
}

static int answer(const struct invocation *invocation, const char *vm, unsigned seconds,
                  int *ret_status, struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_document_ json_t *document = NULL;
	int r = dda_host_open(invocation->host, &host, ret_error);

	if (r >= 0)
		r = verify_wait(host, WANT, vm, seconds, &inventory, ret_error);
	if (r >= 0)
		r = view_verify(inventory, vm, &document, ret_error);
	if (r >= 0)
		r = output_answer(invocation, document, ret_error);
	if (r >= 0)
		*ret_status = view_is_verified(document) ? EXIT_DONE : EXIT_NO;
	return r;
}

int verify_run(const struct invocation *invocation, const char *vm, unsigned seconds)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int status = EXIT_NO, r = answer(invocation, vm, seconds, &status, &error);

	return output_end(r, error, status);
}
