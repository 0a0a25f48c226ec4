/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "host/linux/read-holders.h"

#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "base/translate.h"
#include "host/linux/decode-routes.h"
#include "host/linux/read-addresses.h"

#define CLASS "sys/class/net"
#define ROUTES "proc/net/route"
#define IPV6_ROUTES "proc/net/ipv6_route"
#define IPV6_ADDRESSES "proc/net/if_inet6"

/* What an interface does for the host, the strongest last. */
enum use {
	USE_NONE,
	USE_PORT,    /* a port of a bridge */
	USE_ADDRESS, /* it has an address or a route */
	USE_SSH,     /* the session that dda runs in */
	USE_DEFAULT, /* the default route */
};

static const char *const use_texts[] = {
        [USE_PORT] = "is a port of a bridge",
        [USE_ADDRESS] = "is up with an address",
        [USE_SSH] = "carries this SSH session",
        [USE_DEFAULT] = "carries the default route",
};

struct interface {
	const char *name, *path;
	bool up;
	struct {
		const char **items;
		size_t count;
	} below; /* names of those that it stands on: a bridge on its ports, a VLAN on its card */
	enum use own, use; /* of itself; and of all that stands on it */
	const char *by;    /* ... whose that is */
	const struct interface *visited_for;
};

struct reader {
	const struct root *root;
	struct dda_inventory *inventory;
	struct {
		struct interface *items;
		size_t count;
	} interfaces;
	struct fact fact; /* unknown: the first that could not be read */
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct interface *)a)->name, ((const struct interface *)b)->name);
}

static struct interface *find(struct reader *reader, const char *name)
{
	const struct interface key = {.name = name};

	if (!reader->interfaces.count)
		return NULL;
	return bsearch(&key, reader->interfaces.items, reader->interfaces.count, sizeof(key),
	               compare_names);
}

static void note_own(struct interface *interface, enum use use)
{
	if (interface && interface->own < use)
		interface->own = use;
}

/* "lower_eth0" beside what the last interface has of its own. */
static int read_below(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	struct interface *interface = &reader->interfaces.items[reader->interfaces.count - 1];
	const char *lower = text_after(name, "lower_"), **item;

	if (text_equal(name, "brport"))
		note_own(interface, USE_PORT);
	if (!lower)
		return 0;
	item = ARRAY_ADD(&interface->below);
	return item && (*item = arena_text(&reader->inventory->arena, lower)) ? 0 : -ENOMEM;
}

static int read_interface(struct reader *reader, struct interface *interface)
{
	char path[PATH_MAX];
	struct fact_number flags;
	struct fact_text master;
	int r;

	snprintf(path, sizeof(path), CLASS "/%s", interface->name);
	_cleanup_close_ int folder = root_open_folder(reader->root, path);
	if (folder < 0) {
		note_unread(&reader->fact, "/" CLASS, -folder);
		return 0;
	}
	flags = root_number(reader->root, folder, "flags", 16);
	if (!fact_is_present(flags.fact))
		note_unread(&reader->fact, "/" CLASS "/*/flags", flags.fact.error);
	interface->up = flags.value & IFF_UP;
	/* All ports of Open vSwitch, whatever its bridges are. */
	master = root_link_name(reader->root, folder, "master", &reader->inventory->arena);
	if (fact_is_present(master.fact) && text_equal(master.value, "ovs-system"))
		note_own(interface, USE_PORT);
	r = root_for_each(reader->root, path, read_below, reader);
	if (r < 0 && r != -ENOMEM)
		note_unread(&reader->fact, "/" CLASS, -r);
	return r == -ENOMEM ? r : 0;
}

static int add_interface(void *data, int folder, const char *name)
{
	struct reader *reader = data;
	struct arena *arena = &reader->inventory->arena;
	const char *path = root_link(reader->root, folder, name, arena);
	struct interface *interface;

	if (!path)
		return 0; /* "bonding_masters", a file */
	interface = ARRAY_ADD(&reader->interfaces);
	if (!interface)
		return -ENOMEM;
	interface->path = path;
	interface->name = arena_text(arena, name);
	return interface->name ? read_interface(reader, interface) : -ENOMEM;
}

static int read_interfaces(struct reader *reader)
{
	int r = root_for_each(reader->root, CLASS, add_interface, reader);

	if (r < 0)
		note_unread(&reader->fact, "/" CLASS, -r);
	if (reader->interfaces.count)
		qsort(reader->interfaces.items, reader->interfaces.count, sizeof(struct interface),
		      compare_names);
	return r == -ENOMEM ? r : 0;
}

static void read_lines(struct reader *reader, const char *path, const char *source,
                       int (*decode)(char *, struct route *), bool headed)
{
	_cleanup_free_ char *text = NULL;
	char *rest, *line;
	struct route route;
	int r = root_read_text(reader->root, path, &text);

	/* Without IPv6 its files are not there. */
	if (r < 0 && !(r == -ENOENT && !headed))
		note_unread(&reader->fact, source, -r);
	rest = text;
	for (unsigned i = 0; (line = strsep(&rest, "\n")); i++) {
		if (*line == '\0' || (headed && i == 0))
			continue;
		if (decode(line, &route) < 0)
			note_unread(&reader->fact, source, EINVAL);
		else if (route.leads)
			note_own(find(reader, route.interface),
			         route.is_default ? USE_DEFAULT : USE_ADDRESS);
	}
}

