/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/check.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/reading.h"

#include "base/text.h"

#define CARDS_MAX 64
#define RAM_MAX_GIB (1 << 20) /* 1 PiB */
#define BITS_MIN 32
#define BITS_MAX 52

/* The value of an option as a number of at least `least`; left as it is where the option is not
 * given. */
static int read_number(const char *option, const char *text, uint64_t least, uint64_t most,
                       uint64_t *ret, struct dda_error **ret_error)
{
	uint64_t value;

	if (!text)
		return 0;
	if (text_whole_number(text, 10, &value) < 0 || value < least || value > most)
		return usage_error(ret_error, option, NULL,
		                   "\"%s\" is no whole number from %llu to %llu", text,
		                   (unsigned long long)least, (unsigned long long)most);
	*ret = value;
	return 0;
}

static int read_request(const struct invocation *invocation, struct view_mmio *ret,
                        struct dda_error **ret_error)
{
	uint64_t count = 0, ram = 0, bits = 0;
	int r = read_number("--count", invocation->count, 1, CARDS_MAX, &count, ret_error);

	if (r >= 0)
		r = read_number("--ram", invocation->ram, 1, RAM_MAX_GIB, &ram, ret_error);
	if (r >= 0)
		r = read_number("--address-bits", invocation->address_bits, BITS_MIN, BITS_MAX,
		                &bits, ret_error);
	if (r < 0)
		return r;
	*ret = (struct view_mmio){
	        .vm = invocation->vms.count ? invocation->vms.items[0] : NULL,
	        .devices = {invocation->words.items, invocation->words.count},
	        .model = invocation->model,
	        .count = (unsigned)count,
	        .target = invocation->target,
	        .ram = ram << 30,
	        .address_bits = (unsigned)bits,
	};
	return 0;
}

/* What it is about: a VM, devices that are here, or a model. */
static int check(const struct invocation *invocation, struct dda_error **ret_error)
{
	bool devices = invocation->words.count, model = has_option(invocation, OPTION_MODEL);
	bool vm = has_option(invocation, OPTION_VM);

	if (has_option(invocation, OPTION_MODELS))
		return devices || model || vm
		               ? usage_error(ret_error, "mmio", "see \"dda mmio --help\"",
		                             "--models stands alone")
		               : 0;
	if (has_option(invocation, OPTION_COUNT) && !model)
		return usage_error(ret_error, "mmio", "see \"dda mmio --help\"",
		                   "--count belongs to --model");
	if (!devices && !model && !vm)
		return usage_error(ret_error, "mmio", "see \"dda mmio --help\"",
		                   "needs --vm, devices, or --model");
	return 0;
}

static int build(const struct invocation *invocation, const struct dda_inventory *inventory,
                 json_t **ret, struct dda_error **ret_error)
{
	struct view_mmio request;
	int r = read_request(invocation, &request, ret_error);

	return r < 0 ? r : view_mmio(inventory, &request, ret, ret_error);
}

static int exit_status(const struct invocation *invocation, const json_t *document)
{
	return view_mmio_fits(document) ? EXIT_DONE : EXIT_NO;
}

/* What needs no host. */
static int run_model(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_document_ json_t *document = NULL;
	bool list = has_option(invocation, OPTION_MODELS);
	int r = list ? view_mmio_models(&document, &error)
	             : build(invocation, NULL, &document, &error);

	if (r >= 0)
		r = output_answer(invocation, document, &error);
	return output_end(r, error,
	                  r >= 0 && !list ? exit_status(invocation, document) : EXIT_DONE);
}

static int run(const struct invocation *invocation)
{
	_cleanup_error_ struct dda_error *error = NULL;
	int r = check(invocation, &error);

	if (r < 0)
		return output_end(r, error, 0);
	if (invocation->vms.count == 0 && invocation->words.count == 0)
		return run_model(invocation);
	return reading_run(invocation,
	                   DDA_WANT_NAMES | DDA_WANT_DETAILS | DDA_WANT_IOMMU | DDA_WANT_VMS, build,
	                   exit_status);
}

static const struct example examples[] = {
        {"dda mmio --vm vm1 01:00",
         "whether it fits beside what the VM has, and what to set if not"},
        {"dda mmio --model \"V100 SXM2 16G\" --count 4 --target hyperv",
         "the same for cards that are not here"},
        {0},
};

const struct command cmd_mmio = {
        .name = "mmio",
        .arguments = "[--vm VM] [DEVICE...] | --model NAME | --models",
        .summary = "Whether a VM's address space has room for the cards, and where they go",
        .text = "With --vm: the cards it has and the devices named, in its firmware's way. With\n"
                "devices or a model alone: in a VM as --target, --ram and --address-bits say.\n"
                "The exit status is 0 when all fit, with the settings it names, else 1.\n",
        .examples = examples,
        .options = OPTION_VM | OPTION_MODEL | OPTION_COUNT | OPTION_MODELS | OPTION_TARGET |
                   OPTION_RAM | OPTION_ADDRESS_BITS,
        .min_words = 0,
        .max_words = ANY_NUMBER,
        .run = run,
};
