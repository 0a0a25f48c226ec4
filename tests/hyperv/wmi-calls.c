/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "host/hyperv/snapshot.h"
#include "host/hyperv/wmi-error.h"
#include "host/hyperv/wmi.h"

/*
 * What src/host/hyperv/wmi.h does besides queries, against the simulated host four-v100.json:
 * objects by path, embedded instances, methods, errors. Prints one line a check; exit status 1: one
 * failed.
 */

static int failed;

static void expect(const char *name, bool holds, struct dda_error *error)
{
	const char *why = error && !holds ? dda_error_evidence(error) : "";

	printf("%s wmi: %s%s%s\n", holds ? "ok" : "not ok", name, *why ? ": " : "", why);
	failed |= !holds;
}

/* The path of the only object that answers, or NULL; to be freed. */
static char *path_of(struct wmi *wmi, const char *wql)
{
	_cleanup_json_ json_t *rows = NULL;
	const char *path;

	if (wmi_objects(wmi, VIRTUALIZATION, wql, &rows, NULL) < 0)
		return NULL;
	path = value_text(json_array_get(rows, 0), "__PATH");
	return path ? strdup(path) : NULL;
}

/* All kinds of values go into an embedded instance; what WMI holds does not change with it. */
static void check_text(struct wmi *wmi, const char *settings)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_json_ json_t *now = NULL,
	                      *changes = json_pack("{s:s, s:b, s:i, s:[s, s]}", "HighMmioGapSize",
	                                           "33280", "GuestControlledCacheTypes", 1,
	                                           "AutomaticShutdownAction", 2, "Notes", "<a> & b",
	                                           "\xc3\xa9");
	_cleanup_free_ char *text = NULL;
	int r = wmi_text(wmi, VIRTUALIZATION, settings, changes, &text, &error);

	expect("an instance as text", r == 0, error);
	if (r < 0)
		return;
	expect("a number in it", strstr(text, "33280"), NULL);
	expect("a boolean in it", strstr(text, "TRUE"), NULL);
	expect("markup in it is escaped", strstr(text, "&lt;a&gt; &amp; b"), NULL);
	expect("UTF-8 in it", strstr(text, "\xc3\xa9"), NULL);
	r = wmi_get(wmi, VIRTUALIZATION, settings, &now, &error);
	expect("what WMI holds is as before",
	       r == 0 && text_equal(value_text(now, "HighMmioGapSize"), "512"), error);
}

/* A class gives a new instance. */
static void check_class_text(struct wmi *wmi)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_json_ json_t *changes = json_pack("{s:s, s:b}", "DeviceInstancePath", "PCI\\A\\1",
	                                           "RequireAcsSupport", 0);
	_cleanup_free_ char *text = NULL;
	int r = wmi_text(wmi, VIRTUALIZATION, "Msvm_AssignableDeviceDismountSettingData", changes,
	                 &text, &error);

	expect("a new instance as text", r == 0 && strstr(text, "PCI\\A\\1"), error);
}

/* The text of an instance is taken by the method it is for; its answer has what it gives back. */
static void check_call(struct wmi *wmi, const char *service, const char *settings)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_json_ json_t *parameters = NULL, *answer = NULL, *now = NULL,
	                      *changes = json_pack("{s:s}", "LowMmioGapSize", "1024");
	_cleanup_free_ char *text = NULL;
	uint64_t result = 1;

	if (wmi_text(wmi, VIRTUALIZATION, settings, changes, &text, &error) == 0)
		parameters = json_pack("{s:s}", "SystemSettings", text);
	expect("a method takes it",
	       wmi_call(wmi, VIRTUALIZATION, service, "ModifySystemSettings", parameters, &answer,
	                &error) == 0,
	       error);
	value_number(answer, "ReturnValue", &result);
	expect("it says that it is done, or names a job",
	       result == 0 || (result == 4096 && value_text(answer, "Job")), NULL);
	for (unsigned i = 0; i < 40; i++) { /* a job takes its time */
		json_decref(TAKE(now));
		if (wmi_get(wmi, VIRTUALIZATION, settings, &now, NULL) == 0 &&
		    text_equal(value_text(now, "LowMmioGapSize"), "1024"))
			break;
		usleep(50000);
	}
	expect("the setting is changed", text_equal(value_text(now, "LowMmioGapSize"), "1024"),
	       NULL);
}

static void check_errors(struct wmi *wmi, const char *service)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_json_ json_t *answer = NULL, *wrong = json_pack("{s:i}", "SystemSettings", 7),
	                      *strange = json_pack("{s:s}", "NoSuchParameter", "x");

	expect("an object that is not there",
	       wmi_get(wmi, VIRTUALIZATION, "Msvm_ComputerSystem.Name=\"none\"", &answer, &error) <
	                       0 &&
	               wmi_result(wmi) != 0,
	       error);
	expect("its error has the code", error && strstr(dda_error_evidence(error), "0x80041002"),
	       NULL);
	expect("a class that is not there",
	       wmi_query(wmi, CIMV2, "SELECT * FROM Win32_NoSuch", &answer, &error) < 0 &&
	               wmi_result(wmi) == WMI_INVALID_CLASS,
	       error);
	expect("a value of the wrong type",
	       wmi_call(wmi, VIRTUALIZATION, service, "ModifySystemSettings", wrong, &answer,
	                &error) < 0,
	       error);
	expect("a parameter that is not there",
	       wmi_call(wmi, VIRTUALIZATION, service, "ModifySystemSettings", strange, &answer,
	                &error) < 0,
	       error);
}

int main(void)
{
	_cleanup_error_ struct dda_error *error = NULL;
	_cleanup_wmi_ struct wmi *wmi = NULL;
	_cleanup_free_ char *service = NULL, *settings = NULL;

	if (wmi_open(NULL, &wmi, &error) < 0) {
		expect("WMI", false, error);
		return 1;
	}
	service = path_of(wmi, "SELECT * FROM Msvm_VirtualSystemManagementService");
	settings = path_of(wmi, "SELECT * FROM Msvm_VirtualSystemSettingData "
	                        "WHERE ElementName = 'vm1'");
	expect("the path of a service", service, NULL);
	expect("the path of a VM's settings", settings, NULL);
	if (service && settings) {
		check_text(wmi, settings);
		check_class_text(wmi);
		check_call(wmi, service, settings);
		check_errors(wmi, service);
	}
	return failed;
}
