/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "plan/mmio-finding.h"
#include "plan/mmio-models.h"

#define _cleanup_plan_ _cleanup_(mmio_plan_deinit)
#define CARDS_MAX 16
#define MB(bytes) ((bytes) / MMIO_MIB)
#define VM(gib, bits, vendor, ...)                                                                 \
	{                                                                                          \
		.ram = (gib)*MMIO_GIB, .address_bits = (bits), .amd = (vendor), __VA_ARGS__        \
	}
#define AMD true
#define INTEL false

/* `count` cards of a model. */
static void take(const char *name, size_t count, struct mmio_card *ret)
{
	const struct mmio_model *second, *model = mmio_model_find(name, &second);

	assert_non_null(model);
	assert_null(second);
	for (size_t i = 0; i < count; i++) {
		ret[i] = (struct mmio_card){.name = model->name, .count = 1};
		ret[i].functions[0].bars = model->bars;
	}
}

static struct mmio_plan plan_of(struct mmio_target target, const struct mmio_card *cards,
                                size_t count)
{
	struct mmio_plan plan;

	assert_int_equal(mmio_plan_make(&target, cards, count, &plan), 0);
	return plan;
}

/*
 * Hyper-V, for 1, 2, 4 and 8 cards: MB needed above 4 GiB from the default base on (65024 MB), the
 * base that is chosen, and MB needed from there on. The arithmetic, in MB:
 *   up to the first address where the large BAR can lie: 512 to 64 GiB, 66048 to 128 GiB
 *   the large BARs themselves, one after the other
 *   small BARs: in the first part, as long as it has room; else behind the others
 */
static const struct {
	const char *model;
	uint64_t from_default[4], base, from_base[4];
} hyperv[] = {
        /* 256 + 32 each: 256 MB BARs can lie at 63.5 GiB, nothing to wait for */
        {"GTX 1080 Ti",
         {1 * 288, 2 * 288, 4 * 288, 8 * 288},
         65024,
         {1 * 288, 2 * 288, 4 * 288, 8 * 288}},
        {"RTX 4090",
         {1 * 288, 2 * 288, 4 * 288, 8 * 288},
         65024,
         {1 * 288, 2 * 288, 4 * 288, 8 * 288}},
        /* 8 x 32 = 256 of the 512 */
        {"V100 SXM2 16G",
         {512 + 16384, 512 + 2 * 16384, 512 + 4 * 16384, 512 + 8 * 16384},
         65024,
         {512 + 16384, 512 + 2 * 16384, 512 + 4 * 16384, 512 + 8 * 16384}},
        {"V100 PCIe 32G",
         {512 + 32768, 512 + 2 * 32768, 512 + 4 * 32768, 512 + 8 * 32768},
         65024,
         {512 + 32768, 512 + 2 * 32768, 512 + 4 * 32768, 512 + 8 * 32768}},
        {"RTX 4090 with ReBAR",
         {512 + 32768, 512 + 2 * 32768, 512 + 4 * 32768, 512 + 8 * 32768},
         65024,
         {512 + 32768, 512 + 2 * 32768, 512 + 4 * 32768, 512 + 8 * 32768}},
        /* 64 GiB is a multiple of 64 GiB too */
        {"MI210 64G",
         {512 + 65536, 512 + 2 * 65536, 512 + 4 * 65536, 512 + 8 * 65536},
         65024,
         {512 + 65536, 512 + 2 * 65536, 512 + 4 * 65536, 512 + 8 * 65536}},
        /* 131072 - 65024 = 66048; with the base 512 below 128 GiB only these 512 */
        {"A100 80G",
         {66048 + 131072, 66048 + 2 * 131072, 66048 + 4 * 131072, 66048 + 8 * 131072},
         131072 - 512,
         {512 + 131072, 512 + 2 * 131072, 512 + 4 * 131072, 512 + 8 * 131072}},
        {"H100 SXM 80G",
         {66048 + 131072, 66048 + 2 * 131072, 66048 + 4 * 131072, 66048 + 8 * 131072},
         131072 - 512,
         {512 + 131072, 512 + 2 * 131072, 512 + 4 * 131072, 512 + 8 * 131072}},
};

