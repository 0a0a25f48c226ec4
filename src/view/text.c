/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/text.h"

#include "base/text.h"
#include "base/translate.h"

static const struct {
	const char *schema;
	text_function write;
} texts[] = {
        {"dda.list/1", text_list},         {"dda.survey/1", text_survey},
        {"dda.show/1", text_show},         {"dda.vms/1", text_vms},
        {"dda.status/1", text_status},     {"dda.recover/1", text_recover},
        {"dda.mmio/1", text_mmio},         {"dda.mmio-models/1", text_mmio_models},
        {"dda.verify/1", text_verify},     {"dda.capture/1", text_capture},
        {"dda.confirm/1", text_confirm},   {"dda.boot/1", text_boot},
        {"dda.tree/1", text_tree},         {"dda.history/1", text_history},
        {"dda.findings/1", text_meanings},
};

int view_write_text(const json_t *document, const struct view_style *style, FILE *out)
{
	const char *schema = document_string(document, "schema");

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (text_equal(schema, texts[i].schema))
			return texts[i].write(document, style, out);
	return text_change(document, style, out);
}

void text_seconds(double seconds, FILE *out)
{
	if (seconds < 1)
		fprintf(out, _("%.0f ms"), seconds * 1e3);
	else
		fprintf(out, _("%.1f s"), seconds);
}

const char *text_address_space(const json_t *space, struct arena *arena)
{
	const char *text = "", *name, *comma = "";
	json_t *value;

	json_object_foreach((json_t *)space, name, value)
	{
		if (text && json_is_integer(value))
			text = arena_format(arena, "%s%s%s %lld", text, comma, name,
			                    (long long)json_integer_value(value));
		else if (text)
			text = arena_format(arena, "%s%s%s %s", text, comma, name,
			                    json_is_string(value) ? json_string_value(value) : "-");
		comma = ", ";
	}
	return text;
}

bool text_vms_unknown(const json_t *document)
{
	const json_t *host = json_object_get(document, "host"), *finding;
	size_t i;

	json_array_foreach(json_object_get(host, "findings"), i,
	                   finding) if (text_equal(document_string(finding, "code"),
	                                           "vms-unknown")) return true;
	return false;
}
