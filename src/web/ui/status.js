// What is under way, what is not in order, each with its remedy, and who has what.

import { get, post } from "./api.js";
import { h } from "./dom.js";
import { transactionList } from "./job.js";
import { guarded } from "./notice.js";
import { button, causeList, deviceLink, live, mark, mayChange, section, table, vmLink } from "./parts.js";
import { openRecover } from "./plan.js";
import { openPlan } from "./plans.js";
import { store } from "./store.js";
import { stayText } from "./tell.js";
import { moment, t } from "./text.js";
import { resultMark, stateMark, stepText, vmStateMark } from "./words.js";

const keep = (one) => guarded(() => post("run", { command: "confirm", devices: one.functions.slice(0, 1).map(({ address }) => address) }));

const transactionMore = (one) => [
	h("p", { class: "small muted" }, [one.begun && moment(one.begun), ...one.functions.map(({ address }) => address), ...one.vms,
		one.seconds_left != null && t("{n} s left", { n: one.seconds_left })].filter(Boolean).join(" · ")),
	one.steps.length > 0 && table(t("Steps"), [t("Step"), t("Function"), t("VM"), t("Result")],
		one.steps.map((step) => [stepText(step.step), step.function, step.vm, resultMark(step.result)])),
	one.state === "waiting" && mayChange() && h("div", {}, button(t("Keep it"), keep(one), "primary"))];

const transactionPart = (transactions) => transactions?.length > 0 && section(t("Open transactions"), transactionList(transactions, transactionMore),
	mayChange() && transactions.some(({ state }) => ["interrupted", "left-open"].includes(state))
		&& h("div", {}, button(t("Recover…"), openRecover, "primary")));

// The remedy is a command; the button asks for the plan of just that.
function fixOf({ fix }) {
	const request = { command: fix?.verb, devices: fix?.device ? [fix.device] : undefined, vms: fix?.vm ? [fix.vm] : undefined };
	return fix && mayChange() && h("div", { class: "row fix" }, button(t("Do it…"), () => openPlan(request)), h("code", {}, fix.command));
}

const cardRow = (entry) => [deviceLink(entry.card), entry.name,
	entry.state ? stateMark(entry.state) : entry.functions.map((one) => h("div", {}, h("code", {}, one.address), " ", stateMark(one.state, one.vm))),
	entry.vm && h("span", { class: "row" }, vmLink(entry.vm), entry.vm_state && vmStateMark(entry.vm_state)),
	mayChange() && button(t("Give back…"), () => openPlan({ command: "release", devices: [entry.card] }))];

const groups = [
	["assignments", () => t("With a VM")],
	["held", () => t("Taken from the host, and with no VM that is known")],
	["stale", () => t("Named by a VM, but not there")],
	["half", () => t("Functions of one card in different states")],
];

const stayRow = (one) => [h("code", {}, one.location_path), one.address && deviceLink(one.address), stayText(one.state),
	[one.evidence, one.remedy].filter(Boolean).join(": ") || null];

const draw = (status) => [
	h("h1", {}, t("Status")), causeList(status.host?.findings), transactionPart(status.transactions),
	status.entries?.length > 0 && section(t("Not in order, or perhaps not"), status.entries.map((entry) => causeList([entry], () => fixOf(entry)))),
	groups.map(([key, title]) => status[key]?.length > 0
		&& section(title(), table(title(), [t("Card"), t("Name"), t("State"), t("VM"), ""], status[key].map(cardRow)))),
	status.stays?.length > 0 && section(t("Stays away from the host over a restart"),
		table(t("Stays away from the host over a restart"), [t("Location path"), t("Now at"), t("State"), t("To do")], status.stays.map(stayRow))),
	["transactions", "entries", ...groups.map(([key]) => key)].every((key) => !status[key]?.length)
		&& h("p", {}, mark("good", "good", t("All devices are with the host. Nothing is under way."))),
];

export const statusView = () => live(["status", "session"], async () => store.status ?? get("status"), draw);