static void check_hyperv(const char *model, size_t count, uint64_t base, uint64_t want_base,
                         uint64_t want)
{
	struct mmio_card cards[CARDS_MAX];
	_cleanup_plan_ struct mmio_plan plan = {0};

	take(model, count, cards);
	plan = plan_of((struct mmio_target){.firmware = MMIO_HYPERV,
	                                    .ram = 16 * MMIO_GIB,
	                                    .high_base = base * MMIO_MIB},
	               cards, count);
	if (!plan.fits || MB(plan.high.need) != want || MB(plan.high_base) != want_base)
		fail_msg("%zu %s: %llu MB from %llu", count, model,
		         (unsigned long long)MB(plan.high.need),
		         (unsigned long long)MB(plan.high_base));
}

static void test_hyperv(void **state)
{
	for (size_t i = 0; i < COUNT(hyperv); i++)
		for (unsigned n = 0; n < 4; n++) {
			check_hyperv(hyperv[i].model, 1u << n, 65024, 65024,
			             hyperv[i].from_default[n]);
			check_hyperv(hyperv[i].model, 1u << n, 0, hyperv[i].base,
			             hyperv[i].from_base[n]);
		}
}

/* What is set: MB. */
static const struct {
	const char *model;
	size_t count;
	unsigned bits;
	uint64_t low_gap, high_gap, base;
	bool fits;
} settings[] = {
        /* 128 of the VM's own + 16; the holes in 512 leave 480 for it above 4 GiB */
        {"V100 SXM2 16G", 1, 0, 128 + 16, 512 + 16384, 65024, true},
        /* no hole: 288 + the documented 512 */
        {"GTX 1080 Ti", 1, 0, 128 + 16, 288 + 512, 65024, true},
        /* no 32-bit BARs, no more than the default */
        {"H100 SXM 80G", 1, 0, 128, 512 + 131072, 130560, true},
        /* 8 x (32 + 16) = 384 of 512 in use: 128 left are too few, 512 are added */
        {"H100 SXM 80G", 8, 0, 128, 512 + 8 * 131072 + 512, 130560, true},
        /* a host with 36 bits: 64 GiB; the base moves below 48 GiB: 512 + 16384 end there */
        {"V100 SXM2 16G", 1, 36, 128 + 16, 512 + 16384, 48 * 1024 - 512, true},
        /* 39 bits, 512 GiB: 512 + 2 x 131072 from 128 GiB - 512 on end at 384 GiB */
        {"A100 80G", 2, 39, 128 + 2 * 16, 512 + 2 * 131072, 130560, true},
        /* 4 of them end at 640 GiB from there, and at 512 GiB + 4 x 128 from any base */
        {"A100 80G", 4, 39, 128 + 4 * 16, 66048 + 4 * 131072, 65024, false},
};

static void test_settings(void **state)
{
	for (size_t i = 0; i < COUNT(settings); i++) {
		struct mmio_card cards[CARDS_MAX];
		_cleanup_plan_ struct mmio_plan plan = {0};

		take(settings[i].model, settings[i].count, cards);
		plan = plan_of((struct mmio_target){.firmware = MMIO_HYPERV,
		                                    .ram = 16 * MMIO_GIB,
		                                    .address_bits = settings[i].bits},
		               cards, settings[i].count);
		print_message("  %zu %s, %u bits\n", settings[i].count, settings[i].model,
		              settings[i].bits);
		assert_int_equal(plan.fits, settings[i].fits);
		if (!plan.fits)
			continue;
		assert_int_equal(MB(plan.low_gap), settings[i].low_gap);
		assert_int_equal(MB(plan.high_gap), settings[i].high_gap);
		assert_int_equal(MB(plan.high_base), settings[i].base);
	}
}

