/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/libvirt.h"

#include <dlfcn.h>
#include <errno.h>
#include <libvirt/libvirt-qemu.h>

#include "base/translate.h"

#define URI "qemu:///system"

static void say_nothing(void *data, virErrorPtr error)
{
}

static int load_functions(void *library, struct libvirt *ret)
{
#define X(name)                                                                                    \
	*(void **)(&ret->name) = dlsym(library, #name);                                            \
	if (!ret->name)                                                                            \
		return -ENOENT;
	LIBVIRT_FUNCTIONS(X)
#undef X
	return 0;
}

/* A library that was loaded can't be unloaded safely (it has threads of its own). */
int libvirt_load(const struct libvirt **ret, struct dda_error **ret_error)
{
	static struct libvirt table;
	static bool loaded;
	void *library;

	if (!loaded) {
		library = dlopen("libvirt.so.0", RTLD_NOW | RTLD_LOCAL);
		if (!library || load_functions(library, &table) < 0)
			return error_set(ret_error, -ENOENT, DDA_ERROR_REFUSED, "libvirt",
			                 "is not installed",
			                 "install libvirt and its QEMU driver (Debian: "
			                 "libvirt-daemon-system)");
		table.virInitialize();
		table.virSetErrorFunc(NULL, say_nothing);
		loaded = true;
	}
	*ret = &table;
	return 0;
}

const char *libvirt_message(const struct libvirt *libvirt)
{
	virErrorPtr error = libvirt->virGetLastError();

	return error && error->message ? error->message : _("unknown error");
}

/* Loaded when it is needed; NULL without it. */
static void *qemu_function(const char *name)
{
	void *library = dlopen("libvirt-qemu.so.0", RTLD_NOW | RTLD_LOCAL);

	return library ? dlsym(library, name) : NULL;
}

int libvirt_monitor(virDomainPtr domain, const char *command, char **ret)
{
	static __typeof__(&virDomainQemuMonitorCommand) send;
	char *answer = NULL;

	if (!send)
		*(void **)(&send) = qemu_function("virDomainQemuMonitorCommand");
	if (!send)
		return -ENOENT;
	if (send(domain, command, &answer, 0) < 0)
		return -EIO;
	*ret = answer;
	return 0;
}

int libvirt_agent(virDomainPtr domain, const char *command, int seconds, char **ret)
{
	static __typeof__(&virDomainQemuAgentCommand) send;
	char *answer;

	if (!send)
		*(void **)(&send) = qemu_function("virDomainQemuAgentCommand");
	if (!send)
		return -ENOENT;
	answer = send(domain, command, seconds, 0);
	if (!answer)
		return -EIO;
	*ret = answer;
	return 0;
}

static const char *connect_remedy(const struct libvirt *libvirt)
{
	virErrorPtr error = libvirt->virGetLastError();

	if (error && error->code == VIR_ERR_AUTH_FAILED)
		return _("run it as root (sudo), or join the group libvirt");
	return _("start it: systemctl start libvirtd (or virtqemud)");
}

int libvirt_connect(bool read_only, const struct libvirt **ret_table, virConnectPtr *ret_connection,
                    struct dda_error **ret_error)
{
	const struct libvirt *libvirt;
	virConnectPtr connection;
	int r = libvirt_load(&libvirt, ret_error);

	if (r < 0)
		return r;
	connection = read_only ? libvirt->virConnectOpenReadOnly(URI)
	                       : libvirt->virConnectOpen(URI);
	if (!connection)
		return error_setf(ret_error, -ECONNREFUSED, DDA_ERROR_REFUSED, "libvirt",
		                  connect_remedy(libvirt),
		                  "is not running or can't be reached (%s)",
		                  libvirt_message(libvirt));
	*ret_table = libvirt;
	*ret_connection = connection;
	return 0;
}
