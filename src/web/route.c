/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/route.h"

#include "base/text.h"
#include "web/answer.h"
#include "web/stream.h"

#define PREFIX "/api/1/"

/* Those that are commands of dda. */
static const char *const readings[] = {"survey", "tree",   "list",   "show",    "vms",
                                       "mmio",   "verify", "status", "history", "capture"};

/* All others, by method. */
static const struct {
	const char *path, *method;
	enum MHD_Result (*answer)(struct exchange *exchange);
} routes[] = {
        {"session", "GET", api_session},
        {"session", "POST", api_session_begin},
        {"session", "DELETE", api_session_end},
        {"plan", "POST", api_plan},
        {"run", "POST", api_run},
        {"jobs", "GET", api_jobs},
        {"events", "GET", stream_begin},
};

static bool is_method(const struct exchange *exchange, const char *method)
{
	return text_equal(exchange->method, method) ||
	       (text_equal(exchange->method, "HEAD") && text_equal(method, "GET"));
}

static enum MHD_Result no_such_path(struct exchange *exchange)
{
	return answer_problem(exchange, 404, DDA_ERROR_USAGE, "the path", "there is nothing");
}

static enum MHD_Result wrong_method(struct exchange *exchange)
{
	return answer_problem(exchange, 405, DDA_ERROR_USAGE, "the method",
	                      "the path is there, but not for this method");
}

static enum MHD_Result answer_table(struct exchange *exchange, const char *path)
{
	bool found = false;

	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if (!text_equal(routes[i].path, path))
			continue;
		if (is_method(exchange, routes[i].method))
			return routes[i].answer(exchange);
		found = true;
	}
	return found ? wrong_method(exchange) : no_such_path(exchange);
}

static enum MHD_Result answer_api(struct exchange *exchange, const char *path, const char *query)
{
	const char *job = text_after(path, "jobs/");

	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++)
		if (text_equal(readings[i], path))
			return is_method(exchange, "GET") ? api_read(exchange, path, query)
			                                  : wrong_method(exchange);
	if (job)
		return is_method(exchange, "GET") ? api_job(exchange, job) : wrong_method(exchange);
	return answer_table(exchange, path);
}

static enum MHD_Result answer_file(struct exchange *exchange, const char *path)
{
	const struct asset *asset = asset_find(path);

	if (!asset)
		return no_such_path(exchange);
	if (!is_method(exchange, "GET"))
		return wrong_method(exchange);
	return answer_asset(exchange, asset, exchange->known);
}

bool route_is_open(const char *path)
{
	return !text_after(path, "/api/");
}

enum MHD_Result route_answer(struct exchange *exchange)
{
	const char *path = exchange->path, *api = text_after(path, PREFIX);

	return api ? answer_api(exchange, api, exchange->query) : answer_file(exchange, path);
}