#define NO UINT64_MAX

/*
 * OVMF, for 1, 2, 4 and 8 cards: MB above 4 GiB, and X-PciMmio64Mb in GiB (0: the firmware does it
 * by itself, NO: they don't fit). A port's window is its BARs, aligned to the largest: with 32 MB
 * beside 16 GiB the next port begins 32 GiB further on, the last one does not need its second half.
 * 40 bits (not AMD) are not believed, the window is 32 GiB. 46 bits: 8 TiB, and every port has at
 * least 32 GiB of it.
 */
static const struct {
	const char *model;
	unsigned bits, ram; /* GiB; 0: 64, 512 and 2048 alike */
	uint64_t need[4], window[4];
} ovmf[] = {
        /* 288, then 512 each for those before the last one */
        {"GTX 1080 Ti", 40, 64, {288, 512 + 288, 3 * 512 + 288, 7 * 512 + 288}, {0}},
        {"GTX 1080 Ti", 40, 512, {288, 512 + 288, 3 * 512 + 288, 7 * 512 + 288}, {0}},
        {"GTX 1080 Ti", 46, 0, {32768, 2 * 32768, 4 * 32768, 8 * 32768}, {0}},
        {"RTX 4090", 40, 64, {288, 512 + 288, 3 * 512 + 288, 7 * 512 + 288}, {0}},
        {"RTX 4090", 46, 0, {32768, 2 * 32768, 4 * 32768, 8 * 32768}, {0}},
        /* (n - 1) x 32 GiB + 16 GiB + 32 MB; 32 GiB hold one. At 512 GiB of RAM (to 514) 241 GiB
         * begin at 640 and end at 881 */
        {"V100 SXM2 16G",
         40,
         64,
         {16416, 32768 + 16416, 3 * 32768 + 16416, 7 * 32768 + 16416},
         {0, 49, 113, 241}},
        {"V100 SXM2 16G",
         40,
         512,
         {16416, 32768 + 16416, 3 * 32768 + 16416, 7 * 32768 + 16416},
         {0, 49, 113, 241}},
        {"V100 SXM2 16G", 46, 0, {32768, 2 * 32768, 4 * 32768, 8 * 32768}, {0}},
        /* (n - 1) x 64 GiB + 32 GiB + 32 MB. 481 GiB at 512 GiB of RAM begin at 768 and would end
         * at 1249 of 1024 */
        {"V100 PCIe 32G",
         40,
         64,
         {32800, 65536 + 32800, 3 * 65536 + 32800, 7 * 65536 + 32800},
         {33, 97, 225, 481}},
        {"V100 PCIe 32G",
         40,
         512,
         {32800, 65536 + 32800, 3 * 65536 + 32800, 7 * 65536 + 32800},
         {33, 97, 225, NO}},
        {"V100 PCIe 32G", 46, 0, {32800, 65536 + 32800, 3 * 65536 + 32800, 7 * 65536 + 32800}, {0}},
        {"RTX 4090 with ReBAR",
         40,
         64,
         {32800, 65536 + 32800, 3 * 65536 + 32800, 7 * 65536 + 32800},
         {33, 97, 225, 481}},
        {"RTX 4090 with ReBAR",
         46,
         0,
         {32800, 65536 + 32800, 3 * 65536 + 32800, 7 * 65536 + 32800},
         {0}},
        /* doorbells of 2 MB. 449 GiB after 66 GiB of RAM begin at 256; 961 would at 512 */
        {"MI210 64G", 40, 64, {65538, 131072 + 65538, 3 * 131072 + 65538, NO}, {65, 193, 449, NO}},
        {"MI210 64G", 40, 512, {65538, 131072 + 65538, NO, NO}, {65, 193, NO, NO}},
        {"MI210 64G", 46, 0, {65538, 131072 + 65538, 3 * 131072 + 65538, 7 * 131072 + 65538}, {0}},
        /* 385 GiB begin at 256 after 66 GiB of RAM, but at 768 after 514 */
        {"A100 80G", 40, 64, {131104, 262144 + 131104, NO, NO}, {129, 385, NO, NO}},
        {"A100 80G", 40, 512, {131104, NO, NO, NO}, {129, NO, NO, NO}},
        {"A100 80G",
         46,
         0,
         {131104, 262144 + 131104, 3 * 262144 + 131104, 7 * 262144 + 131104},
         {0}},
        /* its registers, 16 MB, are in the same window */
        {"H100 SXM 80G", 40, 64, {131120, 262144 + 131120, NO, NO}, {129, 385, NO, NO}},
        {"H100 SXM 80G", 40, 512, {131120, NO, NO, NO}, {129, NO, NO, NO}},
        {"H100 SXM 80G",
         46,
         0,
         {131120, 262144 + 131120, 3 * 262144 + 131120, 7 * 262144 + 131120},
         {0}},
};

