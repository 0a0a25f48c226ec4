/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/decode.h"

#include <errno.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "host/hyperv/object-path.h"
#include "host/hyperv/snapshot.h"
#include "host/hyperv/wmi-error.h"

static const char source[] = "Msvm_GpuPartitionSettingData";

/*
 * The device that the name of a GPU stands for: \\?\PCI#VEN_...#INSTANCE#{GUID}... is
 * PCI\VEN_...\INSTANCE. Returns its index, or -1.
 */
static int find_gpu(const struct decoder *decoder, const char *name)
{
	const char *path = text_after(name, "\\\\?\\"), *end;
	_cleanup_free_ char *id = path ? strdup(path) : NULL;
	unsigned parts = 0;

	if (!path)
		return -1;
	if (!id)
		return -ENOMEM;
	end = strstr(path, "#{");
	if (end)
		id[end - path] = '\0';
	for (char *p = id; (p = strchr(p, '#')) && parts < 2; parts++)
		*p = '\\';
	return decoder_find(decoder, id);
}

/* A partition that a VM has been given; templates of it are not. */
static bool is_of_a_vm(const json_t *setting)
{
	const char *id = value_text(setting, "InstanceID");

	return id && text_after(id, "Microsoft:") && !text_after(id, "Microsoft:Definition");
}

/* Without a host resource the platform chooses the GPU when the VM starts: then it may be any. */
static bool is_divided(const json_t *settings, const char *gpu, struct arena *arena)
{
	const json_t *setting;
	size_t i;

	json_array_foreach(settings, i, setting)
	{
		const char *resource = value_item(setting, "HostResource", 0);
		const char *name = resource ? object_path_key(arena, resource, "Name") : NULL;

		if (is_of_a_vm(setting) && (!resource || !*resource || text_equal(name, gpu)))
			return true;
	}
	return false;
}

static void set_all(struct decoder *decoder, struct fact fact)
{
	for (size_t i = 0; i < decoder->devices.count; i++)
		decoder->inventory->functions.items[i].details->partitioned = fact;
}

/* A build that does not know the class divides no GPU. */
static const json_t *read_rows(const struct decoder *decoder, const char *class,
                               struct fact *ret_fact)
{
	const json_t *rows = snapshot_rows(decoder->document, VIRTUALIZATION, class, source,
	                                   ret_fact);
	uint32_t failure = snapshot_failure(decoder->document, VIRTUALIZATION, class, NULL);

	if (failure == WMI_INVALID_CLASS || failure == WMI_INVALID_NAMESPACE)
		*ret_fact = fact_absent(source);
	return rows;
}

int decode_partitions(struct decoder *decoder)
{
	struct fact fact, settings_fact;
	const json_t *gpu, *gpus = read_rows(decoder, "Msvm_PartitionableGpu", &fact);
	const json_t *settings = read_rows(decoder, source, &settings_fact);
	size_t i;

	if (!gpus || !settings) {
		set_all(decoder, gpus ? settings_fact : fact);
		return 0;
	}
	set_all(decoder, fact_absent(source));
	json_array_foreach(gpus, i, gpu)
	{
		const char *name = value_text(gpu, "Name");
		int at = name ? find_gpu(decoder, name) : -1;

		if (at == -ENOMEM)
			return at;
		if (at >= 0 && is_divided(settings, name, &decoder->inventory->arena))
			decoder->inventory->functions.items[at].details->partitioned =
			        fact_known(source);
	}
	return 0;
}
