/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/redact.h"

/* Writes what stays of a line, which has no newline and may be changed, with or without one. */
typedef void (*line_function)(char *line, FILE *out, struct redacted *redacted);

static char *each_line(const char *text, line_function edit, struct redacted *redacted)
{
	_cleanup_free_ char *copy = strdup(text);
	char *result = NULL, *rest = copy, *line;
	size_t size;
	FILE *out = copy ? open_memstream(&result, &size) : NULL;

	if (!out)
		return NULL;
	while ((line = strsep(&rest, "\n")))
		if (*line)
			edit(line, out, redacted);
	if (fclose(out) == 0)
		return result;
	free(result);
	return NULL;
}

/* Parameters whose values are about devices, and about nobody. */
static bool is_about_devices(const char *word)
{
	static const char *const names[] = {"intel_iommu=",
	                                    "amd_iommu=",
	                                    "iommu=",
	                                    "iommu.",
	                                    "pci=",
	                                    "pcie_",
	                                    "vfio",
	                                    "kvm",
	                                    "hugepages",
	                                    "default_hugepagesz=",
	                                    "hugepagesz=",
	                                    "nvidia",
	                                    "nouveau.",
	                                    "amdgpu.",
	                                    "i915.",
	                                    "radeon.",
	                                    "video=",
	                                    "modprobe.",
	                                    "module_blacklist=",
	                                    "console=",
	                                    "efi=",
	                                    "acpi",
	                                    "mitigations=",
	                                    "isolcpus=",
	                                    "nohz",
	                                    "rcu_nocbs=",
	                                    "initcall_blacklist=",
	                                    "mem=",
	                                    "memmap=",
	                                    "nomodeset",
	                                    "intremap=",
	                                    "x2apic",
	                                    "irqpoll"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_after(word, names[i]))
			return true;
	return false;
}

static void edit_parameters(char *line, FILE *out, struct redacted *redacted)
{
	const char *blank = "";

	for (char *rest = line, *word; (word = strsep(&rest, " ")); blank = " ") {
		char *value = strchr(word, '=');

		if (value && !is_about_devices(word)) {
			redacted->counts[REDACTED_PARAMETER]++;
			*value = '\0';
			fprintf(out, "%s%s=removed", blank, word);
		} else {
			fprintf(out, "%s%s", blank, word);
		}
	}
	fputc('\n', out);
}

char *redact_parameters(const char *text, struct redacted *redacted)
{
	return each_line(text, edit_parameters, redacted);
}

/* All processors are alike; and behind them ARM's file has a serial number. */
char *redact_processor(const char *text, struct redacted *redacted)
{
	const char *end = strstr(text, "\n\n");

	if (!end)
		return strdup(text);
	redacted->counts[REDACTED_LINE]++;
	return strndup(text, (size_t)(end - text) + 1);
}

/* Who counts how often is long, and nobody's business. */
static void edit_interrupts(char *line, FILE *out, struct redacted *redacted)
{
	bool any = false;

	for (char *rest = line, *word; (word = strsep(&rest, " \t"));) {
		bool kept = word[strspn(word, "0123456789")];

		any |= kept;
		if (kept)
			fprintf(out, " %s", word);
	}
	if (any)
		fputc('\n', out);
}

char *redact_interrupts(const char *text, struct redacted *redacted)
{
	return each_line(text, edit_interrupts, redacted);
}

static bool is_address(const char *word, size_t digits)
{
	return strlen(word) == digits && strspn(word, "0123456789abcdefABCDEF") == digits &&
	       strspn(word, "0") < digits;
}

/* Destination and gateway: no address of anybody's (RFC 5737), but still one. */
static void edit_route(char *line, FILE *out, struct redacted *redacted)
{
	unsigned i = 0;

	for (char *rest = line, *word; (word = strsep(&rest, " \t"));) {
		bool address = (i == 1 || i == 2) && is_address(word, 8);

		redacted->counts[REDACTED_ADDRESS] += address;
		i += *word != '\0';
		fprintf(out, "%s%s", address ? "000200C0" : word, rest ? "\t" : "\n");
	}
}

char *redact_routes(const char *text, struct redacted *redacted)
{
	return each_line(text, edit_route, redacted);
}