static void check_ovmf(const char *model, size_t count, unsigned bits, unsigned ram, uint64_t need,
                       uint64_t window)
{
	struct mmio_card cards[CARDS_MAX];
	_cleanup_plan_ struct mmio_plan plan = {0};

	take(model, count, cards);
	plan = plan_of((struct mmio_target){.firmware = MMIO_OVMF,
	                                    .ram = ram * MMIO_GIB,
	                                    .address_bits = bits},
	               cards, count);
	if (plan.fits != (window != NO) ||
	    (plan.fits && (MB(plan.high.need) != need || plan.window / MMIO_GIB != window)))
		fail_msg("%zu %s, %u bits, %u GiB: %s, %llu MB, window %llu GiB", count, model,
		         bits, ram, plan.fits ? "fits" : "does not fit",
		         (unsigned long long)MB(plan.high.need),
		         (unsigned long long)(plan.window / MMIO_GIB));
}

static void test_ovmf(void **state)
{
	static const unsigned rams[] = {64, 512, 2048};

	for (size_t i = 0; i < COUNT(ovmf); i++)
		for (unsigned n = 0; n < 4; n++)
			for (unsigned r = 0; r < COUNT(rams); r++) {
				if (ovmf[i].ram && ovmf[i].ram != rams[r])
					continue;
				check_ovmf(ovmf[i].model, 1u << n, ovmf[i].bits, rams[r],
				           ovmf[i].need[n], ovmf[i].window[n]);
				/* 48 are used as 46: 4-level paging. */
				if (ovmf[i].bits == 46)
					check_ovmf(ovmf[i].model, 1u << n, 48, rams[r],
					           ovmf[i].need[n], ovmf[i].window[n]);
			}
}

/* 2 TiB of RAM need 42 bits, cards or none. */
static void test_more_ram_than_addresses(void **state)
{
	struct mmio_card cards[1];
	_cleanup_plan_ struct mmio_plan plan = {0};

	take("GTX 1080 Ti", 1, cards);
	plan = plan_of((struct mmio_target){.firmware = MMIO_OVMF,
	                                    .ram = 2048 * MMIO_GIB,
	                                    .address_bits = 40},
	               cards, 1);
	assert_false(plan.fits);
	assert_true(plan.refused);
}

/*
 * The well-known case: cards of 128 GiB come up with little RAM, and one after the other drops out
 * as it grows. Seen with 40 bits and 256, 512 and 768 GB of RAM (3, 2 and 1 of 4 cards came up):
 * each takes 256 GiB of what RAM leaves of 1 TiB.
 */
