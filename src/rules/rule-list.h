/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rules/rule.h"

/* Every rule of the table; what each looks for is said in its file. */
void rule_iommu(const struct rule_scope *scope, struct findings *findings);
void rule_vms_unknown(const struct rule_scope *scope, struct findings *findings);
void rule_holder_unknown(const struct rule_scope *scope, struct findings *findings);
void rule_facts_unread(const struct rule_scope *scope, struct findings *findings);
void rule_missing(const struct rule_scope *scope, struct findings *findings);
void rule_device_gone(const struct rule_scope *scope, struct findings *findings);
void rule_not_an_endpoint(const struct rule_scope *scope, struct findings *findings);
void rule_not_for_vms(const struct rule_scope *scope, struct findings *findings);
void rule_driver_unknown(const struct rule_scope *scope, struct findings *findings);
void rule_no_group(const struct rule_scope *scope, struct findings *findings);
void rule_group_shared(const struct rule_scope *scope, struct findings *findings);
void rule_group_split(const struct rule_scope *scope, struct findings *findings);
void rule_no_reset(const struct rule_scope *scope, struct findings *findings);
void rule_assigned_elsewhere(const struct rule_scope *scope, struct findings *findings);
void rule_wrong_state(const struct rule_scope *scope, struct findings *findings);
void rule_group_left(const struct rule_scope *scope, struct findings *findings);
void rule_guest(const struct rule_scope *scope, struct findings *findings);
void rule_guest_bars_unseen(const struct rule_scope *scope, struct findings *findings);
void rule_guest_agent(const struct rule_scope *scope, struct findings *findings);
void rule_guest_problem(const struct rule_scope *scope, struct findings *findings);
void rule_guest_bar_0m(const struct rule_scope *scope, struct findings *findings);
void rule_guest_driver(const struct rule_scope *scope, struct findings *findings);
void rule_guest_empty(const struct rule_scope *scope, struct findings *findings);
void rule_guest_off(const struct rule_scope *scope, struct findings *findings);
void rule_stays_dismounted(const struct rule_scope *scope, struct findings *findings);
void rule_vm_missing(const struct rule_scope *scope, struct findings *findings);
void rule_vm_running(const struct rule_scope *scope, struct findings *findings);
void rule_vm_transient(const struct rule_scope *scope, struct findings *findings);
void rule_vm_no_pcie(const struct rule_scope *scope, struct findings *findings);
void rule_vm_full(const struct rule_scope *scope, struct findings *findings);
void rule_host_suspends(const struct rule_scope *scope, struct findings *findings);
void rule_numa_apart(const struct rule_scope *scope, struct findings *findings);
void rule_not_hidden(const struct rule_scope *scope, struct findings *findings);
void rule_numa_unbound(const struct rule_scope *scope, struct findings *findings);
void rule_vm_saved(const struct rule_scope *scope, struct findings *findings);
void rule_vm_snapshots(const struct rule_scope *scope, struct findings *findings);
void rule_vm_lock_limit(const struct rule_scope *scope, struct findings *findings);
void rule_vm_balloon(const struct rule_scope *scope, struct findings *findings);
void rule_vm_page_reporting(const struct rule_scope *scope, struct findings *findings);
void rule_vm_page_sharing(const struct rule_scope *scope, struct findings *findings);
void rule_vm_no_uefi(const struct rule_scope *scope, struct findings *findings);
void rule_vm_small_pages(const struct rule_scope *scope, struct findings *findings);
void rule_edition_client(const struct rule_scope *scope, struct findings *findings);
void rule_iov_unsupported(const struct rule_scope *scope, struct findings *findings);
void rule_device_policy(const struct rule_scope *scope, struct findings *findings);
void rule_holders(const struct rule_scope *scope, struct findings *findings);
void rule_firmware_control(const struct rule_scope *scope, struct findings *findings);
void rule_not_express(const struct rule_scope *scope, struct findings *findings);
void rule_legacy_endpoint(const struct rule_scope *scope, struct findings *findings);
void rule_reserved_memory(const struct rule_scope *scope, struct findings *findings);
void rule_not_isolated(const struct rule_scope *scope, struct findings *findings);
void rule_line_interrupts(const struct rule_scope *scope, struct findings *findings);
void rule_partitioned(const struct rule_scope *scope, struct findings *findings);
void rule_in_pool(const struct rule_scope *scope, struct findings *findings);
void rule_mmio_unknown(const struct rule_scope *scope, struct findings *findings);
void rule_driver_old(const struct rule_scope *scope, struct findings *findings);
void rule_vm_stale_device(const struct rule_scope *scope, struct findings *findings);
void rule_vm_nested(const struct rule_scope *scope, struct findings *findings);
void rule_vm_dynamic_memory(const struct rule_scope *scope, struct findings *findings);
void rule_vm_stop_action(const struct rule_scope *scope, struct findings *findings);
void rule_vm_checkpoints(const struct rule_scope *scope, struct findings *findings);
void rule_vm_cache_types(const struct rule_scope *scope, struct findings *findings);
