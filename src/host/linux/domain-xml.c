/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/domain-xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "host/linux/entry-alias.h"

/* A path comes from a person. */
static void write_escaped(FILE *file, const char *text)
{
	for (; *text; text++)
		if (strchr("&<>'\"", *text))
			fprintf(file, "&#%d;", *text);
		else
			fputc(*text, file);
}

static void write_rom(FILE *file, const char *rom)
{
	fputs("  <rom file='", file);
	write_escaped(file, rom);
	fputs("'/>\n", file);
}

static void write_hostdev(FILE *file, const struct step *step)
{
	const struct address *host = &step->function;

	fputs("<hostdev mode='subsystem' type='pci' managed='no'>\n", file);
	fputs("  <driver name='vfio'/>\n", file);
	fprintf(file,
	        "  <source><address domain='0x%04x' bus='0x%02x' slot='0x%02x' "
	        "function='0x%x'/></source>\n",
	        (unsigned)host->domain, host->bus, host->device, host->function);
	fputs("  <alias name='", file);
	entry_alias_write(file, step);
	fputs("'/>\n", file);
	if (step->rom)
		write_rom(file, step->rom);
	if (step->guest_placed)
		fprintf(file,
		        "  <address type='pci' domain='0x0000' bus='0x%02x' slot='0x%02x' "
		        "function='0x%x'%s/>\n",
		        step->guest.bus, step->guest.device, step->guest.function,
		        step->multifunction ? " multifunction='on'" : "");
	fputs("</hostdev>\n", file);
}

/*
 * Complete, because libvirt fills nothing in for a controller that is attached. The pair of chassis
 * and port must be unique in the VM: libvirt itself gives a port its index as chassis, and so do
 * we.
 */
static void write_port(FILE *file, const struct step *step)
{
	unsigned index = step->guest.bus;
	struct address a = step->function;

	fprintf(file, "<controller type='pci' index='%u' model='pcie-root-port'>\n", index);
	fputs("  <model name='pcie-root-port'/>\n", file);
	fprintf(file, "  <target chassis='%u' port='0x%x'/>\n", index, index & 0xff);
	fprintf(file, "  <alias name='" PORT_ALIAS_PREFIX "%04x-%02x-%02x-%x'/>\n",
	        (unsigned)a.domain, a.bus, a.device, a.function);
	fputs("</controller>\n", file);
}

static char *to_text(void (*write)(FILE *, const struct step *), const struct step *step)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		return NULL;
	write(file, step);
	if (fclose(file) != 0) {
		free(text);
		return NULL;
	}
	return text;
}

char *domain_xml_hostdev(const struct step *step)
{
	return to_text(write_hostdev, step);
}

char *domain_xml_port(const struct step *step)
{
	return to_text(write_port, step);
}