static const struct {
	enum mmio_firmware firmware;
	unsigned bits, ram;
	size_t count;
	bool fits;
	struct mmio_change change;
} grown[] = {
        {MMIO_SEABIOS, 40, 238, 3, true, {0}},
        {MMIO_SEABIOS, 40, 238, 4, false, {41, 0, 3, MMIO_SEABIOS}},
        /* 256 + 2 x 256 + 256: the fourth needs all of them */
        {MMIO_SEABIOS, 40, 477, 4, false, {41, 0, 2, MMIO_SEABIOS}},
        {MMIO_SEABIOS, 40, 715, 4, false, {41, 0, 1, MMIO_SEABIOS}},
        {MMIO_SEABIOS, 41, 715, 4, true, {0}},
        /* 897 GiB begin at a multiple of 512 and end below 2 TiB: up to 1022 GiB of RAM */
        {MMIO_OVMF, 41, 256, 4, true, {0}},
        {MMIO_OVMF, 41, 1022, 4, true, {0}},
        {MMIO_OVMF, 41, 1023, 4, false, {42, 1022 * MMIO_GIB, 2, MMIO_OVMF}},
        {MMIO_OVMF, 42, 1023, 4, true, {0}},
        /* the window of 1 TiB at the top of 8 TiB holds four, until RAM reaches it; then one of
         * 897 GiB does from 7 TiB on, but not from 7.5 TiB */
        {MMIO_OVMF, 43, 4096, 4, true, {0}},
        {MMIO_OVMF, 43, 7166, 4, true, {0}},
        {MMIO_OVMF, 43, 7300, 4, false, {44, 7166 * MMIO_GIB, 2, MMIO_OVMF}},
        {MMIO_OVMF, 44, 7300, 4, true, {0}},
};

static void test_growing_ram(void **state)
{
	for (size_t i = 0; i < COUNT(grown); i++) {
		struct mmio_target target = {.firmware = grown[i].firmware,
		                             .ram = grown[i].ram * MMIO_GIB,
		                             .address_bits = grown[i].bits};
		struct mmio_card cards[CARDS_MAX];
		_cleanup_plan_ struct mmio_plan plan = {0};
		struct mmio_change change;

		take("A100 80G", grown[i].count, cards);
		plan = plan_of(target, cards, grown[i].count);
		print_message("  %s, %u bits, %u GiB\n", mmio_firmware_name(grown[i].firmware),
		              grown[i].bits, grown[i].ram);
		assert_int_equal(plan.fits, grown[i].fits);
		if (plan.fits)
			continue;
		assert_int_equal(mmio_change_find(&target, cards, grown[i].count, &change), 0);
		print_message("    %u bits, %llu GiB, %zu cards, %s\n", change.address_bits,
		              (unsigned long long)(change.ram / MMIO_GIB), change.cards,
		              mmio_firmware_name(change.firmware));
		assert_int_equal(change.address_bits, grown[i].change.address_bits);
		assert_int_equal(change.ram, grown[i].change.ram);
		assert_int_equal(change.cards, grown[i].change.cards);
		assert_int_equal(change.firmware, grown[i].change.firmware);
	}
}

/*
 * What OVMF 2022.11 and SeaBIOS 1.16.2 did under QEMU 7.2 with cards of these functions: a BAR of
 * that size, 64-bit prefetchable, one of 4 KiB below 4 GiB, and one of I/O (pci-testdev). Behind
 * "=" the address of each large BAR, "-" for none.
 */
