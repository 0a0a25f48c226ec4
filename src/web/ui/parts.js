// What the dialogs and panels are made of.

import { byId, h } from "./dom.js";
import { icon } from "./icons.js";
import { copyText } from "./notice.js";
import { store, subscribe } from "./store.js";
import { listText, unique } from "./tell.js";
import { t, tn } from "./text.js";
import { severityText } from "./words.js";

export const mayChange = () => !store.session?.read_only;
export const button = (label, onclick, look) => h("button", { type: "button", class: look, onclick }, label);
export const mark = (look, shape, ...text) => h("span", { class: `mark ${look}` }, icon(shape), text);
export const deviceLink = (address) => h("a", { class: "mono", href: `#/device/${encodeURIComponent(address)}` }, address);
export const vmLink = (name) => h("a", { href: `#/vm/${encodeURIComponent(name)}` }, name);
export const muted = (...text) => h("p", { class: "muted" }, text);
export const section = (title, ...content) => h("section", { class: "panel stack" }, h("h2", {}, title), content);

export const copyButton = (text, label) => h("button", { type: "button", class: "quiet copy no-print",
	"aria-label": label, title: label, onclick: () => copyText(text) }, icon("copy"));

export const copied = (text, label) => text && [h("code", {}, text), copyButton(text, label)];

export const pairs = (rows) => h("dl", { class: "pairs" }, rows.filter(([, value]) => value != null && value !== "")
	.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));

// Where it is too wide it scrolls by itself, with the keyboard too.
export function table(caption, heads, rows, look) {
	const node = h("div", { class: "scroll", role: "group", "aria-label": caption }, h("table", { class: look },
		h("thead", {}, h("tr", {}, heads.map((head) => h(head ? "th" : "td", head ? { scope: "col" } : {}, head)))),
		h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", { class: cell == null && "none" }, cell ?? "–")))))));
	if (!node.querySelector("a, button"))
		node.tabIndex = 0;
	return node;
}

// For those who ask for it. The key keeps it open when it is drawn again.
export const fold = (key, title, ...content) => h("details", { "data-key": key }, h("summary", {}, title), content);

// Findings; an error is one without a code.

const looks = { error: ["bad", "error"], blocker: ["bad", "bad"], undecided: ["warn", "unknown"], warning: ["warn", "warn"], note: ["note", "note"] };
const labelOf = (finding) => finding.undecided ? "undecided" : finding.severity ?? "error";
const special = { error: () => t("error"), undecided: () => t("undecided") };
const rank = (finding) => Object.keys(looks).indexOf(labelOf(finding));

// What is said of several is said of "it".
const spell = ({ subject, evidence }) => subject ? evidence.split(subject).map((part, i) => i === 0 ? part
	: part.replace(/^(\.(\d))?/, (all, dot, n) => Number(n) ? t("function {n}", { n }) : t("it"))).join("") : evidence;

// Each cause once, with all that it is about.
function causesOf(findings) {
	const causes = Map.groupBy(findings, (one) => [labelOf(one), one.code, spell(one), one.remedy].join("\0"));
	return [...causes.values()].map((same) => {
		const subjects = unique(same.map(({ subject }) => subject));
		return { ...same[0], subjects, evidence: subjects.length > 1 ? spell(same[0]) : same[0].evidence };
	}).sort((a, b) => rank(a) - rank(b));
}

function causeItem(one, more) {
	const label = labelOf(one), [look, shape] = looks[label] ?? looks.note;
	return h("li", { class: `finding ${look}` }, icon(shape), h("div", { class: "text" },
		h("div", { class: "small muted" }, h("strong", {}, special[label]?.() ?? severityText(label)),
			" · ", listText(one.subjects), one.code && [" · ", h("code", {}, one.code)], one.forced && ` · ${t("decided against")}`),
		h("div", {}, one.evidence), one.remedy && h("div", { class: "remedy" }, icon("right"), " ", one.remedy), more?.(one)));
}

// Worst first; `more` adds to one.
export const causeList = (findings, more) => findings?.length > 0
	&& h("ul", { class: "findings" }, causesOf(findings).map((one) => causeItem(one, more)));

const isNote = (one) => labelOf(one) === "note";

// Notes, which ask nothing of anybody, are folded.
export function noteFold(findings = []) {
	const notes = findings.filter(isNote);
	return notes.length > 0 && fold("notes", tn("{n} note", "{n} notes", notes.length), causeList(notes));
}

export const graveList = (findings = [], more) => causeList(findings.filter((one) => !isNote(one)), more);

export function errorList(...errors) {
	const there = errors.filter(Boolean).map(({ subject, evidence, message, remedy }) =>
		({ subject: subject ?? "dda", evidence: evidence ?? message, remedy }));
	return there.length > 0 && h("div", { role: "alert" }, causeList(there));
}

// A modal dialog: its heading has the focus first; who had it before has it again.
export function openDialog(title) {
	const heading = h("h2", { id: "sheet-title", tabindex: "-1" }, title);
	const body = h("div", { class: "body stack" }), foot = h("div", { class: "foot row" }), said = h("p", { class: "unseen", role: "status" });
	const before = document.activeElement;
	const close = () => dialog.close();
	const onclose = () => {
		dialog.remove();
		(before?.isConnected ? before : byId("main")).focus();
	};
	const dialog = h("dialog", { class: "sheet", "aria-labelledby": heading.id, onclose },
		h("div", { class: "head row spread" }, heading,
			h("button", { type: "button", class: "quiet only-icon", "aria-label": t("Close"), onclick: close }, icon("close"))),
		said, body, foot);
	document.body.append(dialog);
	dialog.showModal();
	heading.focus();
	return { dialog, body, foot, close, say: (text) => { if (said.textContent !== text) said.textContent = text; } };
}

const keyOf = (element) => element.dataset.key ?? element.id;

// Other content in the same place: focus and what was unfolded stay as they were.
export function refill(node, ...content) {
	const active = node.contains(document.activeElement) ? keyOf(document.activeElement) : null;
	const open = [...node.querySelectorAll("details[open]")].map(keyOf);
	node.replaceChildren(...content.flat(Infinity).filter((child) => child != null && child !== false));
	for (const details of node.querySelectorAll("details"))
		details.open ||= open.includes(keyOf(details));
	if (active !== null)
		([...node.querySelectorAll("[id], [data-key]")].find((element) => active && keyOf(element) === active)
			?? node.closest("dialog")?.querySelector("h2"))?.focus();
}

export const settle = (promise) => promise.then((value) => [value], (error) => [null, error]);

/*
 * A view that follows the store: `ask` is asked again when one of these names of the store has changed, and it is drawn
 * again only when the answer is another one, so that nothing jumps under a reader's hands.
 */
export function live(names, ask, draw) {
	const node = h("div", { class: "stack live" });
	let shown, turn = 0;

	async function update() {
		const mine = ++turn;
		const [value, error] = await settle(Promise.resolve().then(ask));
		const key = `${mayChange()} ${error?.message ?? JSON.stringify(value)}`;
		if (mine === turn && key !== shown)
			refill(node, error ? [h("h1", {}, t("This can't be shown")), errorList(error)] : draw(value));
		if (mine === turn)
			shown = key;
	}
	subscribe((changed) => names.some((name) => changed.has(name)) && update(), node);
	update();
	return node;
}
