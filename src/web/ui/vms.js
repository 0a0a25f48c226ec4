// The VMs beside the tree, with the cards they hold and those they are to get.

import { fill, h, span } from "./dom.js";
import { icon } from "./icons.js";
import { moveOf, moves, unstage } from "./moves.js";
import { cardsOf, store } from "./store.js";
import { bytes, t, tn } from "./text.js";
import { vmStateMark } from "./words.js";

// A card once, though a VM has each of its functions; what the host has not got has no card.
const onceEach = (devices) => devices.filter(({ card }, i) => !card || devices.findIndex((one) => one.card === card) === i);

// What a VM's settings name and the host has not got: what to do with it is told by the status.
const missing = ({ address }) => h("li", { class: "held" }, h("a", { class: "pick button quiet", href: "#/status" }, icon("error"),
	span("two", span("", t("a device that is not there")), span("small muted mono", address))));

function cardLine(device, vm) {
	const { card, name } = device;
	if (!card)
		return missing(device);
	const move = moveOf(card);
	const leaves = move && move.vm !== vm;
	const comes = move && move.vm === vm;
	return h("li", { class: `held ${leaves ? "leaves" : ""} ${comes ? "comes" : ""}`, "data-card": card },
		h("button", { class: "quiet pick", "data-pick": card },
			h("span", { class: "grip", "data-grip": true }, icon(comes ? "right" : "card")),
			span("two", h("span", {}, name), span("small muted", span("mono", card), " ",
				leaves && span("mark info", icon("right"), move.vm ?? t("host")), comes && t("to be moved here")))),
		comes ? h("button", { class: "quiet only-icon", "data-drop-move": card, "aria-label": t("Don't move {card}", { card }) }, icon("close"))
			: h("button", { class: "quiet only-icon", "data-menu": card, "aria-label": t("Menu of {name}", { name: card }) }, icon("more")));
}

// What comes to it is named by the survey.
function coming(vm) {
	return moves().filter((move) => move.vm === vm)
		.map(({ card }) => ({ card, name: cardsOf().get(card)[0].name }));
}

function vmElement(vm) {
	const cards = [...onceEach(vm.devices), ...coming(vm.name)];
	return h("section", { class: "vm", "data-drop": "vm", "data-vm": vm.name, "aria-label": t("VM {name}", { name: vm.name }) },
		h("div", { class: "row" }, h("h3", { class: "ell" }, h("a", { href: `#/vm/${encodeURIComponent(vm.name)}` }, vm.name)),
			vmStateMark(vm.state), span("muted small memory", vm.memory != null && bytes(vm.memory))),
		cards.length ? h("ul", {}, cards.map((card) => cardLine(card, vm.name)))
			: h("p", { class: "muted small none" }, t("no cards")));
}

function listOf(vms) {
	if (!vms)
		return h("p", { class: "muted" }, store.failed.has("vms") ? t("The VMs of this host can't be shown.") : t("Asking for the VMs…"));
	return vms.length ? vms.map(vmElement) : h("p", { class: "muted" }, t("There are no VMs on this host."));
}

// on: pick(card), menu(card, button), drag(card, name, element, event)
export function vmsElement(on) {
	const title = h("h2", { id: "vms-title" });
	const list = h("div", { class: "vms" });
	const element = h("section", { class: "panel beside", "aria-labelledby": "vms-title" }, title, list);

	element.addEventListener("click", ({ target }) => {
		const button = target.closest("button");
		if (button?.dataset.pick)
			on.pick(button.dataset.pick);
		else if (button?.dataset.menu)
			on.menu(button.dataset.menu, button);
		else if (button?.dataset.dropMove)
			unstage(button.dataset.dropMove);
	});
	element.addEventListener("pointerdown", (event) => {
		const line = event.target.closest("[data-card]");
		const grip = event.target.closest(".pick");
		if (line && grip)
			on.drag(line.dataset.card, line, event);
	});

	function draw() {
		const vms = store.vms?.vms;
		fill(title, t("Virtual machines"), " ", vms?.length > 0 && span("count", vms.length,
			span("unseen", " ", tn("VM", "VMs", vms.length))));
		const focused = element.contains(document.activeElement) && document.activeElement.dataset;
		fill(list, listOf(vms));
		if (focused?.pick)
			list.querySelector(`[data-pick="${CSS.escape(focused.pick)}"]`)?.focus();
	}

	return { element, draw };
}