static const struct {
	const char *name;
	struct mmio_target target;
	const char *cards;
} measured[] = {
        {"sorted by alignment, equal ones in order", VM(1, 40, AMD, .firmware = MMIO_OVMF),
         "16G=e000000000 8G=e800000000 16G=e400000000"},
        {"mixed sizes", VM(1, 40, AMD, .firmware = MMIO_OVMF),
         "1G=ed00000000 32G=e000000000 4G=ec00000000 16G=e800000000"},
        {"the window filled to the brim", VM(1, 40, AMD, .firmware = MMIO_OVMF),
         "64G=e000000000 64G=f000000000"},
        {"the last of equals drops out", VM(1, 40, AMD, .firmware = MMIO_OVMF),
         "64G=e000000000 64G=- 16G=f000000000 32M=f420000000"},
        {"two functions, and a dropped one", VM(1, 40, AMD, .firmware = MMIO_OVMF),
         "64G=e000000000+32M=f000000000 64G=-"},
        {"no room for one beside the other's port: both drop out",
         VM(1, 40, AMD, .firmware = MMIO_OVMF), "128G=- 128G=-"},
        {"the last two of four", VM(1, 40, INTEL, .firmware = MMIO_OVMF),
         "16G=800000000 16G=c00000000 16G=- 16G=-"},
        {"the largest drops out", VM(1, 40, INTEL, .firmware = MMIO_OVMF),
         "1G=900000000 32G=- 4G=800000000"},
        {"too many I/O BARs", VM(1, 40, AMD, .firmware = MMIO_OVMF),
         "32M=- 32M=- 32M=- 32M=e000000000 32M=e002000000 32M=e004000000 32M=e006000000 "
         "32M=e008000000 32M=e00a000000 32M=e00c000000 32M=e00e000000 32M=e010000000"},
        {"ten other ports: the first ones keep no room",
         VM(1, 40, AMD, .firmware = MMIO_OVMF, .other_ports = 10), "32M=e100000000 32M=e120000000"},
        {"the longer window first", VM(1, 40, AMD, .firmware = MMIO_OVMF),
         "16G=e800000000+32M=ec00000000 16G=e000000000+64M=e400000000"},
        {"46 bits: 32 GiB for every port", VM(8, 46, AMD, .firmware = MMIO_OVMF),
         "16G=380000000000 64M=380800000000 16G=381000000000"},
        {"39 bits of an Intel processor", VM(1, 39, INTEL, .firmware = MMIO_OVMF),
         "4G=7000000000 64M=7100000000"},
        {"40 bits of an Intel processor: not believed", VM(1, 40, INTEL, .firmware = MMIO_OVMF),
         "4G=800000000"},
        {"X-PciMmio64Mb above RAM, with its port's share",
         {.firmware = MMIO_OVMF, .ram = 8 * MMIO_GIB, .address_bits = 40, .window = 256 * MMIO_GIB},
         "4G=4000000000 64M=4100000000"},
        {"pages of 1 GiB missing: 40 bits",
         {.firmware = MMIO_OVMF,
          .ram = MMIO_GIB,
          .address_bits = 46,
          .amd = true,
          .no_1g_pages = true},
         "16G=e000000000"},
        {"much RAM, still the dynamic window", VM(800, 40, AMD, .firmware = MMIO_OVMF),
         "16G=e000000000"},
        {"more RAM: the classic one", VM(900, 40, INTEL, .firmware = MMIO_OVMF), "16G=e800000000"},
        {"SeaBIOS, above RAM, the last port first", VM(8, 40, AMD, .firmware = MMIO_SEABIOS),
         "16G=800000000 8G=c00000000 16G=400000000"},
        {"SeaBIOS, all below 4 GiB", VM(1, 40, AMD, .firmware = MMIO_SEABIOS),
         "256M=e0000000 64M=f0000000"},
};

static uint64_t read_size(const char **text)
{
	uint64_t size = strtoull(*text, (char **)text, 10);

	size <<= **text == 'G' ? 30 : 20;
	*text += 2; /* the unit and "=" */
	return size;
}

/* Reads the cards; *ret_expected gets the addresses, 0 for none. */
static size_t read_cards(const char *text, struct mmio_card *cards, struct bar (*bars)[7],
                         uint64_t *ret_expected)
{
	size_t count = 0, function = 0;

	while (*text) {
		struct mmio_card *card = &cards[count];
		struct bar *own = bars[function];

		memset(own, 0, sizeof(*bars));
		own[0].size = 4096;
		own[1] = (struct bar){.size = 256, .io = true};
		own[2] = (struct bar){
		        .size = read_size(&text), .is_64bit = true, .prefetchable = true};
		ret_expected[function] = *text == '-' ? 0 : strtoull(text, (char **)&text, 16);
		text += *text == '-';
		card->functions[card->count].number = card->count;
		card->functions[card->count++].bars = own;
		function++;
		count += *text != '+';
		text += *text != '\0';
	}
	return count;
}

