/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "host/linux/decode-guest.h"

#define ID 0x10de1db1

static void must_be_clean(const struct guest_view *view)
{
	MUST(fact_is_present(view->driver.fact) == (view->driver.value != NULL));
	for (const char *p = view->driver.value; p && *p; p++)
		MUST(*p > ' ' && *p < 0x7f);
	MUST(!view->driver.value || strlen(view->driver.value) <= 64);
}

/* What a guest says of its devices: nothing of it may reach a terminal unseen. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);
	struct hostdev hostdev = {.seen = fact_known("fuzz"), .place = {5, 0, 0}, .id = ID};
	struct vm vm = {.hostdevs = {.items = &hostdev, .count = 1}};
	struct guest_view view = {0};
	struct arena arena = {0};

	if (decode_guest_uevent(text, ID, &arena, &view) == 0)
		MUST(fact_is_present(view.seen));
	must_be_clean(&view);
	if (decode_guest_devices(text, &arena, &vm) == 0)
		MUST(fact_is_known(hostdev.view.seen));
	must_be_clean(&hostdev.view);
	arena_free(&arena);
	free(text);
	return 0;
}
