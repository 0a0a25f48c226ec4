// What can be done with a row: the entries of its menu, the buttons of its details.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { line, openMenu } from "./menu.js";
import { commandOf, moveOf, requests, stage, unstage, whyNot } from "./moves.js";
import { copyText } from "./notice.js";
import { store } from "./store.js";
import { t } from "./text.js";

export const mayChange = () => !store.session?.read_only;

function giveEntries(card) {
	const vms = (store.vms?.vms ?? []).map(({ name }) =>
		({ label: name, icon: "vm", why: whyNot(card, name), act: () => stage(card, name) }));
	return { title: t("Give to"), entries: vms.length ? vms
		: [{ label: t("a VM"), icon: "vm", why: t("there are no VMs on this host") }] };
}

function changeEntries({ card, state }) {
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

const copyEntry = (label, text) => text &&
	{ label, icon: "copy", hint: text.replace(/ $/, " …"), act: () => copyText(text) };

const pathEntry = (node) => copyEntry(t("Copy the location path"), node.location_path ?? (node.kind === "root" && node.name));

function entriesOf({ kind, node }) {
	if (kind !== "card")
		return [pathEntry(node)];
	return [
		...mayChange() ? changeEntries(node) : [],
		{ label: t("Show all facts"), icon: "details", act: () => { location.hash = `#/device/${encodeURIComponent(node.card)}`; } },
		pathEntry(node),
		copyEntry(t("Copy as a command"), commandFor(node)),
	];
}

// The menu of a row's item, at an element that shows it.
export function menuOf(item, anchor, options) {
	const entries = item && ["card", "port"].includes(item.kind) ? entriesOf(item).filter(Boolean) : [];
	if (entries.length)
		openMenu(anchor.querySelector(".name") ?? anchor, item.node.card ?? item.node.address, entries, options);
}

export function buttonsOf({ card, state }) {
	return mayChange() && [
		h("button", { "aria-haspopup": "menu", onclick: ({ currentTarget }) => openMenu(currentTarget, card, [giveEntries(card)]) },
			icon("vm"), t("Give to…")),
		state !== "host" && h("button", { onclick: () => stage(card, null) }, icon("back"), t("Give back")),
	];
}
