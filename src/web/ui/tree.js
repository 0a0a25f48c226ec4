// The tree on the page: rows that can be reached by arrows, folded, selected, and asked for a menu.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { moveOf } from "./moves.js";
import { bytes, t, tn } from "./text.js";
import { stateMark, stateText, verdictMark } from "./words.js";

const portWords = {
	"root-port": () => t("root port"),
	"upstream-port": () => t("switch"),
	"downstream-port": () => t("switch port"),
	"bridge": () => t("bridge"),
};

const portWord = (kind) => portWords[kind]?.() ?? kind;

function needsText(mmio) {
	const { below_4g: low, above_4g: high } = mmio ?? {};
	return low && high ? t("{low} below 4 GiB, {high} above", { low: bytes(low), high: bytes(high) })
		: low ? t("{low} below 4 GiB", { low: bytes(low) })
			: high ? t("{high} above 4 GiB", { high: bytes(high) }) : null;
}

function whereMark({ card, node: { vm, state } }) {
	const move = moveOf(card);
	if (move)
		return h("span", { class: "mark info" }, icon("right"), h("span", { class: "unseen" }, t("to be moved to")), move.vm ?? t("host"));
	if (vm)
		return h("span", { class: "mark info" }, icon(state === "in-use" ? "running" : "vm"), h("span", { class: "ell", title: stateText(state) }, vm),
			h("span", { class: "unseen" }, stateText(state)));
	return state === "host" ? h("span", { class: "mark" }, icon("host"), t("host")) : stateMark(state);
}

const cell = (name, ...content) => h("span", { class: `c ${name}` }, ...content);
const slotText = (node) => node.slot && t("slot {slot}", { slot: node.slot });
const groupText = (node) => node.group != null && t("group {n}", { n: node.group });
const fact = (text, look = "") => text && h("span", { class: look }, text);

function cardCells({ node, facts, functions }) {
	const many = functions.length > 1 && tn("{n} function", "{n} functions", functions.length);
	return [
		cell("name", h("span", { class: "grip", "data-grip": true }, icon(node.gpu ? "gpu" : facts?.virtual_function ? "stack" : "card")),
			h("span", { class: "ell", title: node.name }, node.name)),
		cell("facts", fact(node.card, "mono"), fact(slotText(node), "slot"), fact(groupText(node)), fact(many), 
			h("span", { class: "ell", title: t("Address space that its VM must have for it") }, needsText(node.mmio ?? facts?.mmio))),
		cell("verdict", !node.vm && facts && h("span", { title: facts.findings[0]?.evidence }, verdictMark(facts.verdict))),
		cell("where", whereMark({ card: node.card, node })),
		cell("act", h("button", { class: "quiet only-icon", tabindex: "-1", "aria-hidden": "true", "data-menu": true, title: t("Menu") }, icon("more"))),
	];
}

// Of what is folded away: how many, and what the survey says of them.
function* inside(item) {
	for (const child of item.children) {
		if (child.kind === "card")
			yield child;
		yield* inside(child);
	}
}

function equalText(item) {
	return t("{n} × {name}", { n: item.children.length, name: item.node.name });
}

function restText(item) {
	const cards = [...inside(item)].length;
	const ports = item.children.length - item.children.filter(({ kind }) => kind === "card").length;
	return [cards && tn("{n} part of the mainboard", "{n} parts of the mainboard", cards),
		ports && tn("{n} empty port", "{n} empty ports", ports)].filter(Boolean).join(", ");
}

function summary(item) {
	const held = [...inside(item)].filter(({ node }) => node.vm).length;
	const free = [...inside(item)].filter(({ node, facts }) => !node.vm && facts && facts.verdict.startsWith("assignable")).length;
	return h("span", { class: "sum muted" }, [free && tn("{n} assignable", "{n} assignable", free),
		held && tn("{n} with a VM", "{n} with VMs", held)].filter(Boolean).join(", "));
}

function portCells({ kind, node, outline }) {
	if (kind === "root")
		return cell("name", icon("root"), h("span", { class: "unseen" }, t("root bridge")), fact(node.name, "mono"), fact(node.bus, "mono muted"));
	return cell("name", icon("port"), fact(portWord(node.kind)), fact(node.address, "mono"), fact(slotText(node), "slot"),
		outline && fact(groupText(node)), h("span", { class: "ell name", title: node.name }, node.name));
}

const cellsOf = {
	card: cardCells,
	root: portCells,
	port: portCells,
	equal: (item) => cell("name", icon("stack"), h("span", { class: "ell" }, equalText(item)), item.folded && summary(item)),
	rest: (item) => cell("name", icon("part"), restText(item)),
};

function twist(row) {
	if (row.folded === null)
		return h("span", { class: "twist" });
	return h("span", { class: "twist", "data-twist": true }, icon(row.folded ? "shut" : "open"));
}

function rowElement(row, selected) {
	const { outline } = row;
	const element = h("div", { role: "treeitem", class: `r ${row.kind}`, "data-key": row.key, tabindex: row.key === selected ? "0" : "-1",
		"aria-level": row.level + 1, "aria-setsize": row.size, "aria-posinset": row.place, "aria-selected": String(row.key === selected),
		"aria-expanded": row.folded === null ? null : String(!row.folded) },
	outline && h("span", { class: `o ${outline.first ? "first" : ""} ${outline.last ? "last" : ""}` },
		outline.first && row.kind !== "card" && h("span", { class: "small" }, tn("{n} member", "{n} members", outline.size))),
	twist(row), cellsOf[row.kind](row));
	element.style.setProperty("--level", row.level);
	if (outline)
		element.style.setProperty("--outline", outline.level);
	if (row.kind === "card")
		element.classList.toggle("moving", Boolean(moveOf(row.key)));
	return element;
}

