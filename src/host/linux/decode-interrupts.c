/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/decode-interrupts.h"

#include <errno.h>

#include "base/text.h"

struct fact decode_interrupts(const char *text)
{
	static const char source[] = "/proc/interrupts", blanks[] = " \t\n";
	bool plain = false;

	for (; *text; text += strcspn(text, blanks)) {
		text += strspn(text, blanks);
		if (text_after(text, "IR-"))
			return fact_known(source);
		plain = plain || text_after(text, "IO-APIC") || text_after(text, "PCI-MSI");
	}
	return plain ? fact_absent(source) : fact_unknown(source, ENODATA);
}
