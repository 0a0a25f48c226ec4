/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "web/line.h"

#include <ctype.h>
#include <errno.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "web/plain.h"

/* Where a word of a request goes. */
enum place {
	PLACE_OPTION,   /* behind its option */
	PLACE_DEVICE,   /* an operand that is no option, whatever it looks like */
	PLACE_LANGUAGE, /* nowhere yet */
};

static const struct {
	const char *command, *key; /* command NULL: all of them */
	enum place place;
	const char *option;
	bool many;
} params[] = {
        {"survey", "device", PLACE_DEVICE, NULL, true},
        {"show", "device", PLACE_DEVICE, NULL, false},
        {"mmio", "device", PLACE_DEVICE, NULL, true},
        {"mmio", "vm", PLACE_OPTION, "--vm", false},
        {"mmio", "target", PLACE_OPTION, "--target", false},
        {"mmio", "model", PLACE_OPTION, "--model", false},
        {"mmio", "count", PLACE_OPTION, "--count", false},
        {"mmio", "ram", PLACE_OPTION, "--ram", false},
        {"mmio", "address_bits", PLACE_OPTION, "--address-bits", false},
        {"verify", "vm", PLACE_DEVICE, NULL, false},
        {"verify", "wait", PLACE_OPTION, "--wait", false},
        {NULL, "language", PLACE_LANGUAGE, NULL, false},
};

void line_deinit(struct line *line)
{
	for (size_t i = 0; i < line->count; i++)
		free(line->items[i]);
	free(line->items);
	free(line->shown);
}

__attribute__((format(printf, 3, 4))) static int
refuse(struct dda_error **ret_error, const char *subject, const char *format, ...)
{
	_cleanup_free_ char *evidence = NULL;
	va_list args;
	int r;

	va_start(args, format);
	r = vasprintf(&evidence, format, args);
	va_end(args);
	if (r < 0) {
		evidence = NULL;
		return error_no_memory(ret_error);
	}
	return error_set(ret_error, -EINVAL, DDA_ERROR_USAGE, subject, evidence, "see docs/api.md");
}

static int add(struct line *line, const char *word, struct dda_error **ret_error)
{
	char **item = ARRAY_ADD(line);

	if (!item || !(*item = strdup(word)))
		return error_no_memory(ret_error);
	return 0;
}

static int add_pair(struct line *line, const char *option, const char *value,
                    struct dda_error **ret_error)
{
	int r = add(line, option, ret_error);

	return r < 0 ? r : add(line, value, ret_error);
}

static int add_language(struct line *line, const char *language, struct dda_error **ret_error)
{
	for (size_t i = 0; translate_languages[i]; i++)
		if (text_equal(translate_languages[i], language))
			return add_pair(line, "--language", language, ret_error);
	return refuse(ret_error, "language", "\"%s\" is none of en, zh_CN", language);
}

/* A word that goes where options may stand, too. */
static int add_operand(struct line *line, const char *key, const char *value,
                       struct dda_error **ret_error)
{
	if (*value == '\0' || *value == '-')
		return refuse(ret_error, key, "\"%s\" can't be one", value);
	return add(line, value, ret_error);
}

static int find_param(const char *command, const char *key)
{
	for (size_t i = 0; i < sizeof(params) / sizeof(params[0]); i++)
		if (text_equal(params[i].key, key) &&
		    (!params[i].command || text_equal(params[i].command, command)))
			return (int)i;
	return -1;
}

static bool is_repeated(const struct query *query, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (text_equal(query->items[i].key, query->items[index].key))
			return true;
	return false;
}

