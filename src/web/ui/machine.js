// The machine: the picture of its PCI tree, the VMs beside it, and the moves that are wanted.

import { detailElement } from "./detail.js";
import { fill, h } from "./dom.js";
import { dragging, grab } from "./drag.js";
import { filterElement } from "./filter.js";
import { icon } from "./icons.js";
import { line, openMenu } from "./menu.js";
import { commandOf, moveOf, moves, requests, stage, unstage, whyNot } from "./moves.js";
import { copyText } from "./notice.js";
import { openPlan } from "./plans.js";
import { bandsOf, cardsIn, isActive, itemsOf, rowsOf } from "./rows.js";
import { cardsOf, store, subscribe } from "./store.js";
import { t, tn } from "./text.js";
import { treeElement } from "./tree.js";
import { vmsElement } from "./vms.js";

// Kept while other views are shown.
const filter = { text: "", verdicts: new Set(), kind: "all" };
const folds = new Map();                // of the whole tree
let found = openFolds();                // of what a filter left

const shown = ["session", "tree", "survey", "vms", "moves"];
let items = { tree: null, survey: null, list: [] };

function openFolds() {
	return Object.assign(new Map(), { open: true });
}

function allItems() {
	const { tree, survey } = store;
	if (items.tree !== tree || items.survey !== survey)
		items = { tree, survey, list: itemsOf(tree, cardsOf()) };
	return items.list;
}

const mayChange = () => !store.session?.read_only;

function giveEntries(card) {
	const vms = (store.vms?.vms ?? []).map(({ name }) => ({ label: name, icon: "vm", why: whyNot(card, name), act: () => stage(card, name) }));
	return vms.length ? { title: t("Give to"), entries: vms } : { title: t("Give to"), entries: [
		{ label: t("a VM"), icon: "vm", why: t("there are no VMs on this host") }] };
}

function changeEntries({ node: { card, state } }) {
	return [
		giveEntries(card),
		state !== "host" && { label: t("Give back to the host"), icon: "back", why: whyNot(card, null), act: () => stage(card, null) },
		moveOf(card) && { label: t("Don't move it"), icon: "close", act: () => unstage(card) },
		line,
	];
}

// What one would type: for the move that is wanted, else to give it, or take it back.
function commandFor({ card, state }) {
	const move = moveOf(card) ?? (state !== "host" && { card, vm: null });
	return move ? commandOf(requests([move])[0]) : `dda assign ${card} --vm `;
}

function cardEntries(item) {
	const { card, location_path: path } = item.node;
	const command = commandFor(item.node);
	return [
		...mayChange() ? changeEntries(item) : [],
		{ label: t("Show all facts"), icon: "details", act: () => { location.hash = `#/device/${encodeURIComponent(card)}`; } },
		path && { label: t("Copy the location path"), icon: "copy", hint: path, act: () => copyText(path) },
		{ label: t("Copy as a command"), icon: "copy", hint: command.replace(/ $/, " …"), act: () => copyText(command) },
	].filter(Boolean);
}

function portEntries({ node }) {
	const path = node.location_path ?? node.name;
	return [{ label: t("Copy the location path"), icon: "copy", hint: path, act: () => copyText(path) }];
}

function moveChip({ card, vm }) {
	return h("li", { class: "chip" }, h("code", {}, card), icon("right"), vm ?? t("host"),
		h("button", { class: "quiet only-icon tiny", "aria-label": t("Don't move {card}", { card }), onclick: () => unstage(card) }, icon("close")));
}

function reviewButton(request) {
	const n = request.devices.length;
	const label = request.command === "assign" ? tn("Give {n} card: review", "Give {n} cards: review", n)
		: tn("Take {n} card back: review", "Take {n} cards back: review", n);
	return [h("button", { class: "primary", onclick: () => openPlan(request) }, label),
		h("button", { class: "only-icon", title: commandOf(request), "aria-label": t("Copy as a command"), onclick: () => copyText(commandOf(request)) }, icon("copy"))];
}

function drawMoves(bar) {
	const staged = moves();
	bar.hidden = !staged.length;
	fill(bar, h("strong", {}, tn("{n} move", "{n} moves", staged.length)), h("ul", { class: "row chips" }, staged.map(moveChip)),
		h("div", { class: "row" }, requests(staged).map(reviewButton),
			h("button", { class: "quiet", onclick: () => unstage(...staged.map(({ card }) => card)) }, t("Discard"))));
}