/* 2001:db8:: (RFC 3849) */
static void edit_ipv6_route(char *line, FILE *out, struct redacted *redacted)
{
	for (char *rest = line, *word; (word = strsep(&rest, " \t"));) {
		bool address = is_address(word, 32);

		redacted->counts[REDACTED_ADDRESS] += address;
		fprintf(out, "%s%s", address ? "20010db8000000000000000000000001" : word,
		        rest ? " " : "\n");
	}
}

char *redact_ipv6_routes(const char *text, struct redacted *redacted)
{
	return each_line(text, edit_ipv6_route, redacted);
}

/* "36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/root rw,errors=continue": what of it
 * counts is the device, the point, the type and the source (proc_pid_mountinfo(5)). */
static void edit_mount(char *line, FILE *out, struct redacted *redacted)
{
	static const char *const spread[] = {"btrfs", "bcachefs", "zfs"};
	char *end = strstr(line, " - "), *fields[6], *type, *source;
	bool kept;

	for (unsigned i = 0; i < 6; i++)
		fields[i] = strsep(&line, " ");
	if (!end || !fields[5]) {
		fputs("removed\n", out); /* as little to be read as it was */
		redacted->counts[REDACTED_LINE]++;
		return;
	}
	end += 3;
	type = strsep(&end, " ");
	source = end ? strsep(&end, " ") : NULL;
	kept = !text_after(fields[2], "0:");
	for (size_t i = 0; i < 3; i++)
		kept |= text_equal(type, spread[i]);
	if (!kept || !source) {
		redacted->counts[REDACTED_LINE]++;
		return;
	}
	fprintf(out, "%s %s %s / %s rw - %s %s rw\n", fields[0], fields[1], fields[2],
	        text_equal(type, "zfs") ? "/removed" : fields[4], type,
	        text_after(source, "/dev/") ? source : "removed");
}

/* A host without any mount is none that can be believed: one stands for those that went. */
char *redact_mounts(const char *text, struct redacted *redacted)
{
	static const char stand_in[] = "0 0 0:0 / /removed rw - removed removed rw\n";
	char *kept = each_line(text, edit_mount, redacted), *result = NULL;

	if (kept && asprintf(&result, "%s%s", stand_in, kept) < 0)
		result = NULL;
	free(kept);
	return result;
}

/* Swap files are where their file system is mounted. */
static void edit_swap(char *line, FILE *out, struct redacted *redacted)
{
	if (*line == '/' && !text_after(line, "/dev/"))
		redacted->counts[REDACTED_LINE]++;
	else
		fprintf(out, "%s\n", line);
}

char *redact_swaps(const char *text, struct redacted *redacted)
{
	return each_line(text, edit_swap, redacted);
}

static void edit_property(char *line, FILE *out, struct redacted *redacted)
{
	if (text_after(line, "E:ID_FS_TYPE="))
		fprintf(out, "\n%s\n", line);
	else
		redacted->counts[REDACTED_LINE]++;
}

char *redact_udev(const char *text, struct redacted *redacted)
{
	return each_line(text, edit_property, redacted);
}

/* What keyboards are asked for; "U:" is a Bluetooth address. Devices begin after an empty line. */
static void edit_input(char *line, FILE *out, struct redacted *redacted)
{
	if (text_after(line, "I: "))
		fputs("\nI: \n", out);
	else if (text_after(line, "N: ") || text_after(line, "S: ") || text_after(line, "H: "))
		fprintf(out, "%s\n", line);
	else
		redacted->counts[REDACTED_LINE]++;
}

char *redact_inputs(const char *text, struct redacted *redacted)
{
	return each_line(text, edit_input, redacted);
}

static void edit_guests(char *line, FILE *out, struct redacted *redacted)
{
	if (strstr(line, "ON_SHUTDOWN="))
		fprintf(out, "%s\n", line);
	else
		redacted->counts[REDACTED_LINE]++;
}

char *redact_guests(const char *text, struct redacted *redacted)
{
	return each_line(text, edit_guests, redacted);
}

char *redact_backing(const char *text, struct redacted *redacted)
{
	if (text_after(text, "/dev/"))
		return strdup(text);
	redacted->counts[REDACTED_LINE]++;
	return strdup("/removed\n");
}
