/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/trip.h"

#include "engine/provider.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_NAMES 64

/* How often each name was called; it stays small. */
static struct {
	char name[64];
	unsigned count;
} counters[MAX_NAMES];

static SRWLOCK one_at_a_time = SRWLOCK_INIT;

static unsigned count_call(const char *name)
{
	for (size_t i = 0; name && i < MAX_NAMES; i++) {
		if (!*counters[i].name)
			snprintf(counters[i].name, sizeof(counters[i].name), "%s", name);
		if (_stricmp(counters[i].name, name) == 0)
			return ++counters[i].count;
	}
	return 0;
}

static void write_log(const struct trip *trip, HRESULT hr, long long value)
{
	const wchar_t *path = _wgetenv(L"HVSIM_LOG");
	FILE *file = path ? _wfopen(path, L"ab") : NULL;

	if (!file)
		return;
	fprintf(file, "%u %s", trip->number, trip->what);
	if (trip->method)
		fprintf(file, " %s", trip->method);
	fprintf(file, " 0x%08lx", (unsigned long)hr);
	if (value >= 0)
		fprintf(file, " %lld", value);
	fprintf(file, " %s\n", trip->detail);
	fclose(file);
}

static void die(void)
{
	TerminateProcess(GetCurrentProcess(), 137);
}

static HRESULT end(const struct trip *trip, HRESULT hr, long long value)
{
	write_log(trip, hr, value);
	ReleaseSRWLockExclusive(&one_at_a_time);
	return hr;
}

/* What a fault makes of this call before anything is done; S_OK: go on. */
static HRESULT fail_early(const struct trip *trip)
{
	const struct fault *fault = &trip->fault;

	if (fault->after || fault->job)
		return S_OK;
	if (fault->kind == FAULT_DIE)
		die();
	if (fault->kind != FAULT_CODE)
		return S_OK;
	if (fault_is_hresult(fault))
		return (HRESULT)fault->code;
	return trip->method ? S_OK : WBEM_E_FAILED;
}

HRESULT trip_begin(struct trip *trip, const char *what, const char *method, const char *detail)
{
	static unsigned number;
	unsigned what_count, method_count;
	HRESULT hr;

	AcquireSRWLockExclusive(&one_at_a_time);
	what_count = count_call(what);
	method_count = count_call(method);
	*trip = (struct trip){.number = ++number, .what = what, .method = method, .detail = detail};
	trip->fault = fault_for(number, what, what_count, method, method_count);
	hr = fail_early(trip);
	if (SUCCEEDED(hr))
		hr = provider_begin();
	return FAILED(hr) ? end(trip, hr, -1) : S_OK;
}

HRESULT trip_end(struct trip *trip, HRESULT hr, long long value)
{
	const struct fault *fault = &trip->fault;
	HRESULT kept = provider_end();

	if (FAILED(kept))
		hr = kept;
	if (fault->after && fault->kind == FAULT_DIE)
		die();
	if (fault->after && fault->kind == FAULT_CODE && (fault_is_hresult(fault) || !trip->method))
		hr = fault_is_hresult(fault) ? (HRESULT)fault->code : WBEM_E_FAILED;
	return end(trip, hr, value);
}