/* The number of a function, counted over all cards. */
static size_t number_of(const struct mmio_card *cards, const struct mmio_place *place)
{
	size_t number = place->function;

	for (unsigned c = 0; c < place->card; c++)
		number += cards[c].count;
	return number;
}

static void test_measured(void **state)
{
	for (size_t i = 0; i < COUNT(measured); i++) {
		struct mmio_card cards[CARDS_MAX] = {0};
		struct bar bars[CARDS_MAX][7];
		uint64_t expected[CARDS_MAX];
		size_t count = read_cards(measured[i].cards, cards, bars, expected);
		struct mmio_target target = measured[i].target;
		_cleanup_plan_ struct mmio_plan plan = {0};

		print_message("  %s\n", measured[i].name);
		/* Without the help that a plan may ask for: what it is as it is. */
		target.as_is = true;
		plan = plan_of(target, cards, count);
		for (size_t p = 0; p < plan.places.count; p++) {
			const struct mmio_place *place = &plan.places.items[p];

			if (place->bar == 2 && place->start != expected[number_of(cards, place)])
				fail_msg("card %u: 0x%llx", place->card + 1,
				         (unsigned long long)place->start);
		}
	}
}

/* A bridge's rules: 32-bit, and 64-bit without prefetch, go below 4 GiB. */
static void test_bridge_rules(void **state)
{
	const struct bar bars[7] = {
	        [0] = {.size = 16 * MMIO_MIB, .is_64bit = true},
	        [2] = {.size = 16 * MMIO_MIB, .prefetchable = true},
	        [3] = {.size = 16 * MMIO_MIB, .is_64bit = true, .prefetchable = true},
	};
	const struct mmio_card card = {.functions = {{0, bars}}, .count = 1};
	_cleanup_plan_ struct mmio_plan uefi = {0}, gaps = {0}, bios = {0};
	struct mmio_target target = {.ram = 8 * MMIO_GIB, .address_bits = 46};

	target.firmware = MMIO_OVMF;
	uefi = plan_of(target, &card, 1);
	for (size_t i = 0; i < uefi.places.count; i++)
		if (uefi.places.items[i].bar >= 0)
			assert_int_equal(uefi.places.items[i].high, uefi.places.items[i].bar == 3);
	/* Without bridges there is no such rule. */
	target.firmware = MMIO_HYPERV;
	gaps = plan_of(target, &card, 1);
	for (size_t i = 0; i < gaps.places.count; i++)
		assert_int_equal(gaps.places.items[i].high, gaps.places.items[i].bar != 2);
	target.firmware = MMIO_SEABIOS;
	bios = plan_of(target, &card, 1);
	assert_true(bios.fits);
}

/* SeaBIOS stops when a port has a large BAR and a 32-bit prefetchable one (measured). */
static void test_seabios_mixed_port(void **state)
{
	const struct bar bars[7] = {
	        [0] = {.size = 16 * MMIO_MIB, .prefetchable = true},
	        [2] = {.size = 16 * MMIO_GIB, .is_64bit = true, .prefetchable = true},
	};
	const struct mmio_card card = {.functions = {{0, bars}}, .count = 1};
	struct mmio_target target = {
	        .firmware = MMIO_SEABIOS, .ram = 8 * MMIO_GIB, .address_bits = 46};
	_cleanup_plan_ struct mmio_plan plan = plan_of(target, &card, 1);
	struct mmio_change change;

	assert_false(plan.fits);
	assert_int_equal(mmio_change_find(&target, &card, 1, &change), 0);
	assert_int_equal(change.firmware, MMIO_OVMF);
	assert_int_equal(change.address_bits, 0);
}

