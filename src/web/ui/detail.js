// What is known of the selected row, beside the tree.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { copyText } from "./notice.js";
import { buttonsOf } from "./offers.js";
import { store } from "./store.js";
import { bytes, t } from "./text.js";
import { findingList, stateMark, verdictMark } from "./words.js";

const pair = (name, ...value) => value.some((one) => one != null && one !== "") &&
	[h("dt", {}, name), h("dd", {}, ...value)];

function copyable(text) {
	return text && [h("code", {}, text.split(/(?<=#)/).flatMap((step) => [step, h("wbr")])), " ", h("button", { class: "quiet only-icon tiny", "aria-label": t("Copy {text}", { text }),
		title: t("Copy"), onclick: () => copyText(text) }, icon("copy"))];
}

// Of a device that has left the host it may not be known.
const space = (mmio) => mmio?.below_4g != null && t("{low} below 4 GiB, {high} above", { low: bytes(mmio.below_4g), high: bytes(mmio.above_4g) });

function functionLine(one, of) {
	return h("li", {}, h("div", {}, h("code", {}, one.address), " ", one.name !== of && one.name),
		h("div", { class: "muted small" }, [`${one.vendor_id}:${one.device_id}`, t("class {code}", { code: one.class }),
			t("driver: {name}", { name: one.driver ?? t("none") }), space(one.mmio)].filter(Boolean).join(" · ")));
}

// A finding that all functions of a card have is one.
function findingsOf(functions) {
	const all = functions.flatMap(({ findings }) => findings ?? []);
	return [...new Map(all.map((one) => [`${one.code}\n${one.evidence}`, one])).values()];
}

function cardParts({ node, functions, facts }) {
	const findings = findingsOf(functions);
	return [
		h("div", { class: "row" }, buttonsOf(node), h("a", { class: "button", href: `#/device/${encodeURIComponent(node.card)}` }, icon("details"), t("All facts"))),
		h("dl", { class: "pairs" },
			pair(t("Address"), copyable(node.card)),
			pair(t("Location path"), copyable(node.location_path)),
			pair(t("State"), stateMark(node.state, node.vm)),
			pair(t("Verdict"), facts && verdictMark(facts.verdict)),
			pair(t("Slot"), node.slot), pair(t("IOMMU group"), node.group), pair(t("NUMA node"), node.numa_node)),
		findings.length > 0 && [h("h3", {}, t("Findings")), findingList(findings, { subject: false })],
		h("h3", {}, t("Functions")), h("ul", { class: "functions" }, functions.map((one) => functionLine(one, node.name))),
	];
}

function portParts({ node }) {
	return h("dl", { class: "pairs" }, pair(t("Address"), copyable(node.address ?? node.bus)),
		pair(t("Location path"), copyable(node.location_path ?? node.name)), pair(t("Slot"), node.slot),
		pair(t("IOMMU group"), node.group), pair(t("NUMA node"), node.numa_node), pair(t("Class"), node.class));
}

function hint() {
	return h("p", { class: "muted" }, store.session?.read_only
		? t("Choose a device to see what is known of it. This page is read only: nothing can be changed here.")
		: t("Drag a card to a VM, or choose it and press Enter for its menu. Nothing is done before you have seen the plan."));
}

export function detailElement() {
	const element = h("section", { class: "panel beside detail", "aria-label": t("Details of what is selected") });
	function draw(item) {
		const shown = item && ["card", "port", "root"].includes(item.kind);
		fill(element, shown ? [h("h2", {}, item.node.name), item.kind === "card" ? cardParts(item) : portParts(item)] : hint());
	}
	return { element, draw };
}
