/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <dda/boot.h>
#include <dda/capture.h>
#include <dda/inventory.h>
#include <dda/plan.h>
#include <dda/recover.h>
#include <dda/run.h>

/*
 * The answer to every command is one JSON document, built here from the model; the outputs below
 * read nothing but that document, so that people and programs are told the same.
 */
static inline void cleanup_document(json_t **document)
{
	json_decref(*document);
}
#define _cleanup_document_ _cleanup_(cleanup_document)

/* How text is to look. */
struct view_style {
	unsigned width; /* columns to fit into; 0: as wide as it gets */
	bool colour;
};

/*
 * Builders. `devices` are what a person typed (see model/selector.h). Each returns 0 with *ret
 * owned by the caller, or a negative errno with an error set.
 */
int view_list(const struct dda_inventory *inventory, json_t **ret, struct dda_error **ret_error);

/* Without devices: every function but bridges. A bridge that is asked for is answered. */
int view_survey(const struct dda_inventory *inventory, const char *const *devices, size_t count,
                json_t **ret, struct dda_error **ret_error);

/*
 * The same for people: when it comes down to one card there is its story too, step by step, as
 * "story", which is not part of the contract for programs.
 */
int view_story(const struct dda_inventory *inventory, const char *const *devices, size_t count,
               json_t **ret, struct dda_error **ret_error);

/* A survey of the whole host that is told card by card, as it is judged: what one card takes is
 * forgotten before the next. */
struct view_survey {
	const struct dda_inventory *inventory;
	/* Called right before a card is judged, in order of addresses and for bridges too, with the
	 * index of its first function: now is the time to read what is asked of it alone. Returns
	 * 0, or a negative errno with an error set, which ends the survey. NULL: all is read. */
	int (*prepare)(void *data, size_t function, struct dda_error **ret_error);
	void *data;
};

/*
 * The same as view_survey() without devices and view_write_json() or view_write_text() of it.
 * Return 0, or a negative errno with an error set; JSON may then have been written in part.
 */
int view_survey_json(const struct view_survey *of, FILE *out, struct dda_error **ret_error);
int view_survey_text(const struct view_survey *of, const struct view_style *style, FILE *out,
                     struct dda_error **ret_error);

/* What hangs where, all of the host: looked at as for a survey, function by function. */
int view_tree(const struct view_survey *of, json_t **ret, struct dda_error **ret_error);

/* True when every device of a survey can be assigned, with warnings or without. */
bool view_all_assignable(const json_t *document);

/* Exactly one function when `device` names one, else all functions of the card. */
int view_show(const struct dda_inventory *inventory, const char *device, json_t **ret,
              struct dda_error **ret_error);

/* Fails with -ENODATA when the VMs could not be read. */
int view_vms(const struct dda_inventory *inventory, json_t **ret, struct dda_error **ret_error);

/* Fails as view_vms(), and with -ENOENT when there is no such VM. */
int view_verify(const struct dda_inventory *inventory, const char *name, json_t **ret,
                struct dda_error **ret_error);

/* What the proof says; and whether it may say more in a while. */
bool view_is_verified(const json_t *document);
bool view_may_verify_later(const json_t *document);

/* The guest's agent did not tell, and may in a while. */
bool view_awaits_agent(const json_t *document);

/*
 * `open`: the transactions that are open, `boot`: what is to stay dismounted; NULL where that is
 * not known. Devices and VMs are those whose entries are to be put right; without any, all but
 * those that may be meant so. Fails for one that is not there.
 */
struct view_status {
	const struct dda_inventory *inventory;
	const struct dda_recovery *open;
	const struct dda_boot *boot;
	struct {
		const char *const *items;
		size_t count;
	} devices, vms;
	bool again; /* one that is not there any more is no error */
};

int view_status(const struct view_status *status, json_t **ret, struct dda_error **ret_error);

/* What puts one entry of a status right; texts belong to the document. */
struct view_fix {
	enum dda_verb verb;
	const char *device, *vm; /* NULL: none */
	const char *command;     /* the same in words */
	const char *subject, *evidence;
};

/* Entry number `index` of those that are to be put right; false past the end. */
bool view_status_fix(const json_t *document, size_t index, struct view_fix *ret);

/* What is not in order, and what is to be done, before that is asked for. */
void view_write_fix(const struct view_fix *fix, FILE *out);

