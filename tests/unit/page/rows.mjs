// The picture's rows, made of documents: node --test tests/unit/page/rows.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

// A module by its contents: for node before 20.19 the name alone does not make it one.
const source = readFileSync(new URL("../../../src/web/ui/rows.js", import.meta.url), "base64");
const { bandsOf, countStandings, itemsOf, rowsOf } = await import(`data:text/javascript;base64,${source}`);

const all = { text: "", verdicts: new Set(), kind: "all" };

const device = (card, verdict = "assignable", more = {}) => ({ address: `${card}.0`, card, name: `card ${card}`,
	vendor_id: "10de", device_id: "1db1", driver: "nvidia", verdict, findings: [], virtual_function: false, ...more });
const card = (name, more = {}) => ({ kind: "card", card: name, address: `${name}.0`, name: `card ${name}`, group: null,
	gpu: false, mainboard: false, vm: null, children: [], ...more });
const port = (address, group, ...children) => ({ kind: "root-port", address, location_path: address, name: "port", group, children });
const root = (name, node, ...children) => ({ kind: "root", name, bus: name, numa_node: node, children });

const rows = (roots, devices, filter = all, folds = new Map()) =>
	rowsOf(itemsOf({ roots }, new Map(devices.map((one) => [one.card, [one]]))), filter, folds);
const keys = (list) => list.map(({ key }) => key);

test("a port stands above its card, one level less deep", () => {
	const list = rows([root("r", null, port("p", null, card("a")))], [device("a")]);
	assert.deepEqual(list.map(({ key, level }) => [key, level]), [["r", 0], ["p", 1], ["a", 2]]);
	assert.deepEqual(list.map(({ place, size }) => [place, size]), [[1, 1], [1, 1], [1, 1]]);
});

test("what nobody looks for is one folded row at the end", () => {
	const list = rows([root("r", null, card("m", { mainboard: true }), port("e", null), card("a"))], [device("a")]);
	assert.deepEqual(keys(list), ["r", "a", "r/rest"]);
	assert.equal(list[2].folded, true);
	assert.deepEqual(keys(rows([root("r", null, card("m", { mainboard: true }))], [], all, new Map([["r/rest", false]]))), ["r", "r/rest", "m"]);
});

test("a part of the mainboard that a VM has is not hidden", () => {
	assert.deepEqual(keys(rows([root("r", null, card("m", { mainboard: true, vm: "vm1" }))], [])), ["r", "m"]);
});

test("many equal neighbours are one row, few are not", () => {
	const equal = (n) => Array.from({ length: n }, (_, i) => card(`v${i}`, { name: "VF" }));
	assert.equal(rows([root("r", null, ...equal(5))], []).length, 6);
	const list = rows([root("r", null, card("a"), ...equal(6), card("b"))], []);
	assert.deepEqual(list.map(({ kind }) => kind), ["root", "card", "equal", "card"]);
	assert.equal(list[2].children.length, 6);
});

test("an outline goes round neighbours of a group, from the least deep of them", () => {
	const list = rows([root("r", null, port("p", 3, card("a", { group: 3 })), port("q", 3, card("b", { group: 3 })), port("s", 4, card("c", { group: 5 })))], []);
	assert.deepEqual(list.map(({ outline }) => outline && [outline.level, outline.first, outline.last, outline.size]),
		[undefined, [1, true, false, 4], [1, false, false, 4], [1, false, false, 4], [1, false, true, 4], undefined, undefined]);
});

test("a group that is torn apart has an outline for each part, and its whole size", () => {
	const list = rows([root("r", null, card("a", { group: 1 }), card("b", { group: 2 }), card("c", { group: 1 }))], []);
	assert.deepEqual(list.map(({ outline }) => outline && [outline.first, outline.last, outline.size]),
		[undefined, [true, true, 2], undefined, [true, true, 2]]);
});

test("a search keeps what is above a hit, and unfolds", () => {
	const roots = [root("r", null, port("p", null, card("a")), card("m", { mainboard: true, name: "Memory" })), root("s", null, card("b"))];
	const search = (text) => keys(rows(roots, [device("a"), device("b")], { ...all, text }));
	assert.deepEqual(search("memory"), ["r", "r/rest", "m"]);
	assert.deepEqual(search("card a"), ["r", "p", "a"]);
	assert.deepEqual(search("nothing"), []);
});

test("filters ask for the verdict, for who has it, and for the kind", () => {
	const roots = [root("r", null, card("a", { gpu: true }), card("b"), card("c", { vm: "vm1" }))];
	const devices = [device("a"), device("b", "not-assignable"), device("c", "not-assignable")];
	const ask = (filter) => keys(rows(roots, devices, { ...all, ...filter }));
	assert.deepEqual(ask({ verdicts: new Set(["not-assignable"]) }), ["r", "b"]);
	assert.deepEqual(ask({ verdicts: new Set(["held"]) }), ["r", "c"]);
	assert.deepEqual(ask({ kind: "gpu" }), ["r", "a"]);
	assert.deepEqual([...countStandings(itemsOf({ roots }, new Map(devices.map((one) => [one.card, [one]]))))],
		[["assignable", 1], ["not-assignable", 1], ["held", 1]]);
});

test("roots on one NUMA node are a band", () => {
	const bands = bandsOf(rows([root("r", 0, card("a")), root("s", 0, card("b")), root("t", 1, card("c"))], []));
	assert.deepEqual(bands.map(({ numa, rows: list }) => [numa, keys(list)]), [[0, ["r", "a", "s", "b"]], [1, ["t", "c"]]]);
});
