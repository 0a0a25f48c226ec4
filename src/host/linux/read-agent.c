/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-agent.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <time.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/linux/decode-agent.h"
#include "host/linux/decode-guest.h"
#include "host/linux/decode-resource.h"

#define SOURCE "guest agent"
#define ANSWER_SECONDS 5 /* for one command */
#define TALK_SECONDS 30  /* for all; a command that was begun is waited for */
#define FILE_MAX 4096
#define FOLDER "/sys/bus/pci/devices"

/* One line of PowerShell: the PCI devices that are there, with their place, driver and problem. No
 * double quotes in it: they don't survive the way through the agent alike everywhere. */
#define POWERSHELL "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"
#define SCRIPT                                                                                     \
	"$ErrorActionPreference = 'Stop'; "                                                        \
	"ConvertTo-Json -Compress @(Get-PnpDevice -PresentOnly -InstanceId 'PCI\\*' | "            \
	"ForEach-Object { $p = @{}; $_ | Get-PnpDeviceProperty -KeyName "                          \
	"DEVPKEY_Device_BusNumber, DEVPKEY_Device_Address | "                                      \
	"ForEach-Object { $p[$_.KeyName] = $_.Data }; [pscustomobject]@{ id = $_.InstanceId; "     \
	"bus = $p['DEVPKEY_Device_BusNumber']; address = $p['DEVPKEY_Device_Address']; "           \
	"service = $_.Service; problem = [int]$_.ConfigManagerErrorCode } })"

/* A conversation with one agent. */
struct talk {
	const struct libvirt *libvirt;
	virDomainPtr domain;
	struct arena *arena;
	uint64_t deadline;
	const char *why; /* what went wrong, in words */
};

static int fail(struct talk *talk, int error, const char *why)
{
	talk->why = why;
	return error;
}

static int ask(struct talk *talk, const char *command, char **ret)
{
	int r;

	if (clock_now() >= talk->deadline)
		return fail(talk, -ETIMEDOUT, _("the guest's agent is too slow"));
	r = libvirt_agent(talk->domain, command, ANSWER_SECONDS, ret);
	if (r == -ENOENT)
		return fail(talk, r, _("libvirt-qemu.so.0 is not installed"));
	if (r < 0)
		return fail(talk, r, arena_text(talk->arena, libvirt_message(talk->libvirt)));
	return 0;
}

/* The same for a command that jansson wrote, which it takes over; NULL: out of memory. */
static int ask_json(struct talk *talk, json_t *command, char **ret)
{
	_cleanup_free_ char *text = command ? json_dumps(command, 0) : NULL;

	json_decref(command);
	return text ? ask(talk, text, ret) : -ENOMEM;
}

static int open_file(struct talk *talk, const char *path, int64_t *ret)
{
	_cleanup_free_ char *answer = NULL;
	int r = ask_json(talk,
	                 json_pack("{ss s{ss ss}}", "execute", "guest-file-open", "arguments",
	                           "path", path, "mode", "r"),
	                 &answer);

	/* The agent has strerror() in the middle of a sentence, and no code. */
	if (r == -EIO && talk->why && strstr(talk->why, strerror(ENOENT)))
		return -ENODEV;
	return r < 0 ? r : decode_agent_number(answer, NULL, ret);
}

static int read_open(struct talk *talk, int64_t handle, char **ret)
{
	_cleanup_free_ char *answer = NULL;
	int r = ask_json(talk,
	                 json_pack("{ss s{sI si}}", "execute", "guest-file-read", "arguments",
	                           "handle", (json_int_t)handle, "count", FILE_MAX),
	                 &answer);

	return r < 0 ? r : decode_agent_file(answer, ret);
}

static void close_file(struct talk *talk, int64_t handle)
{
	_cleanup_free_ char *answer = NULL;
	const char *why = talk->why;

	ask_json(talk,
	         json_pack("{ss s{sI}}", "execute", "guest-file-close", "arguments", "handle",
	                   (json_int_t)handle),
	         &answer);
	talk->why = why;
}

/* A file in the folder of a function. Returns -ENODEV when the guest does not have it. */
static int read_file(struct talk *talk, const struct guest_slot *place, const char *name,
                     char **ret)
{
	char path[128];
	int64_t handle;
	int r;

	snprintf(path, sizeof(path), FOLDER "/0000:%02x:%02x.%x/%s", place->bus, place->device,
	         place->function, name);
	r = open_file(talk, path, &handle);
	if (r < 0)
		return r;
	r = read_open(talk, handle, ret);
	close_file(talk, handle);
	return r;
}

