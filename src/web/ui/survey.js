// The whole survey on one page, to be read, printed and mailed.

import { get, linkOf } from "./api.js";
import { h } from "./dom.js";
import { button, causeList, deviceLink, fold, live, muted, section, table } from "./parts.js";
import { cardsOf, store } from "./store.js";
import { unique } from "./tell.js";
import { moment, t, tn } from "./text.js";
import { stateMark, verdictMark, verdictText } from "./words.js";

const order = ["assignable", "assignable-with-warnings", "cannot-tell", "not-assignable"];

// A card is as good as its worst function.
const verdictOf = ([, functions]) => order.findLast((verdict) => functions.some((one) => one.verdict === verdict));

const cardRow = ([card, functions]) => [deviceLink(card), unique(functions.map(({ name }) => name)).map((name) => h("div", {}, name)),
	h("code", {}, functions[0].location_path), stateMark(functions[0].state, functions[0].vm),
	h("code", {}, unique(functions.flatMap(({ findings }) => findings.map(({ code }) => code))).join(" "))];

const cardTable = (title, cards) => table(title, [t("Card"), t("Name"), t("Location path"), t("State"), t("Findings")], cards.map(cardRow));

function draw(survey) {
	const { host } = survey, all = [...cardsOf(survey)].sort(([, [a]], [, [b]]) => Boolean(b.gpu) - Boolean(a.gpu));
	const cards = all.filter(([, [one]]) => !one.mainboard), parts = all.filter(([, [one]]) => one.mainboard);
	const groups = Map.groupBy(cards, verdictOf), findings = cards.flatMap(([, functions]) => functions.flatMap((one) => one.findings));
	return [
		h("div", { class: "row spread" }, h("h1", {}, t("Survey: what can be handed over?")), button(t("Print"), () => print(), "no-print")),
		muted([host.platform === "hyperv" ? "Hyper-V" : "Linux", host.name, host.iommu?.kind && `IOMMU: ${host.iommu.kind}`,
			store.session && `dda ${store.session.version}`, moment(Date.now())].filter(Boolean).join(" · ")),
		host.findings.length > 0 && section(t("The host: this bears on every card"), causeList(host.findings)),
		order.filter((verdict) => groups.has(verdict)).map((verdict) => section([verdictMark(verdict), ` (${groups.get(verdict).length})`],
			cardTable(verdictText(verdict), groups.get(verdict)))),
		findings.length > 0 && section(t("Causes and remedies"), causeList(findings)),
		parts.length > 0 && h("div", { class: "panel no-print" }, fold("parts", tn("{n} part of the mainboard", "{n} parts of the mainboard", parts.length),
			cardTable(t("Parts of the mainboard"), parts))),
		h("div", { class: "panel stack no-print" },
			h("div", { class: "row" }, h("a", { class: "button", href: linkOf("capture"), download: "host.snapshot" }, t("Download a snapshot")),
				h("code", {}, "dda --host snapshot:host.snapshot survey")),
			muted(t("A small file from which dda gives the same answers anywhere. Serial numbers, MAC and IP addresses and the host's name are taken out; names of VMs and mount points stay."))),
	];
}

export const surveyView = () => live(["survey", "session"], async () => store.survey ?? get("survey"), draw);
