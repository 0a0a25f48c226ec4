// What a row of the tree shows: a card, a port, a root bridge, or what is folded away.

import { h, span } from "./dom.js";
import { icon } from "./icons.js";
import { moveOf } from "./moves.js";
import { cardsIn, countStandings } from "./rows.js";
import { bytes, t, tn } from "./text.js";
import { standingText, stateMark, stateText, verdictMark } from "./words.js";

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
		return span("mark info", icon("right"), span("unseen", t("to be moved to")), move.vm ?? t("host"));
	if (vm)
		return span("mark info", icon(state === "in-use" ? "running" : "vm"), h("span", { class: "ell", title: stateText(state) }, vm),
			span("unseen", stateText(state)));
	return state === "host" ? span("mark", icon("host"), t("host")) : stateMark(state);
}

const cell = (name, ...content) => span(`c ${name}`, ...content);
const slotText = (node) => node.slot && t("slot {slot}", { slot: node.slot });
const groupText = (node) => node.group != null && t("group {n}", { n: node.group });
const fact = (text, look = "") => text && span(look, text);

function cardCells({ node, facts, functions }) {
	const many = functions.length > 1 && tn("{n} function", "{n} functions", functions.length);
	return [
		cell("name", h("span", { class: "grip", "data-grip": true }, icon(node.gpu ? "gpu" : facts?.virtual_function ? "stack" : "card")),
			h("span", { class: "ell", title: node.name }, node.name)),
		cell("facts", fact(node.card, "mono"), fact(slotText(node), "slot"), fact(groupText(node)), fact(many),
			h("span", { class: "ell", title: t("Address space that its VM must have for it") }, needsText(facts?.card_mmio))),
		h("span", { class: "c verdict", title: facts?.findings[0]?.evidence }, !node.vm && facts && verdictMark(facts.verdict)),
		cell("where", whereMark({ card: node.card, node })),
		cell("act", h("button", { class: "quiet only-icon", tabindex: "-1", "aria-hidden": "true", "data-menu": true, title: t("Menu") }, icon("more"))),
	];
}

const equalText = ({ children, node: { name } }) => t("{n} × {name}", { n: children.length, name });

function restText({ children }) {
	const cards = [...cardsIn(children)].length;
	const ports = children.filter(({ kind }) => kind === "port").length;
	return [cards && tn("{n} part of the mainboard", "{n} parts of the mainboard", cards),
		ports && tn("{n} empty port", "{n} empty ports", ports)].filter(Boolean).join(", ");
}

// What is folded away, by how it stands.
const summary = ({ children }) => [...countStandings(children)].map(([word, n]) => `${n} ${standingText(word)}`).join(", ");

function portCells({ kind, node }) {
	if (kind === "root")
		return cell("name", icon("root"), span("unseen", t("root bridge")), fact(node.name, "mono"), fact(node.bus, "mono muted"));
	return cell("name", icon("port"), fact(portWord(node.kind)), fact(node.address, "mono"), fact(slotText(node), "slot"),
		h("span", { class: "ell name", title: node.name }, node.name));
}

const cellsOf = {
	card: cardCells,
	root: portCells,
	port: portCells,
	equal: (item) => cell("name", icon("stack"), span("ell", equalText(item)), span("muted", item.folded && summary(item))),
	rest: (item) => cell("name", icon("part"), restText(item)),
};

function twist(row) {
	if (row.folded === null)
		return span("twist");
	return h("span", { class: "twist", "data-twist": true }, icon(row.folded ? "shut" : "open"));
}

function rowElement(row, selected) {
	const { outline } = row;
	const element = h("div", { role: "treeitem", class: `r ${row.kind}`, "data-key": row.key, tabindex: row.key === selected ? "0" : "-1",
		"aria-level": row.level + 1, "aria-setsize": row.size, "aria-posinset": row.place, "aria-selected": String(row.key === selected),
		"aria-expanded": row.folded === null ? null : String(!row.folded) },
	outline && span(`o ${outline.first ? "first" : ""} ${outline.last ? "last" : ""}`,
		outline.first && row.kind !== "card" && span("small",
			tn("group {group}: {n} member", "group {group}: {n} members", outline.size, { group: row.group }))),
	twist(row), cellsOf[row.kind](row));
	element.style.setProperty("--level", row.level);
	if (outline)
		element.style.setProperty("--outline", outline.level);
	if (row.kind === "card")
		element.classList.toggle("moving", Boolean(moveOf(row.key)));
	return element;
}

export function bandElement({ numa, rows }, selected) {
	const named = numa != null;
	return h("div", { class: `band ${named ? `numa n${numa % 2}` : ""}`, role: "group", "aria-label": named ? t("NUMA node {n}", { n: numa }) : t("root bridges") },
		named && h("div", { class: "rail", "aria-hidden": "true" }, h("span", {}, t("NUMA node {n}", { n: numa }))),
		h("div", { role: "presentation", class: "rows" }, rows.map((row) => rowElement(row, selected))));
}

export const columns = () => h("div", { class: "columns", "aria-hidden": "true" },
	[["name", t("Device")], ["verdict", t("Verdict")], ["where", t("Where")]].map(([name, text]) => cell(name, text)));
