/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/options.h"

#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "cli/check.h"
#include "cli/nearest.h"

const struct option_row option_rows[] = {
        {OPTION_HOST, 0, "host", "HOST",
         "local (default), another host, or a copy of one: \"dda --help\""},
        {OPTION_JSON, 0, "json", NULL, "one JSON document instead of text"},
        {OPTION_QUIET, 'q', "quiet", NULL, "only data and errors"},
        {OPTION_LANGUAGE, 0, "language", "LANG", "en or zh_CN, whatever the locale says"},
        {OPTION_HELP, 'h', "help", NULL, "this help, or that of the command"},
        {OPTION_VERSION, 0, "version", NULL, "the version"},
        {OPTION_VM, 0, "vm", "VM", "name or UUID of the VM"},
        {OPTION_SPREAD, 0, "spread", NULL,
         "the first card to the first VM that follows, and so on"},
        {OPTION_DRY_RUN, 0, "dry-run", NULL, "say what would be done, change nothing"},
        {OPTION_EXPLAIN, 0, "explain", "native",
         "say what a person would type for each step, change nothing"},
        {OPTION_YES, 0, "yes", NULL, "don't ask"},
        {OPTION_PROGRESS, 0, "progress", NULL,
         "with --json: each step's end on standard error, a JSON line each"},
        {OPTION_EXPECT, 0, "expect", "ID",
         "do nothing unless it is that plan, \"plan\" of --json --dry-run"},
        {OPTION_FORCE, 0, "force", "CODE",
         "go ahead in spite of that finding: not-isolated, no-mitigations"},
        {OPTION_START, 0, "start", NULL, "start the VMs, and prove that they have it"},
        {OPTION_CONFIRM, 0, "confirm", "SECONDS",
         "put all back unless it is confirmed in that time: Enter, or \"dda confirm\""},
        {OPTION_PUT_BACK, 0, "put-back", NULL, "don't wait for it, put it back now"},
        {OPTION_WAIT, 0, "wait", "SECONDS", "give the guest that long"},
        {OPTION_HIDE, 0, "hide-hypervisor", NULL, "the guests don't see that they are VMs"},
        {OPTION_PIN, 0, "pin", NULL, "bind the VMs to the NUMA node of their cards"},
        {OPTION_ROM, 0, "rom", "FILE", "what the VM sees as the card's expansion ROM"},
        {OPTION_SETTING, 0, "low-space", "MB", "address space for devices below 4 GiB"},
        {OPTION_SETTING, 0, "high-space", "MB", "the same above; libvirt: OVMF's window"},
        {OPTION_SETTING, 0, "cache-types", "on|off", "the guest chooses cache types"},
        {OPTION_SETTING, 0, "stop-action", "ACTION",
         "when the host shuts down: \"turn off\", save, \"shut down\""},
        {OPTION_UNREDACTED, 0, "unredacted", NULL, "leave in what tells whose host it is"},
        {OPTION_REPLACE, 0, "replace", NULL, "in place of a file that is there"},
        {OPTION_FORGET, 0, "forget", "LOCATION", "take that place off the record"},
        {OPTION_FIX, 0, "fix", NULL, "put right what is not in order"},
        {OPTION_PORT, 0, "port", "N", "the port to listen at (8642); 0: any that is free"},
        {OPTION_OPEN, 0, "open", NULL, "open it in this user's browser"},
        {OPTION_READ_ONLY, 0, "read-only", NULL, "nothing can be changed there"},
        {OPTION_LISTEN, 0, "listen", "ADDRESS", "listen there, not at 127.0.0.1"},
        {OPTION_TLS_CERT, 0, "tls-cert", "FILE", "its certificate, with those that vouch for it"},
        {OPTION_TLS_KEY, 0, "tls-key", "FILE", "the key of the certificate"},
        {OPTION_MODEL, 0, "model", "NAME", "a GPU that is not here, out of the table"},
        {OPTION_COUNT, 0, "count", "N", "so many of the model (1)"},
        {OPTION_MODELS, 0, "models", NULL, "list the table of models"},
        {OPTION_TARGET, 0, "target", "TARGET", "hyperv, ovmf (default), or seabios"},
        {OPTION_RAM, 0, "ram", "GIB", "the VM's memory (16)"},
        {OPTION_ADDRESS_BITS, 0, "address-bits", "N",
         "physical address width of the VM's processor; hyperv: the host's"},
        {0},
};