static int add_param(struct line *line, const char *command, const struct query *query,
                     size_t index, struct dda_error **ret_error)
{
	const struct query_pair *pair = &query->items[index];
	int param = find_param(command, pair->key);

	if (param < 0)
		return refuse(ret_error, pair->key, "\"%s\" has no such parameter", command);
	if (!params[param].many && is_repeated(query, index))
		return refuse(ret_error, pair->key, "is there more than once");
	switch (params[param].place) {
	case PLACE_OPTION:
		return add_pair(line, params[param].option, pair->value, ret_error);
	case PLACE_DEVICE:
		return add_operand(line, pair->key, pair->value, ret_error);
	case PLACE_LANGUAGE:
		return add_language(line, pair->value, ret_error);
	}
	return 0;
}

/* Returns the end. */
static char *append(char *to, const char *text)
{
	size_t length = strlen(text);

	memcpy(to, text, length + 1);
	return to + length;
}

/* A word in the way a shell would take it, if it has anything in it that a shell reads. Returns the
 * end. */
static char *show_word(char *to, const char *word)
{
	const char *c = word;

	*to++ = ' ';
	while (isalnum((unsigned char)*c) || (*c && strchr("-_./:,=+@", *c)) || *c & 0x80)
		c++;
	if (*c == '\0' && c != word)
		return append(to, word);
	*to++ = '\'';
	for (c = word; *c; c++)
		if (*c == '\'')
			to = append(to, "'\\''");
		else
			*to++ = *c;
	return append(to, "'");
}

/* What is said for programs alone is left out. */
static char *show(const struct line *line)
{
	size_t room = sizeof("dda");
	char *text, *to;

	for (size_t i = 0; i < line->count; i++)
		room += 4 * strlen(line->items[i]) + sizeof(" ''");
	text = malloc(room);
	to = text ? append(text, "dda") : NULL;
	for (size_t i = 0; text && i < line->count; i++) {
		const char *word = line->items[i];

		if (text_equal(word, "--expect") || text_equal(word, "--language"))
			i++;
		else if (!text_equal(word, "--json") && !text_equal(word, "--progress"))
			to = show_word(to, word);
	}
	return text;
}

static int finish(struct line *line, int r, struct dda_error **ret_error)
{
	if (r < 0)
		return r;
	line->shown = show(line);
	return line->shown ? 0 : error_no_memory(ret_error);
}

int line_of_query(const char *command, const struct query *query, struct line *ret,
                  struct dda_error **ret_error)
{
	const bool is_file = text_equal(command, "capture");
	int r = 0;

	*ret = (struct line){0};
	if (!is_file)
		r = add(ret, "--json", ret_error);
	if (r == 0)
		r = add(ret, command, ret_error);
	if (r == 0 && is_file)
		r = add(ret, "-", ret_error);
	for (size_t i = 0; r == 0 && i < query->count; i++)
		r = add_param(ret, command, query, i, ret_error);
	return finish(ret, r, ret_error);
}

/* The commands that a body may name, and how they are called there. */
static const struct {
	const char *name, *command, *option;
	bool has_plan; /* it has steps */
} verbs[] = {
        {"assign", "assign", NULL, true},     {"release", "release", NULL, true},
        {"disable", "disable", NULL, true},   {"enable", "enable", NULL, true},
        {"dismount", "dismount", NULL, true}, {"mount", "mount", NULL, true},
        {"add", "add", NULL, true},           {"remove", "remove", NULL, true},
        {"start", "start", NULL, true},       {"set", "set", NULL, true},
        {"recover", "recover", NULL, false},  {"confirm", "confirm", NULL, false},
        {"fix", "status", "--fix", true},
};

/* What else may be in a body, and where it goes. */
static const struct {
	const char *key;
	enum what {
		FLAG,
		NUMBER,
		TEXT,
		TEXTS,
		DEVICES,
		VMS,
		SPREAD,
		SETTINGS,
		COMMAND,
		LANGUAGE
	} what;
	const char *option;
} keys[] = {
        {"command", COMMAND, NULL},
        {"devices", DEVICES, NULL},
        {"vms", VMS, NULL},
        {"spread", SPREAD, NULL},
        {"start", FLAG, "--start"},
        {"pin", FLAG, "--pin"},
        {"hide_hypervisor", FLAG, "--hide-hypervisor"},
        {"confirm", NUMBER, "--confirm"},
        {"wait", NUMBER, "--wait"},
        {"put_back", FLAG, "--put-back"},
        {"force", TEXTS, "--force"},
        {"settings", SETTINGS, NULL},
        {"plan", TEXT, "--expect"},
        {"language", LANGUAGE, NULL},
};

