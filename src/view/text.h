/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "view/clean.h"
#include "view/colour.h"
#include "view/document.h"
#include "view/sayings.h"
#include "view/survey-cards.h"
#include "view/table.h"

/*
 * Text for people, one function per kind of document. They read the document only and return 0 or
 * -ENOMEM.
 */
typedef int (*text_function)(const json_t *document, const struct view_style *style, FILE *out);

int text_list(const json_t *document, const struct view_style *style, FILE *out);
int text_survey(const json_t *document, const struct view_style *style, FILE *out);
int text_survey_cards(const json_t *host, bool all, struct survey_cards *cards,
                      const struct view_style *style, FILE *out);
int text_story(const json_t *document, const struct view_style *style, FILE *out);
int text_show(const json_t *document, const struct view_style *style, FILE *out);
int text_vms(const json_t *document, const struct view_style *style, FILE *out);
int text_verify(const json_t *document, const struct view_style *style, FILE *out);
int text_capture(const json_t *document, const struct view_style *style, FILE *out);
int text_status(const json_t *document, const struct view_style *style, FILE *out);
int text_boot(const json_t *document, const struct view_style *style, FILE *out);
int text_history(const json_t *document, const struct view_style *style, FILE *out);
int text_tree(const json_t *document, const struct view_style *style, FILE *out);
int text_recover(const json_t *document, const struct view_style *style, FILE *out);
int text_confirm(const json_t *document, const struct view_style *style, FILE *out);
int text_mmio(const json_t *document, const struct view_style *style, FILE *out);
int text_mmio_models(const json_t *document, const struct view_style *style, FILE *out);
int text_meanings(const json_t *document, const struct view_style *style, FILE *out);
int text_change(const json_t *document, const struct view_style *style, FILE *out);

/* Findings, worst first, the same cause said once with all its subjects. Returns 0 or -ENOMEM. */
int text_findings(const json_t *findings, const struct view_style *style, FILE *out);
int text_sayings(const struct sayings *sayings, const struct view_style *style, FILE *out);

/* "blocker", "undecided", "warning", "note": what could not be decided is none of the others. */
const char *text_finding_label(const json_t *finding);

/* "-> what to do", a line of its own behind `indent` blanks; nothing for NULL. */
void text_put_remedy(const char *remedy, unsigned indent, const struct view_style *style,
                     FILE *out);

/* Open transactions, each with its remedy; and a line for each that was ended on the way. */
void text_transactions(const json_t *transactions, FILE *out);
void text_recovered(const json_t *transactions, FILE *err);

/* What is to stay dismounted and is not; returns whether there is any. */
bool text_stays(const json_t *stays, const struct view_style *style, FILE *out);

/* The settings of VMs of Hyper-V that bear on devices; a part of text_vms(). */
int text_vms_hyperv(const json_t *vms, const struct view_style *style, FILE *out);

/* "yes" or "no", as it is called there, of a truth; "-" without one. */
void text_add_answer(struct table *table, const json_t *answer, const char *yes, const char *no);

/* "12 ms", "1.2 s" */
void text_seconds(double seconds, FILE *out);

/* "X-PciMmio64Mb 36864, maxphysaddr passthrough": what is set of an address space, in `arena`; NULL
 * without memory. */
const char *text_address_space(const json_t *space, struct arena *arena);

/* "dda: subject: evidence: remedy" out of an object with these keys. */
void text_complaint(const json_t *object, FILE *err);

/* True when the host's findings say that its VMs could not be read: no VM does not mean none. */
bool text_vms_unknown(const json_t *document);

#define _cleanup_table_ _cleanup_(table_deinit)
