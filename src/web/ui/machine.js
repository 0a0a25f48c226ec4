// The machine: the picture of its PCI tree, the VMs beside it, and the moves that are wanted.

import { columns } from "./cells.js";
import { detailElement } from "./detail.js";
import { h } from "./dom.js";
import { dragging, grab } from "./drag.js";
import { filterElement } from "./filter.js";
import { icon } from "./icons.js";
import { mayChange, menuOf } from "./offers.js";
import { reviewElement } from "./review.js";
import { bandsOf, cardsIn, isActive, itemsIn, itemsOf, rowsOf } from "./rows.js";
import { cardsOf, store, subscribe } from "./store.js";
import { t } from "./text.js";
import { treeElement } from "./tree.js";
import { vmsElement } from "./vms.js";

// Kept while other views are shown: what is looked for, and what was folded of the whole tree and of what a filter left.
const filter = { text: "", verdicts: new Set(), kind: "all" };
const folds = new Map();
let found = new Map();

const shown = ["session", "tree", "survey", "vms", "moves"];
let items = { tree: null, survey: null, list: [] };

function allItems() {
	const { tree, survey } = store;
	if (items.tree !== tree || items.survey !== survey)
		items = { tree, survey, list: itemsOf(tree, cardsOf()) };
	return items.list;
}

const isRead = () => ["tree", "survey", "vms"].every((name) => store[name] || store.failed.has(name));
const foldsNow = () => isActive(filter) ? found : folds;
const find = (key) => [...itemsIn(allItems())].find((item) => item.key === key);
const has = (item, card) => [...cardsIn([item])].some(({ key }) => key === card);

function drag(item, row, event, done) {
	if (item && mayChange())
		grab(item.node.card, item.node.name, row, event, done);
}

function emptyText() {
	return store.tree ? t("Nothing here matches.")
		: store.failed.has("tree") ? t("The devices of this host can't be shown.") : t("Reading the host…");
}

// "/" goes to the search, as long as this view is shown.
function listenToSlash(element, go) {
	const listener = (event) => {
		if (!element.isConnected)
			return removeEventListener("keydown", listener);
		if (event.key !== "/" || event.target.closest?.("input, textarea, select, dialog"))
			return;
		event.preventDefault();
		go();
	};
	addEventListener("keydown", listener);
}

export function machineView() {
	let selected = null;
	const tree = treeElement({
		select(key) { selected = key; detail.draw(find(key)); },
		fold(key, folded) { foldsNow().set(key, folded); drawTree(); },
		menu: (key, anchor, point) => menuOf(find(key), anchor, { point, restore: () => tree.focus() }),
		drag: (key, row, event) => drag(find(key), row, event, draw),
	});
	const vms = vmsElement({
		pick: reveal,
		menu: (card, button) => menuOf(find(card), button),
		drag: (card, row, event) => drag(find(card), row, event, draw),
	});
	const detail = detailElement();
	const review = reviewElement();
	const filters = filterElement(filter, () => { found = new Map(); return drawTree(); }, () => tree.focus());
	const empty = h("p", { class: "muted empty" });
	const element = h("div", { class: "machine" }, h("h1", { class: "unseen" }, t("Machine")),
		h("div", { class: "left" }, filters.element,
			h("button", { class: "quiet jump", onclick: () => vms.element.scrollIntoView() }, icon("vm"), t("Virtual machines"), icon("open")),
			h("section", { class: "panel picture", "data-drop": "host", "aria-label": t("The machine") }, columns(), tree.element, empty)),
		h("div", { class: "right" }, vms.element, detail.element), review.element);

	function drawTree() {
		const rows = store.tree ? rowsOf(allItems(), filter, foldsNow()) : [];
		tree.draw(bandsOf(rows));
		filters.draw(allItems());
		empty.hidden = rows.length > 0;
		empty.textContent = emptyText();
		return rows.filter(({ kind }) => kind === "card").length;
	}

	// Shows a card's row, whatever is folded or filtered away.
	function reveal(card) {
		if (!tree.has(card)) {
			filters.clear();
			for (const item of itemsIn(allItems()))
				if (has(item, card))
					folds.set(item.key, false);
			drawTree();
		}
		tree.select(card);
		tree.focus(card);
	}

	// A drag goes on undisturbed; at its end all is drawn.
	function draw(changed) {
		if (dragging || (changed && !shown.some((name) => changed.has(name))))
			return;
		element.classList.toggle("fixed", !mayChange());
		element.setAttribute("aria-busy", String(!isRead()));
		drawTree();
		vms.draw();
		detail.draw(find(selected));
		review.draw();
	}

	subscribe(draw, element);
	listenToSlash(element, filters.focus);
	draw();
	return element;
}
