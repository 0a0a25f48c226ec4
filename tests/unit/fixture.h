/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/inventory.h"
#include "rules/finding.h"

/*
 * A host, told in a few lines; where nothing else is said all is well (IOMMU on, VMs known, root).
 *   card SLOT GROUP STATE        a GPU (.0), its audio (.1) and USB (.2) function behind a port of
 *                                its own; STATE: host, disabled, dismounted, or vfio (dismounted
 *                                by somebody else: nothing on record)
 *   function ADDR CLASS GROUP DRIVER [UPSTREAM]    one function; GROUP or DRIVER may be "-"
 *   state ADDR STATE             another state for one function
 *   unknown ADDR FACT            FACT (vendor, class, driver, group, reset, slot) could not be read
 *   absent ADDR FACT             ... is known to be absent
 *   override ADDR DRIVER         its driver_override
 *   cause ADDR REASON [CAUSE]    why it shares its group: the name of a reason, or "differs"
 *   watch ADDR VALUE [graphics]  the IOMMU that the firmware has for it, at that address
 *   acs ADDR CAN [ON]            its ACS registers, in decimal
 *   gone ADDR                    the vendor id reads ffff
 *   vm NAME STATE [WORD...]      with root ports 1 to 4; STATE: off, running, unknown, broken;
 *                                WORD: transient, no-pcie, full
 *   give ADDR VM BUS [WORD...]   a function in the configuration of a VM; BUS may be "-";
 *                                WORD: managed, ours (the port at BUS was made by dda), foreign
 *                                (the entry was not)
 *   was ADDR VM ID PATH          which device that entry was made for: ID is 8 digits
 *   at ADDR PATH                 its location path
 *   given ADDR VALUE             the VM that it was given to last
 *   setting VM WHAT [VALUE]      memory, target, kept, limit: in MiB; nodes 0-1; saved, snapshots:
 *                                a value as below; reporting, kept-all, no-sharing, huge, seabios,
 *                                hidden, hyperv
 *   bar ADDR NUMBER MIB [32] [io] [lost]    a BAR, a 64-bit one unless it is said; lost: the host
 *                                has no addresses for it, and with size 0 it is forgotten
 *   window ADDR MIB MIB          what a port lets through, and what of it prefetchable
 *   resizable ADDR BAR N MOST    a BAR of 2^N MiB, that could be of up to 2^MOST
 *   virtual ADDR PHYSICAL        it is a virtual function of that one
 *   node ADDR VALUE              its NUMA node
 *   named ADDR NAME...           its name
 *   port VM BUS                  an empty port that was made by dda
 *   numa NUMBER CPUS MIB         one more NUMA node; "numa unknown": they can't be read
 *   region ADDR START END [relaxable]   memory of the firmware that it is bound to
 *   groups, firmware VALUE       "absent", "unknown", or a value
 *   remapping, unsafe VALUE      of interrupts; whether VFIO was told to do without
 *   ksm VALUE, shutdown VALUE    merging of equal pages; what becomes of VMs at shutdown
 *   cmdline TEXT, cpu VENDOR, vms unknown, unprivileged, copy
 * A Hyper-V host, where all is well in the same way; GROUP is "-" and BUS too:
 *   hyperv                       the first line; the host is Windows Server, build 20348
 *   host FACT VALUE              edition, build, server, iov, secure, supported (the policies);
 *                                behind "iov absent": the reasons
 *   fact ADDR FACT VALUE         also on Linux: able (interrupts), maker, device (hexadecimal),
 * power, answers, flr, power-reset; port, interrupts: numbers; pool, version (of the driver), name;
 *                                native, reserved, isolated, partitioned, holders, bars
 *   holder ADDR KIND [WORD]      what of the host hangs on it: disk, network, display, console,
 *                                keyboard; WORD: vital, later
 *   open ADDR KIND ID NAME [OWNER [OWNER-NAME]]    a program that has it open
 *                                KIND: node, waited, gpu, disk, memory
 *                                OWNER: service, user, session, login, vm
 *   stale VM PATH                a device in its configuration that is not there any more
 *   setting VM gaps LOW HIGH [BASE]    in MiB: its address space; kept-gaps: that before dda
 *   setting VM window MIB [BEFORE]    OVMF's; BEFORE: dda has set it, and notes that
 *   setting VM stop WORD         its stop action: off, save
 *   setting VM WHAT              dynamic-memory, saved-at-stop, checkpoints, fixed-caches, nested
 * VALUE is "absent", "unknown", "unasked", or a value.
 */
struct dda_inventory *given(const char *text);

/* The function with that address; the test fails without it. */
const struct dda_function *function_at(const struct dda_inventory *inventory, const char *address);

/* "blocker group-shared 0000:01:00" per line; "?" after the code of an undecided one. */
char *findings_text(const struct findings *findings);

/* Does the evidence or the remedy of one of them contain the text? */
bool findings_say(const struct findings *findings, const char *text);
