/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/reading.h"

#include "cli/handles.h"
#include "cli/output.h"

int reading_look(const struct invocation *invocation, unsigned want, struct dda_host **ret_host,
                 struct dda_inventory **ret, struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;
	int r = dda_host_open(invocation->host, &host, ret_error);

	if (r >= 0)
		r = dda_host_observe(host, want, ret, ret_error);
	if (r < 0)
		return r;
	*ret_host = host;
	host = NULL;
	return 0;
}

int reading_describe(void *look, size_t function, struct dda_error **ret_error)
{
	const struct look *at = look;

	return dda_host_describe(at->host, at->inventory, function, ret_error);
}

static int look(const struct invocation *invocation, unsigned want, struct dda_inventory **ret,
                struct dda_error **ret_error)
{
	_cleanup_host_ struct dda_host *host = NULL;

	return reading_look(invocation, want, &host, ret, ret_error);
}

int reading_run(const struct invocation *invocation, unsigned want, reading_function build,
                int (*status)(const struct invocation *invocation, const json_t *document))
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_inventory_ struct dda_inventory *inventory = NULL;
	_cleanup_document_ json_t *document = NULL;
	int r = look(invocation, want, &inventory, &error);

	if (r >= 0)
		r = build(invocation, inventory, &document, &error);
	if (r >= 0)
		r = output_answer(invocation, document, &error);
	return output_end(r, error, r >= 0 && status ? status(invocation, document) : EXIT_DONE);
}
