/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-iommu.h"

#include <errno.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/linux/decode-interrupts.h"
#include "host/linux/read-table.h"

#define TABLES "sys/firmware/acpi/tables"
#define GROUPS "sys/kernel/iommu_groups"
#define INTERRUPTS_MAX ((size_t)256 * 1024)

static int note_entry(void *data, int folder, const char *name)
{
	*(bool *)data = true;
	return 0;
}

/* Present when the folder has an entry. A folder that is not there has none. */
static struct fact read_folder(const struct root *root, const char *path, const char *source)
{
	bool found = false;
	int r = root_for_each(root, path, note_entry, &found);

	if (r == -ENOENT)
		return fact_absent(source);
	if (r < 0)
		return fact_unknown(source, -r);
	return found ? fact_known(source) : fact_absent(source);
}

static struct fact_text read_firmware(const struct root *root)
{
	struct fact tables = read_folder(root, TABLES, "/" TABLES);

	if (root_exists(root, TABLES "/DMAR"))
		return (struct fact_text){.fact = fact_known("/" TABLES "/DMAR"), .value = "DMAR"};
	if (root_exists(root, TABLES "/IVRS"))
		return (struct fact_text){.fact = fact_known("/" TABLES "/IVRS"), .value = "IVRS"};
	/* Without any table we see no firmware at all (a container, a copy), which proves nothing.
	 */
	if (!fact_is_present(tables))
		return (struct fact_text){.fact = fact_unknown("/" TABLES, ENOENT)};
	return (struct fact_text){.fact = fact_absent("/" TABLES)};
}

/* One line of the first processor: "vendor_id\t: GenuineIntel". */
static struct fact_text read_processor(const struct root *root, const char *key,
                                       struct arena *arena)
{
	static const char source[] = "/proc/cpuinfo";
	char text[8192]; /* the list of flags alone takes two thousand */
	bool whole;
	int n = root_read_bytes(root, root->fd, source + 1, text, sizeof(text) - 1, &whole);
	const char *line;

	if (n < 0)
		return (struct fact_text){.fact = fact_unknown(source, -n)};
	text[n] = '\0';
	line = strstr(text, key);
	if (!line)
		return (struct fact_text){.fact = fact_absent(source)};
	line += strcspn(line, ":\n");
	line += strspn(line, ": ");
	return (struct fact_text){.fact = fact_known(source),
	                          .value = arena_copy(arena, line, strcspn(line, "\n"))};
}

/* "46 bits physical, 48 bits virtual" */
static struct fact_number read_address_bits(const struct root *root, struct arena *arena)
{
	struct fact_text text = read_processor(root, "address sizes", arena);
	struct fact_number bits = {.fact = text.fact};
	const char *end;

	if (fact_is_present(text.fact) &&
	    (!text.value || text_number(text.value, 10, 2, &end, &bits.value) < 0))
		bits.fact = fact_unknown(text.fact.source, EINVAL);
	return bits;
}

/* "dmar0", "ivhd0", "smmu3.0x..." */
static const char *kind_of_unit(const char *name)
{
	if (text_after(name, "dmar"))
		return "intel";
	if (text_after(name, "ivhd"))
		return "amd";
	return text_after(name, "smmu") ? "arm" : NULL;
}

static int note_kind(void *data, int folder, const char *name)
{
	const char **kind = data;

	if (!*kind)
		*kind = kind_of_unit(name);
	return 0;
}

static struct fact_text read_kind(const struct root *root)
{
	static const char source[] = "/sys/class/iommu";
	struct fact_text kind = {.fact = fact_absent(source)};
	int r = root_for_each(root, source + 1, note_kind, &kind.value);

	if (r < 0) {
		kind.fact = r == -ENOENT ? kind.fact : fact_unknown(source, -r);
		return kind;
	}
	kind.fact = kind.value ? fact_known(source) : fact_absent(source);
	return kind;
}