/* NULL with an error set when it is no plain text. */
static const char *text_of(const json_t *value, const char *key, struct dda_error **ret_error)
{
	const char *text = json_string_value(value);

	if (text && strlen(text) == json_string_length(value) && is_plain_text(text))
		return text;
	refuse(ret_error, key, "must be a text");
	return NULL;
}

static int add_text(struct line *line, const char *option, const char *key, const json_t *value,
                    struct dda_error **ret_error)
{
	const char *text = text_of(value, key, ret_error);

	return text ? add_pair(line, option, text, ret_error) : -EINVAL;
}

static int add_flag(struct line *line, const char *option, const char *key, const json_t *value,
                    struct dda_error **ret_error)
{
	if (!json_is_boolean(value))
		return refuse(ret_error, key, "must be true or false");
	return json_is_true(value) ? add(line, option, ret_error) : 0;
}

static int add_number(struct line *line, const char *option, const char *key, const json_t *value,
                      struct dda_error **ret_error)
{
	char text[32];

	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return refuse(ret_error, key, "must be a whole number");
	snprintf(text, sizeof(text), "%lld", (long long)json_integer_value(value));
	return add_pair(line, option, text, ret_error);
}

/* `option` before each of them, or, when it is NULL, as operands. */
static int add_texts(struct line *line, const char *option, const char *key, const json_t *value,
                     struct dda_error **ret_error)
{
	int r = 0;

	if (!json_is_array(value))
		return refuse(ret_error, key, "must be a list");
	for (size_t i = 0; r == 0 && i < json_array_size(value); i++) {
		const char *text = text_of(json_array_get(value, i), key, ret_error);

		if (!text)
			return -EINVAL;
		r = option ? add_pair(line, option, text, ret_error)
		           : add_operand(line, key, text, ret_error);
	}
	return r;
}

/* "low_space": 512 is --low-space 512; yes and no are "on" and "off". */
static int add_setting(struct line *line, const char *key, const json_t *value,
                       struct dda_error **ret_error)
{
	char option[64];

	snprintf(option, sizeof(option), "--%s", key);
	for (char *c = option; *c; c++)
		if (*c == '_')
			*c = '-';
	if (json_is_boolean(value))
		return add_pair(line, option, json_is_true(value) ? "on" : "off", ret_error);
	if (json_is_integer(value))
		return add_number(line, option, key, value, ret_error);
	return add_text(line, option, key, value, ret_error);
}

static const char *const settings[] = {"low_space", "high_space", "cache_types", "stop_action"};

static int add_settings(struct line *line, const json_t *value, struct dda_error **ret_error)
{
	size_t known = 0;
	int r = 0;

	if (!json_is_object(value))
		return refuse(ret_error, "settings", "must be an object");
	for (size_t i = 0; r == 0 && i < sizeof(settings) / sizeof(settings[0]); i++) {
		const json_t *setting = json_object_get(value, settings[i]);

		known += setting != NULL;
		if (setting)
			r = add_setting(line, settings[i], setting, ret_error);
	}
	if (r == 0 && known != json_object_size(value))
		return refuse(ret_error, "settings", "has a key that is none");
	return r;
}

