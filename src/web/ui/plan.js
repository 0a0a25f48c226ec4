// A change before it is made: what would happen, what stands in the way, and the button that does it.

import { get, post } from "./api.js";
import { h } from "./dom.js";
import { runJob } from "./job.js";
import { button, copyButton, deviceLink, errorList, fold, graveList, mark, mayChange, muted, noteFold, openDialog, refill, settle, table }
	from "./parts.js";
import { store } from "./store.js";
import { listText, spaceText, unique } from "./tell.js";
import { t, tn } from "./text.js";
import { stateMark, stepText } from "./words.js";

export { openJob } from "./job.js";

// Of each command, what it is called, and what it does.
const commands = {
	"assign": [() => t("Give to a VM"), (r) => r.spread ? t("Each card goes to a VM of its own: {list}.", { list: spreadText(r) })
		: t("From the host to {vm}: {what}.", r)],
	"release": [() => t("Give back to the host"), (r) => r.what ? t("Back to the host: {what}.", r) : t("{vm} gives back what it was given.", r)],
	"disable": [() => t("Disable"), (r) => t("The host's driver lets go, and the host keeps it: {what}.", r)],
	"enable": [() => t("Enable"), (r) => t("The host's driver takes over again: {what}.", r)],
	"dismount": [() => t("Dismount"), (r) => t("Leaves the host, and no VM gets it yet: {what}.", r)],
	"mount": [() => t("Mount"), (r) => t("Returns to the host, and no driver takes it yet: {what}.", r)],
	"add": [() => t("Add to a VM"), (r) => t("Into {vm}, as it has left the host: {what}.", r)],
	"remove": [() => t("Remove from a VM"), (r) => t("Out of {vm}, and not yet back to the host: {what}.", r)],
	"start": [() => t("Start the VM"), (r) => t("{vm} is started; then dda sees whether it has all its cards.", r)],
	"set": [() => t("Change settings"), (r) => t("The settings of {vm} change.", r)],
	"recover": [() => t("Recover"), () => t("dda ends what was left open: it finishes what had got to its end, and undoes the rest.")],
};

export const titleOf = ({ command }) => commands[command]?.[0]() ?? command;
const spreadText = ({ devices, vms }) => listText(devices.map((device, i) => `${device} → ${vms[i]}`));

// "NVIDIA Tesla V100 (0000:83:00)"
function cardsText({ devices }, plan) {
	const cards = new Map((plan?.devices ?? []).toReversed().map(({ card, name }) => [card, `${name} (${card})`]));
	return listText(cards.size ? [...cards.values()].toReversed() : devices ?? [], 4);
}

const leadText = (request, plan) => commands[request.command]?.[1]({ ...request, vm: request.vms?.[0], what: cardsText(request, plan) });

// Steps: by stages, each with what one would type.

export const stepWords = (step) => [h("code", {}, step.function ?? step.vm), step.function && step.vm && ` ${step.vm}`,
	["disable", "enable"].includes(step.step) && step.driver && ` ${step.driver}`];

const nativeText = (steps) => steps.flatMap(({ native }) => native ?? []).join("\n");

const stepItem = (step, key) => h("li", {}, step.native?.length
	? fold(key, stepWords(step), h("pre", { tabindex: "0" }, nativeText([step]))) : stepWords(step));

const stageItem = (steps, stage) => h("li", {}, h("strong", {}, unique(steps.map(({ step }) => stepText(step))).join(", ")),
	h("ul", {}, steps.map((step, i) => stepItem(step, `${stage}.${i}`))));

const stepPart = ({ steps }) => [
	h("div", { class: "row spread" }, h("h3", {}, tn("{n} step", "{n} steps", steps.length)),
		h("span", { class: "small muted" }, t("Unfolded, a step shows what you would type."), copyButton(nativeText(steps), t("Copy all commands")))),
	h("ol", { class: "stages" }, [...Map.groupBy(steps, ({ stage }) => stage).values()].map(stageItem)),
	h("p", { class: "small muted" }, t("When one step fails, all are undone."))];

// Who has the device now. That answer comes later than the plan.

