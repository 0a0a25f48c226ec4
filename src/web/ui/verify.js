// What a running VM shows of what it was given.

import { h } from "./dom.js";
import { causeList, deviceLink, mark, muted, table } from "./parts.js";
import { hex, unique } from "./tell.js";
import { bytes, t } from "./text.js";

const presence = (present) => present == null ? mark("none", "unknown", t("unknown"))
	: present ? mark("good", "good", t("there")) : mark("bad", "bad", t("not there"));

const functionRow = (one) => [deviceLink(one.address), one.name, presence(one.present), one.driver, one.problem && t("code {n}", { n: one.problem })];

const barRows = ({ address, bars }) => (bars ?? []).map((bar) => [deviceLink(address), `BAR${bar.bar}`, bytes(bar.size),
	bar.address == null ? mark("bad", "bad", t("not mapped")) : h("code", {}, hex(bar.address)),
	bar.planned ? h("code", {}, hex(bar.planned.start)) : t("not planned")]);

export function verifyParts({ verified, findings, functions }) {
	const bars = functions.flatMap(barRows);
	const reasons = unique(functions.flatMap((one) => (one.bars ?? []).map((bar) => bar.not_planned)).filter(Boolean));
	return [
		h("p", {}, verified ? mark("good", "good", t("The VM has all functions it was given."))
			: mark("bad", "bad", t("It is not proved that the VM has what it was given."))),
		causeList(findings),
		functions.length > 0 && table(t("Functions"), [t("Function"), t("Name"), t("In the VM"), t("Guest's driver"), t("Problem")], functions.map(functionRow)),
		bars.length > 0 && table("BARs", [t("Function"), "BAR", t("Size"), t("In the VM"), t("Planned")], bars),
		reasons.map((why) => muted(t("Not planned: {why}", { why }))),
	];
}
