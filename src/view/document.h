/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <jansson.h>

#include "base/cleanup.h"
#include "base/error.h"
#include "model/inventory.h"
#include "model/step.h"
#include "rules/rule.h"
#include "view/view.h"

struct step_mark; /* exec/transaction.h */

/*
 * Pieces of documents. Each function returns a new reference, or NULL without memory; a NULL put
 * into a bigger piece makes that NULL as well, so one look at the whole document is enough.
 * Unknown and absent values are JSON null.
 */

/* A string; null for NULL. Bytes that are no UTF-8 become '?': names come from VMs and devices. */
json_t *document_text(const char *text);

/* Value of a fact, null unless there is one. Hexadecimal ids are strings of `digits` digits. */
json_t *document_fact_text(const struct fact_text *text);
json_t *document_fact_number(const struct fact_number *number);
json_t *document_fact_hex(const struct fact_number *number, int digits);

/* {"value", "state", "source", "error"}; takes `value` over, which counts only when the fact is
 * present. */
json_t *document_fact(struct fact fact, json_t *value);

/* All facts of a function, by name. */
json_t *document_facts(const struct dda_inventory *inventory, const struct dda_function *function);

/* A fact with its source as a file of the function. Takes `value` over; it counts only when the
 * fact is present. */
json_t *document_function_fact(const struct dda_function *function, struct fact fact,
                               json_t *value);

/* Adds what the configuration space of a function tells. */
void document_put_config(json_t **facts, const struct dda_function *function);

/* Adds what it has to do with other functions. */
void document_put_related(json_t **facts, const struct dda_inventory *inventory,
                          const struct dda_function *function);

/* Put `value` into *object or at the end of *array. */
void document_put(json_t **object, const char *key, json_t *value);
void document_append(json_t **array, json_t *value);

/* {"schema": "dda.NOUN/1"} */
json_t *document_new(const char *noun);

/* Hands a finished document over: 0, or -ENOMEM with an error set when it is NULL. */
int document_finish(json_t *document, json_t **ret, struct dda_error **ret_error);

/* "0000:01:00.0", and the card's name. */
json_t *document_address(struct address address);
json_t *document_card(const struct dda_inventory *inventory, unsigned card);

/* The function that a step is about; null for none. */
json_t *document_step_function(const struct step *step);

/* The name as lspci prints it: "NVIDIA Corporation GV100GL", "NVIDIA Corporation Device 1db1". */
json_t *document_name(const struct dda_function *function);

/* What "list", "survey" and the changes say about a function. */
json_t *document_device(const struct dda_inventory *inventory, const struct dda_function *function);

/* {"platform", "name", "findings"}; takes `findings` over. */
json_t *document_host(const struct dda_inventory *inventory, json_t *findings);

/* What a Hyper-V host says of itself, each fact with its source; null on other platforms. */
json_t *document_hyperv(const struct dda_inventory *inventory);

/* What a Linux host has for keeping devices apart, each fact with its source; null on others. */
json_t *document_iommu(const struct dda_inventory *inventory);

json_t *document_finding(const struct finding *finding);

/* The findings about one card, or about the host (-1). */
json_t *document_findings(const struct findings *findings, int card);
json_t *document_all_findings(const struct findings *findings);

/* What there is to say about the host when only devices and VMs were asked for. */
json_t *document_vms_findings(const struct dda_inventory *inventory);

/* The names of a set of enum vm_setting. */
json_t *document_setting_names(unsigned settings);

/* What is set of an address space, by the names that the platform has for it; with `before` only
 * what differs from that. */
json_t *document_address_space(const struct vm_space *space, const struct vm_space *before);

/* The settings of a VM that bear on devices, null when it can't be read; and what they make of it.
 */
json_t *document_vm_settings(const struct dda_inventory *inventory, const struct vm *vm);
json_t *document_vm_findings(const struct dda_inventory *inventory, const struct vm *vm);

/* Transactions that were open, and what became of them. */
json_t *document_transactions(const struct dda_recovery *recovery);

/* The functions and VMs that a plan is about, as a journal has them. */
json_t *document_plan_functions(const struct dda_plan *plan);

/* A step that is on a journal, and what became of it: what its marks tell, "unknown" where it was
 * begun, perhaps done. */
const char *document_mark_result(const struct step_mark *mark);
json_t *document_marked_step(const struct step *step, const char *result);
json_t *document_plan_vms(const struct dda_plan *plan);

/* What is to stay dismounted over a restart, and whether it is. */
json_t *document_stays(const struct dda_boot *boot);

/* {"subject", "evidence", "remedy"}, null for NULL. */
json_t *document_error(const struct dda_error *error);

/* Reading: the string or the array under `key`; NULL when it is not there or null. */
const char *document_string(const json_t *object, const char *key);
const json_t *document_array(const json_t *object, const char *key);
