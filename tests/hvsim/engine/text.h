/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/object.h"

/* The texts of an object, on the heap; NULL without memory. `format` is a WMI_OBJ_TEXT_ number. */
char *text_mof(const struct wmi_object *object);
char *text_xml(const struct wmi_object *object, ULONG format);

/* The one object of CLSID_WbemObjectTextSrc; it is never freed. */
IWbemObjectTextSrc *text_source(void);
