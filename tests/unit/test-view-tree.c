/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test.h"

#include "base/text.h"
#include "model/port.h"
#include "view/document.h"

static struct dda_function *add(struct dda_inventory *inventory, const char *address,
                                const char *upstream, const char *location_path, unsigned class)
{
	struct dda_function *function = inventory_add(inventory, true);

	assert_non_null(function);
	assert_int_equal(address_parse(address, &function->address), 0);
	assert_int_equal(address_parse(upstream, &function->upstream), 0);
	function->location_path = location_path;
	function->class_code.fact = fact_known("class");
	function->class_code.value = class << 8;
	return function;
}

static json_t *tree_of(struct dda_inventory *inventory)
{
	const struct view_survey of = {.inventory = inventory};
	json_t *document = NULL;

	assert_int_equal(inventory_finish(inventory), 0);
	assert_int_equal(view_tree(&of, &document, NULL), 0);
	return document;
}

/* "0000:00:01.0(0000:01:00.0)": each node with what hangs on it. */
static void draw(const json_t *children, char *text, size_t size)
{
	const json_t *node;
	size_t i;

	json_array_foreach(children, i, node)
	{
		const json_t *below = document_array(node, "children");

		snprintf(text + strlen(text), size - strlen(text), "%s%s", i ? " " : "",
		         document_string(node, "address"));
		if (!json_array_size(below))
			continue;
		snprintf(text + strlen(text), size - strlen(text), "(");
		draw(below, text, size);
		snprintf(text + strlen(text), size - strlen(text), ")");
	}
}

static void check_root(const json_t *document, size_t index, const char *name, const char *children)
{
	const json_t *root = json_array_get(json_object_get(document, "roots"), index);
	char text[512] = "";

	if (name)
		assert_string_equal(document_string(root, "name"), name);
	else
		assert_true(json_is_null(json_object_get(root, "name")));
	draw(document_array(root, "children"), text, sizeof(text));
	assert_string_equal(text, children);
}

/* Each function is in the tree once, also where nobody knows what it hangs on. */
static void test_places(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	_cleanup_document_ json_t *document = NULL;
	struct dda_function *port;

	/* With its card, whose bus number is below its own. */
	port = add(inventory, "00:03.0", "00:03.0", "PCIROOT(0)#PCI(0300)", 0x0604);
	port->details->port_type.fact = fact_known("type");
	port->details->port_type.value = PORT_ROOT;
	add(inventory, "00:01.0", "00:03.0", "PCIROOT(0)#PCI(0300)#PCI(0000)", 0x0300);
	/* On a bus nobody tells: a made-up address, but the root is known. */
	add(inventory, "ffff0000:00:00.0", "ffff0000:00:00.0", "PCIROOT(0)#PCI(1C00)#PCI(0000)",
	    0x0108);
	/* Another segment, whose root has the same number; and a place that is not known at all. */
	add(inventory, "0001:00:00.0", "0001:00:00.0", "PCIROOT(0)#PCI(0000)", 0x0200);
	add(inventory, "0002:00:00.0", "0002:00:00.0", NULL, 0x0200);

	document = tree_of(inventory);
	assert_int_equal(json_array_size(document_array(document, "roots")), 3);
	check_root(document, 0, "PCIROOT(0)", "0000:00:03.0(0000:00:01.0) ffff0000:00:00.0");
	check_root(document, 1, "PCIROOT(0)", "0001:00:00.0");
	check_root(document, 2, NULL, "0002:00:00.0");
}

/* Bridges above each other, as a file that somebody made up may have them. */
static void test_circle(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	_cleanup_document_ json_t *document = NULL;

	add(inventory, "01:00.0", "02:00.0", "PCIROOT(0)#PCI(0100)", 0x0604);
	add(inventory, "02:00.0", "01:00.0", "PCIROOT(0)#PCI(0200)", 0x0604);
	add(inventory, "03:00.0", "02:00.0", "PCIROOT(0)#PCI(0200)#PCI(0000)", 0x0300);

	document = tree_of(inventory);
	check_root(document, 0, "PCIROOT(0)", "0000:01:00.0 0000:02:00.0 0000:03:00.0");
}

/* The functions of a card have one node, each bridge its own. */
static void test_cards(void **state)
{
	_cleanup_inventory_ struct dda_inventory *inventory = inventory_new();
	_cleanup_document_ json_t *document = NULL;
	const json_t *children;

	add(inventory, "00:1c.0", "00:1c.0", "PCIROOT(0)#PCI(1C00)", 0x0604);
	add(inventory, "00:1c.1", "00:1c.1", "PCIROOT(0)#PCI(1C01)", 0x0604);
	add(inventory, "01:00.0", "00:1c.1", "PCIROOT(0)#PCI(1C01)#PCI(0000)", 0x0300);
	add(inventory, "01:00.1", "00:1c.1", "PCIROOT(0)#PCI(1C01)#PCI(0001)", 0x0403);

	document = tree_of(inventory);
	check_root(document, 0, "PCIROOT(0)", "0000:00:1c.0 0000:00:1c.1(0000:01:00.0)");
	children = document_array(json_array_get(json_object_get(document, "roots"), 0),
	                          "children");
	children = document_array(json_array_get(children, 1), "children");
	assert_int_equal(json_array_size(document_array(json_array_get(children, 0), "functions")),
	                 2);
	assert_true(json_is_true(json_object_get(json_array_get(children, 0), "gpu")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(test_places),
	        cmocka_unit_test(test_circle),
	        cmocka_unit_test(test_cards),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
