// The tree on the page: rows that can be reached by arrows, folded, selected, and asked for a menu.

import { bandElement } from "./cells.js";
import { fill, h } from "./dom.js";
import { t } from "./text.js";

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
		if (!row || !["card", "port"].includes(rows[at(row.dataset.key)]?.kind))
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

	return { element, draw, focus, select, has: (key) => at(key) >= 0 };
}
