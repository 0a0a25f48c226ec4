/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plan/mmio-models.h"

#include <string.h>
#include <strings.h>

#include "plan/mmio.h"

/*
 * BARs as seen in public lspci listings and kernel logs. Of GPUs for data centres BAR 1 (or 2) is
 * the memory rounded up to a power of two; of those for desks it is 256 MiB, and the same power of
 * two where the host's firmware has Resizable BAR on. Sizes that were seen are marked with where;
 * which of the small BARs are prefetchable is the vendor's custom, not seen for each model.
 */
#define LOW(bytes)                                                                                 \
	{                                                                                          \
		.size = (bytes)                                                                    \
	}
#define HIGH(bytes)                                                                                \
	{                                                                                          \
		.size = (bytes), .is_64bit = true, .prefetchable = true                            \
	}
#define PORTS(bytes)                                                                               \
	{                                                                                          \
		.size = (bytes), .io = true                                                        \
	}
#define M MMIO_MIB
#define G MMIO_GIB

/* Up to Ada, for desks and for data centres: without I/O BAR. HOPPER: from Hopper on. */
#define NVIDIA(memory)                                                                             \
	{                                                                                          \
		LOW(16 * M), HIGH(memory), [3] = HIGH(32 * M), [5] = PORTS(128),                   \
		                           [BAR_ROM] = LOW(512 * MMIO_KIB)                         \
	}
#define NVIDIA_COMPUTE(memory)                                                                     \
	{                                                                                          \
		LOW(16 * M), HIGH(memory), [3] = HIGH(32 * M), [BAR_ROM] = LOW(512 * MMIO_KIB)     \
	}
#define HOPPER(registers, memory)                                                                  \
	{                                                                                          \
		HIGH(registers), [2] = HIGH(memory), [4] = HIGH(32 * M)                            \
	}
#define AMD(memory, doorbell, registers)                                                           \
	{                                                                                          \
		HIGH(memory), [2] = HIGH(doorbell), [4] = PORTS(256), [5] = LOW(registers),        \
		              [BAR_ROM] = LOW(128 * MMIO_KIB)                                      \
	}
#define INTEL(memory)                                                                              \
	{                                                                                          \
		HIGH(16 * M), [2] = HIGH(memory)                                                   \
	}

const struct mmio_model mmio_models[] = {
        {"GTX 1080 Ti", "lspci", NVIDIA(256 * M)},
        {"Quadro RTX 6000", "lspci", NVIDIA(256 * M)},
        {"Quadro RTX 8000", "lspci", NVIDIA(256 * M)},
        {"RTX 3070 Ti laptop", "lspci", NVIDIA(8 * G)},
        {"RTX 3090", "lspci", NVIDIA(256 * M)},
        {"RTX 3090 Ti with ReBAR", "lspci", NVIDIA(32 * G)},
        {"RTX 4090", "lspci; without Resizable BAR", NVIDIA(256 * M)},
        {"RTX 4090 with ReBAR", "lspci", NVIDIA(32 * G)},
        {"RTX 6000 Ada 48G", "lspci", NVIDIA(64 * G)},
        {"P100 PCIe 12G", "kernel log", NVIDIA_COMPUTE(16 * G)},
        {"P100 PCIe 16G", NULL, NVIDIA_COMPUTE(16 * G)},
        {"V100 SXM2 16G", "lspci", NVIDIA_COMPUTE(16 * G)},
        {"V100 PCIe 32G", "lspci", NVIDIA_COMPUTE(32 * G)},
        {"T4 16G", "cloud-hypervisor issue 434", NVIDIA_COMPUTE(256 * M)},
        {"A10 24G", NULL, NVIDIA_COMPUTE(32 * G)},
        {"A30 24G", "cloud-hypervisor issue 5251", NVIDIA_COMPUTE(32 * G)},
        {"A40 48G", NULL, NVIDIA_COMPUTE(64 * G)},
        {"A100 40G", "kernel log", NVIDIA_COMPUTE(64 * G)},
        {"A100 80G", "linux-pci list", NVIDIA_COMPUTE(128 * G)},
        {"L40S 48G", "cloud-hypervisor documentation", NVIDIA_COMPUTE(64 * G)},
        {"H100 SXM 80G", "linux-pci list", HOPPER(16 * M, 128 * G)},
        {"H100 NVL 94G", "kernel log", HOPPER(16 * M, 128 * G)},
        {"H20 96G", "nvtrust issue 128", HOPPER(16 * M, 128 * G)},
        {"H200 141G", NULL, HOPPER(64 * M, 256 * G)},
        {"B200 180G", "ubicloud report", HOPPER(64 * M, 256 * G)},
        {"MI50 16G", "kernel log", AMD(16 * G, 2 * M, 512 * MMIO_KIB)},
        {"WX 8100 8G", "ROCm issue 787", AMD(8 * G, 2 * M, 512 * MMIO_KIB)},
        {"MI100 32G", "rccl issue 1129", AMD(32 * G, 2 * M, 512 * MMIO_KIB)},
        {"MI210 64G", "amd-gfx list", AMD(64 * G, 2 * M, 512 * MMIO_KIB)},
        {"MI300X 192G", "kernel log; memory BAR only", AMD(256 * G, 2 * M, 512 * MMIO_KIB)},
        {"RX 6800 16G", "linux-pci list; without Resizable BAR", AMD(256 * M, 2 * M, M)},
        {"RX 6800 16G with ReBAR", "linux-pci list", AMD(16 * G, 256 * M, M)},
        {"Arc A770 16G", "OpenCL-Benchmark issue 19", INTEL(16 * G)},
        {"Arc Pro B60 24G", "ReBarUEFI issue 384", INTEL(32 * G)},
        {"Flex 170 16G", "kernel bug 216795", INTEL(16 * G)},
        {"Max 1100 48G", NULL, INTEL(64 * G)},
        {"Max 1550 128G", NULL, INTEL(128 * G)},
        {NULL, NULL, {{0}}},
};

static bool has_word(const char *name, const char *word, size_t length)
{
	while (*name) {
		size_t n = strcspn(name, " ");

		if (n == length && strncasecmp(name, word, n) == 0)
			return true;
		name += n;
		name += strspn(name, " ");
	}
	return false;
}

static bool has_words(const char *name, const char *words)
{
	words += strspn(words, " ");
	if (!*words)
		return false;
	while (*words) {
		size_t n = strcspn(words, " ");

		if (!has_word(name, words, n))
			return false;
		words += n;
		words += strspn(words, " ");
	}
	return true;
}

static bool same_bars(const struct mmio_model *a, const struct mmio_model *b)
{
	for (int i = 0; i <= BAR_ROM; i++)
		if (a->bars[i].size != b->bars[i].size ||
		    a->bars[i].is_64bit != b->bars[i].is_64bit)
			return false;
	return true;
}

const struct mmio_model *mmio_model_find(const char *text, const struct mmio_model **ret_second)
{
	const struct mmio_model *found = NULL;

	*ret_second = NULL;
	for (const struct mmio_model *model = mmio_models; model->name; model++) {
		if (strcasecmp(model->name, text) == 0) {
			*ret_second = NULL;
			return model;
		}
		if (!has_words(model->name, text))
			continue;
		if (!found)
			found = model;
		else if (!same_bars(found, model))
			*ret_second = model;
	}
	return found;
}
