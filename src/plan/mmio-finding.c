/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-finding.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/translate.h"

/* What somebody measured on one host; no limit is documented. */
#define HIGH_GAP_MEASURED (262656 * MMIO_MIB)

struct report {
	const struct mmio_target *target;
	const struct mmio_card *cards;
	size_t count;
	const struct mmio_plan *plan;
	const char *subject;
	struct findings *findings;
};

static struct finding finding_about_mmio(const struct report *report, const char *code,
                                         enum finding_severity severity)
{
	return (struct finding){.code = code,
	                        .severity = severity,
	                        .subject = report->subject,
	                        .card = -1,
	                        .vm = -1};
}

static const char *size_text(const struct report *report, uint64_t bytes)
{
	_cleanup_free_ char *text = text_size_exact(bytes);
	const char *copy = arena_text(&report->findings->arena, text);

	report->findings->out_of_memory |= !copy;
	return copy ? copy : "";
}

static const char *cards_text(const struct report *report)
{
	return report->count == 1 ? _("the card needs")
	                          : arena_format(&report->findings->arena, "the %u cards need",
	                                         (unsigned)report->count);
}

/* Adds "; or ..." to a list of choices. */
static const char *or_else(const struct report *report, const char *list, const char *choice)
{
	return *list ? arena_format(&report->findings->arena, "%s; or %s", list, choice) : choice;
}

static const char *how_to_widen(const struct report *report, unsigned bits)
{
	struct arena *arena = &report->findings->arena;

	if (report->target->firmware == MMIO_HYPERV)
		return arena_format(arena, "a host with %u address bits", bits);
	return arena_format(arena,
	                    "an address width of %u bits, <maxphysaddr mode='emulate' bits='%u'/> "
	                    "or a processor in mode host-passthrough that has them",
	                    bits, bits);
}

static const char *other_firmware(enum mmio_firmware firmware)
{
	return firmware == MMIO_OVMF ? _("the firmware OVMF instead of SeaBIOS")
	                             : _("the firmware SeaBIOS instead of OVMF");
}

static const char *remedy_of(const struct report *report, const struct mmio_change *change)
{
	struct arena *arena = &report->findings->arena;
	const char *list = "";

	if (change->address_bits)
		list = or_else(report, list, how_to_widen(report, change->address_bits));
	if (change->ram)
		list = or_else(
		        report, list,
		        arena_format(arena, "at most %s of RAM", size_text(report, change->ram)));
	if (change->cards)
		list = or_else(
		        report, list,
		        arena_format(arena, "only %u of the cards", (unsigned)change->cards));
	if (change->firmware != report->target->firmware)
		list = or_else(report, list, other_firmware(change->firmware));
	return *list ? list : _("a card with smaller BARs: no width, no RAM and no firmware helps");
}

static void say_no_room(const struct report *report, const char *remedy)
{
	const struct mmio_space *high = &report->plan->high, *low = &report->plan->low;
	struct finding finding;

	if (!high->fits) {
		finding = finding_about_mmio(report, "mmio-above-4g", FINDING_BLOCKER);
		finding.evidence = arena_format(
		        &report->findings->arena,
		        "%s %s above 4 GiB, and there is room for %s from %s on, with %u address "
		        "bits and %s of RAM",
		        cards_text(report), size_text(report, high->need),
		        size_text(report, high->size), size_text(report, high->start),
		        report->plan->address_bits, size_text(report, report->target->ram));
		finding.remedy = remedy;
		findings_add(report->findings, finding);
	}
	if (!low->fits) {
		finding = finding_about_mmio(report, "mmio-below-4g", FINDING_BLOCKER);
		finding.evidence = arena_format(&report->findings->arena,
		                                "%s %s below 4 GiB, and there is room for %s",
		                                cards_text(report), size_text(report, low->need),
		                                size_text(report, low->size));
		finding.remedy = remedy;
		findings_add(report->findings, finding);
	}
}

static void say_io(const struct report *report, const char *remedy)
{
	struct finding finding = finding_about_mmio(report, "mmio-io-space", FINDING_BLOCKER);

	finding.evidence = arena_format(&report->findings->arena,
	                                "%u cards have I/O BARs, and the firmware's I/O space has "
	                                "room for %u ports with such cards",
	                                report->plan->io_cards, report->plan->io_room);
	finding.remedy = remedy;
	findings_add(report->findings, finding);
}

static void say_refused(const struct report *report, const char *remedy)
{
	struct finding finding = finding_about_mmio(report, "mmio-vm-refused", FINDING_BLOCKER);

	finding.evidence = arena_format(
	        &report->findings->arena,
	        "QEMU does not start it: RAM up to %s and its 64-bit hole for PCI (pcihole64) end "
	        "above %u address bits",
	        size_text(report, report->plan->ram_end), report->plan->address_bits);
	finding.remedy = remedy;
	findings_add(report->findings, finding);
}

static int say_what_fails(const struct report *report)
{
	struct mmio_change change;
	const char *remedy;
	int r;

	if (report->plan->fits)
		return 0;
	r = mmio_change_find(report->target, report->cards, report->count, &change);
	if (r < 0)
		return r;
	remedy = remedy_of(report, &change);
	say_no_room(report, remedy);
	if (report->plan->io_cards > report->plan->io_room)
		say_io(report, remedy);
	if (report->plan->refused)
		say_refused(report, remedy);
	return 0;
}

