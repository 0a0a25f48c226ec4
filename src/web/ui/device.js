// One card: what is known of it, each fact with its source, and what can be done with it.

import { get } from "./api.js";
import { h } from "./dom.js";
import { button, causeList, copied, deviceLink, fold, live, mark, mayChange, muted, pairs, section, table, vmLink } from "./parts.js";
import { openPlan } from "./plans.js";
import { cardsOf, store } from "./store.js";
import { unique } from "./tell.js";
import { bytes, t, tn } from "./text.js";
import { stateMark, verdictMark } from "./words.js";

// What can be done. Which step comes first dda knows: a plan that is out of turn says it.

function withVm(label, command, devices) {
	const select = h("select", { "aria-label": t("VM"), "data-key": command }, (store.vms?.vms ?? []).map(({ name }) => h("option", { value: name }, name)));
	return h("span", { class: "row" }, button(label, () => openPlan({ command, devices, vms: [select.value] })), select);
}

const singles = [
	["disable", () => t("Disable…"), () => t("the host's driver lets go")],
	["dismount", () => t("Dismount…"), () => t("it leaves the host")],
	["add", () => t("Add…"), () => t("it enters the VM")],
	["remove", () => t("Remove…"), () => t("it leaves the VM")],
	["mount", () => t("Mount…"), () => t("it returns to the host")],
	["enable", () => t("Enable…"), () => t("the host's driver takes over")],
];

const singleItem = (devices, vm) => ([command, label, why]) => h("li", { class: "row" },
	command === "add" ? withVm(label(), command, devices)
		: button(label(), () => openPlan({ command, devices, vms: command === "remove" ? [vm] : undefined })),
	h("span", { class: "muted" }, why()));

const actionPart = ({ card, state, vm }) => mayChange() && h("div", { class: "panel stack no-print" },
	h("div", { class: "row" }, !vm && store.vms?.vms.length > 0 && withVm(t("Give to the VM…"), "assign", [card]),
		state !== "host" && button(t("Give back to the host…"), () => openPlan({ command: "release", devices: [card] }))),
	fold("singles", t("Single steps"), h("ul", { class: "stack" }, singles.filter(([command]) => vm || command !== "remove").map(singleItem([card], vm)))));

// Facts.

const told = { holders: ({ name, why }) => why ? `${name}: ${why}` : name, processes: ({ id, name, open }) => `${name} (${id}): ${open}` };

function valueText(name, value) {
	if (typeof value === "boolean")
		return value ? t("yes") : t("no");
	if (Array.isArray(value))
		return value.length ? value.map((one) => h("div", {}, told[name]?.(one) ?? valueText(name, one))) : t("none");
	return value && typeof value === "object" ? Object.entries(value).map(([key, one]) => `${key} ${one ?? "–"}`).join(", ") : String(value);
}

const states = {
	known: ({ value }, name) => valueText(name, value),
	unknown: ({ error }) => [mark("warn", "unknown", t("unknown")), error && ` ${error}`],
	absent: () => t("there is none"),
};

const factTable = (facts) => table(t("Facts"), [t("Fact"), t("Value"), t("Source")], facts.map(([name, fact]) => [h("code", {}, name),
	states[fact.state]?.(fact, name) ?? t("not asked"), h("code", { class: "muted" }, fact.source)]), "facts");

function factPart({ bars, ...facts }, i) {
	const asked = Object.entries(facts).filter(([, { state }]) => state !== "not-asked");
	const rest = Object.entries(facts).filter(([, { state }]) => state === "not-asked").map(([name]) => name);
	return [
		bars?.state === "unknown" && h("p", {}, mark("warn", "unknown", t("unknown")), " ", t("The sizes of its BARs: {why}", { why: bars.error ?? "" })),
		bars?.value?.length > 0 && table("BARs", ["BAR", t("Size"), t("Kind"), t("Start")], bars.value.map((bar) => [String(bar.bar),
			bar.size == null ? t("unknown") : bytes(bar.size), [bar.kind, bar.prefetchable && t("prefetchable")].filter(Boolean).join(", "),
			h("code", {}, bar.start ?? t("no address"))])),
		fold(`facts-${i}`, t("All facts, with their sources"), factTable(asked),
			rest.length > 0 && muted(t("Not asked on this host: {list}", { list: rest.join(", ") }))),
	];
}

const functionPart = (one, i) => section(one.address,
	pairs([
		[t("Name"), one.name], [t("State"), stateMark(one.state, one.vm)], [t("Driver"), one.driver ?? t("none")],
		[t("Location path"), copied(one.location_path, t("Copy location path"))], [t("Instance path"), copied(one.instance_path, t("Copy instance path"))],
		[t("Ids"), h("code", {}, `${one.vendor_id}:${one.device_id}`)], [t("Port above"), one.upstream && deviceLink(one.upstream)],
		[t("IOMMU group"), one.group],
	]),
	one.facts && factPart(one.facts, i));

function groupPart(functions) {
	const others = (store.survey?.devices ?? []).filter((one) => one.group != null && functions.some(({ group }) => group === one.group)
		&& !functions.some(({ address }) => address === one.address));
	return others.length > 0 && section(t("In the same IOMMU group"), muted(t("Only together can they leave the host.")),
		h("ul", {}, others.map((one) => h("li", { class: "row" }, deviceLink(one.address), one.name, stateMark(one.state, one.vm)))));
}

const draw = ({ functions, judged }) => [
	h("div", { class: "row" }, h("h1", {}, functions[0].name), judged[0] && verdictMark(judged[0].verdict)),
	h("div", { class: "row muted" }, h("code", {}, functions[0].card), tn("{n} function", "{n} functions", functions.length),
		stateMark(functions[0].state), unique(functions.map(({ vm }) => vm).filter(Boolean)).map(vmLink)),
	actionPart(functions[0]),
	judged.some(({ findings }) => findings.length) && section(t("Findings"), causeList(judged.flatMap(({ findings }) => findings))),
	functions.map(functionPart), groupPart(functions),
];

export const deviceView = (device) => live(["survey", "vms", "session"], async () => {
	const { devices: functions } = await get("show", { device });
	return { functions, judged: (cardsOf().get(functions[0].card) ?? []).map(({ verdict, findings }) => ({ verdict, findings })),
		vms: store.vms?.vms.map(({ name }) => name) };
}, draw);