/* What a group's type says of the host's own devices; NULL when that says nothing of them. */
static const char *mode_of_group(const struct root *root, const char *group)
{
	char path[sizeof(GROUPS) + 272], type[32];

	snprintf(path, sizeof(path), GROUPS "/%s/type", group);
	if (root_read(root, root->fd, path, type, sizeof(type)) < 0)
		return NULL;
	if (text_after(type, "DMA"))
		return "translated";
	return text_equal(type, "identity") ? "passthrough" : NULL;
}

struct mode_reader {
	const struct root *root;
	const char *mode;
};

/* One group that is translated decides: passthrough for some devices is every kernel's choice. */
static int note_mode(void *data, int folder, const char *name)
{
	struct mode_reader *reader = data;
	const char *found = text_equal(reader->mode, "translated")
	                            ? NULL
	                            : mode_of_group(reader->root, name);

	if (found)
		reader->mode = found;
	return 0;
}

static struct fact_text read_mode(const struct root *root)
{
	static const char source[] = "type of the IOMMU groups";
	struct mode_reader reader = {.root = root};
	int r = root_for_each(root, GROUPS, note_mode, &reader);

	if (r < 0 && r != -ENOENT)
		return (struct fact_text){.fact = fact_unknown(source, -r)};
	return (struct fact_text){
	        .fact = reader.mode ? fact_known(source) : fact_absent(source),
	        .value = reader.mode,
	};
}

/* The first lines are enough: each has a column per processor, and that of the timer is early. */
static struct fact read_remapping(const struct root *root)
{
	static const char source[] = "/proc/interrupts";
	_cleanup_free_ char *text = malloc(INTERRUPTS_MAX);
	bool whole;
	int r = text ? root_read_bytes(root, root->fd, source + 1, text, INTERRUPTS_MAX - 1, &whole)
	             : -ENOMEM;

	if (r < 0)
		return fact_unknown(source, -r);
	text[r] = '\0';
	return decode_interrupts(text);
}

/* Intel's table has a flag for it, AMD's has none. */
static struct fact read_firmware_remapping(const struct root *root, struct arena *arena)
{
	static const char source[] = "/" TABLES "/DMAR";
	struct dmar dmar;
	int r = read_dmar(root, arena, &dmar);

	if (r == -ENOENT)
		return (struct fact){0};
	if (r < 0)
		return fact_unknown(source, -r);
	return dmar.interrupt_remapping ? fact_known(source) : fact_absent(source);
}

/* Either of the two ways to VFIO may have been told to do without. */
static struct fact read_unsafe(const struct root *root)
{
	static const char *const sources[] = {
	        "/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts",
	        "/sys/module/iommufd/parameters/allow_unsafe_interrupts",
	};
	char value[8];

	for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		int r = root_read(root, root->fd, sources[i] + 1, value, sizeof(value));

		if (r < 0 && r != -ENOENT)
			return fact_unknown(sources[i], -r);
		if (r >= 0 && (value[0] == 'Y' || value[0] == '1'))
			return fact_known(sources[i]);
	}
	return fact_absent(sources[0]);
}

struct iommu read_iommu(const struct root *root, struct arena *arena)
{
	struct iommu iommu = {
	        .units = read_folder(root, "sys/class/iommu", "/sys/class/iommu"),
	        .groups = read_folder(root, GROUPS, "/" GROUPS),
	        .firmware = read_firmware(root),
	        .parameters = root_text(root, root->fd, "proc/cmdline", arena),
	        .address_bits = read_address_bits(root, arena),
	        .processor = read_processor(root, "vendor_id", arena),
	        .kind = read_kind(root),
	        .mode = read_mode(root),
	        .remapping = read_remapping(root),
	        .firmware_remapping = read_firmware_remapping(root, arena),
	        .unsafe_interrupts = read_unsafe(root),
	};

	iommu.parameters.fact.source = "/proc/cmdline";
	return iommu;
}
