/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/explain.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/act-driver.h"
#include "host/linux/child.h"
#include "host/linux/decode-settings.h"
#include "host/linux/domain-xml.h"
#include "host/linux/persistence.h"

static void explain_persistence(FILE *file, const struct step *step, bool on)
{
	if (text_equal(step->driver, PERSISTENCE_DRIVER))
		fprintf(file, PERSISTENCE_PROGRAM " -i %s -pm %d  # if it %s on\n",
		        address_format(step->function).text, on, on ? "was" : "is");
}

static void explain_writes(FILE *file, const struct step *step)
{
	struct file_writes writes;

	if (step->kind == STEP_DISMOUNT)
		fputs("modprobe vfio-pci\n", file);
	if (step->kind == STEP_DISABLE)
		explain_persistence(file, step, false);
	if (driver_writes(step, &writes) < 0)
		return;
	for (unsigned i = 0; i < writes.count; i++) {
		const struct file_write *write = &writes.items[i];
		bool has_no_driver = step->kind == STEP_DISABLE && !step->driver;

		if (write->optional && has_no_driver)
			continue;
		if (text_equal(write->value, "\n"))
			fprintf(file, "echo > %s\n", write->path);
		else
			fprintf(file, "echo %s > %s\n", write->value, write->path);
	}
	if (step->kind == STEP_ENABLE)
		explain_persistence(file, step, true);
}

/* VM names come from people; in a shell they stand in quotes. */
static void write_quoted(FILE *file, const char *text)
{
	fputc('\'', file);
	for (; *text; text++)
		if (*text == '\'')
			fputs("'\\''", file);
		else
			fputc(*text, file);
	fputc('\'', file);
}

static void explain_virsh(FILE *file, const struct step *step, const char *command, const char *xml)
{
	fprintf(file, "virsh %s ", command);
	write_quoted(file, step->vm);
	fprintf(file, " /dev/stdin --config <<'END'\n%sEND\n", xml ? xml : "");
}

static void explain_vm(FILE *file, const struct step *step)
{
	bool is_port = step->kind == STEP_PREPARE || step->kind == STEP_UNPREPARE;
	bool attach = step->kind == STEP_PREPARE || step->kind == STEP_ADD;
	_cleanup_free_ char *xml = is_port ? domain_xml_port(step) : domain_xml_hostdev(step);

	if (step->kind == STEP_START || step->kind == STEP_STOP) {
		fputs(step->kind == STEP_START ? "virsh start " : "virsh destroy ", file);
		write_quoted(file, step->vm);
		fputc('\n', file);
		return;
	}
	explain_virsh(file, step, attach ? "attach-device" : "detach-device", xml);
}

/* One setting has a command of its own; the others are lines of the definition. */
static void explain_edit(FILE *file, const struct step *step, const char *script)
{
	fputs("virsh dumpxml --inactive --security-info ", file);
	write_quoted(file, step->vm);
	fprintf(file, " | sed %s | virsh define /dev/stdin\n", script);
}

/* The window has its number behind a name; before it there was none, or is none any more. */
static void explain_window(FILE *file, const struct step *step)
{
	unsigned long long megabytes = step->space.firmware_window >> 20;
	char script[320];

	if (step->space.firmware_window == step->space_before.firmware_window)
		return;
	if (!megabytes)
		return explain_edit(file, step, "\"/'-fw_cfg'/{N;/X-PciMmio64Mb/d}\"");
	if (step->space_before.firmware_window)
		snprintf(script, sizeof(script), "'s|\\(X-PciMmio64Mb,string=\\)[0-9]*|\\1%llu|'",
		         megabytes);
	else
		snprintf(script, sizeof(script),
		         "\"s|</domain>|<qemu:commandline xmlns:qemu='" QEMU_NAMESPACE
		         "'>" WINDOW_ARGUMENTS "</qemu:commandline>&|\"",
		         megabytes);
	explain_edit(file, step, script);
}

static void explain_width(FILE *file, const struct step *step)
{
	char script[160];

	if (step->space.width == step->space_before.width)
		return;
	if (step->space.width == VM_WIDTH_FIXED)
		snprintf(script, sizeof(script),
		         "\"s|<maxphysaddr.*/>|<maxphysaddr mode='emulate' bits='%u'/>|\"",
		         step->space.address_bits);
	else if (step->space.width == VM_WIDTH_DEFAULT)
		snprintf(script, sizeof(script), "'/<maxphysaddr/d'");
	else
		snprintf(script, sizeof(script), "-e '/<maxphysaddr/d' -e '%s' -e \"%s\"",
		         "s|\\(<cpu [^>]*[^/>]\\)/>|\\1></cpu>|",
		         "s|<cpu [^>]*>|&<maxphysaddr mode='passthrough'/>|");
	explain_edit(file, step, script);
}

/* virsh binds memory; the processors' attribute is a line of the definition. */
static void explain_numa(FILE *file, const struct step *step)
{
	char script[512];

	if (step->kind == STEP_UNSET)
		return explain_edit(file, step,
		                    "-e '/<numatune>/,/<\\/numatune>/d' -e "
		                    "\"s| cpuset='[^']*'||\"");
	fputs("virsh numatune ", file);
	write_quoted(file, step->vm);
	fprintf(file, " --mode strict --nodeset %s --config\n", step->nodes);
	snprintf(script, sizeof(script), "\"s|<vcpu |&cpuset='%s' |\"", step->cpus);
	if (step->cpus)
		explain_edit(file, step, script);
}

static void explain_settings(FILE *file, const struct step *step)
{
	bool set = step->kind == STEP_SET;

	if (step->settings & SETTING_MEMORY) {
		fputs("virsh setmem ", file);
		write_quoted(file, step->vm);
		fprintf(file, " %" PRIu64 "KiB --config\n",
		        (set ? step->memory : step->balloon_target) / 1024);
	}
	if (step->settings & SETTING_REPORTING)
		explain_edit(file, step,
		             set ? "\"s/freePageReporting='on'/freePageReporting='off'/\""
		                 : "\"s/freePageReporting='off'/freePageReporting='on'/\"");
	if (step->settings & SETTING_SHARING)
		explain_edit(file, step,
		             set ? "'s|</currentMemory>|&<memoryBacking><nosharepages/>"
		                   "</memoryBacking>|'"
		                 : "'/<nosharepages\\/>/d'");
	if (step->settings & SETTING_HIDDEN)
		explain_edit(file, step,
		             set ? "-e \"s|</features>|<kvm><hidden state='on'/></kvm>&|\" -e "
		                   "\"s|</hyperv>|<vendor_id state='on' value='" HYPERV_VENDOR
		                   "'/>&|\""
		                 : "-e '/<hidden state=/d' -e '/<vendor_id .*" HYPERV_VENDOR "/d'");
	if (step->settings & SETTING_NUMA)
		explain_numa(file, step);
	if (step->settings & SETTING_SPACE) {
		explain_window(file, step);
		explain_width(file, step);
	}
}

char *explain_step(const struct step *step)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		return NULL;
	if (step->kind < STEP_PREPARE)
		explain_writes(file, step);
	else if (step->kind == STEP_SET || step->kind == STEP_UNSET)
		explain_settings(file, step);
	else
		explain_vm(file, step);
	if (fclose(file) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