static void say_window(const struct report *report)
{
	struct finding finding = finding_about_mmio(report, "mmio-window", FINDING_WARNING);
	uint64_t window = report->plan->window / MMIO_MIB;

	if (!window || window == report->target->window / MMIO_MIB)
		return;
	finding.evidence = arena_format(&report->findings->arena,
	                                "%s %s above 4 GiB, more than the firmware gives by itself",
	                                cards_text(report),
	                                size_text(report, report->plan->high.need));
	finding.remedy = arena_format(
	        &report->findings->arena,
	        "dda assign does it; by hand: -fw_cfg name=opt/ovmf/X-PciMmio64Mb,string=%llu "
	        "(libvirt: "
	        "two <qemu:arg> in <qemu:commandline>, as it reserves the name for itself in "
	        "<sysinfo type='fwcfg'>)",
	        (unsigned long long)window);
	findings_add(report->findings, finding);
}

static void say_width(const struct report *report)
{
	const struct mmio_plan *plan = report->plan;
	struct finding finding = finding_about_mmio(report, "mmio-address-width", FINDING_NOTE);

	if (report->target->address_bits)
		return;
	if (report->target->firmware == MMIO_HYPERV)
		finding.evidence =
		        arena_format(&report->findings->arena,
		                     "the host's address width is not known; %u bits are needed",
		                     plan->bits_needed);
	else
		finding.evidence = arena_format(
		        &report->findings->arena,
		        "the VM's address width is not known; planned with %u bits%s",
		        plan->address_bits,
		        plan->address_bits > 40 ? _(", the least with which the cards fit")
		                                : _(", what QEMU gives where nothing is said"));
	finding.remedy = "say --address-bits N";
	findings_add(report->findings, finding);
}

static void say_gap_limit(const struct report *report, uint64_t high_gap)
{
	struct finding finding = finding_about_mmio(report, "mmio-gap-limit", FINDING_WARNING);

	if (high_gap <= HIGH_GAP_MEASURED)
		return;
	finding.evidence = arena_format(
	        &report->findings->arena,
	        "HighMmioGapSize would be %llu MB; no limit is documented, one host was seen to "
	        "refuse more than 262656 MB",
	        (unsigned long long)(high_gap / MMIO_MIB));
	finding.remedy = "try it before you rely on it, or spread the cards over several VMs";
	findings_add(report->findings, finding);
}

/* One piece per function, as large as all its BARs and aligned to the largest power of two in it:
 * hv_pci_allocate_bridge_windows() in Linux drivers/pci/controller/pci-hyperv.c. */
static uint64_t linux_end(const struct report *report)
{
	uint64_t end = report->plan->high_base;

	for (size_t c = 0; c < report->count; c++)
		for (unsigned i = 0; i < report->cards[c].count; i++) {
			uint64_t sum = 0, align = 1;

			for (int b = 0; b < BAR_COUNT; b++)
				if (report->cards[c].functions[i].bars[b].is_64bit)
					sum += report->cards[c].functions[i].bars[b].size;
			if (!sum)
				continue;
			while (align <= sum / 2)
				align *= 2;
			end = mmio_up(end, align) + sum;
		}
	return end;
}

static void say_linux_guest(const struct report *report)
{
	struct finding finding = finding_about_mmio(report, "mmio-linux-guest", FINDING_WARNING);
	uint64_t size = linux_end(report) - report->plan->high_base;

	if (report->target->firmware != MMIO_HYPERV || size <= report->plan->high_gap)
		return;
	finding.evidence = arena_format(
	        &report->findings->arena,
	        "a Linux guest wants the BARs of a card in one piece, with which they take %llu MB",
	        (unsigned long long)(mmio_up(size, MMIO_MIB) / MMIO_MIB));
	finding.remedy = arena_format(&report->findings->arena,
	                              "for a Linux guest set HighMmioGapSize to %llu",
	                              (unsigned long long)(mmio_up(size, MMIO_MIB) / MMIO_MIB));
	findings_add(report->findings, finding);
}

int mmio_findings_add(const struct mmio_target *target, const struct mmio_card *cards, size_t count,
                      const struct mmio_plan *plan, const char *subject, struct findings *findings)
{
	const struct report report = {target, cards, count, plan, subject, findings};
	int r = say_what_fails(&report);

	if (r < 0)
		return r;
	say_window(&report);
	say_gap_limit(&report, plan->high_gap);
	say_linux_guest(&report);
	say_width(&report);
	return findings->out_of_memory ? -ENOMEM : 0;
}

int mmio_findings_add_limits(const struct mmio_target *target, const struct mmio_card *cards,
                             size_t count, const struct mmio_plan *plan, const char *subject,
                             struct findings *findings)
{
	const struct report report = {target, cards, count, plan, subject, findings};
	int r = say_what_fails(&report);

	if (r < 0)
		return r;
	say_gap_limit(&report, plan->high_gap);
	say_linux_guest(&report);
	return findings->out_of_memory ? -ENOMEM : 0;
}

int mmio_findings_add_gap_limit(uint64_t high_gap, const char *subject, struct findings *findings)
{
	const struct report report = {.subject = subject, .findings = findings};

	say_gap_limit(&report, high_gap);
	return findings->out_of_memory ? -ENOMEM : 0;
}