/* What is said: code, and words of evidence and remedy. */
static const struct {
	const char *model;
	size_t count;
	struct mmio_target target;
	const char *code, *evidence, *remedy;
} words[] = {
        {"H100 SXM 80G", 4, VM(1200, 41, INTEL, .firmware = MMIO_OVMF), "mmio-above-4g",
         "the 4 cards need", "42 bits"},
        {"H100 SXM 80G", 4, VM(1200, 41, INTEL, .firmware = MMIO_OVMF), "mmio-above-4g",
         "41 address bits", "at most 1022 GiB of RAM; or only 2 of the cards"},
        {"V100 SXM2 16G", 4, VM(64, 40, INTEL, .firmware = MMIO_OVMF), "mmio-window",
         "more than the firmware gives", "X-PciMmio64Mb,string=115712"},
        {"GTX 1080 Ti", 1, VM(2048, 40, INTEL, .firmware = MMIO_OVMF), "mmio-vm-refused",
         "QEMU does not start it", "42 bits"},
        {"A100 80G", 8, VM(64, 0, INTEL, .firmware = MMIO_HYPERV), "mmio-gap-limit", "1049088 MB",
         "try it"},
        {"V100 SXM2 16G", 1, VM(64, 0, INTEL, .firmware = MMIO_HYPERV), "mmio-linux-guest",
         "one piece", "16928"},
        {"V100 SXM2 16G", 1, VM(64, 0, INTEL, .firmware = MMIO_OVMF), "mmio-address-width",
         "40 bits", "--address-bits"},
};

static void test_words(void **state)
{
	for (size_t i = 0; i < COUNT(words); i++) {
		struct mmio_card cards[CARDS_MAX];
		_cleanup_plan_ struct mmio_plan plan = {0};
		_cleanup_(cleanup_findings) struct findings findings = {0};
		const struct finding *found = NULL;

		take(words[i].model, words[i].count, cards);
		plan = plan_of(words[i].target, cards, words[i].count);
		assert_int_equal(mmio_findings_add(&words[i].target, cards, words[i].count, &plan,
		                                   "vm1", &findings),
		                 0);
		for (size_t f = 0; f < findings.count; f++)
			if (text_equal(findings.items[f].code, words[i].code))
				found = &findings.items[f];
		print_message("  %s\n", words[i].code);
		assert_non_null(found);
		assert_non_null(strstr(found->evidence, words[i].evidence));
		assert_non_null(strstr(found->remedy, words[i].remedy));
	}
}

/* What a person types for a model. */
static const struct {
	const char *typed, *name, *second;
} typed[] = {
        {"V100 SXM2 16G", "V100 SXM2 16G", NULL},
        {"v100 16g", "V100 SXM2 16G", NULL},
        {"1080 Ti", "GTX 1080 Ti", NULL},
        {"RTX 4090", "RTX 4090", NULL},
        {"H100", "H100 SXM 80G", NULL}, /* both have the same BARs */
        {"V100", "V100 SXM2 16G", "V100 PCIe 32G"},
        {"4090", "RTX 4090", "RTX 4090 with ReBAR"},
        {"V1", NULL, NULL},
        {"", NULL, NULL},
};

static void test_models(void **state)
{
	for (size_t i = 0; i < COUNT(typed); i++) {
		const struct mmio_model *second, *model = mmio_model_find(typed[i].typed, &second);

		assert_string_equal(model ? model->name : "", typed[i].name ? typed[i].name : "");
		assert_string_equal(second ? second->name : "",
		                    typed[i].second ? typed[i].second : "");
	}
	for (const struct mmio_model *model = mmio_models; model->name; model++)
		for (int b = 0; b <= BAR_ROM; b++)
			assert_int_equal(model->bars[b].size & (model->bars[b].size - 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_hyperv),       cmocka_unit_test(test_settings),
	        cmocka_unit_test(test_ovmf),         cmocka_unit_test(test_more_ram_than_addresses),
	        cmocka_unit_test(test_growing_ram),  cmocka_unit_test(test_measured),
	        cmocka_unit_test(test_bridge_rules), cmocka_unit_test(test_seabios_mixed_port),
	        cmocka_unit_test(test_words),        cmocka_unit_test(test_models),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