/* The parser's place in argv. */
struct parser {
	char **next;
	bool only_words; /* after "--" */
	struct invocation *invocation;
};

void invocation_deinit(struct invocation *invocation)
{
	free(invocation->words.items);
	free(invocation->vms.items);
	free(invocation->forced.items);
}

static int add_word(struct words *words, const char *word, struct dda_error **ret_error)
{
	const char **item = ARRAY_ADD(words);

	if (!item)
		return error_no_memory(ret_error);
	*item = word;
	return 0;
}

static int refuse_option(const char *typed, struct dda_error **ret_error)
{
	const char *names[sizeof(option_rows) / sizeof(option_rows[0])], *near;
	size_t count = 0;

	for (; option_rows[count].name; count++)
		names[count] = option_rows[count].name;
	near = nearest(typed + strspn(typed, "-"), names, count);
	if (!near)
		return usage_error(ret_error, typed, "\"dda --help\" lists them",
		                   "there is no such option");
	return usage_error(ret_error, typed, "\"dda --help\" lists them",
	                   "there is no such option, the nearest is --%s", near);
}

/* The row of "--name", "--name=..." or "-n", or NULL. *ret_value: behind the "=", or NULL. */
static const struct option_row *find_option(const char *typed, const char **ret_value)
{
	const char *name = text_after(typed, "--");
	size_t length = name ? strcspn(name, "=") : 0;

	*ret_value = name && name[length] == '=' ? name + length + 1 : NULL;
	for (const struct option_row *row = option_rows; row->name; row++) {
		if (name && strlen(row->name) == length && memcmp(row->name, name, length) == 0)
			return row;
		if (!name && row->letter && typed[1] == row->letter && typed[2] == '\0')
			return row;
	}
	return NULL;
}

static int store_seconds(const char *option, const char *value, unsigned min, unsigned *ret,
                         struct dda_error **ret_error)
{
	uint64_t seconds;

	if (text_whole_number(value, 10, &seconds) < 0 || seconds < min || seconds > 3600)
		return usage_error(ret_error, option, NULL,
		                   "\"%s\" is no number of seconds%s up to 3600", value,
		                   min ? _(" from 1") : "");
	*ret = (unsigned)seconds;
	return 0;
}

static int store_plan(const char *value, uint64_t *ret, struct dda_error **ret_error)
{
	const char *end;
	uint64_t id;

	if (text_number(value, 16, 16, &end, &id) < 0 || end != value + 16 || *end || id == 0)
		return usage_error(ret_error, "--expect", "\"plan\" of --json --dry-run is it",
		                   "\"%s\" is no plan", value);
	*ret = id;
	return 0;
}

static int store_size(const char *option, const char *value, uint64_t *ret,
                      struct dda_error **ret_error)
{
	uint64_t megabytes;

	if (text_whole_number(value, 10, &megabytes) < 0 || megabytes > UINT32_MAX)
		return usage_error(ret_error, option, NULL, "\"%s\" is no number of MB", value);
	*ret = megabytes;
	return 0;
}

static int store_setting(struct invocation *invocation, const struct option_row *row,
                         const char *value, struct dda_error **ret_error)
{
	struct dda_settings *settings = &invocation->settings;

	invocation->setting = row->name;
	if (text_equal(row->name, "low-space")) {
		settings->named |= DDA_LOW_SPACE;
		return store_size("--low-space", value, &settings->low_space, ret_error);
	}
	if (text_equal(row->name, "high-space")) {
		settings->named |= DDA_HIGH_SPACE;
		return store_size("--high-space", value, &settings->high_space, ret_error);
	}
	if (text_equal(row->name, "stop-action")) {
		settings->named |= DDA_STOP_ACTION;
		settings->stop_action = value;
		return 0;
	}
	settings->named |= DDA_CACHE_TYPES;
	settings->cache_types = text_equal(value, "on");
	return settings->cache_types || text_equal(value, "off")
	               ? 0
	               : usage_error(ret_error, "--cache-types", NULL,
	                             "\"%s\" is neither on nor off", value);
}

