// The tree as rows, pure: what is shown of it, in which order, and which rows one outline goes round.

const longRun = 6;      // as many equal siblings are one row, folded

// What a filter may ask for, in the documents' own words.
export const kinds = {
	all: () => true,
	gpu: ({ node }) => node.gpu,
	other: ({ node, facts }) => !node.gpu && !node.mainboard && !facts?.virtual_function,
	virtual: ({ facts }) => facts?.virtual_function,
	mainboard: ({ node }) => node.mainboard,
};

const keyOf = (node) => node.card ?? node.location_path ?? node.address ?? node.name;
const isEmpty = (item) => item.kind === "port" && item.children.length === 0;
const isRest = (item) => item.kind === "card" ? item.node.mainboard && !item.node.vm : isEmpty(item);

function textOf(node, functions) {
	return [node.name, node.address, node.card, node.location_path, node.vm, node.group != null && `group ${node.group}`,
		node.slot && `slot ${node.slot}`, ...functions.flatMap((one) => [one.name, one.address, one.driver,
			`${one.vendor_id}:${one.device_id}`])].filter(Boolean).join("\n").toLowerCase();
}

function cardItem(node, cards) {
	const functions = cards.get(node.card) ?? [];
	return { kind: "card", key: keyOf(node), node, functions, facts: functions[0] ?? null,
		children: [], text: textOf(node, functions) };
}

// Runs of equal siblings become one item each.
function joinEqual(items, parent) {
	const joined = [];
	for (let i = 0; i < items.length;) {
		let end = i + 1;
		while (end < items.length && items[i].kind === "card" && items[end].kind === "card" &&
			items[end].node.name === items[i].node.name)
			end++;
		const run = items.slice(i, end);
		joined.push(...run.length < longRun ? run
			: [{ kind: "equal", key: `${parent}/equal/${run[0].key}`, node: run[0].node, children: run }]);
		i = end;
	}
	return joined;
}

// What nobody looks for, parts of the mainboard and ports with nothing below, is one item at the end.
function sortChildren(items, parent) {
	const rest = items.filter(isRest);
	const children = joinEqual(items.filter((item) => !isRest(item)), parent);
	if (rest.length)
		children.push({ kind: "rest", key: `${parent}/rest`, node: {}, children: rest });
	return children;
}

function itemOf(node, cards) {
	const key = keyOf(node);
	const item = node.kind === "card" ? cardItem(node, cards)
		: { kind: node.kind === "root" ? "root" : "port", key, node, text: textOf(node, []) };
	item.children = sortChildren((node.children ?? []).map((child) => itemOf(child, cards)), key);
	return item;
}

// The whole tree; cards: card -> its functions of the survey.
export const itemsOf = (tree, cards) => (tree?.roots ?? []).map((root) => itemOf(root, cards));

export function* itemsIn(items) {
	for (const item of items) {
		yield item;
		yield* itemsIn(item.children);
	}
}

export function* cardsIn(items) {
	for (const item of itemsIn(items))
		if (item.kind === "card")
			yield item;
}

// What is to be said first of a card: who has it, else the survey's verdict.
export const standing = ({ node, facts }) => node.vm ? "held" : facts?.verdict ?? null;

export function countStandings(items, wanted = () => true) {
	const counts = new Map();
	for (const card of cardsIn(items))
		if (wanted(card) && standing(card))
			counts.set(standing(card), (counts.get(standing(card)) ?? 0) + 1);
	return counts;
}

export const isActive = ({ text, verdicts, kind }) => Boolean(text || verdicts.size || kind !== "all");

function matches(item, { text, verdicts, kind }) {
	if (item.kind !== "card")
		return Boolean(text) && !verdicts.size && kind === "all" && item.kind === "port" && item.text.includes(text);
	return item.text.includes(text) && kinds[kind](item) && (!verdicts.size || verdicts.has(standing(item)));
}

// Items without those that the filter leaves out: what matches stays, with all that is above it.
function filtered(items, filter) {
	const left = [];
	for (const item of items) {
		const children = filtered(item.children, filter);
		if (children.length || matches(item, filter))
			left.push({ ...item, children });
	}
	return left;
}

const isFolded = (item, { folds, open }) => item.children.length > 0 &&
	(folds.get(item.key) ?? (["rest", "equal"].includes(item.kind) && !open));

function* flat(items, folds, level, numa) {
	for (const [i, item] of items.entries()) {
		const folded = isFolded(item, folds);
		const row = { ...item, level, place: i + 1, size: items.length, numa: level ? numa : item.node.numa_node ?? null,
			folded: item.children.length ? folded : null, group: item.node.group ?? null };
		if (["equal", "rest"].includes(item.kind))
			row.group = null;
		yield row;
		if (!folded)
			yield* flat(item.children, folds, level + 1, row.numa);
	}
}

// How many members each group has, shown or not.
function groupSizes(items) {
	const sizes = new Map();
	for (const { kind, node: { group } } of itemsIn(items))
		if (group != null && ["card", "port"].includes(kind))
			sizes.set(group, (sizes.get(group) ?? 0) + 1);
	return sizes;
}

// An outline goes round rows that follow each other in the same group: where it begins and ends.
function outline(rows, sizes) {
	for (let i = 0; i < rows.length; i++) {
		const { group } = rows[i];
		if (group == null || sizes.get(group) < 2)
			continue;
		let end = i;
		while (end + 1 < rows.length && rows[end + 1].group === group)
			end++;
		const level = Math.min(...rows.slice(i, end + 1).map((row) => row.level));
		for (let at = i; at <= end; at++)
			rows[at].outline = { level, first: at === i, last: at === end, size: sizes.get(group) };
		i = end;
	}
	return rows;
}

// folds: item -> folded, where somebody said so. What a filter left is open else.
export function rowsOf(items, filter, folds) {
	const open = isActive(filter);
	return outline([...flat(open ? filtered(items, filter) : items, { folds, open }, 0, null)], groupSizes(items));
}

// Rows of roots that stand side by side on the same NUMA node: a band.
export function bandsOf(rows) {
	const bands = [];
	for (const row of rows) {
		if (!bands.length || (row.level === 0 && row.numa !== bands.at(-1).numa))
			bands.push({ numa: row.numa, rows: [] });
		bands.at(-1).rows.push(row);
	}
	return bands;
}
