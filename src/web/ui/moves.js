// Moves that are wanted, not yet made: a card to a VM, or back to the host (vm is null).

import { announce } from "./notice.js";
import { cardsOf, changed, store } from "./store.js";
import { t, tn } from "./text.js";

const wanted = new Map();      // card -> vm | null

const isThere = ({ state, vm }, wish) => wish === null ? state === "host" : vm === wish;

// Moves that the host has made meanwhile are none any more.
export function moves() {
	const cards = cardsOf();
	for (const [card, vm] of wanted)
		if (!cards.has(card) || isThere(cards.get(card)[0], vm))
			wanted.delete(card);
	return [...wanted].map(([card, vm]) => ({ card, vm }));
}

export const moveOf = (card) => wanted.has(card) ? { card, vm: wanted.get(card) } : null;

export function stage(card, vm) {
	wanted.set(card, vm);
	const n = moves().length;
	changed("moves");
	announce(n ? tn("{n} move to review", "{n} moves to review", n) : t("no moves to review"));
}

export function unstage(...cards) {
	cards.forEach((card) => wanted.delete(card));
	changed("moves");
}

const blockers = (card) => (cardsOf().get(card) ?? []).flatMap(({ findings }) => findings ?? [])
	.filter(({ severity }) => severity === "blocker");

// Why a card can't go there (a VM, or null: the host), in the survey's words; null when it can.
export function whyNot(card, vm) {
	const device = cardsOf().get(card)?.[0];
	if (!device)
		return t("the survey does not judge it");
	if (isThere(device, vm))
		return moveOf(card) ? null : t("it is there");
	if (vm === null || device.verdict !== "not-assignable")
		return null;
	return blockers(card)[0]?.evidence ?? t("the survey says: not assignable");
}

// One transaction for all that go to VMs, one for all that come back.
export function requests(staged = moves()) {
	const out = staged.filter(({ vm }) => vm !== null);
	const home = staged.filter(({ vm }) => vm === null).map(({ card }) => card);
	const devices = out.map(({ card }) => card);
	const vms = out.map(({ vm }) => vm);
	const one = new Set(vms).size === 1;
	return [
		out.length && { command: "assign", devices, ...one ? { vms: [vms[0]] } : { spread: true, vms } },
		home.length && { command: "release", devices: home },
	].filter(Boolean);
}

// A word as a shell takes it, sh or PowerShell.
function quoted(word) {
	if (/^[\w.:,@%+-]+$/.test(word))
		return word;
	return `'${word.replaceAll("'", store.session?.platform === "windows" ? "''" : "'\\''")}'`;
}

export function commandOf({ command, devices, vms = [], spread }) {
	const to = vms.length ? [spread ? "--spread" : "--vm", ...vms] : [];
	return ["dda", command, ...devices, ...to].map(quoted).join(" ");
}
