// One VM: its state, what it holds, its address space, its settings, and the proof.

import { get } from "./api.js";
import { h } from "./dom.js";
import { announce } from "./notice.js";
import { button, copied, deviceLink, errorList, graveList, live, mayChange, muted, noteFold, pairs, refill, section, settle, table } from "./parts.js";
import { openPlan } from "./plans.js";
import { spaceParts } from "./space.js";
import { cardsOf, store } from "./store.js";
import { settingRows } from "./tell.js";
import { bytes, t } from "./text.js";
import { verifyParts } from "./verify.js";
import { stateMark, vmStateMark } from "./words.js";

// What can be changed, and to what, the document says.

const fields = {
	"low_space": () => t("Low space, MB"),
	"high_space": () => t("High space, MB"),
	"cache_types": () => t("The guest chooses cache types"),
	"stop_action": () => t("Stop action"),
};

function fieldOf(name, { value, min, max, step, choices }) {
	const title = fields[name]?.() ?? name, own = { name, id: `set-${name}` };
	if (typeof value === "boolean")
		return h("label", { class: "check" }, h("input", { type: "checkbox", checked: value, ...own }), title);
	return h("label", { class: "field" }, title, choices
		? h("select", own, choices.map((one) => h("option", { value: one, selected: one === value }, one)))
		: [h("input", { type: "number", min, max, step, value, required: min > 0, placeholder: t("not set"), ...own }),
			h("small", { class: "muted" }, `${min} … ${max}`)]);
}

// Nothing is what the least is, where that is nothing too.
const valueOf = ({ type, checked, value }) => type === "checkbox" ? checked : type === "number" ? Number(value) : value;

function editPart({ name: vm, editable = {} }) {
	const all = Object.entries(editable).filter(([, field]) => "value" in Object(field));
	const said = h("p", { class: "muted", role: "status" });
	const onsubmit = (event) => {
		event.preventDefault();
		const settings = Object.fromEntries(all.map(([name, { value }]) => [name, valueOf(form.elements[name]), value ?? 0])
			.filter(([, value, before]) => value !== before));
		const any = Object.keys(settings).length > 0;
		said.textContent = any ? "" : t("Nothing is changed yet.");
		return any && openPlan({ command: "set", vms: [vm], settings });
	};
	const form = h("form", { onsubmit }, h("fieldset", { class: "row fields", disabled: editable.now === false },
		all.map(([name, field]) => fieldOf(name, field)), h("button", {}, t("Change…")),
		editable.now === false ? muted(t("Can be changed while the VM is off.")) : said));
	return all.length > 0 && mayChange() && form;
}

const cardRow = ([card, functions]) => [deviceLink(card), functions[0].name, stateMark(functions[0].state),
	functions.map((one) => one.guest_address).filter(Boolean).join(", ") || null,
	mayChange() && button(t("Give back…"), () => openPlan({ command: "release", devices: [card] }))];

const cardPart = ({ devices }) => section(t("Cards it holds"), devices.length === 0 ? muted(t("None."))
	: table(t("Cards it holds"), [t("Card"), t("Name"), t("State"), t("In the VM"), ""], [...Map.groupBy(devices, ({ card }) => card)].map(cardRow)));

// As it is, or with one more card.
function spacePart({ name: vm, devices }, cards) {
	const held = devices.map(({ card }) => card), place = h("div", { class: "stack" });
	const others = cards.filter(([card]) => !held.includes(card));
	const draw = async () => {
		const [answer, error] = await settle(get("mmio", { vm, device: select.value && [...held, select.value] }));
		refill(place, error ? errorList(error) : [spaceParts(answer), graveList(answer.findings), noteFold(answer.findings)]);
	};
	const onchange = () => draw().then(() => announce([...place.querySelectorAll("h3 + span")].map((one) => one.textContent).join(", ")));
	const select = h("select", { id: "space-more", onchange }, h("option", { value: "" }, t("as it is")),
		others.map(([card, name]) => h("option", { value: card }, `${card} ${name}`)));
	draw();
	return section(t("Address space"), others.length > 0 && h("label", { class: "row no-print" }, t("With one more card:"), select), place);
}

function verifyPart({ name: vm }) {
	const place = h("div", { class: "stack", "aria-live": "polite" });
	const ask = async () => {
		refill(place, muted("…"));
		const [proof, error] = await settle(get("verify", { vm }));
		refill(place, error ? errorList(error) : verifyParts(proof));
	};
	return section(t("Does it have what it was given?"), h("div", {}, button(t("Verify"), ask)), place);
}

const draw = ({ vm, cards }) => !vm ? h("p", {}, t("There is no VM of this name.")) : [
	h("div", { class: "row spread" }, h("div", { class: "row" }, h("h1", {}, vm.name), vmStateMark(vm.state)),
		mayChange() && h("div", { class: "row no-print" },
			vm.state !== "running" && button(t("Start…"), () => openPlan({ command: "start", vms: [vm.name] }), "primary"),
			vm.devices.length > 0 && button(t("Give back all…"), () => openPlan({ command: "release", vms: [vm.name] })))),
	pairs([[t("Machine type"), vm.machine], [t("RAM"), vm.memory && bytes(vm.memory)], [t("Processors"), vm.vcpus], ["UUID", copied(vm.uuid, t("Copy UUID"))]]),
	cardPart(vm), spacePart(vm, cards),
	section(t("Settings"), graveList(vm.findings), noteFold(vm.findings), vm.settings && pairs(settingRows(vm.settings)), editPart(vm)),
	verifyPart(vm),
];

const couldHave = () => [...cardsOf()].filter(([, [{ verdict }]]) => verdict !== "not-assignable").map(([card, [{ name }]]) => [card, name]);

export const vmView = (name) => live(["vms", "session", "survey"], async () => ({
	vm: (store.vms ?? await get("vms")).vms.find((vm) => [vm.name, vm.uuid].includes(name)), cards: couldHave() }), draw);
