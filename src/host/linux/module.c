/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/module.h"

#include <dlfcn.h>
#include <errno.h>
#include <libkmod.h>
#include <stdbool.h>
#include <stddef.h>

#define KMOD_FUNCTIONS(X)                                                                          \
	X(kmod_new)                                                                                \
	X(kmod_unref)                                                                              \
	X(kmod_module_new_from_lookup)                                                             \
	X(kmod_module_get_module)                                                                  \
	X(kmod_module_probe_insert_module)                                                         \
	X(kmod_module_unref)                                                                       \
	X(kmod_module_unref_list)                                                                  \
	X(kmod_list_next)

struct kmod {
#define X(name) __typeof__(&name) name;
	KMOD_FUNCTIONS(X)
#undef X
};

static int load(struct kmod *ret)
{
	void *library = dlopen("libkmod.so.2", RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return -ENOSYS;
#define X(name)                                                                                    \
	*(void **)(&ret->name) = dlsym(library, #name);                                            \
	if (!ret->name)                                                                            \
		return -ENOSYS;
	KMOD_FUNCTIONS(X)
#undef X
	return 0;
}

static int insert_all(const struct kmod *kmod, struct kmod_list *list)
{
	int r = list ? 0 : -ENOENT;

	for (struct kmod_list *item = list; item && r >= 0;
	     item = kmod->kmod_list_next(list, item)) {
		struct kmod_module *module = kmod->kmod_module_get_module(item);

		r = kmod->kmod_module_probe_insert_module(module, KMOD_PROBE_APPLY_BLACKLIST, NULL,
		                                          NULL, NULL, NULL);
		kmod->kmod_module_unref(module);
	}
	return r < 0 ? r : 0;
}

int module_load(const char *alias)
{
	struct kmod kmod;
	struct kmod_list *list = NULL;
	struct kmod_ctx *context;
	int r = load(&kmod);

	if (r < 0)
		return r;
	context = kmod.kmod_new(NULL, NULL);
	if (!context)
		return -ENOMEM;
	r = kmod.kmod_module_new_from_lookup(context, alias, &list);
	if (r >= 0)
		r = insert_all(&kmod, list);
	kmod.kmod_module_unref_list(list);
	kmod.kmod_unref(context);
	return r;
}
