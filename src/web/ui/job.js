// A change while it is made: each step with its time, the wait for a yes, and the end.

import { get, post } from "./api.js";
import { oppositeOf, stageUnderway, stepsOf, wentWrong } from "./course.js";
import { h } from "./dom.js";
import { guarded } from "./notice.js";
import { button, causeList, copyButton, deviceLink, errorList, fold, mark, mayChange, muted, openDialog, refill, table, vmLink } from "./parts.js";
import { forceCode, openPlan, openRecover, stepWords, titleOf } from "./plan.js";
import { keepJob, store, subscribe } from "./store.js";
import { transactionText } from "./tell.js";
import { duration, t } from "./text.js";
import { verifyParts } from "./verify.js";
import { resultMark, stateMark, stepText } from "./words.js";

// What was asked for and planned is kept for a page that is loaded again meanwhile.
const keyOf = (job) => `dda.job.${job.job}.${job.begun}`;

function recall(job) {
	try { return JSON.parse(sessionStorage.getItem(keyOf(job))) ?? {}; } catch { return {}; }
}

function remember(job, context) {
	try { sessionStorage.setItem(keyOf(job), JSON.stringify(context)); } catch { /* told with fewer words then */ }
}

function stepItem(step, stage) {
	const last = step.results.at(-1)?.result, underway = !last && stage === step.stage;
	return h("li", { class: underway ? "underway" : last },
		h("span", {}, step.step ? stepText(step.step) : t("step {n}", { n: step.number }), " ", stepWords(step)),
		h("span", { class: "row" }, step.results.map(({ result, seconds }) => [resultMark(result), h("span", { class: "number muted" }, duration(seconds))]),
			!last && (underway ? mark("info", "running", t("goes on")) : mark("none", "waiting", t("not begun")))),
		errorList(step.error, step.undo_error));
}

// For whoever is asked for help.
function logText({ begun, command, status, answer, steps: events }, steps) {
	const errors = [answer?.error, ...steps.flatMap(({ error, undo_error }) => [error, undo_error])].filter(Boolean);
	return [`${begun} ${command}`,
		...events.map(({ step: i, result, seconds }) => [steps[i]?.step ?? i + 1, steps[i]?.function, steps[i]?.vm, result,
			`${Math.round(seconds * 1000)} ms`].filter(Boolean).join(" ")),
		...errors.map(({ subject, evidence, remedy }) => `dda: ${[subject, evidence, remedy].filter(Boolean).join(": ")}`),
		`${answer?.outcome ?? ""} (${status})`].join("\n");
}

// The end.

const ends = {
	"done": ["good", "good", () => t("Done.")],
	"nothing-to-do": ["good", "good", () => t("There was nothing to do.")],
	"refused": ["bad", "bad", () => t("Refused. Nothing was changed.")],
	"rolled-back": ["warn", "back", () => t("It failed, and what was done is undone. All is as before.")],
	"left-open": ["bad", "error", () => t("It failed, and not all could be undone.")],
	"half": ["warn", "warn", () => t("Done, but a VM has not all that it was given.")],
};
const byStatus = ["done", "refused", "refused", "rolled-back", "left-open", "refused"];

const outcomeOf = ({ answer, status }) => answer?.outcome === "done" && status === 4 ? "half" : answer?.outcome ?? byStatus[status];

function endMark(job) {
	const [look, shape, text] = ends[outcomeOf(job)] ?? ends["left-open"];
	return mark(look, shape, text());
}

export const transactionList = (transactions, more) => transactions?.length > 0 && h("ul", { class: "lines" }, transactions.map((one) =>
	h("li", { class: "stack" },
	h("div", {}, h("code", {}, one.command), " ", transactionText(one.state)),
	one.not_started?.length > 0 && h("p", {}, t("Was to be started as well, see whether it runs: {vms}", { vms: one.not_started.join(", ") })),
	one.remedy && h("p", {}, one.remedy), errorList(one.error, ...(one.steps ?? []).map(({ undo_error }) => undo_error)), more?.(one))));

const answerParts = (answer) => [
	errorList(answer.error), answer.outcome === "refused" && causeList(answer.findings),
	transactionList(answer.recovered), answer.schema?.startsWith("dda.recover") && transactionList(answer.transactions),
	answer.devices?.length > 0 && answer.outcome !== "refused" && table(t("The devices now"), [t("Function"), t("Name"), t("Now"), t("Driver")],
		answer.devices.map((one) => [deviceLink(one.address), one.name, stateMark(one.state, one.vm), one.driver])),
	answer.proof?.map((proof) => [h("h3", {}, vmLink(proof.vm)), verifyParts(proof)]),
];