/* Puts into a status what became of a fix: the answer of its request, or why there is none. */
int view_status_add_fix(json_t *fixes, const struct view_fix *fix, const json_t *answer,
                        const struct dda_error *error);

/* What became of what is to stay dismounted. */
int view_boot(const struct dda_boot *boot, json_t **ret, struct dda_error **ret_error);

/* What became of transactions. */
int view_recover(const struct dda_recovery *recovery, json_t **ret, struct dda_error **ret_error);

/* Transactions that were waiting for that. */
int view_confirm(const struct dda_recovery *confirmed, json_t **ret, struct dda_error **ret_error);

/* Transactions that ended; `words` are devices, or numbers of journals: only those. */
int view_history(const struct dda_history *history, const char *const *words, size_t count,
                 json_t **ret, struct dda_error **ret_error);

/* A plan, and what became of it. */
struct view_change {
	enum dda_verb verb;
	const struct dda_inventory *inventory; /* the one that was planned on */
	const struct dda_plan *plan;
	struct dda_host *explain;  /* say each step in this host's native commands, or NULL */
	const struct dda_run *run; /* NULL: it was not run */
	const struct dda_inventory *after;    /* after the run; NULL: the host could not be read */
	const struct dda_recovery *recovered; /* before it; NULL: that was not asked */
	bool proof; /* `after` knows guests: say what each VM of the plan has */
};

int view_change(const struct view_change *change, json_t **ret, struct dda_error **ret_error);

/* Which address space to plan, and for what. NULL and 0: not said. */
struct view_mmio {
	const char *vm; /* its own cards, and where no target is named its firmware */
	struct {
		const char *const *items;
		size_t count;
	} devices;          /* cards of the inventory */
	const char *model;  /* of a card that is not here */
	unsigned count;     /* so many of it */
	const char *target; /* "hyperv", "ovmf", "seabios" */
	uint64_t ram;       /* bytes */
	unsigned address_bits;
};

/* `inventory` may be NULL where a model is given. It must know details, and VMs for a VM. Fails
 * with -EINVAL for an unknown target or model, -ENOENT for a device or VM that is not there. */
int view_mmio(const struct dda_inventory *inventory, const struct view_mmio *request, json_t **ret,
              struct dda_error **ret_error);

/* True when everything has its place. */
bool view_mmio_fits(const json_t *document);

/* The models that are known. */
int view_mmio_models(json_t **ret, struct dda_error **ret_error);

/* What the codes of findings mean, those of docs/findings.md; `codes`: only these, NULL: all. Fails
 * with -ENOENT for one that is not there. */
int view_meanings(const char *const *codes, size_t count, json_t **ret,
                  struct dda_error **ret_error);

/* What is in a snapshot that goes to `file`, and what is not. */
int view_capture(const struct dda_snapshot *snapshot, const char *file, json_t **ret,
                 struct dda_error **ret_error);

/* Outputs: the whole document. Whether it arrived is for the caller to ask `out`. The text one
 * returns 0 or -ENOMEM. */
void view_write_json(const json_t *document, FILE *out);
int view_write_text(const json_t *document, const struct view_style *style, FILE *out);

/* What went wrong, a line each as for errors; nothing when nothing did. */
void view_write_errors(const json_t *document, FILE *err);

/* What else is worth knowing before one relies on the answer. */
void view_write_notes(const json_t *document, FILE *err);

/* One error: "dda: subject: what happened: what to do". NULL: out of memory. */
void view_write_error(const struct dda_error *error, FILE *err);

/* An error as a document of its own, "dda.error/1". NULL: out of memory. */
json_t *view_error(enum dda_error_kind kind, const char *subject, const char *evidence,
                   const char *remedy);

/* One error as that document. NULL: out of memory. */
void view_write_error_json(const struct dda_error *error, FILE *out);

/* One step of a plan that is being run has ended; `result` and `seconds` as for dda_progress. */
void view_write_progress(const struct dda_plan *plan, size_t step, const char *result,
                         double seconds, FILE *out);

/* The same for programs, a line of JSON: {"step": 0, "result": "done", "seconds": 0.012}; and that
 * what was done waits to be confirmed: {"waiting": 60}. */
void view_write_step(size_t step, const char *result, double seconds, FILE *out);
void view_write_waiting(unsigned seconds, FILE *out);
