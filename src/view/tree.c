/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "view/document.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "model/port.h"
#include "rules/part.h"

#define HOST_BRIDGE 0x0600
#define ISA_BRIDGE 0x0601

/* No hierarchy is as deep; what seems to be has a function above itself. */
#define DEPTH_MAX 64

/* Functions that can't be placed on a bus have made-up addresses in domains from here on. */
#define MADE_UP_DOMAIN UINT32_C(0xffff0000)

/* What hangs on one root bridge. */
struct root {
	const char *name; /* a location path that begins with it, or NULL */
	size_t length;
	struct address first;
	struct fact_number numa_node;
	json_t *children;
};

struct tree {
	const struct dda_inventory *inventory;
	json_t **nodes; /* of each function that has one of its own, else NULL */
	struct {
		struct root *items;
		size_t count;
	} roots;
	size_t last; /* the root that was found last: the next function is most likely there too */
};

static void cleanup_tree(struct tree *tree)
{
	for (size_t i = 0; tree->nodes && i < tree->inventory->functions.count; i++)
		json_decref(tree->nodes[i]);
	for (size_t i = 0; i < tree->roots.count; i++)
		json_decref(tree->roots.items[i].children);
	free(tree->nodes);
	free(tree->roots.items);
}

/* True for bridges that have a bus below them. */
static bool is_bridge(const struct dda_function *function)
{
	unsigned class = function_class(function);

	return fact_is_present(function->class_code.fact) && function_is_bridge(function) &&
	       class != HOST_BRIDGE && class != ISA_BRIDGE;
}

static const char *kind_of(const struct dda_function *function)
{
	const struct fact_number *type = &function->details->port_type;

	if (!is_bridge(function))
		return "card";
	switch (fact_is_present(type->fact) ? (enum port_type)type->value : PORT_TO_PCI) {
	case PORT_ROOT:
		return "root-port";
	case PORT_UPSTREAM:
		return "upstream-port";
	case PORT_DOWNSTREAM:
		return "downstream-port";
	default:
		return "bridge";
	}
}

static const struct card *card_of(const struct tree *tree, size_t function)
{
	return &tree->inventory->cards.items[tree->inventory->functions.items[function].card];
}

/* The function whose node it is in: the card's first one that is no bridge; each bridge has its
 * own. */
static size_t holder_of(const struct tree *tree, size_t function)
{
	const struct dda_function *items = tree->inventory->functions.items;
	const struct card *card = card_of(tree, function);

	for (unsigned i = 0; !is_bridge(&items[function]) && i < card->count; i++)
		if (!is_bridge(&items[card->functions[i]]))
			return card->functions[i];
	return function;
}

/* The holder above that one, -1 for none. */
static int above(const struct tree *tree, size_t holder)
{
	int parent = tree->inventory->functions.items[holder].parent;

	return parent < 0 ? -1 : (int)holder_of(tree, (size_t)parent);
}

/* The uppermost holder above that one; *ret_sound: there is one, so that it can hang on its parent.
 */
static size_t top_of(const struct tree *tree, size_t holder, bool *ret_sound)
{
	size_t top = holder;
	int next = above(tree, holder);

	for (unsigned depth = 0; next >= 0 && depth < DEPTH_MAX; depth++) {
		top = (size_t)next;
		next = above(tree, top);
	}
	*ret_sound = next < 0;
	return next < 0 ? top : holder;
}

static bool is_at_root(const struct root *root, const struct dda_function *function, size_t length)
{
	const char *path = function->location_path;

	if (!path)
		return !root->name && root->first.domain == function->address.domain;
	return root->name && root->length == length && memcmp(root->name, path, length) == 0 &&
	       (root->first.domain == function->address.domain ||
	        function->address.domain >= MADE_UP_DOMAIN);
}

/* The root of a function without a parent, made where there is none yet; NULL without memory. */
static struct root *root_of(struct tree *tree, const struct dda_function *function)
{
	size_t length = function->location_path ? strcspn(function->location_path, "#") : 0;
	struct root *root;

	if (tree->last < tree->roots.count &&
	    is_at_root(&tree->roots.items[tree->last], function, length))
		return &tree->roots.items[tree->last];
	for (tree->last = 0; tree->last < tree->roots.count; tree->last++)
		if (is_at_root(&tree->roots.items[tree->last], function, length))
			return &tree->roots.items[tree->last];
	root = ARRAY_ADD(&tree->roots);
	if (!root)
		return NULL;
	*root = (struct root){.name = function->location_path,
	                      .length = length,
	                      .first = function->address,
	                      .children = json_array()};
	return root->children ? root : NULL;
}

static json_t *functions_of(const struct tree *tree, size_t holder)
{
	const struct dda_function *items = tree->inventory->functions.items;
	const struct card *card = card_of(tree, holder);
	json_t *functions = json_array();

	for (unsigned i = 0; i < card->count; i++)
		if (!is_bridge(&items[card->functions[i]]))
			document_append(&functions,
			                document_address(items[card->functions[i]].address));
	return functions;
}

