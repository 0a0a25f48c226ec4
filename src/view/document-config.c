/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/translate.h"

/* PCI Express 5.0, 7.7.8.2, by the letters that the specification uses. */
static json_t *acs_of(const struct fact_number *acs)
{
	static const char *const bits[] = {"SV", "TB", "RR", "CR", "UF", "EC", "DT"};
	char text[32] = "";

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		if (acs->value >> i & 1)
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s",
			         text[0] ? " " : "", bits[i]);
	return json_string(text[0] ? text : "nothing");
}

/* 2^n MiB; the specification ends at 8 EiB. */
static uint64_t resizable_bytes(unsigned power)
{
	return power < 43 ? UINT64_C(1) << (power + 20) : 0;
}

static char *resizable_size(unsigned power)
{
	return power < 43 ? text_size(resizable_bytes(power)) : NULL;
}

/* "bar 1: 256 MiB of 256 MiB to 16 GiB" for each, as one text. */
static json_t *resizable_of(const struct dda_function *f)
{
	char text[512] = "";

	for (size_t i = 0; i < BAR_COUNT; i++) {
		const struct resizable_bar *bar = &f->details->resizable[i];
		_cleanup_free_ char *size = NULL, *least = NULL, *most = NULL;

		if (bar->sizes == 0)
			continue;
		size = resizable_size(bar->current);
		least = resizable_size((unsigned)__builtin_ctzll(bar->sizes));
		most = resizable_size(63 - (unsigned)__builtin_clzll(bar->sizes));
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		         "%sbar %u: %s of %s to %s", text[0] ? "; " : "", bar->bar,
		         size ? size : "?", least ? least : "?", most ? most : "?");
	}
	return json_string(text);
}

/* {"bar", "size", "sizes"} for each, in bytes. */
static json_t *resizable_bars_of(const struct dda_function *f)
{
	json_t *bars = json_array();

	for (size_t i = 0; i < BAR_COUNT; i++) {
		const struct resizable_bar *bar = &f->details->resizable[i];
		json_t *sizes;

		if (bar->sizes == 0)
			continue;
		sizes = json_array();
		for (unsigned n = 0; resizable_bytes(n); n++)
			if (bar->sizes >> n & 1)
				document_append(&sizes,
				                json_integer((json_int_t)resizable_bytes(n)));
		document_append(&bars, json_pack("{si sI so}", "bar", (int)bar->bar, "size",
		                                 (json_int_t)resizable_bytes(bar->current), "sizes",
		                                 sizes));
	}
	return bars;
}

static void put_resizable(json_t **facts, const struct dda_function *f)
{
	json_t *fact = document_function_fact(f, f->details->resizable_fact, resizable_of(f));

	if (fact_is_present(f->details->resizable_fact))
		document_put(&fact, "bars", resizable_bars_of(f));
	document_put(facts, "resizable", fact);
}

/* "0xa0000000, 512 MiB"; "closed" for none. */
static json_t *window_of(const struct window *window)
{
	_cleanup_free_ char *size = text_size(window->size);

	if (window->size == 0)
		return json_string("closed");
	return json_sprintf("%s at 0x%" PRIx64, size ? size : "?", window->start);
}

static void put_switches(json_t **facts, const struct dda_function *f)
{
	document_put(facts, "ats",
	             document_function_fact(f, f->details->ats.fact,
	                                    document_fact_text(&f->details->ats)));
	document_put(facts, "pri",
	             document_function_fact(f, f->details->pri.fact,
	                                    document_fact_text(&f->details->pri)));
	document_put(facts, "pasid",
	             document_function_fact(f, f->details->pasid.fact,
	                                    document_fact_text(&f->details->pasid)));
	document_put(facts, "window",
	             document_function_fact(f, f->details->windows_fact,
	                                    window_of(&f->details->window)));
	document_put(facts, "window_prefetchable",
	             document_function_fact(f, f->details->windows_fact,
	                                    window_of(&f->details->window_prefetchable)));
}

/* "0000:00:01.0 is a port without ACS"; absent for a group of one. */
static json_t *group_cause_of(const struct dda_function *f)
{
	const struct group_computed *group = &f->details->group_computed;

	if (fact_is_present(group->fact) && group->reason == GROUP_ALONE)
		return document_function_fact(f, fact_absent(group->fact.source), json_null());
	return document_function_fact(f, group->fact,
	                              group->reason == GROUP_ALONE
	                                      ? json_null()
	                                      : json_sprintf("%s %s",
	                                                     address_format(group->cause).text,
	                                                     group_reason_text(group->reason)));
}

/* What the configuration space tells. */
void document_put_config(json_t **facts, const struct dda_function *f)
{
	const struct group_computed *group = &f->details->group_computed;

	document_put(facts, "answers", document_function_fact(f, f->details->answers, json_true()));
	document_put(facts, "capabilities",
	             document_function_fact(f, f->details->capabilities.fact,
	                                    document_fact_text(&f->details->capabilities)));
	document_put(facts, "serial",
	             document_function_fact(f, f->details->serial.fact,
	                                    document_fact_text(&f->details->serial)));
	document_put(facts, "flr", document_function_fact(f, f->details->flr, json_true()));
	document_put(facts, "power_reset",
	             document_function_fact(f, f->details->power_reset, json_true()));
	document_put(
	        facts, "acs_can",
	        document_function_fact(f, f->details->acs_can.fact, acs_of(&f->details->acs_can)));
	document_put(
	        facts, "acs_on",
	        document_function_fact(f, f->details->acs_on.fact, acs_of(&f->details->acs_on)));
	document_put(facts, "sriov_numvfs",
	             document_function_fact(f, f->details->virtual_functions.fact,
	                                    document_fact_number(&f->details->virtual_functions)));
	document_put(
	        facts, "sriov_totalvfs",
	        document_function_fact(f, f->details->virtual_functions_max.fact,
	                               document_fact_number(&f->details->virtual_functions_max)));
	put_resizable(facts, f);
	put_switches(facts, f);
	document_put(facts, "group_computed",
	             document_function_fact(f, group->fact, document_address(group->first)));
	document_put(facts, "group_cause", group_cause_of(f));
}