const holderRows = (devices) => devices.flatMap(({ address, facts: { holders, processes } }) => [
	...(holders?.value ?? []).map(({ name, why, vital }) => [deviceLink(address), name, why, vital ? mark("bad", "bad", t("the host needs it")) : ""]),
	...(processes?.value ?? []).map(({ id, name, open, unit, vm }) => [deviceLink(address), `${name} (${id})`, open, vm ?? unit])]);

async function fillHolders(place, cards) {
	const answers = await Promise.all(cards.map((device) => get("show", { device }).catch(() => null)));
	const rows = holderRows(answers.flatMap((answer) => answer?.devices ?? []));
	refill(place, rows.length ? table(t("Who uses it"), [t("Function"), t("Who uses it"), t("How"), ""], rows)
		: muted(t("Nothing of the host is known to use it.")));
}

function holderPart({ devices }) {
	const place = h("div", {}, muted("…"));
	fillHolders(place, unique(devices.map(({ card }) => card)).slice(0, 8));
	return [h("h3", {}, t("Who has it now")), h("ul", {}, devices.map((one) => h("li", { class: "row" }, deviceLink(one.address), one.name,
		stateMark(one.state, one.vm), one.driver && h("span", { class: "muted" }, t("driver {driver}", one))))), place];
}

// Which settings of VMs change.

// Where somebody has named a value, "stop action: save".
function valueText({ cache_types: caches, stop_action: stop }, name) {
	const value = { "cache types": caches == null ? null : caches ? t("the guest's choice") : t("fixed"), "stop action": stop }[name];
	return value ? `${name}: ${value}` : name;
}

function settingRow(step) {
	const { vm, settings, address_space: after } = step;
	const before = store.vms?.vms.find(({ name }) => name === vm)?.settings?.address_space;
	const now = before && spaceText(Object.fromEntries(Object.keys(after ?? {}).map((name) => [name, before[name]])));
	return [vm, settings.map((name) => valueText(step, name)).join(", "), after && [now && `${now} → `, spaceText(after)]];
}

function settingPart({ steps }) {
	const rows = steps.filter(({ settings }) => settings?.length).map(settingRow);
	return rows.length > 0 && [h("h3", {}, t("VM settings that change")),
		table(t("VM settings that change"), [t("VM"), t("Settings"), t("Address space")], rows)];
}

// Options. dda is asked for the plan again with each, so that what is shown is what will be run.

const options = [
	["start", () => t("Start the VM afterwards"), () => t("As the last step. If it does not start, all is undone.")],
	["pin", () => t("Keep the VM near the card"), () => t("Its memory and processors are those of the card's NUMA node."), "linux"],
	["hide_hypervisor", () => t("Hide the hypervisor from the guest"),
		() => t("Windows drivers of GeForce cards before R465 stop with Code 43 otherwise."), "linux"],
];

const tick = (key, checked, onchange, label, why, disabled) => h("label", { class: "check" },
	h("input", { type: "checkbox", "data-key": key, checked, disabled, onchange: (event) => onchange(event.target.checked) }),
	h("span", {}, label, why && h("small", {}, why)));

function confirmItem(state) {
	const { confirm, start } = state.request;
	const within = h("input", { type: "number", min: 5, max: 3600, value: confirm ?? 60, "data-key": "seconds", disabled: confirm == null,
		"aria-label": t("Seconds"), onchange: () => within.reportValidity() && change(state, { confirm: Number(within.value) }) });
	return h("div", { class: "row" }, tick("confirm", confirm != null, (on) => change(state, { confirm: on ? 60 : undefined }),
		t("Put it back unless I confirm in time"), t("For what you may reach the host through: a network card, a display."), start),
	h("label", { class: "row" }, within, t("seconds")));
}

function optionPart(state) {
	const { request } = state;
	const items = options.filter(([, , , platform]) => request.command === "assign" && [undefined, store.session?.platform].includes(platform))
		.map(([name, label, why]) => tick(name, request[name], (on) => change(state, { [name]: on || undefined }), label(), why(),
			name === "start" && request.confirm != null));
	return ["assign", "disable"].includes(request.command)
		&& h("fieldset", { class: "stack" }, h("legend", {}, t("Options")), items, confirmItem(state));
}

// What can be decided against, dda says in the remedy; the tick names it.
export const forceCode = (said) => /--force=([a-z-]+)/.exec(said?.remedy ?? "")?.[1];