/* null when its functions are in different ones. */
static json_t *state_of(const struct tree *tree, size_t holder)
{
	const struct dda_function *items = tree->inventory->functions.items;
	const struct card *card = card_of(tree, holder);

	for (unsigned i = 0; i < card->count; i++)
		if (!is_bridge(&items[card->functions[i]]) &&
		    items[card->functions[i]].state != items[holder].state)
			return json_null();
	return document_text(function_state_name(items[holder].state));
}

/* What only cards have in their node. */
static void put_card(const struct tree *tree, size_t holder, json_t **node)
{
	const struct dda_inventory *inventory = tree->inventory;
	const struct card *card = card_of(tree, holder);

	document_put(node, "functions", functions_of(tree, holder));
	document_put(node, "state", state_of(tree, holder));
	document_put(node, "gpu", json_boolean(card_is_gpu(inventory, card)));
	document_put(node, "mainboard", json_boolean(card_is_part(inventory, card)));
}

static json_t *node_of(const struct tree *tree, size_t holder)
{
	const struct dda_function *function = &tree->inventory->functions.items[holder];
	_cleanup_document_ json_t *device = document_device(tree->inventory, function);
	json_t *node = json_object();

	document_put(&node, "kind", document_text(kind_of(function)));
	if (!device || !node || json_object_update(node, device) < 0) {
		json_decref(node);
		return NULL;
	}
	document_put(&node, "numa_node", document_fact_number(&function->details->numa_node));
	document_put(&node, "slot", json_null());
	if (is_bridge(function)) {
		json_object_del(node, "card");
		json_object_del(node, "state");
		json_object_del(node, "vm");
	} else {
		put_card(tree, holder, &node);
	}
	document_put(&node, "children", json_array());
	return node;
}

/* While the details of the functions below one root bus are there, the next ones' are not. */
static int make_nodes(struct tree *tree, const struct view_survey *of, struct dda_error **ret_error)
{
	for (size_t i = 0; i < tree->inventory->functions.count; i++) {
		int r = of->prepare ? of->prepare(of->data, i, ret_error) : 0;

		if (r < 0)
			return r;
		if (holder_of(tree, i) != i)
			continue;
		tree->nodes[i] = node_of(tree, i);
		if (!tree->nodes[i])
			return error_no_memory(ret_error);
	}
	return 0;
}

/* The first node that is known below it counts: a root bridge is at one. */
static void note_numa_node(struct root *root, const json_t *node)
{
	const json_t *number = json_object_get(node, "numa_node");

	if (fact_is_present(root->numa_node.fact) || !json_is_integer(number))
		return;
	root->numa_node.fact = fact_known("numa_node");
	root->numa_node.value = (uint64_t)json_integer_value(number);
}

static int link_node(struct tree *tree, size_t holder)
{
	bool sound;
	size_t top = top_of(tree, holder, &sound);
	struct root *root = root_of(tree, &tree->inventory->functions.items[top]);
	int parent = sound ? above(tree, holder) : -1;
	json_t *children;

	if (!root)
		return -ENOMEM;
	note_numa_node(root, tree->nodes[holder]);
	children = parent < 0 ? root->children : json_object_get(tree->nodes[parent], "children");
	return json_array_append(children, tree->nodes[holder]) < 0 ? -ENOMEM : 0;
}

static json_t *bus_of(struct address address)
{
	return json_sprintf("%04" PRIx32 ":%02x", address.domain, address.bus);
}

static json_t *roots_of(const struct tree *tree)
{
	json_t *roots = json_array();

	for (size_t i = 0; i < tree->roots.count; i++) {
		const struct root *root = &tree->roots.items[i];
		json_t *object = json_object();

		document_put(&object, "kind", document_text("root"));
		document_put(&object, "name",
		             root->name ? json_stringn(root->name, root->length) : json_null());
		document_put(&object, "bus", bus_of(root->first));
		document_put(&object, "numa_node", document_fact_number(&root->numa_node));
		document_put(&object, "children", json_incref(root->children));
		document_append(&roots, object);
	}
	return roots;
}

int view_tree(const struct view_survey *of, json_t **ret, struct dda_error **ret_error)
{
	const struct dda_inventory *inventory = of->inventory;
	_cleanup_(cleanup_tree) struct tree tree = {.inventory = inventory};
	json_t *document;
	int r;

	tree.nodes = calloc(inventory->functions.count + 1, sizeof(json_t *));
	if (!tree.nodes)
		return error_no_memory(ret_error);
	r = make_nodes(&tree, of, ret_error);
	for (size_t i = 0; r >= 0 && i < inventory->functions.count; i++)
		if (tree.nodes[i] && link_node(&tree, i) < 0)
			r = error_no_memory(ret_error);
	if (r < 0)
		return r;
	document = document_new("tree");
	document_put(&document, "host", document_host(inventory, document_vms_findings(inventory)));
	document_put(&document, "roots", roots_of(&tree));
	return document_finish(document, ret, ret_error);
}
