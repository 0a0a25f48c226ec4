// Above the tree: what to look for, and how many cards stand how.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { announce } from "./notice.js";
import { countStandings, isActive, kinds } from "./rows.js";
import { t, tn } from "./text.js";
import { standingIcon, standingLook, standingText, standings } from "./words.js";

const kindWords = {
	all: () => t("All devices"),
	gpu: () => t("GPUs"),
	other: () => t("Other cards"),
	virtual: () => t("Virtual functions"),
	mainboard: () => t("Parts of the mainboard"),
};

// changed() after every change, returns how many cards are left; leave() when the search is left by Escape or Enter.
export function filterElement(filter, changed, leave) {
	const search = h("input", { type: "search", placeholder: t("Search: name, address, slot, driver, VM"), "aria-label": t("Search devices"),
		"aria-keyshortcuts": "/", value: filter.text, spellcheck: "false" });
	const kind = h("select", { "aria-label": t("Kind of device") },
		Object.entries(kindWords).map(([key, say]) => h("option", { value: key, selected: key === filter.kind }, say())));
	const toggles = h("div", { class: "row toggles", role: "group", "aria-label": t("Show only") });
	const element = h("div", { class: "filter row", role: "search" },
		h("div", { class: "search" }, icon("search"), search, h("kbd", { "aria-hidden": "true" }, "/")), kind, toggles);

	search.addEventListener("input", () => {
		filter.text = search.value.trim().toLowerCase();
		const n = changed();
		announce(tn("{n} device", "{n} devices", n));
	});
	search.addEventListener("keydown", (event) => {
		if (event.key === "Escape")
			clear();
		if (["Escape", "Enter", "ArrowDown"].includes(event.key)) {
			event.preventDefault();
			leave();
		}
	});
	kind.addEventListener("change", () => { filter.kind = kind.value; changed(); });

	function clear() {
		if (!isActive(filter))
			return;
		Object.assign(filter, { text: "", kind: "all" });
		filter.verdicts.clear();
		search.value = "";
		kind.value = "all";
		changed();
	}

	function toggle(word, count) {
		const pressed = filter.verdicts.has(word);
		return h("button", { class: `toggle ${standingLook(word)}`, "aria-pressed": String(pressed), "data-word": word, onclick() {
			pressed ? filter.verdicts.delete(word) : filter.verdicts.add(word);
			changed();
		} }, icon(standingIcon(word)), h("strong", {}, count), " ", standingText(word));
	}

	function draw(items) {
		const focused = toggles.contains(document.activeElement) ? document.activeElement.dataset.word : null;
		const counts = countStandings(items, (card) => kinds[filter.kind](card) && (filter.kind !== "all" || !card.node.mainboard));
		fill(toggles, standings.filter((word) => counts.get(word) || filter.verdicts.has(word)).map((word) => toggle(word, counts.get(word) ?? 0)),
			isActive(filter) && h("button", { class: "quiet", onclick: clear }, icon("close"), t("Show all")));
		if (focused)
			toggles.querySelector(`[data-word="${focused}"]`)?.focus();
	}

	return { element, draw, clear, focus: () => search.select() ?? search.focus() };
}
