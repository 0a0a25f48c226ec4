/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <errno.h>
#include <strings.h>

#include "base/text.h"
#include "fuzz.h"
#include "web/guard.h"
#include "web/line.h"

static const char *const commands[] = {"survey", "show", "list", "mmio", "verify", "capture"};

/* What comes out is a line whose options are ours: a word from outside is a value or an operand. */
static void check_line(const struct line *line)
{
	bool is_value = false;

	MUST(line->shown && line->count > 0);
	for (size_t i = 0; i < line->count; i++) {
		const char *word = line->items[i];

		MUST(*word || is_value);
		MUST(!text_equal(word, "--rom") || is_value);
		MUST(!text_equal(word, "--host") || is_value);
		is_value = !is_value &&
		           (text_equal(word, "--vm") || text_equal(word, "--force") ||
		            text_after(word, "--target") || text_after(word, "--model") ||
		            text_after(word, "--count") || text_after(word, "--ram") ||
		            text_after(word, "--address-bits") || text_after(word, "--wait") ||
		            text_after(word, "--confirm") || text_after(word, "--expect") ||
		            text_after(word, "--explain") || text_after(word, "--stop-action") ||
		            text_after(word, "--low-space") || text_after(word, "--high-space") ||
		            text_after(word, "--cache-types"));
	}
}

static void end(int r, struct line *line, struct dda_error *error)
{
	MUST(r == 0 ? !error : error != NULL);
	MUST(r == 0 || r == -EINVAL);
	if (r == 0)
		check_line(line);
	line_deinit(line);
	dda_error_free(error);
}

static void try_query(const char *command, const char *text)
{
	struct dda_error *error = NULL;
	struct line line = {0};
	struct query query;
	int r = query_parse(text, &query, &error);

	if (r == 0)
		r = line_of_query(command, &query, &line, &error);
	query_deinit(&query);
	end(r, &line, error);
}

static void try_body(const char *text, size_t size, bool run)
{
	json_t *body = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	struct dda_error *error = NULL;
	struct line line = {0};

	if (!body)
		return;
	end(line_of_body(body, run, &line, &error), &line, error);
	json_decref(body);
}

/* A change from elsewhere never passes, whatever its headers say. */
static void try_head(char *text)
{
	static const char *const here[] = {"127.0.0.1", "[::1]"};
	static const char csrf[] =
	        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	const struct guard_names names = {.items = here, .count = 2, .port = 8642};
	struct guard_request request = {.method = "POST"};

	request.host = strsep(&text, "\n");
	request.origin = strsep(&text, "\n");
	request.content_type = strsep(&text, "\n");
	request.csrf = strsep(&text, "\n");
	request.fetch_site = text;
	MUST(guard(&request, &names, NULL).status == 401 ||
	     guard(&request, &names, NULL).status == 403);
	if (guard(&request, &names, csrf).status == 0)
		MUST(text_equal(request.csrf, csrf) &&
		     (!request.origin ||
		      strcasecmp(text_after(request.origin, "http://"), request.host) == 0) &&
		     (text_equal(request.host, "127.0.0.1:8642") ||
		      text_equal(request.host, "[::1]:8642")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);

	try_query(commands[size ? data[0] % 6 : 0], text);
	try_body(text, size, size & 1);
	try_head(text);
	free(text);
	return 0;
}
