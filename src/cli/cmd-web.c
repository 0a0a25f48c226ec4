/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/text.h"
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "web/web.h"

#define PORT 8642

static int read_port(const char *text, unsigned *ret, struct dda_error **ret_error)
{
	uint64_t port = PORT;

	if (text && (text_whole_number(text, 10, &port) < 0 || port > 65535))
		return usage_error(ret_error, "--port", NULL, "\"%s\" is no port", text);
	*ret = (unsigned)port;
	return 0;
}

static int serve(const struct invocation *invocation, struct dda_error **ret_error)
{
	struct web_options options = {
	        .host = invocation->host,
	        .listen = invocation->listen,
	        .read_only = has_option(invocation, OPTION_READ_ONLY),
	        .open = has_option(invocation, OPTION_OPEN),
	        .certificate = invocation->tls_cert,
	        .key = invocation->tls_key,
	};
	int r = read_port(invocation->port, &options.port, ret_error);

	return r < 0 ? r : web_run(&options, ret_error);
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = serve(invocation, &error);

	return output_end(r, error, r);
}

static const struct example examples[] = {
        {"dda web --open", "the page, in this user's browser"},
        {"dda web --read-only --port 0", "to look at only, at any port that is free"},
        {0},
};

const struct command cmd_web = {
        .name = "web",
        .arguments = "",
        .summary = "All of this in a browser",
        .text = "Prints the address of a page, with a token that lets one browser in; when it has "
                "been used, that of\nthe next one. The page does what the commands do, by running "
                "them, as whoever started it. Only this\nmachine reaches it, unless --listen says "
                "otherwise, and then only with TLS. Ctrl-C ends it; what it\nhas begun goes on. "
                "Who did what is said on standard error.\n",
        .examples = examples,
        .options = OPTION_PORT | OPTION_OPEN | OPTION_READ_ONLY | OPTION_LISTEN | OPTION_TLS_CERT |
                   OPTION_TLS_KEY,
        .min_words = 0,
        .max_words = 0,
        .changes = true,
        .run = run,
};
