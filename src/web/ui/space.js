// The address space of a VM, to scale: where cards are put, and what each of them takes.

import { h, svg } from "./dom.js";
import { fold, mark, muted, table } from "./parts.js";
import { hex, unique } from "./tell.js";
import { bytes, t } from "./text.js";

const names = { "below 4 GiB": () => t("below 4 GiB"), "above 4 GiB": () => t("above 4 GiB") };
const roomName = ({ name }) => names[name]?.() ?? name;

const fourGiB = 2 ** 32;
const endOf = ({ start, size }) => start + size;
const colour = ({ card }) => `card-${(card - 1) % 6}`;
const nameOf = (line) => line.what === "ram" ? t("RAM")
	: line.function == null ? t("window of {card}", { card: line.name }) : `${line.name}.${line.function} ${line.what}`;

// Drawn from `start` on, as wide as `size`.
const rect = (look, range, { start, size }, y, height, title) => svg("rect", { class: look, y, height,
	x: `${100 * (range.start - start) / size}%`, width: `${100 * range.size / size}%` }, title && svg("title", {}, title));

const boxes = (lines, view, y, height) => lines.filter((line) => line.start >= view.start && endOf(line) <= endOf(view)).map((line) =>
	rect(line.what === "ram" ? "ram" : line.what === "window" ? "window" : `box ${colour(line)}`, line, view, y, height,
		`${nameOf(line)}, ${bytes(line.size)}, ${hex(line.start)}`));

// What to look at closely: the room for cards, or what they take of it where that is little.
function closeUp(room, lines) {
	const taken = lines.filter((line) => line.card);
	const start = Math.min(...taken.map(({ start: first }) => first)), size = Math.max(...taken.map(endOf)) - start;
	return taken.length && size * 4 < room.size ? { start, size } : room;
}

const label = (x, y, text) => svg("text", { x, y, "text-anchor": x ? "end" : "start" }, text);

// All of it, and below that the close-up.
function drawing(room, lines) {
	const whole = room.start < fourGiB ? { start: 0, size: fourGiB }
		: { start: fourGiB, size: Math.max(endOf(room), ...lines.map(endOf)) - fourGiB };
	const close = closeUp(room, lines), at = (place) => `${100 * (place - whole.start) / whole.size}%`;
	return svg("svg", { class: "space", role: "img", height: 104, width: "100%", "aria-label": `${roomName(room)}: ${takenText(room)}` },
		label(0, 11, bytes(whole.start)), label("100%", 11, bytes(endOf(whole))),
		rect("ground", whole, whole, 16, 16), rect("room", room, whole, 16, 16), boxes(lines, whole, 16, 16),
		svg("line", { x1: at(close.start), y1: 32, x2: 0, y2: 50 }), svg("line", { x1: at(endOf(close)), y1: 32, x2: "100%", y2: 50 }),
		rect("room", close, close, 50, 34), boxes(lines, close, 50, 34),
		label(0, 99, hex(close.start)), label("100%", 99, hex(endOf(close))));
}

const takenText = ({ need, size }) => t("{need} of {size} taken", { need: bytes(need), size: bytes(size) });

function roomPart(room, map) {
	const lines = map.filter(({ start }) => start != null && (start < fourGiB) === (room.start < fourGiB));
	return [h("div", { class: "row spread" }, h("h3", {}, roomName(room)), room.size === 0 && room.fits ? h("span", { class: "muted" }, t("no room for cards"))
		: h("span", {}, room.fits ? mark("good", "good", t("fits")) : mark("bad", "bad", t("does not fit")), " ", takenText(room))),
	room.size > 0 && drawing(room, lines)];
}

const swatch = (look, text) => h("li", {}, h("span", { class: `swatch ${look}` }), text);

export function spaceParts({ map, spaces, target, ram, address_bits: bits }) {
	const cards = unique(map.filter(({ card }) => card).map(({ name }) => name)).map((name) => map.find((line) => line.name === name));
	return [
		muted(t("As {target} places them. RAM: {ram}.", { target, ram: bytes(ram) }), bits && ` ${t("{n} address bits", { n: bits })}.`,
			cards.length === 0 && ` ${t("No card takes any of it.")}`),
		spaces.map((room) => roomPart(room, map)),
		h("ul", { class: "legend row" }, cards.map((line) => swatch(colour(line), line.name)),
			map.some(({ what }) => what === "ram") && swatch("ram", t("RAM")), swatch("room", t("room for cards"))),
		map.length > 0 && fold("lines", t("As a table"), table(t("Address space"), [t("Start"), t("Size"), t("What")],
			map.map((line) => [h("code", {}, hex(line.start)), bytes(line.size), nameOf(line)]))),
	];
}
