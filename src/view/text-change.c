/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include <errno.h>

#include "base/text.h"
#include "base/translate.h"

/* The driver the step is about; the others only carry it along. */
static const char *driver_of(const json_t *step)
{
	const char *kind = document_string(step, "step");
	bool matters = text_equal(kind, "disable") || text_equal(kind, "enable");

	return matters ? document_string(step, "driver") : NULL;
}

/* What somebody has named for it: "cache types on". */
static const char *value_text(const json_t *step, const char *setting, struct arena *arena)
{
	const json_t *caches = json_object_get(step, "cache_types");
	const char *stop = document_string(step, "stop_action");

	if (json_is_boolean(caches) && text_equal(setting, "cache types"))
		return json_is_true(caches) ? _("cache types on") : _("cache types off");
	if (stop && text_equal(setting, "stop action"))
		return arena_format(arena, "stop action: %s", _(stop));
	return _(setting);
}

/* What a step sets or puts back: "memory, address space (X-PciMmio64Mb 36864)". */
static const char *settings_text(const json_t *step, struct arena *arena)
{
	const json_t *settings = json_object_get(step, "settings"), *name;
	const char *space = text_address_space(json_object_get(step, "address_space"), arena);
	const char *text = "";
	size_t i;

	json_array_foreach(settings, i, name)
	{
		text = text ? arena_format(arena, "%s%s%s", text, i ? ", " : "",
		                           value_text(step, json_string_value(name), arena))
		            : NULL;
	}
	return text && space && *space ? arena_format(arena, "%s (%s)", text, space) : text;
}

static void add_settings(struct table *table, const json_t *step)
{
	_cleanup_(arena_free) struct arena arena = {0};

	table_add(table, settings_text(step, &arena));
}

static bool sets_something(const json_t *steps)
{
	const json_t *step;
	size_t i;

	json_array_foreach(steps, i,
	                   step) if (json_is_array(json_object_get(step, "settings"))) return true;
	return false;
}

static int step_table(const json_t *steps, const struct view_style *style, FILE *out)
{
	bool settings = sets_something(steps);
	static const struct column columns[] = {
	        {.title = "STEP"}, {.title = "FUNCTION"}, {.title = "DRIVER"},
	        {.title = "VM"},   {.title = "SETTINGS"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = settings ? 5 : 4};
	const json_t *step;
	size_t i;

	json_array_foreach(steps, i, step)
	{
		table_add(&table, document_string(step, "step"));
		table_add(&table, document_string(step, "function"));
		table_add(&table, driver_of(step));
		table_add(&table, document_string(step, "vm"));
		if (settings)
			add_settings(&table, step);
	}
	return table_print(&table, 0, style, out);
}

/* A script to read and to paste: each step as a comment, its commands below. */
static void put_native(const json_t *steps, FILE *out)
{
	const json_t *step, *line;
	size_t i, j;

	json_array_foreach(steps, i, step)
	{
		const char *function = document_string(step, "function");
		const char *vm = document_string(step, "vm");

		fprintf(out, "# %s%s%s%s", document_string(step, "step"), function ? " " : "",
		        function ? function : "", vm ? " " : "");
		text_put(vm, out);
		fputc('\n', out);
		json_array_foreach(document_array(step, "native"), j, line)
		{
			text_put(json_string_value(line), out);
			fputc('\n', out);
		}
	}
}

/* What did not stand in the way, and is worth knowing. */
static int put_findings(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *findings = document_array(document, "findings");

	if (json_array_size(findings) == 0)
		return 0;
	fputc('\n', out);
	return text_findings(findings, style, out);
}

static int put_plan(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *steps = document_array(document, "steps");

	if (json_is_array(json_object_get(json_array_get(steps, 0), "native"))) {
		put_native(steps, out);
		return 0;
	}
	if (step_table(steps, style, out) < 0)
		return -ENOMEM;
	return put_findings(document, style, out);
}

static int device_table(const json_t *devices, const struct view_style *style, FILE *out)
{
	static const struct column columns[] = {
	        {.title = "DEVICE"},
	        {.title = "NAME", .shrinks = true},
	        {.title = "STATE", .coloured = true},
	        {.title = "DRIVER"},
	        {.title = "VM"},
	};
	_cleanup_table_ struct table table = {.columns = columns, .column_count = 5};
	const json_t *device;
	size_t i;

	json_array_foreach(devices, i, device)
	{
		table_add(&table, document_string(device, "address"));
		table_add(&table, document_string(device, "name"));
		table_add(&table, document_string(device, "state"));
		table_add(&table, document_string(device, "driver"));
		table_add(&table, document_string(device, "vm"));
	}
	return table_print(&table, 0, style, out);
}

static unsigned count_results(const json_t *steps, const char *result)
{
	const json_t *step;
	unsigned count = 0;
	size_t i;

	json_array_foreach(steps, i, step)
	        count += text_equal(document_string(step, "result"), result);
	return count;
}

static void put_summary(const json_t *document, FILE *out)
{
	const json_t *steps = document_array(document, "steps");
	const char *outcome = document_string(document, "outcome");
	bool open = text_equal(outcome, "left-open");

	if (text_equal(outcome, "done"))
		fprintf(out, _("done: %zu steps"), json_array_size(steps));
	else
		fprintf(out, _("%s: %u failed, %u undone, %u not undone"),
		        open ? _("left open") : _("rolled back"), count_results(steps, "failed"),
		        count_results(steps, "undone"), count_results(steps, "undo-failed"));
	fputs(_(" in "), out);
	text_seconds(json_real_value(json_object_get(document, "seconds")), out);
	fputs(open ? _("; \"dda status\" tells what is left, \"dda recover\" tries again\n") : "\n",
	      out);
}

static int put_proofs(const json_t *proofs, const struct view_style *style, FILE *out)
{
	const json_t *proof;
	size_t i;

	json_array_foreach(proofs, i, proof)
	{
		fputc('\n', out);
		text_put(document_string(proof, "vm"), out);
		fputs(":\n", out);
		if (text_verify(proof, style, out) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* Not of the settings alone of a VM that has lost its cards. */
static bool is_about_devices(const json_t *document)
{
	const json_t *first = json_array_get(document_array(document, "steps"), 0);

	return document_string(first, "function");
}

static int put_result(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *devices = document_array(document, "devices");

	if (json_array_size(devices) == 0 && is_about_devices(document))
		fputs(_("what the host looks like now could not be read\n"), out);
	else if (json_array_size(devices) > 0 && device_table(devices, style, out) < 0)
		return -ENOMEM;
	put_summary(document, out);
	if (text_equal(document_string(document, "outcome"), "done") &&
	    put_findings(document, style, out) < 0)
		return -ENOMEM;
	return put_proofs(document_array(document, "proof"), style, out);
}

int text_change(const json_t *document, const struct view_style *style, FILE *out)
{
	const char *outcome = document_string(document, "outcome");

	if (text_equal(outcome, "refused"))
		return 0; /* all there is to say are errors */
	if (text_equal(outcome, "nothing-to-do")) {
		fputs(_("nothing to do\n"), out);
		return 0;
	}
	if (text_equal(outcome, "planned"))
		return put_plan(document, style, out);
	return put_result(document, style, out);
}
