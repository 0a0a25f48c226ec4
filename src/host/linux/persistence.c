/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/persistence.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "host/linux/program.h"

#define SECONDS 30 /* it may have to wake the GPU first */

static int ask(struct address function, const char *option, const char *value, char *output,
               size_t size)
{
	struct address_text address = address_format(function);
	const char *const arguments[] = {
	        PERSISTENCE_PROGRAM, "-i", address.text, option, value, NULL};

	return program_run(arguments, output, size, clock_now() + SECONDS * CLOCK_SECOND);
}

bool persistence_is_on(struct address function)
{
	char output[256];

	return ask(function, "--query-gpu=persistence_mode", "--format=csv,noheader", output,
	           sizeof(output)) == 0 &&
	       text_after(output, "Enabled") != NULL;
}

int persistence_set(struct address function, bool on, struct dda_error **ret_error)
{
	struct address_text address = address_format(function);
	char output[256];
	int r = ask(function, "-pm", on ? "1" : "0", output, sizeof(output));

	if (r == 0)
		return 0;
	output[strcspn(output, "\n")] = '\0';
	if (r > 0)
		return error_setf(
		        ret_error, -EIO, DDA_ERROR_FAILED, address.text,
		        "\"" PERSISTENCE_PROGRAM " -q\" may say why",
		        "its persistence mode can't be turned %s: nvidia-smi ended with %d "
		        "(%s)",
		        on ? "on" : "off", r, output);
	return error_setf(ret_error, r, DDA_ERROR_FAILED, address.text,
	                  "\"" PERSISTENCE_PROGRAM " -q\" and dmesg may say why",
	                  "its persistence mode can't be turned %s: nvidia-smi: %s",
	                  on ? "on" : "off", error_number_text(-r));
}