function bandElement({ numa, rows }, selected) {
	const named = numa != null;
	return h("div", { class: `band ${named ? `numa n${numa % 2}` : ""}`, role: "group", "aria-label": named ? t("NUMA node {n}", { n: numa }) : t("root bridges") },
		named && h("div", { class: "rail", "aria-hidden": "true" }, h("span", {}, t("NUMA node {n}", { n: numa }))),
		h("div", { role: "presentation", class: "rows" }, rows.map((row) => rowElement(row, selected))));
}

// on: select(key), fold(key, folded), menu(key, element, point), drag(key, event)
export function treeElement(on) {
	const element = h("div", { class: "tree", role: "tree", "aria-label": t("PCI devices of this machine") });
	let rows = [];
	let selected = null;

	const at = (key) => rows.findIndex((row) => row.key === key);
	const elementOf = (key) => element.querySelector(`[data-key="${CSS.escape(key)}"]`);

	function focus(key = selected) {
		const target = key && elementOf(key);
		target?.focus({ preventScroll: true });
		target?.scrollIntoView({ block: "nearest" });
	}

	function select(key) {
		if (key === selected)
			return;
		for (const [one, yes] of [[selected, false], [key, true]]) {
			const target = one && elementOf(one);
			target?.setAttribute("aria-selected", String(yes));
			target?.setAttribute("tabindex", yes ? "0" : "-1");
		}
		selected = key;
		on.select(key);
	}

	function go(index) {
		if (rows[index]) {
			select(rows[index].key);
			focus();
		}
	}

	function parent(index) {
		for (let i = index - 1; i >= 0; i--)
			if (rows[i].level < rows[index].level)
				return i;
		return index;
	}

	function find(letter, index) {
		const order = [...rows.keys()].map((i) => (index + 1 + i) % rows.length);
		return order.find((i) => (rows[i].node.name ?? "").toLowerCase().startsWith(letter));
	}

	const keys = {
		ArrowDown: (i) => go(i + 1),
		ArrowUp: (i) => go(i - 1),
		Home: () => go(0),
		End: () => go(rows.length - 1),
		ArrowRight: (i) => rows[i].folded ? on.fold(rows[i].key, false) : rows[i].folded === false && go(i + 1),
		ArrowLeft: (i) => rows[i].folded === false ? on.fold(rows[i].key, true) : go(parent(i)),
		Enter: (i) => open(i),
		" ": (i) => open(i),
		ContextMenu: (i) => openMenu(i),
		F10: (i, event) => event.shiftKey && openMenu(i),
	};

	const openMenu = (i) => on.menu(rows[i].key, elementOf(rows[i].key), null);
	const open = (i) => rows[i].kind === "card" ? openMenu(i) : on.fold(rows[i].key, !rows[i].folded);

	function onKey(event) {
		const i = at(selected);
		if (i < 0 || event.ctrlKey || event.metaKey || event.altKey)
			return;
		if (keys[event.key]) {
			event.preventDefault();
			keys[event.key](i, event);
		} else if (/^[\p{L}\p{N}]$/u.test(event.key)) {
			go(find(event.key.toLowerCase(), i));
		}
	}

	const rowAt = (event) => event.target.closest?.("[data-key]");

	function onClick(event) {
		const row = rowAt(event);
		if (!row)
			return;
		const { key } = row.dataset;
		const { folded, kind } = rows[at(key)];
		select(key);
		focus();
		const button = event.target.closest("[data-menu]");
		if (button)
			on.menu(key, button, null);
		else if (folded !== null && (event.target.closest("[data-twist]") || kind !== "card"))
			on.fold(key, !folded);
	}

	function onContext(event) {
		const row = rowAt(event);
		if (!row || rows[at(row.dataset.key)]?.kind === "root")
			return;
		event.preventDefault();
		select(row.dataset.key);
		focus();
		on.menu(row.dataset.key, row, { x: event.clientX, y: event.clientY });
	}

	element.addEventListener("keydown", onKey);
	element.addEventListener("click", onClick);
	element.addEventListener("contextmenu", onContext);
	element.addEventListener("focusin", (event) => rowAt(event) && select(rowAt(event).dataset.key));
	element.addEventListener("pointerdown", (event) => {
		const row = rowAt(event);
		if (row && rows[at(row.dataset.key)]?.kind === "card")
			on.drag(row.dataset.key, row, event);
	});

	// Rows made anew keep the selection and the focus.
	function draw(bands) {
		const focused = element.contains(document.activeElement);
		rows = bands.flatMap((band) => band.rows);
		if (at(selected) < 0)
			selected = null;
		const reachable = selected ?? rows[0]?.key;
		fill(element, bands.map((band) => bandElement(band, selected)));
		if (!selected && reachable)
			elementOf(reachable).setAttribute("tabindex", "0");
		if (focused)
			focus(reachable);
	}

	return { element, draw, focus, select };
}
