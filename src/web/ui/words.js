// The words of the documents (docs/design.md), as people read them, each with its mark.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./text.js";

// Of each word: how it looks, its icon, what it says.
const verdicts = {
	"assignable": ["good", "good", () => t("assignable")],
	"assignable-with-warnings": ["warn", "warn", () => t("with warnings")],
	"not-assignable": ["bad", "bad", () => t("not assignable")],
	"cannot-tell": ["none", "unknown", () => t("cannot tell")],
};

// How a card stands: who has it, else its verdict.
const ways = { ...verdicts, "held": ["info", "vm", () => t("with a VM")] };

const states = {
	"host": ["none", "host", () => t("with the host")],
	"disabled": ["info", "asleep", () => t("disabled")],
	"dismounted": ["info", "out", () => t("dismounted")],
	"assigned": ["info", "vm", () => t("assigned")],
	"in-use": ["info", "running", () => t("in use")],
	"missing": ["bad", "error", () => t("missing")],
};

const severities = {
	"blocker": ["bad", "bad", () => t("blocker")],
	"warning": ["warn", "warn", () => t("warning")],
	"note": ["note", "note", () => t("note")],
};

const vmStates = {
	"off": ["none", "off", () => t("off")],
	"running": ["good", "running", () => t("running")],
	"paused": ["warn", "paused", () => t("paused")],
	"saved": ["warn", "paused", () => t("saved")],
};

const results = {
	"pending": ["none", "waiting", () => t("pending")],
	"done": ["good", "good", () => t("done")],
	"failed": ["bad", "error", () => t("failed")],
	"undone": ["warn", "back", () => t("undone")],
	"undo-failed": ["bad", "error", () => t("could not be undone")],
	"void": ["none", "asleep", () => t("nothing was left to undo")],
	"unknown": ["none", "unknown", () => t("begun, perhaps done")],
};

const steps = {
	"disable": () => t("The host's driver lets go"),
	"enable": () => t("The host's driver takes over"),
	"dismount": () => t("Leaves the host"),
	"mount": () => t("Returns to the host"),
	"set": () => t("VM settings change"),
	"unset": () => t("VM settings are put back"),
	"prepare": () => t("The VM gets a slot"),
	"unprepare": () => t("The VM loses the slot"),
	"add": () => t("Enters the VM"),
	"remove": () => t("Leaves the VM"),
	"start": () => t("The VM is started"),
};

// A word that a later dda may have made is shown as it is.
function mark(table, word, more) {
	const [look, shape, say] = table[word] ?? ["none", "unknown", () => word];
	return h("span", { class: `mark ${look}` }, icon(shape), say(), more && ` ${more}`);
}

const say = (table, word) => table[word]?.[2]() ?? word;

export const verdictMark = (word) => mark(verdicts, word);
export const verdictText = (word) => say(verdicts, word);
export const standings = Object.keys(ways);
export const standingLook = (word) => ways[word]?.[0];
export const standingIcon = (word) => ways[word]?.[1] ?? "unknown";
export const standingText = (word) => say(ways, word);
export const stateMark = (word, vm) => mark(states, word, vm && t("({vm})", { vm }));
export const stateText = (word) => say(states, word);
export const vmStateMark = (word) => mark(vmStates, word);
export const resultMark = (word) => mark(results, word);
export const resultText = (word) => say(results, word);
export const stepText = (word) => steps[word]?.() ?? word;
export const severityText = (word) => say(severities, word);

// A finding: severity, code and subject, evidence, remedy.
export function findingItem(finding, { subject = true } = {}) {
	const [look, shape] = severities[finding.severity] ?? ["note", "note"];
	return h("li", { class: `finding ${look}` }, icon(shape),
		h("div", { class: "text" },
			h("span", { class: "small muted" }, severityText(finding.severity), " · ",
				h("code", {}, finding.code), subject && ` · ${finding.subject}`,
				finding.forced && ` · ${t("decided against")}`),
			h("div", {}, finding.evidence),
			finding.remedy && h("div", { class: "remedy" }, t("Remedy: {text}", { text: finding.remedy }))));
}

export function findingList(findings, options) {
	return h("ul", { class: "findings" }, findings.map((finding) => findingItem(finding, options)));
}