static int read_linux_bars(struct talk *talk, struct hostdev *hostdev)
{
	_cleanup_free_ char *resource = NULL;
	int r = read_file(talk, &hostdev->place, "resource", &resource);

	if (r >= 0)
		r = decode_resource(resource, hostdev->view.bars);
	hostdev->view.bars_fact = r < 0 ? fact_unknown(SOURCE, -r) : fact_known(SOURCE);
	return r;
}

static int read_linux_function(struct talk *talk, struct hostdev *hostdev)
{
	_cleanup_free_ char *uevent = NULL;
	struct guest_view *view = &hostdev->view;
	int r = read_file(talk, &hostdev->place, "uevent", &uevent);

	if (r >= 0)
		r = decode_guest_uevent(uevent, hostdev->id, talk->arena, view);
	if (r >= 0)
		return read_linux_bars(talk, hostdev);
	view->seen = r == -ENODEV ? fact_absent(SOURCE) : fact_unknown(SOURCE, -r);
	view->driver.fact = view->bars_fact = fact_unknown(SOURCE, -r);
	return r;
}

/* What one function can't answer the next one may. */
static int read_linux(struct talk *talk, struct vm *vm)
{
	for (size_t i = 0; i < vm->hostdevs.count; i++) {
		int r = 0;

		if (fact_is_present(vm->hostdevs.items[i].seen))
			r = read_linux_function(talk, &vm->hostdevs.items[i]);
		if (r < 0 && r != -ENODEV && r != -EINVAL)
			return r;
	}
	return 0;
}

static int begin_windows(struct talk *talk, int64_t *ret)
{
	_cleanup_free_ char *answer = NULL;
	int r = ask_json(talk,
	                 json_pack("{ss s{ss s[ssss] sb}}", "execute", "guest-exec", "arguments",
	                           "path", POWERSHELL, "arg", "-NoProfile", "-NonInteractive",
	                           "-Command", SCRIPT, "capture-output", 1),
	                 &answer);

	return r < 0 ? r : decode_agent_number(answer, "pid", ret);
}

/* Looks whether it has ended, until it has or nobody waits any more. */
static int wait_windows(struct talk *talk, int64_t process, struct agent_exit *ret)
{
	const struct timespec pause = {.tv_nsec = 200000000};
	int r;

	for (;;) {
		_cleanup_free_ char *answer = NULL;

		r = ask_json(talk,
		             json_pack("{ss s{sI}}", "execute", "guest-exec-status", "arguments",
		                       "pid", (json_int_t)process),
		             &answer);
		if (r >= 0)
			r = decode_agent_exit(answer, ret);
		if (r < 0 || ret->exited)
			return r;
		free(ret->output);
		ret->output = NULL;
		nanosleep(&pause, NULL);
	}
}

static int read_windows(struct talk *talk, struct vm *vm)
{
	struct agent_exit end = {0};
	int64_t process;
	int r = begin_windows(talk, &process);

	if (r >= 0)
		r = wait_windows(talk, process, &end);
	if (r >= 0 && end.code != 0)
		r = fail(talk, -EIO, _("PowerShell failed in the guest"));
	if (r >= 0)
		r = decode_guest_devices(end.output, talk->arena, vm);
	free(end.output);
	return r;
}

static int read_system(struct talk *talk, const char **ret)
{
	_cleanup_free_ char *answer = NULL;
	int r = ask(talk, "{\"execute\": \"guest-get-osinfo\"}", &answer);

	return r < 0 ? r : decode_agent_system(answer, ret);
}

void read_agent(const struct libvirt *libvirt, virDomainPtr domain, struct arena *arena,
                struct vm *vm)
{
	struct talk talk = {.libvirt = libvirt,
	                    .domain = domain,
	                    .arena = arena,
	                    .deadline = clock_now() + TALK_SECONDS * CLOCK_SECOND};
	const char *system = NULL;
	int r = read_system(&talk, &system);

	if (r >= 0)
		r = text_equal(system, "windows") ? read_windows(&talk, vm) : read_linux(&talk, vm);
	if (r >= 0) {
		vm->agent = (struct fact_text){fact_known(SOURCE), system};
		return;
	}
	vm->agent.fact = fact_unknown(SOURCE, -r);
	vm->agent.value = r == -EINVAL   ? _("the guest's agent gave an answer that is none")
	                  : r == -ENOMEM ? _("out of memory")
	                                 : talk.why;
}
