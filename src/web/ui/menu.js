// A menu, as ARIA's practices say: arrows, Home, End, first letters, Escape; focus goes back to where it was.

import { byId, h } from "./dom.js";
import { icon } from "./icons.js";

let current = null;

function closeMenu() {
	current?.close();
}

function move(items, event) {
	const at = items.indexOf(document.activeElement);
	const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
	if (to !== undefined)
		return items[to % items.length];
	if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey)
		return null;
	const wanted = event.key.toLowerCase();
	return [...items.slice(at + 1), ...items.slice(0, at + 1)]
		.find((item) => item.dataset.word.startsWith(wanted)) ?? null;
}

export const line = {};

// An entry: {label, icon, hint, act, why} (why: it can't be chosen, and the reason), {title, entries}, or a line.
function entry(one, choose) {
	if (one === line)
		return h("hr");
	if (one.entries)
		return h("div", { role: "group", "aria-label": one.title },
			h("div", { "aria-hidden": "true", class: "title small muted" }, one.title),
			one.entries.map((inner) => entry(inner, choose)));
	const act = () => !one.why && choose(one);
	return h("div", { role: "menuitem", tabindex: "-1", "aria-disabled": one.why ? "true" : null, "data-word": one.label.toLowerCase(),
		onclick: act, onkeydown: (event) => ["Enter", " "].includes(event.key) && (event.preventDefault(), act()) },
	icon(one.icon ?? "right"), h("span", {}, one.label, (one.why || one.hint) && h("small", {}, one.why || one.hint)));
}

// Below the anchor, or above it where there is more room.
function place(menu, anchor, point) {
	const box = point ? { left: point.x, top: point.y, bottom: point.y } : anchor.getBoundingClientRect();
	const { offsetWidth: width, offsetHeight: height } = menu;
	const below = box.bottom + height + 4 < innerHeight || box.top < height;
	menu.style.setProperty("left", `${Math.max(4, Math.min(box.left, innerWidth - width - 8)) + scrollX}px`);
	menu.style.setProperty("top", `${Math.max(4, below ? Math.min(box.bottom + 2, innerHeight - height - 4) : box.top - height - 2) + scrollY}px`);
}

// Opens a menu for an element; point is where the pointer was, if it was one; restore() gives the focus back where the
// element may have been made anew meanwhile.
export function openMenu(anchor, label, entries, { point, restore } = {}) {
	closeMenu();
	const back = document.activeElement;
	const giveBack = restore ?? (() => back?.focus());
	const menu = h("div", { class: "menu", role: "menu", "aria-label": label });
	const outside = (event) => !menu.contains(event.target) && close(false);
	function close(withFocus = true) {
		current = null;
		removeEventListener("pointerdown", outside, true);
		menu.remove();
		if (withFocus)
			giveBack();
	}
	menu.append(...entries.map((one) => entry(one, ({ act }) => { close(); act(); })));
	menu.addEventListener("keydown", (event) => {
		if (["Escape", "Tab"].includes(event.key)) {
			event.preventDefault();
			event.stopPropagation();
			return close();
		}
		const next = move([...menu.querySelectorAll("[role=menuitem]")], event);
		if (next) {
			event.preventDefault();
			next.focus();
		}
	});
	addEventListener("pointerdown", outside, true);
	byId("main").append(menu);
	place(menu, anchor, point);
	current = { close };
	menu.querySelector("[role=menuitem]")?.focus();
}
