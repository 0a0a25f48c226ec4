/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-space.h"

#include <string.h>

#include "base/text.h"
#include "host/linux/decode-settings.h"

static const char *attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (text_equal(attributes[0], name))
			return attributes[1];
	return NULL;
}

static uint64_t number(const char *text)
{
	uint64_t value;

	return text && text_whole_number(text, 10, &value) == 0 ? value : 0;
}

/* <os firmware='efi'>, which may be kept in a ROM; and the older way: a loader in flash memory is
 * OVMF's, one as ROM is BIOS. */
static void note_firmware(struct space_decoder *decoder, const char *text, const char *uefi)
{
	if (text && decoder->space.firmware != VM_UEFI)
		decoder->space.firmware = text_equal(text, uefi) ? VM_UEFI : VM_BIOS;
}

/* <cpu>: without <maxphysaddr> the host's own processor comes with the host's width. */
static void note_processor(struct space_decoder *decoder, const char *mode)
{
	if (text_equal(mode, "host-passthrough") || text_equal(mode, "maximum"))
		decoder->space.width = VM_WIDTH_HOST;
	decoder->space.old_processor = !mode || text_equal(mode, "custom");
}

static void note_width(struct space_decoder *decoder, const char **attributes)
{
	bool host = text_equal(attribute(attributes, "mode"), "passthrough");

	decoder->space.width = host ? VM_WIDTH_HOST : VM_WIDTH_FIXED;
	decoder->space.address_bits =
	        (unsigned)number(attribute(attributes, host ? "limit" : "bits"));
}

static uint64_t window_of(const char *megabytes)
{
	uint64_t value = number(megabytes);

	return value <= 0x1000000 ? value << 20 : 0;
}

/* <qemu:arg value='name=opt/ovmf/X-PciMmio64Mb,string=65536'/> */
static void note_argument(struct space_decoder *decoder, const char *value)
{
	const char *megabytes = decode_window(value);

	if (megabytes)
		decoder->space.firmware_window = window_of(megabytes);
}

/* <feature policy='require' name='pdpe1gb'/>, which comes behind the model. */
static void note_feature(struct space_decoder *decoder, const char **attributes)
{
	const char *policy = attribute(attributes, "policy");

	if (text_equal(attribute(attributes, "name"), "pdpe1gb"))
		decoder->space.old_processor = text_equal(policy, "disable") ||
		                               text_equal(policy, "forbid");
}

static void note_kept(struct space_decoder *decoder, const char **attributes)
{
	const char *window = decode_note(attributes, NOTE_WINDOW);
	const char *width = decode_note(attributes, NOTE_WIDTH);

	decoder->noted_window = window;
	decoder->noted_width = width;
	decoder->kept.firmware_window = window_of(window);
	decoder->kept.address_bits = (unsigned)number(width);
}

void decode_space_begin(const char *path, const char **attributes, struct space_decoder *decoder)
{
	if (text_equal(path, "/domain"))
		decoder->space = (struct vm_space){
		        .old_processor = true, /* what it has where nothing is said */
		        .emulated = text_equal(attribute(attributes, "type"), "qemu")};
	else if (text_equal(path, "/domain/os"))
		note_firmware(decoder, attribute(attributes, "firmware"), "efi");
	else if (text_equal(path, "/domain/os/loader"))
		note_firmware(decoder, attribute(attributes, "type"), "pflash");
	else if (text_equal(path, "/domain/cpu"))
		note_processor(decoder, attribute(attributes, "mode"));
	else if (text_equal(path, "/domain/cpu/maxphysaddr"))
		note_width(decoder, attributes);
	else if (text_equal(path, "/domain/cpu/feature"))
		note_feature(decoder, attributes);
	else if (text_equal(path, "/domain/qemu:commandline/qemu:arg"))
		note_argument(decoder, attribute(attributes, "value"));
	else if (text_equal(path, SETTINGS_PATH))
		note_kept(decoder, attributes);
}

/* A loader in ROM: SeaBIOS's files are called bios.bin, bios-256k.bin. Others are not known. */
static void end_loader(struct space_decoder *decoder, const char *file)
{
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;

	decoder->foreign_rom = decoder->space.firmware != VM_UEFI && *name && !strstr(name, "bios");
}

/*
 * Models of QEMU that have pages of 1 GiB, as QEMU 7.2 says of each of its own
 * (query-cpu-model-expansion), and newer ones of servers. All others lack them: qemu64, kvm64,
 * Intel's up to Broadwell and its clients'.
 */
static bool has_1g_pages(const char *model)
{
	static const char *const families[] = {
	        "Skylake-Server", "Cascadelake", "Cooperlake", "Icelake-Server", "SapphireRapids",
	        "Granite",        "Sierra",      "Snowridge",  "Denverton",      "Knights",
	        "Opteron_G4",     "Opteron_G5",  "phenom",     "EPYC",           "Dhyana"};

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		if (text_after(model, families[i]))
			return true;
	return false;
}

/* Nothing said about the firmware means QEMU's own, SeaBIOS. */
static void end_domain(struct space_decoder *decoder)
{
	struct vm_space *space = &decoder->space, kept = decoder->kept;

	if (decoder->foreign_rom)
		space->firmware = VM_FIRMWARE_UNKNOWN;
	else if (space->firmware == VM_FIRMWARE_UNKNOWN)
		space->firmware = VM_BIOS;
	decoder->kept = *space;
	if (decoder->noted_window)
		decoder->kept.firmware_window = kept.firmware_window;
	if (!decoder->noted_width)
		return;
	decoder->kept.width = kept.address_bits ? VM_WIDTH_FIXED : VM_WIDTH_DEFAULT;
	decoder->kept.address_bits = kept.address_bits;
}

void decode_space_end(const char *path, const char *text, uint64_t unit,
                      struct space_decoder *decoder)
{
	if (text_equal(path, "/domain/cpu/model"))
		decoder->space.old_processor &= !has_1g_pages(text);
	else if (text_equal(path, "/domain/os/loader"))
		end_loader(decoder, text);
	else if (text_equal(path, "/domain/devices/controller/pcihole64"))
		decoder->space.pci_hole64 = number(text) * unit;
	else if (text_equal(path, "/domain"))
		end_domain(decoder);
}
