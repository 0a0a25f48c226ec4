// What was done on this host: closed transactions with their steps, the newest first.

import { get } from "./api.js";
import { h } from "./dom.js";
import { deviceLink, errorList, fold, live, mark, muted, table, vmLink } from "./parts.js";
import { outcomeText } from "./tell.js";
import { duration, moment, t } from "./text.js";
import { resultMark, stepText } from "./words.js";

const good = ["good", "good"], back = ["warn", "back"];
const looks = { "done": good, "confirmed": good, "finished": good, "rolled-back": back, "undone": back };

const item = (one) => h("li", {}, fold(one.journal,
	h("span", {}, h("code", {}, one.command), " ", mark(...looks[one.outcome] ?? ["none", "note"], outcomeText(one.outcome)), " ",
		h("span", { class: "muted" }, one.begun && moment(one.begun),
			one.ended && one.begun && ` · ${duration((new Date(one.ended) - new Date(one.begun)) / 1000)}`)),
	h("p", { class: "row" }, one.functions.map(({ address, location_path: path }) => h("span", { title: path }, deviceLink(address))), one.vms.map(vmLink)),
	errorList(one.error),
	one.steps.length > 0 && table(t("Steps"), [t("Step"), t("Function"), t("VM"), t("Result")], one.steps.map((step) =>
		[stepText(step.step), step.function && h("code", {}, step.function), step.vm, resultMark(step.result)]))));

export const historyView = () => live(["status", "transactions"], async () => (await get("history")).transactions, (transactions) => [
	h("h1", {}, t("History")),
	transactions.length ? h("ol", { class: "panel lines" }, transactions.map(item)) : muted(t("Nothing was changed yet.")),
]);