/* main() has chosen it already, so that what is wrong here is said in that language. */
static int check_language(const char *name, struct dda_error **ret_error)
{
	for (size_t i = 0; translate_languages[i]; i++)
		if (text_equal(translate_languages[i], name))
			return 0;
	return usage_error(ret_error, "--language", NULL,
	                   "\"%s\" is none of those that dda has: en, zh_CN", name);
}

static int store_value(struct invocation *invocation, const struct option_row *row,
                       const char *value, struct dda_error **ret_error)
{
	const struct {
		enum option id;
		const char **to;
	} values[] = {
	        {OPTION_HOST, &invocation->host},
	        {OPTION_EXPLAIN, &invocation->explain},
	        {OPTION_FORGET, &invocation->forget},
	        {OPTION_ROM, &invocation->rom},
	        {OPTION_MODEL, &invocation->model},
	        {OPTION_COUNT, &invocation->count},
	        {OPTION_TARGET, &invocation->target},
	        {OPTION_RAM, &invocation->ram},
	        {OPTION_ADDRESS_BITS, &invocation->address_bits},
	        {OPTION_PORT, &invocation->port},
	        {OPTION_LISTEN, &invocation->listen},
	        {OPTION_TLS_CERT, &invocation->tls_cert},
	        {OPTION_TLS_KEY, &invocation->tls_key},
	};

	if (row->id == OPTION_LANGUAGE)
		return check_language(value, ret_error);
	if (row->id == OPTION_VM)
		return add_word(&invocation->vms, value, ret_error);
	if (row->id == OPTION_FORCE)
		return add_word(&invocation->forced, value, ret_error);
	if (row->id == OPTION_SETTING)
		return store_setting(invocation, row, value, ret_error);
	if (row->id == OPTION_WAIT)
		return store_seconds("--wait", value, 0, &invocation->wait, ret_error);
	if (row->id == OPTION_CONFIRM)
		return store_seconds("--confirm", value, 1, &invocation->confirm, ret_error);
	if (row->id == OPTION_EXPECT)
		return store_plan(value, &invocation->expect, ret_error);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (values[i].id == row->id)
			*values[i].to = value;
	return 0;
}

static int parse_option(struct parser *parser, const char *typed, struct dda_error **ret_error)
{
	const char *value;
	const struct option_row *row = find_option(typed, &value);

	if (!row)
		return refuse_option(typed, ret_error);
	parser->invocation->options |= row->id;
	if (!row->argument)
		return value ? usage_error(ret_error, typed, NULL, "this option takes no value")
		             : 0;
	if (!value)
		value = *parser->next;
	else
		return store_value(parser->invocation, row, value, ret_error);
	if (!value)
		return usage_error(ret_error, typed, NULL, "a value must follow: %s",
		                   row->argument);
	parser->next++;
	return store_value(parser->invocation, row, value, ret_error);
}

static int parse_word(struct parser *parser, const char *word, struct dda_error **ret_error)
{
	struct invocation *invocation = parser->invocation;

	if (!parser->only_words && text_equal(word, "--")) {
		parser->only_words = true;
		return 0;
	}
	if (!parser->only_words && word[0] == '-' && word[1] != '\0')
		return parse_option(parser, word, ret_error);
	if (has_option(invocation, OPTION_SPREAD))
		return add_word(&invocation->vms, word, ret_error);
	if (invocation->command)
		return add_word(&invocation->words, word, ret_error);
	invocation->command = command_find(word);
	return invocation->command ? 0 : refuse_command(word, ret_error);
}

int invocation_parse(int argc, char **argv, struct invocation *ret, struct dda_error **ret_error)
{
	struct parser parser = {.next = argv + (argc > 0), .invocation = ret};

	*ret = (struct invocation){.argv = argv + (argc > 0)};
	while (*parser.next) {
		int r = parse_word(&parser, *parser.next++, ret_error);

		if (r < 0)
			return r;
	}
	return 0;
}