const columns = () => h("div", { class: "columns", "aria-hidden": "true" }, [["name", t("Device")], ["verdict", t("Verdict")], ["where", t("Where")]]
	.map(([name, text]) => h("span", { class: `c ${name}` }, text)));

export function machineView() {
	const find = (key) => {
		for (const item of allDeep(allItems()))
			if (item.key === key)
				return item;
		return null;
	};
	let selected = null;

	const tree = treeElement({
		select(key) { selected = key; detail.draw(find(key)); },
		fold(key, folded) {
			(isActive(filter) ? found : folds).set(key, folded);
			drawTree();
		},
		menu: (key, anchor, point) => menuOf(find(key), anchor, { point, restore: () => tree.focus() }),
		drag: (key, row, event) => dragCard(find(key), row, event),
	});
	const cardNamed = (card) => [...cardsIn(allItems())].find(({ node }) => node.card === card);
	const vms = vmsElement({
		pick(card) { reveal(card); },
		menu: (card, button) => menuOf(cardNamed(card), button, {}),
		drag: (card, row, event) => dragCard(cardNamed(card), row, event),
	});
	const detail = detailElement(actions);
	const bar = h("section", { class: "moves", "aria-label": t("Moves to review") });
	const empty = h("p", { class: "muted empty" });
	const filters = filterElement(filter, () => { found = openFolds(); drawTree(); }, () => tree.focus());
	const picture = h("section", { class: "panel picture", "data-drop": "host", "aria-label": t("The machine") }, columns(), tree.element, empty);
	const element = h("div", { class: "machine" }, h("h1", { class: "unseen" }, t("Machine")),
		h("div", { class: "left" }, filters.element, picture), h("div", { class: "right" }, vms.element, detail.element), bar);

	function menuOf(item, anchor, options) {
		if (item && ["card", "port"].includes(item.kind))
			openMenu(anchor.querySelector(".name") ?? anchor, item.node.card ?? item.node.address, item.kind === "card" ? cardEntries(item) : portEntries(item), options);
	}

	function dragCard(item, row, event) {
		if (item && mayChange())
			grab(item.node.card, item.node.name, row, event, draw);
	}

	function actions(item) {
		const entries = mayChange() ? [
			h("button", { onclick: (event) => openMenu(event.currentTarget, item.node.card, [giveEntries(item.node.card)], {}) }, icon("vm"), t("Give to…")),
			item.node.state !== "host" && h("button", { onclick: () => stage(item.node.card, null) }, icon("back"), t("Give back"))] : [];
		return entries;
	}

	// Shows a card's row, whatever is folded or filtered away.
	function reveal(card) {
		if (![...tree.element.querySelectorAll("[data-key]")].some((row) => row.dataset.key === card)) {
			filters.clear();
			for (const item of allDeep(allItems()))
				if ([...cardsIn([item])].some(({ node }) => node.card === card))
					folds.set(item.key, false);
			drawTree();
		}
		tree.select(card);
		tree.focus(card);
	}

	function drawTree() {
		const list = allItems();
		const rows = store.tree ? rowsOf(list, filter, isActive(filter) ? found : folds) : [];
		tree.draw(bandsOf(rows));
		filters.draw(list);
		empty.hidden = rows.length > 0;
		empty.textContent = store.tree ? t("Nothing here matches.")
			: store.failed.has("tree") ? t("The devices of this host can't be shown.") : t("Reading the host…");
	}

	// A drag goes on undisturbed; grab() has it drawn at its end.
	function draw(changed) {
		if (dragging || (changed && !shown.some((name) => changed.has(name))))
			return;
		drawTree();
		element.classList.toggle("fixed", !mayChange());
		vms.draw();
		detail.draw(find(selected));
		drawMoves(bar);
	}

	function onSlash(event) {
		if (!element.isConnected)
			return removeEventListener("keydown", onSlash);
		if (event.key === "/" && !event.target.closest?.("input, textarea, select, dialog")) {
			event.preventDefault();
			filters.focus();
		}
	}

	subscribe(draw, element);
	addEventListener("keydown", onSlash);
	draw();
	return element;
}

function* allDeep(list) {
	for (const item of list) {
		yield item;
		yield* allDeep(item.children);
	}
}
