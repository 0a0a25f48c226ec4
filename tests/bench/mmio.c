/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <time.h>

#include "plan/mmio-models.h"
#include "plan/mmio.h"

/* What one plan takes for 16 GPUs, the mean of many. Built and run by hand:
 * ninja -C build tests/bench/bench-mmio && build/tests/bench/bench-mmio */

#define ROUNDS 2000
#define CARDS 16

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void measure(enum mmio_firmware firmware)
{
	const struct mmio_target target = {
	        .firmware = firmware, .ram = 512 * MMIO_GIB, .address_bits = 46};
	const struct mmio_model *second, *model = mmio_model_find("A100 80G", &second);
	struct mmio_card cards[CARDS] = {{0}};
	double begin = now();

	for (unsigned i = 0; i < CARDS; i++) {
		cards[i].count = 1;
		cards[i].functions[0].bars = model->bars;
	}
	for (unsigned i = 0; i < ROUNDS; i++) {
		struct mmio_plan plan;

		if (mmio_plan_make(&target, cards, CARDS, &plan) < 0 || !plan.fits)
			return;
		mmio_plan_deinit(&plan);
	}
	printf("%-8s %6.1f us for %d GPUs\n", mmio_firmware_name(firmware),
	       (now() - begin) / ROUNDS * 1e6, CARDS);
}

int main(void)
{
	measure(MMIO_HYPERV);
	measure(MMIO_OVMF);
	measure(MMIO_SEABIOS);
	return 0;
}
