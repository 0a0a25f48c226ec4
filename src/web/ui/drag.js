// Dragging a card with mouse, pen or finger. Where it may be dropped is marked as soon as it moves, and where it may
// not, the reason is said before it is dropped. The keyboard's way is the card's menu.

import { h, span } from "./dom.js";
import { icon } from "./icons.js";
import { stage, whyNot } from "./moves.js";
import { t } from "./text.js";

const farEnough = 5;    // pixels: less is a click
const edge = 48;        // near the window's edge the page scrolls

export let dragging = false;

// Places carry data-drop: "host", or "vm" with the name in data-vm.
const places = () => [...document.querySelectorAll("[data-drop]")];
const vmOf = (place) => place.dataset.drop === "vm" ? place.dataset.vm : null;

function ghostOf(card, name) {
	return h("div", { class: "ghost", "aria-hidden": "true" },
		h("div", { class: "what" }, icon("card"), h("strong", { class: "ell" }, name), span("mono muted", card)),
		h("div", { class: "why" }));
}

function follow(ghost, event) {
	const x = Math.min(event.clientX + 12, innerWidth - ghost.offsetWidth - 8);
	const y = Math.min(event.clientY + 14, innerHeight - ghost.offsetHeight - 8);
	ghost.style.setProperty("transform", `translate(${x}px, ${y}px)`);
	if (event.clientY < edge || event.clientY > innerHeight - edge)
		scrollBy(0, event.clientY < edge ? -12 : 12);
}

// What the ghost says: what a drop here would do, or why nothing.
function sayWhy(ghost, over, reasons) {
	const line = ghost.querySelector(".why");
	const all = [...reasons.values()];
	const reason = over ? reasons.get(over) : all.every(Boolean) ? all.find((one) => one !== t("it is there")) : null;
	line.className = `why ${reason ? "no" : ""}`;
	line.textContent = reason ?? (over ? vmOf(over) === null ? t("give back to the host") : t("give to {vm}", { vm: vmOf(over) })
		: t("drop it on a VM, or back on the host"));
}

function mark(reasons) {
	document.body.classList.add("dragging");
	for (const [place, reason] of reasons)
		place.classList.add(reason ? "cannot" : "can");
}

function unmark() {
	document.body.classList.remove("dragging");
	for (const place of places())
		place.classList.remove("can", "cannot", "over");
}

// A card's row was pressed: drags it once the pointer moves; done() is called at the end of a drag.
export function grab(card, name, row, pressed, done) {
	const byFinger = pressed.pointerType === "touch";
	if (pressed.button !== 0 || pressed.target.closest("button:not(.pick)") || (byFinger && !pressed.target.closest("[data-grip]")))
		return;
	let ghost = null;
	let over = null;
	let reasons = new Map();

	function begin() {
		dragging = true;
		reasons = new Map(places().map((place) => [place, whyNot(card, vmOf(place))]));
		ghost = ghostOf(card, name);
		document.body.append(ghost);
		mark(reasons);
	}

	function move(event) {
		if (!ghost && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) < farEnough)
			return;
		if (!ghost)
			begin();
		const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-drop]") ?? null;
		if (under !== over) {
			over?.classList.remove("over");
			under?.classList.add("over");
			over = under;
		}
		sayWhy(ghost, over, reasons);
		follow(ghost, event);
	}

	function end(dropped) {
		for (const [name, f] of Object.entries(listeners))
			removeEventListener(name, f, true);
		if (!ghost)
			return;
		ghost.remove();
		unmark();
		dragging = false;
		if (dropped && over && !reasons.get(over))
			stage(card, vmOf(over));
		// The click that ends a drag is none.
		addEventListener("click", swallow, { capture: true, once: true });
		setTimeout(() => removeEventListener("click", swallow, true));
		done();
	}

	const swallow = (event) => event.stopPropagation();
	const listeners = {
		pointermove: move,
		pointerup: () => end(true),
		pointercancel: () => end(false),
		blur: (event) => event.target === window && end(false),
		keydown: (event) => event.key === "Escape" && end(false),
	};
	for (const [name, f] of Object.entries(listeners))
		addEventListener(name, f, true);
}
