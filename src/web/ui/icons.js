// The page's icons: strokes in a square of 16.

import { svg } from "./dom.js";

const shapes = {
	good: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M5 8.2l2 2 4-4.4",
	warn: "M8 2 14.5 13.5H1.5zM8 6.5v3M8 11.5v.1",
	bad: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M3.5 3.5l9 9",
	unknown: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M6 6.2a2 2 0 1 1 2.8 1.9c-.6.3-.8.6-.8 1.2M8 11.5v.1",
	note: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 7.2v4M8 4.8v.1",
	error: "M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM8 4.5v4.2M8 11.3v.1",
	host: "M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4.5 4.8h.1M4.5 11.3h.1",
	vm: "M1.5 2.5h13v8.5h-13zM5.5 14h5M8 11v3",
	card: "M1.5 4.5h11v6h-11zM12.5 6h2M12.5 9h2M3.5 10.5v2.5M6 10.5v2.5M5 7.5h4",
	gpu: "M1.5 4h13v7.5h-13zM8 5.7a2 2 0 1 0 0 4a2 2 0 1 0 0-4M3.5 11.5v2M6 11.5v2",
	port: "M8 1.5v4M4 8h8M4 8v6.5M12 8v6.5M8 5.5V8",
	root: "M3 2h10v4H3zM8 6v3M3 14V9h10v5",
	part: "M4 4h8v8H4zM6.5 1.5V4M9.5 1.5V4M6.5 12v2.5M9.5 12v2.5M1.5 6.5H4M1.5 9.5H4M12 6.5h2.5M12 9.5h2.5",
	off: "M5 3.5a5.5 5.5 0 1 0 6 0M8 1.5V7",
	running: "M5 3l7.5 5L5 13z",
	paused: "M5.5 3v10M10.5 3v10",
	grip: "M6 3.5v.1M10 3.5v.1M6 8v.1M10 8v.1M6 12.5v.1M10 12.5v.1",
	stack: "M2.5 5.5h9v8h-9zM5 5.5V3h9v8h-2.5",
	out: "M9 2.5h4.5v11H9M10 8H2M5 5 2 8l3 3",
	asleep: "M3.5 8h9",
	search: "M7 2a5 5 0 1 0 0 10a5 5 0 1 0 0-10M10.7 10.7 14 14",
	copy: "M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3",
	close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
	more: "M8 3.5v.1M8 8v.1M8 12.5v.1",
	open: "M3.5 6 8 10.5 12.5 6",
	shut: "M6 3.5 10.5 8 6 12.5",
	back: "M6 3.5 2 7.5l4 4M2 7.5h8a4 4 0 0 1 0 7H8",
	right: "M2 8h11M9 4l4 4-4 4",
	details: "M2.5 3.5h11M2.5 8h11M2.5 12.5h7",
	waiting: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M8 4.5V8l2.5 2",
	pin: "M10 1.5 14.5 6l-3 1-3 3-.5 3.5L2.5 8l3.5-.5 3-3z",
};

// An icon says nothing to a screen reader: a word beside it does, or the button's label.
export function icon(name) {
	return svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" },
		svg("path", { d: shapes[name] ?? shapes.note }));
}
