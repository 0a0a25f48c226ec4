/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/verify.h"

#include "base/clock.h"
#include "cli/handles.h"
#include "cli/output.h"
#include "view/view.h"

#define WANT (DDA_WANT_DETAILS | DDA_WANT_VMS | DDA_WANT_NAMES | DDA_WANT_IOMMU | DDA_WANT_GUESTS)

/* How long an agent that does not answer is waited for once QEMU's view is proof enough: it comes
 * with the last of the guest's services, or never. */
#define AGENT_SECONDS 30

struct seen {
	struct dda_inventory *inventory;
	bool verified, final; /* final: waiting would not change it */
};

static int look(struct dda_host *host, unsigned want, const char *vm, struct seen *ret,
                struct dda_error **ret_error)
{
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_document_ json_t *document = NULL;
	int r = dda_host_observe(host, want, &inventory, ret_error);

	if (r >= 0)
		r = view_verify(inventory, vm, &document, ret_error);
	if (r < 0)
		return r;
	ret->verified = view_is_verified(document);
	ret->final = ret->verified ? !view_awaits_agent(document)
	                           : !view_may_verify_later(document);
	ret->inventory = TAKE(inventory);
	return 0;
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

int verify_wait(struct dda_host *host, unsigned want, const char *vm, unsigned seconds,
                bool *ret_verified, struct dda_inventory **ret, struct dda_error **ret_error)
{
	uint64_t deadline = clock_now() + seconds * CLOCK_SECOND;
	struct seen seen = {0};
	bool proved = false;

	for (;;) {
		int r = look(host, want, vm, &seen, ret_error);

		if (r < 0)
			return r;
		if (seen.verified && !proved)
			deadline = earlier(deadline, clock_now() + AGENT_SECONDS * CLOCK_SECOND);
		proved |= seen.verified;
		if (seen.final || clock_now() >= deadline)
			break;
		dda_inventory_free(seen.inventory);
		sleep(1);
	}
	*ret = seen.inventory;
	*ret_verified = seen.verified;
	return 0;
}

static int answer(const struct invocation *invocation, const char *vm, unsigned seconds,
                  int *ret_status, struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_document_ json_t *document = NULL;
	bool verified = false;
	int r = dda_host_open(invocation->host, &host, ret_error);

	if (r >= 0) {
		dda_host_limit_guests(host, &vm, 1);
		r = verify_wait(host, WANT, vm, seconds, &verified, &inventory, ret_error);
	}
	if (r >= 0)
		r = view_verify(inventory, vm, &document, ret_error);
	if (r >= 0)
		r = output_answer(invocation, document, ret_error);
	if (r >= 0)
		*ret_status = verified ? EXIT_DONE : EXIT_NO;
	return r;
}

int verify_run(const struct invocation *invocation, const char *vm, unsigned seconds)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int status = EXIT_NO, r = answer(invocation, vm, seconds, &status, &error);

	return output_end(r, error, status);
}
