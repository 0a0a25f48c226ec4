/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "host/snapshot/snapshot.h"
#include "model/fact.h"

/*
 * What was read of a Hyper-V host, as one JSON document:
 *   {"schema": "dda.snapshot/1", "platform": "hyperv",
 *    "wmi": {NAMESPACE: {CLASS: [{PROPERTY: value...}...]}},
 *    "device_properties": {DEVICE: {"{FMTID} PID": value}},
 *    "registry": {NAME: number or null},
 *    "errors": {NAMESPACE, "devices" or "registry": {CLASS, DEVICE or NAME: {"result": HRESULT,
 *     "text": ...}}}}
 * Values are as WMI gives them: 64-bit numbers are decimal text. It may come from a file, so it may
 * be anything: whoever reads it takes nothing for granted but that it is JSON.
 */

#define CIMV2 "root\\cimv2"
#define STORAGE "root\\Microsoft\\Windows\\Storage"
#define VIRTUALIZATION "root\\virtualization\\v2"

/* A new snapshot without anything in it, or NULL without memory. */
json_t *snapshot_new(void);

/*
 * The objects of a class, an array; NULL when they are not in the document: then *ret_fact says
 * "not asked", or "unknown" with the reason of the failure. `source` is for the fact.
 */
const json_t *snapshot_rows(const json_t *document, const char *space, const char *class,
                            const char *source, struct fact *ret_fact);

/* The HRESULT of a query that failed, 0 when there is none. *ret_text (may be NULL): what WMI said,
 * or NULL; owned by the document. */
uint32_t snapshot_failure(const json_t *document, const char *space, const char *class,
                          const char **ret_text);

/* The properties of a device, or NULL. */
const json_t *snapshot_device(const json_t *document, const char *device);

/* What stands under `name`: its text, or NULL when it is none. */
const char *value_text(const json_t *object, const char *name);

/* A number, as one or as decimal text. Returns false when it is neither, or negative. */
bool value_number(const json_t *object, const char *name, uint64_t *ret);

/* A truth: a boolean, or a number that is not 0. Returns false when it is neither. */
bool value_boolean(const json_t *object, const char *name, bool *ret);

/* Text number `index` of a list; a text alone is a list of one. NULL past the end. */
const char *value_item(const json_t *object, const char *name, size_t index);

/* The same as facts: absent when the value is not there or null, unknown (EPROTO) when it is of
 * another type. */
struct fact_number value_number_fact(const json_t *object, const char *name, const char *source);
