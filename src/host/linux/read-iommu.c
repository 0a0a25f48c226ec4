/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-iommu.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/text.h"

#define TABLES "sys/firmware/acpi/tables"

/* Present when the folder has an entry. A folder that is not there has none. */
static struct fact read_folder(const struct root *root, const char *path, const char *source)
{
	struct dirent *entry;
	DIR *list;
	int r = root_list(root, path, &list);
	bool found = false;

	if (r == -ENOENT)
		return fact_absent(source);
	if (r < 0)
		return fact_unknown(source, -r);
	while (!found && (entry = readdir(list)))
		found = entry->d_name[0] != '.';
	closedir(list);
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
	_cleanup_close_ int fd = root_open_file(root, source + 1);
	char text[8192]; /* the list of flags alone takes two thousand */
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	const char *line;

	if (n < 0)
		return (struct fact_text){.fact = fact_unknown(source, fd < 0 ? -fd : errno)};
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

struct iommu read_iommu(const struct root *root, struct arena *arena)
{
	struct iommu iommu = {
	        .units = read_folder(root, "sys/class/iommu", "/sys/class/iommu"),
	        .groups = read_folder(root, "sys/kernel/iommu_groups", "/sys/kernel/iommu_groups"),
	        .firmware = read_firmware(root),
	        .parameters = root_text(root, root->fd, "proc/cmdline", arena),
	        .address_bits = read_address_bits(root, arena),
	        .processor = read_processor(root, "vendor_id", arena),
	};

	iommu.parameters.fact.source = "/proc/cmdline";
	return iommu;
}
