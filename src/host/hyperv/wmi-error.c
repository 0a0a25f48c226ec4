/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/hyperv/wmi-error.h"

#include <errno.h>
#include <stddef.h>

#include "base/translate.h"

struct meaning {
	uint32_t result;
	int number;
	const char *text, *remedy;
};

static const char be_administrator[] =
        "run it as administrator (elevated), or as a member of Hyper-V Administrators";
static const char try_again[] = "try again; when it stays so, restart the service Winmgmt";

static const struct meaning meanings[] = {
        {WMI_NOT_FOUND, ENOENT, "it is not there (any more)", NULL},
        {WMI_ACCESS_DENIED, EACCES, "access denied", be_administrator},
        {0x80070005, EACCES, "access denied", be_administrator},
        {0x80041001, EIO, "WMI reports an error", try_again},
        {0x80041004, EIO, "the WMI provider failed", try_again},
        {WMI_OUT_OF_MEMORY, ENOMEM, "WMI is out of memory", NULL},
        {0x8007000E, ENOMEM, "out of memory", NULL},
        {0x80041008, EINVAL, "invalid parameter", NULL},
        {0x8004100C, ENOTSUP, "not supported", NULL},
        {WMI_INVALID_NAMESPACE, ENODEV, "Hyper-V is not installed",
         "install it: Install-WindowsFeature Hyper-V -IncludeManagementTools -Restart"},
        {WMI_INVALID_CLASS, ENOTSUP, "this build of Windows does not have it",
         "use Windows Server 2016 or later"},
        {0x80041013, EIO, "the WMI provider can't be loaded", try_again},
        {0x80041015, EIO, "the connection to WMI failed", try_again},
        {WMI_INVALID_QUERY, ENOTSUP, "this build of Windows does not know the question",
         "use Windows Server 2016 or later"},
        {WMI_TIMED_OUT, ETIMEDOUT, "WMI does not answer", try_again},
        {0x80041032, ECANCELED, "the call was cancelled", NULL},
        {0x80041064, EINVAL, "no user name may be given for this machine itself", NULL},
        {0x800706BA, EHOSTUNREACH, "the host does not answer (RPC server unavailable)",
         "is its name right, is it on, and does its firewall let Windows Management "
         "Instrumentation (WMI) in?"},
        {0x800706BE, ECONNRESET, "the connection broke off", try_again},
        {0x80010108, ECONNRESET, "the connection broke off", try_again},
        {0x80040154, ENOSYS, "COM does not know the class: WMI is not installed here", NULL},
};

static const struct meaning *find(uint32_t result)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].result == result)
			return &meanings[i];
	return NULL;
}

int wmi_error_number(uint32_t result)
{
	const struct meaning *meaning = find(result);

	return meaning ? meaning->number : EIO;
}

const char *wmi_error_text(uint32_t result)
{
	const struct meaning *meaning = find(result);

	return meaning ? _(meaning->text) : _("WMI reports an error");
}

const char *wmi_error_remedy(uint32_t result)
{
	const struct meaning *meaning = find(result);

	return meaning ? meaning->remedy : NULL;
}

int wmi_error_set(struct dda_error **ret_error, uint32_t result, const char *subject,
                  const char *doing, const char *detail)
{
	return error_setf(ret_error, -wmi_error_number(result), DDA_ERROR_FAILED, subject,
	                  wmi_error_remedy(result), "%s: %s (0x%08X%s%s)", doing,
	                  wmi_error_text(result), (unsigned)result, detail ? ": " : "",
	                  detail ? detail : "");
}