/* Of a copy nobody knows it, and what is in the files has to do. */
static void note_addresses(struct reader *reader)
{
	_cleanup_free_ char *text = NULL;
	char *rest, *name;
	int r = reader->root->live ? read_addresses(&text)
	                           : root_read_text(reader->root, ADDRESSES_FILE, &text);

	if (r < 0 && reader->root->whole)
		note_unread(&reader->fact, "getifaddrs", -r);
	rest = text;
	while ((name = strsep(&rest, " "))) {
		const char *use = strsep(&rest, "\n");

		note_own(find(reader, name), text_equal(use, "ssh") ? USE_SSH : USE_ADDRESS);
	}
}

static void note_use(struct interface *interface, const struct interface *top)
{
	if (interface->use >= top->own)
		return;
	interface->use = top->own;
	interface->by = top->name;
}

/* What the host uses `top` for, it uses all for that it stands on. `todo` has room for all. */
static void use_below(struct reader *reader, struct interface *top, struct interface **todo)
{
	size_t count = 0;

	todo[count++] = top;
	top->visited_for = top;
	while (count > 0) {
		struct interface *interface = todo[--count];

		note_use(interface, top);
		for (size_t i = 0; i < interface->below.count; i++) {
			struct interface *below = find(reader, interface->below.items[i]);

			/* A copy may say that two stand on each other. */
			if (below && below->visited_for != top) {
				below->visited_for = top;
				todo[count++] = below;
			}
		}
	}
}

static int use_all(struct reader *reader)
{
	_cleanup_free_ struct interface **todo = calloc(reader->interfaces.count + 1,
	                                                sizeof(struct interface *));

	if (!todo)
		return -ENOMEM;
	for (size_t i = 0; i < reader->interfaces.count; i++)
		if (reader->interfaces.items[i].own)
			use_below(reader, &reader->interfaces.items[i], todo);
	return 0;
}

static const char *use_text(const struct interface *interface, struct arena *arena)
{
	const char *text = _(use_texts[interface->use]);

	return text_equal(interface->by, interface->name)
	               ? text
	               : arena_format(arena, "%s (%s)", text, interface->by);
}

static int add_holder(struct reader *reader, const struct interface *interface)
{
	struct arena *arena = &reader->inventory->arena;
	struct holder holder = {.kind = HOLDER_NETWORK, .name = interface->name};

	holder.vital = interface->up && interface->use;
	if (holder.vital)
		holder.why = use_text(interface, arena);
	else if (fact_is_known(reader->fact))
		holder.why = interface->up ? _("is up without an address") : _("is down");
	if (holder.vital && !holder.why)
		return -ENOMEM;
	return holder_add(reader->inventory, interface->path, holder);
}

static bool has_interface(const struct dda_function *function)
{
	for (size_t i = 0; i < function->holders.count; i++)
		if (function->holders.items[i].kind == HOLDER_NETWORK)
			return true;
	return false;
}

/* A network card in use without an interface: that may be in a namespace that we don't see. */
static void note_hidden(struct dda_inventory *inventory)
{
	for (size_t i = 0; i < inventory->functions.count; i++) {
		struct dda_function *function = &inventory->functions.items[i];
		unsigned class = function_class(function);

		if ((class == 0x0200 || class == 0x0280) && function->hold == HOLD_HOST &&
		    fact_is_present(function->driver.fact) && !has_interface(function))
			function->holders_fact = fact_unknown("/" CLASS, ENODEV);
	}
}

static int read_all(struct reader *reader)
{
	if (read_interfaces(reader) < 0)
		return -ENOMEM;
	read_lines(reader, ROUTES, "/" ROUTES, decode_route, true);
	read_lines(reader, IPV6_ROUTES, "/" IPV6_ROUTES, decode_ipv6_route, false);
	read_lines(reader, IPV6_ADDRESSES, "/" IPV6_ADDRESSES, decode_ipv6_address, false);
	note_addresses(reader);
	if (use_all(reader) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < reader->interfaces.count; i++)
		if (add_holder(reader, &reader->interfaces.items[i]) < 0)
			return -ENOMEM;
	note_hidden(reader->inventory);
	return 0;
}

int read_networks(const struct root *root, struct dda_inventory *inventory, struct fact *ret_fact)
{
	struct reader reader = {
	        .root = root, .inventory = inventory, .fact = fact_known("/" CLASS)};
	int r = read_all(&reader);

	*ret_fact = reader.fact;
	for (size_t i = 0; i < reader.interfaces.count; i++)
		free(reader.interfaces.items[i].below.items);
	free(reader.interfaces.items);
	return r;
}
