// The header: whose host this is, the views, jobs that run, language and colours.

import { openJob } from "./plans.js";
import { h, span } from "./dom.js";
import { icon } from "./icons.js";
import { refill } from "./parts.js";
import { store, subscribe } from "./store.js";
import { duration, language, languages, setLanguage, setTheme, t, theme, tn } from "./text.js";

const sections = [
	["", () => t("Machine")],
	["status", () => t("Status")],
	["history", () => t("History")],
	["survey", () => t("Survey")],
];

// What status has to say: entries that are not in order, and transactions that were left.
function troubles() {
	const { entries = [], transactions } = store.status ?? {};
	const left = (transactions ?? []).filter(({ state }) => ["interrupted", "left-open"].includes(state));
	return entries.length + left.length;
}

function link([name, title]) {
	const here = location.hash.replace(/^#\/?/, "").split("/")[0];
	const current = name === here || (name === "" && ["vm", "device"].includes(here));
	const count = name === "status" ? troubles() : 0;
	return h("a", { href: `#/${name}`, "data-key": name || "machine", "aria-current": current && "page" }, title(),
		count > 0 && [" ", span("count", count,
			span("unseen", " ", tn("entry", "entries", count)))]);
}

function hostName() {
	const { session, survey } = store;
	const named = session && session.host !== "local" ? session.host : survey?.host?.name;
	return [named, session?.read_only && t("read only"), !store.connected && session && t("not connected")]
		.filter(Boolean).join(" · ");
}

const isEnded = (job) => job.state === "ended";

function jobButton(job) {
	const done = job.steps.filter(({ result }) => result === "done").length;
	const since = (Date.now() - new Date(job.begun)) / 1000;
	return h("button", { class: "job", "data-key": job.job, onclick: () => openJob(job.job), title: job.command },
		icon(job.waiting == null ? "running" : "waiting"), span("ell", job.command),
		h("span", {}, job.waiting == null ? tn("{n} step done", "{n} steps done", done) : t("waits to be confirmed")),
		span("muted", duration(Math.max(1, Math.floor(since)))));
}

function choice(label, value, options, set) {
	const select = h("select", { "aria-label": label, onchange: () => set(select.value) },
		Object.entries(options).map(([key, text]) => h("option", { value: key, selected: key === value }, text)));
	return select;
}

// Time goes on while a job runs, though nothing else happens.
function keepTime(draw) {
	setInterval(() => [...store.jobs.values()].some((job) => !isEnded(job)) && draw(), 1000);
}

export function header() {
	const host = span("host");
	const nav = h("nav", { "aria-label": t("Views") });
	const jobs = h("div", { class: "row" });
	const drawJobs = () => refill(jobs, [...store.jobs.values()].filter((job) => !isEnded(job)).map(jobButton));
	const draw = () => {
		host.textContent = hostName();
		refill(nav, sections.map(link));
		drawJobs();
	};
	subscribe(draw);
	keepTime(drawJobs);
	addEventListener("hashchange", draw);
	draw();
	return [h("a", { class: "brand", href: "#/" }, h("img", { src: "icon.svg", alt: "", width: 18, height: 18 }), "dda"), host, nav,
		h("div", { class: "end" }, jobs,
			choice(t("Language"), language, languages, setLanguage),
			choice(t("Colours"), theme(), { "": t("System"), light: t("Light"), dark: t("Dark") }, setTheme))];
}