static int add_key(struct line *line, size_t key, const json_t *value, struct dda_error **ret_error)
{
	const char *name = keys[key].key, *option = keys[key].option, *text;

	switch (keys[key].what) {
	case FLAG:
		return add_flag(line, option, name, value, ret_error);
	case NUMBER:
		return add_number(line, option, name, value, ret_error);
	case TEXT:
		return add_text(line, option, name, value, ret_error);
	case TEXTS:
	case DEVICES:
		return add_texts(line, option, name, value, ret_error);
	case SETTINGS:
		return add_settings(line, value, ret_error);
	case LANGUAGE:
		text = text_of(value, "language", ret_error);
		return text ? add_language(line, text, ret_error) : -EINVAL;
	case SPREAD:
		return json_is_boolean(value) ? 0
		                              : refuse(ret_error, name, "must be true or false");
	case VMS: /* later: with "spread" they end the line */
	case COMMAND:
		return 0;
	}
	return 0;
}

static int check_keys(const json_t *body, struct dda_error **ret_error)
{
	size_t known = 0;
	const char *key;
	json_t *value;

	if (!json_is_object(body))
		return refuse(ret_error, "the body", "must be an object");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		known += json_object_get(body, keys[i].key) != NULL;
	if (known == json_object_size(body))
		return 0;
	json_object_foreach((json_t *)body, key, value)
	{
		size_t i = 0;

		while (i < sizeof(keys) / sizeof(keys[0]) && !text_equal(keys[i].key, key))
			i++;
		if (i == sizeof(keys) / sizeof(keys[0]))
			return refuse(ret_error, is_plain_text(key) ? key : "a key",
			              "there is no such key");
	}
	return 0;
}

static int find_verb(const json_t *body, struct dda_error **ret_error)
{
	const char *name = text_of(json_object_get(body, "command"), "command", ret_error);

	for (size_t i = 0; name && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (text_equal(verbs[i].name, name))
			return (int)i;
	return name ? refuse(ret_error, "command", "\"%s\" is none that changes something", name)
	            : -EINVAL;
}

static int add_verb(struct line *line, size_t verb, bool run, struct dda_error **ret_error)
{
	static const char *const dry[] = {"--dry-run", "--explain", "native"};
	int r = add(line, "--json", ret_error);

	if (!run && !verbs[verb].has_plan)
		return refuse(ret_error, verbs[verb].name, "has no plan");
	if (r == 0 && run && verbs[verb].has_plan)
		r = add(line, "--progress", ret_error);
	if (r == 0)
		r = add(line, verbs[verb].command, ret_error);
	if (r == 0 && verbs[verb].option)
		r = add(line, verbs[verb].option, ret_error);
	for (size_t i = 0; r == 0 && !run && i < sizeof(dry) / sizeof(dry[0]); i++)
		r = add(line, dry[i], ret_error);
	return r;
}

/* Words after --spread are VMs, and behind "--" nothing is an option. */
static int add_vms(struct line *line, const json_t *body, size_t verb, struct dda_error **ret_error)
{
	const json_t *vms = json_object_get(body, "vms");
	const bool operands = text_equal(verbs[verb].name, "start") ||
	                      text_equal(verbs[verb].name, "set");
	int r = 0;

	if (json_is_true(json_object_get(body, "spread")))
		r = add(line, "--spread", ret_error);
	if (r < 0 || !vms)
		return r;
	if (json_is_true(json_object_get(body, "spread")) || operands)
		return add_texts(line, NULL, "vms", vms, ret_error);
	return add_texts(line, "--vm", "vms", vms, ret_error);
}

int line_of_body(const json_t *body, bool run, struct line *ret, struct dda_error **ret_error)
{
	int r, verb;

	*ret = (struct line){0};
	r = check_keys(body, ret_error);
	if (r < 0)
		return r;
	verb = find_verb(body, ret_error);
	if (verb < 0)
		return verb;
	r = add_verb(ret, (size_t)verb, run, ret_error);
	for (size_t i = 0; r == 0 && i < sizeof(keys) / sizeof(keys[0]); i++) {
		const json_t *value = json_object_get(body, keys[i].key);

		if (value)
			r = add_key(ret, i, value, ret_error);
	}
	if (r == 0)
		r = add_vms(ret, body, (size_t)verb, ret_error);
	return finish(ret, r, ret_error);
}
