/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include "base/text.h"
#include "base/translate.h"

static const struct {
	const char *state, *text;
} states[] = {
        {"dismounted", "is dismounted"},
        {"taken", "is dismounted now"},
        {"idle", "is not dismounted"},
        {"busy", "is not dismounted"},
        {"with-host", "is with the host"},
        {"other-device", "is not the device that was dismounted there"},
        {"missing", "is not there"},
        {"failed", "could not be done"},
        {"returned", "is with the host"},
};

static const char *state_text(const json_t *stay)
{
	const char *state = document_string(stay, "state");

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (text_equal(state, states[i].state))
			return _(states[i].text);
	return state;
}

/* "0000:02:00.0 (PCIROOT(0)#PCI(0400)#PCI(0000)) is with the host: its driver ..." */
static void put_stay(const json_t *stay, const struct view_style *style, FILE *out)
{
	const char *address = document_string(stay, "address");
	const char *evidence = document_string(stay, "evidence");

	fputs("  ", out);
	if (address) {
		text_put(address, out);
		fputs(" (", out);
	}
	text_put(document_string(stay, "location_path"), out);
	fprintf(out, "%s %s", address ? ")" : "", state_text(stay));
	if (evidence) {
		fputs(": ", out);
		text_put(evidence, out);
	}
	fputc('\n', out);
	text_put_remedy(document_string(stay, "remedy"), 4, style, out);
}

bool text_stays(const json_t *stays, const struct view_style *style, FILE *out)
{
	const json_t *stay;
	bool any = false;
	size_t i;

	json_array_foreach(stays, i, stay)
	{
		if (text_equal(document_string(stay, "state"), "dismounted"))
			continue;
		if (!any)
			fputs(_("to stay dismounted over a restart of the host:\n"), out);
		put_stay(stay, style, out);
		any = true;
	}
	return any;
}

int text_boot(const json_t *document, const struct view_style *style, FILE *out)
{
	const json_t *stays = document_array(document, "stays"), *damaged;

	damaged = json_object_get(document, "damaged");
	if (!text_stays(stays, style, out))
		fprintf(out, _("all is as on record (%zu functions dismounted)\n"),
		        json_array_size(stays));
	if (json_integer_value(damaged) > 0)
		fprintf(out, _("%lld lines of the record are damaged, and were passed over\n"),
		        (long long)json_integer_value(damaged));
	return 0;
}
