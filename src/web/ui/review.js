// The moves that are wanted, and the way to their plan.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { commandOf, moves, requests, unstage } from "./moves.js";
import { copyText } from "./notice.js";
import { openPlan } from "./plans.js";
import { t, tn } from "./text.js";

function chip({ card, vm }) {
	return h("li", { class: "chip" }, h("code", {}, card), icon("right"), vm ?? t("host"),
		h("button", { class: "quiet only-icon tiny", "aria-label": t("Don't move {card}", { card }), onclick: () => unstage(card) }, icon("close")));
}

function reviewButtons(request) {
	const { command, devices } = request;
	const typed = commandOf(request);
	return [h("button", { class: "primary", onclick: () => openPlan(request) },
		command === "assign" ? tn("Give {n} card: review", "Give {n} cards: review", devices.length)
			: tn("Take {n} card back: review", "Take {n} cards back: review", devices.length)),
	h("button", { class: "only-icon", title: typed, "aria-label": t("Copy {text}", { text: typed }), onclick: () => copyText(typed) }, icon("copy"))];
}

export function reviewElement() {
	const element = h("section", { class: "moves", "aria-label": t("Moves to review") });
	function draw() {
		const staged = moves();
		element.hidden = !staged.length;
		fill(element, h("strong", {}, tn("{n} move", "{n} moves", staged.length)), h("ul", { class: "row chips" }, staged.map(chip)),
			h("div", { class: "row" }, requests(staged).map(reviewButtons),
				h("button", { class: "quiet", onclick: () => unstage(...staged.map(({ card }) => card)) }, t("Discard"))));
	}
	return { element, draw };
}
