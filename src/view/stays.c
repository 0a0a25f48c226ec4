/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include "base/translate.h"
#include "exec/boot.h"

static json_t *hex_text(int32_t value)
{
	return value < 0 ? json_null() : json_sprintf("%04x", (unsigned)value);
}

static json_t *evidence_of(const struct stay_found *found)
{
	switch (found->state) {
	case STAY_HOST:
		return json_sprintf(_("its driver %s had it before dda could take it"),
		                    found->driver);
	case STAY_IDLE:
		return document_text(_("it has no driver, and nobody has dismounted it yet"));
	case STAY_BUSY:
		return document_text(_("a transaction is just going on about it"));
	case STAY_MISSING:
		return document_text(_("nothing is there"));
	case STAY_RETURNED:
		return document_text(_("it was dismounted by an older record, the initramfs' as a "
		                       "rule, and is back with the host"));
	default:
		return document_text(found->error ? dda_error_evidence(found->error) : NULL);
	}
}

static json_t *remedy_of(const struct stay_found *found)
{
	const char *place = found->location_path;
	struct address_text address = address_format(found->address);

	switch (found->state) {
	case STAY_HOST:
		return json_sprintf(
		        _("\"dda disable %s\" and \"dda dismount %s\" take it again. So that the "
		          "next start of the host does: the initramfs, which has that driver, "
		          "needs "
		          "what dda has on record (\"update-initramfs -u\", \"dracut -f\"). Or "
		          "leave "
		          "it to the host: \"dda boot --forget '%s'\""),
		        address.text, address.text, place);
	case STAY_IDLE:
		return document_text(_("\"dda boot\" does it"));
	case STAY_OTHER:
	case STAY_MISSING:
		return json_sprintf(_("it is left alone: put the card back that was there, or give "
		                      "it up: \"dda boot --forget '%s'\""),
		                    place);
	case STAY_FAILED:
		return document_text(found->error ? dda_error_remedy(found->error) : NULL);
	case STAY_RETURNED:
		return document_text(
		        _("\"update-initramfs -u\" or \"dracut -f\" puts the record of "
		          "today into the initramfs"));
	default:
		return json_null();
	}
}

static json_t *stay_of(const struct stay_found *found)
{
	const struct stay *stay = found->stay;
	json_t *entry = json_object();

	document_put(&entry, "location_path", document_text(found->location_path));
	document_put(&entry, "address",
	             found->state == STAY_MISSING ? json_null() : document_address(found->address));
	document_put(&entry, "vendor_id", stay ? hex_text(stay->identity.vendor_id) : json_null());
	document_put(&entry, "device_id", stay ? hex_text(stay->identity.device_id) : json_null());
	document_put(&entry, "state", document_text(stay_state_name(found->state)));
	document_put(&entry, "driver", document_text(found->driver));
	document_put(&entry, "evidence", evidence_of(found));
	document_put(&entry, "remedy", remedy_of(found));
	return entry;
}

json_t *document_stays(const struct dda_boot *boot)
{
	json_t *stays = json_array();

	for (size_t i = 0; i < boot->count; i++)
		document_append(&stays, stay_of(&boot->items[i]));
	return stays;
}

int view_boot(const struct dda_boot *boot, json_t **ret, struct dda_error **ret_error)
{
	json_t *document = document_new("boot");

	document_put(&document, "complete", json_boolean(dda_boot_is_complete(boot)));
	document_put(&document, "stays", document_stays(boot));
	document_put(&document, "damaged", json_integer(boot->record.damaged));
	return document_finish(document, ret, ret_error);
}