function forceItem(state, said) {
	const code = [undefined, "blocker"].includes(said.severity) && forceCode(said);
	return code && tick(code, false, () => change(state, { force: [...state.request.force ?? [], code] }),
		[t("Go ahead all the same, against "), h("code", {}, code)]);
}

const forcedPart = (state) => state.request.force?.length > 0 && h("fieldset", {}, h("legend", {}, t("Decided against")),
	state.request.force.map((code) => tick(code, true, () => change(state, { force: state.request.force.filter((one) => one !== code) }), h("code", {}, code))));

function findingPart(state, { findings, outcome }) {
	const list = graveList(findings, (one) => forceItem(state, one));
	return list && [h("h3", {}, outcome === "refused" ? t("What stands in the way") : t("To be weighed")), list];
}

const outcomes = {
	"refused": () => mark("bad", "bad", t("This can't be done as it is. Nothing was changed.")),
	"nothing-to-do": () => mark("good", "good", t("There is nothing to do.")),
};

function planParts(state, plan) {
	const planned = plan.outcome === "planned";
	return [
		h("p", { class: "lead" }, leadText(state.request, plan), state.request.start && ` ${t("Then the VM is started.")}`),
		outcomes[plan.outcome]?.(), errorList(plan.error),
		[findingPart(state, plan), forcedPart(state), plan.devices?.length > 0 && holderPart(plan), planned && stepPart(plan),
			planned && settingPart(plan), noteFold(plan.findings), planned && optionPart(state)].map((part) => part && h("section", { class: "stack" }, part)),
	];
}

function draw(state) {
	const { box, plan, error } = state, planned = plan?.outcome === "planned" && !error;
	box.body.removeAttribute("aria-busy");
	refill(box.body, error && [errorList(error), forceItem(state, error), forcedPart(state)], plan && planParts(state, plan));
	refill(box.foot, error && button(t("Ask again"), () => ask(state)), planned && !mayChange() && muted(t("This page is read only.")),
		button(planned ? t("Cancel") : t("Close"), box.close),
		planned && mayChange() && button(t("Do it"), () => run(state), "primary"));
	box.say(error?.message ?? box.body.querySelector(".mark, h3")?.textContent ?? "");
}

const disable = (box) => box.foot.querySelectorAll("button").forEach((one) => { one.disabled = true; });

// Of several questions only the last one's answer counts.
async function ask(state) {
	const turn = state.turn = (state.turn ?? 0) + 1;
	state.box.body.setAttribute("aria-busy", "true");
	const [plan, error] = await settle(post("plan", state.request));
	if (turn === state.turn && state.box.dialog.isConnected)
		draw(Object.assign(state, error?.document?.outcome ? { plan: error.document, error: null } : { plan, error }));
}

function change(state, what) {
	disable(state.box);
	Object.assign(state.request, what);
	ask(state);
}

// The request that puts settings back as they are now.
function settingsBefore({ command, vms, settings }) {
	const now = command === "set" && store.vms?.vms.find(({ name }) => name === vms[0])?.editable;
	const before = Object.keys(settings ?? {}).map((name) => [name, now?.[name]?.value ?? now?.[name]?.min]).filter(([, value]) => value != null);
	return before.length ? { command, vms, settings: Object.fromEntries(before) } : null;
}

async function run(state) {
	const { box, request, plan } = state, back = settingsBefore(request);
	box.dialog.querySelector("h2").focus();
	disable(box);
	const [job, error] = await settle(post("run", { ...request, plan: plan.plan }));
	if (error)
		draw(Object.assign(state, { error }));
	else
		runJob(box, job, { request, steps: plan.steps, back });
}

export function openPlan(request) {
	const box = openDialog(titleOf(request));
	refill(box.body, muted(t("Asking dda what would happen…")));
	refill(box.foot, button(t("Cancel"), box.close));
	return ask({ box, request: { ...request } });
}

// To recover has no plan: what was planned is in the journal.
export function openRecover() {
	const request = { command: "recover" }, box = openDialog(titleOf(request));
	const go = async () => {
		const [job, error] = await settle(post("run", request));
		return error ? refill(box.body, errorList(error)) : runJob(box, job, { request });
	};
	refill(box.body, h("p", { class: "lead" }, leadText(request)));
	refill(box.foot, button(t("Cancel"), box.close), button(titleOf(request), go, "primary"));
}
