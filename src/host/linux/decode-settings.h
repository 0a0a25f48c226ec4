/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/arena.h"
#include "model/vm.h"

/* What dda changed in a definition is kept in the definition's <metadata>, in an element of ours.
 */
#define SETTINGS_NAMESPACE "https://dda.invalid/vm/1"
#define SETTINGS_ELEMENT "dda:before"
#define SETTINGS_PATH "/domain/metadata/dda:before"

/* What stands in it, each an attribute. What was not there before is "absent". */
enum setting_note {
	NOTE_TARGET,     /* currentMemory: KiB */
	NOTE_REPORTING,  /* freePageReporting */
	NOTE_SHARING,    /* nosharepages */
	NOTE_WINDOW,     /* X-PciMmio64Mb */
	NOTE_WINDOW_SET, /* ... and what dda made of it, to know later whether it still is */
	NOTE_WIDTH,      /* maxphysaddr: its bits */
	NOTE_HIDDEN,     /* features/kvm/hidden: its state */
	NOTE_VENDOR,     /* features/hyperv/vendor_id: its state */
	NOTE_NODES,      /* numatune/memory: not what was, nothing was, but what dda made of it */
	NOTE_CPUS,       /* vcpu's cpuset: the same */
	NOTE_METADATA,   /* metadata, in which the note is */
	NOTE_COUNT
};

/* The attribute, and the setting that it belongs to; 0: none by itself. */
extern const struct setting_note_row {
	const char *name;
	unsigned setting;
} setting_notes[NOTE_COUNT];

/* What all values in a note are made of. */
#define NOTE_LETTERS "0123456789abcdefghijklmnopqrstuvwxyz,-"

/* What a record of enum dda_setting is made of: "mmio64Mb=absent mmio64MbSet=36864". The value of a
 * note in it, NULL for none and without memory. */
const char *decode_record(const char *record, enum setting_note note, struct arena *arena);

/* The value of a note among the attributes of its element, NULL for none. */
const char *decode_note(const char **attributes, enum setting_note note);

/* MiB of OVMF's window above 4 GiB, given to QEMU through libvirt's <qemu:commandline>, since
 * <sysinfo type='fwcfg'> may not name it: "-fw_cfg" and then "name=NAME,string=N". */
#define WINDOW_NAME "opt/ovmf/X-PciMmio64Mb"
#define WINDOW_ARGUMENTS                                                                           \
	"<qemu:arg value='-fw_cfg'/><qemu:arg value='name=" WINDOW_NAME ",string=%llu'/>"
#define QEMU_NAMESPACE "http://libvirt.org/schemas/domain/qemu/1.0"

/* The name that stands for "Microsoft Hv": at most 12 letters. */
#define HYPERV_VENDOR "unknown"

/* The number in the value of such an argument, NULL when it is another one. */
const char *decode_window(const char *value);

/*
 * Decodes the settings in a VM's definition, element by element: `path` is "/domain/os/loader".
 * Called at the begin of each with its attributes, and at its end with its text. `unit`: the factor
 * of the size that the element holds.
 */
void decode_setting_begin(const char *path, const char **attributes, struct arena *arena,
                          struct vm_settings *settings);
void decode_setting_end(const char *path, const char *text, uint64_t unit,
                        struct vm_settings *settings);