// While it goes on.

const leftText = ({ waiting, waiting_since: since }) => t("It is put back by itself in {n} s.",
	{ n: Math.max(0, Math.ceil((new Date(since ?? Date.now()) - Date.now()) / 1000 + waiting)) });

function headOf(job, steps) {
	if (job.state === "ended")
		return [endMark(job), job.answer?.seconds != null && h("span", { class: "muted" }, duration(job.answer.seconds))];
	if (job.waiting != null)
		return [mark("warn", "waiting", t("All is done. Keep it?")), h("p", { class: "left" }, leftText(job))];
	const done = job.steps.length;
	return wentWrong(job) ? mark("warn", "back", t("A step failed; what was done is being undone."))
		: [mark("info", "running", t("{done} of {n} steps done", { done, n: steps.length })),
			h("progress", { max: steps.length || 1, value: done, "aria-label": t("Steps done") })];
}

// One of its devices tells which of several is meant.
const answerButton = (label, context, more, look) => button(label, guarded(() => post("run",
	{ command: "confirm", devices: context.request?.devices?.slice(0, 1), ...more })), look);

function footOf({ box, context }, job) {
	const close = button(t("Close"), box.close), go = (f, ...words) => () => { box.close(); f(...words); };
	if (job.state !== "ended")
		return job.waiting != null && mayChange() ? [close, answerButton(t("Put it back now"), context, { put_back: true }),
			answerButton(t("Keep it"), context, {}, "primary")]
			: [muted(t("It goes on when this is closed.")), close];
	const again = ["rolled-back", "refused"].includes(outcomeOf(job)) && mayChange() && context.request;
	const code = job.answer?.steps?.map(({ error }) => forceCode(error)).find(Boolean);
	const opposite = mayChange() && (job.answer?.outcome === "done" && context.back || oppositeOf(job.answer));
	return [job.status === 4 && !job.answer?.proof && mayChange() && button(t("Recover…"), go(openRecover), "danger"),
		again && button(code ? t("Try again, against {code}…", { code }) : t("Try again…"),
			go(openPlan, { ...again, force: code ? [...again.force ?? [], code] : again.force })),
		opposite && button(t("Put it back…"), go(openPlan, opposite)), close];
}

function draw({ box, context }, job) {
	const steps = stepsOf(job, context.steps), ended = job.state === "ended", stage = stageUnderway(job, steps);
	const head = h("div", { class: "outcome row" }, headOf(job, steps));
	refill(box.body, head, h("p", { class: "small muted" }, h("code", {}, job.command)), ended && job.answer && answerParts(job.answer),
		steps.length > 0 && (!ended || job.steps.length > 0) && h("ol", { class: "progress" }, steps.map((step) => stepItem(step, stage))),
		ended && fold("log", t("Log"), copyButton(logText(job, steps), t("Copy the log")), h("pre", { tabindex: "0" }, logText(job, steps))));
	refill(box.foot, footOf({ box, context }, job));
	box.say(head.querySelector(".mark").textContent);
}

// The events do not carry the answer.
const follow = guarded(async (state, id) => {
	const job = store.jobs.get(id);
	draw(state, job);
	if (job.state === "ended" && !job.answer && !state.asked) {
		state.asked = true;
		keepJob(await get(`jobs/${id}`));
	}
});

// The dialog of the plan becomes that of the job.
export function runJob(box, job, context) {
	const state = { box, context };
	remember(job, context);
	if (!store.jobs.has(job.job))
		keepJob(job);
	subscribe((changed) => changed.has("jobs") && follow(state, job.job), box.dialog);
	follow(state, job.job);
	const clock = setInterval(() => {
		const now = store.jobs.get(job.job), left = box.body.querySelector(".left");
		if (left && now.waiting != null)
			left.textContent = leftText(now);
		if (!box.dialog.isConnected || now.state === "ended")
			clearInterval(clock);
	}, 500);
}

export async function openJob(id) {
	const job = store.jobs.get(id) ?? await get(`jobs/${id}`), context = recall(job);
	runJob(openDialog(context.request ? titleOf(context.request) : job.command), job, context);
}
