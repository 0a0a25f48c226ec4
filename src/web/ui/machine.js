// The machine: the picture of its PCI tree, the VMs beside it.

import { h } from "./dom.js";
import { store, subscribe } from "./store.js";
import { stateMark, verdictMark } from "./words.js";
import { fill } from "./dom.js";

export function machineView() {
	const element = h("section", {}, h("h1", {}, "Machine"));
	const list = h("ul");
	element.append(list);
	const draw = () => fill(list, (store.survey?.devices ?? []).map((device) => h("li", { class: "row" },
		h("a", { href: `#/device/${device.address}` }, h("code", {}, device.address)), device.name, verdictMark(device.verdict),
		stateMark(device.state, device.vm))));
	subscribe(draw, element);
	draw();
	return element;
}
