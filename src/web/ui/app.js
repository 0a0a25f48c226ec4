// The page: which view is shown, and the header around it.

import { byId, fill, h } from "./dom.js";
import { header } from "./header.js";
import { icon } from "./icons.js";
import { machineView } from "./machine.js";
import { announce, clearError, showError } from "./notice.js";
import { start, store, subscribe } from "./store.js";
import { loadText, setTheme, t, theme } from "./text.js";

// Of each view: its title and its element. All but the first are fetched when they are wanted.
const views = {
	"": [() => t("Machine"), () => machineView()],
	vm: [(name) => name, async (name) => (await import("./vm.js")).vmView(name)],
	device: [(address) => address, async (address) => (await import("./device.js")).deviceView(address)],
	history: [() => t("History"), async () => (await import("./history.js")).historyView()],
	status: [() => t("Status"), async () => (await import("./status.js")).statusView()],
	survey: [() => t("Survey"), async () => (await import("./survey.js")).surveyView()],
};

// "#/vm/web%201" -> ["vm", "web 1"]
function place() {
	const [name = "", ...rest] = location.hash.replace(/^#\/?/, "").split("/");
	return [name in views ? name : "", decoded(rest.join("/"))];
}

function decoded(text) {
	try { return decodeURIComponent(text); } catch { return text; }
}

let shown = null;

async function show() {
	const [name, what] = place();
	const wanted = `${name}/${what}`;
	if (wanted === shown)
		return;
	const first = shown === null;
	shown = wanted;
	clearError();
	const [title, make] = views[name];
	document.title = `${title(what)} – dda`;
	try {
		const view = await make(what);
		if (shown === wanted)
			enter(view, title(what), first);
	} catch (error) {
		fill(byId("main"));
		showError(error);
	}
}

// Another view begins at its top, for eyes and for a screen reader.
function enter(view, title, first) {
	fill(byId("main"), view);
	if (first)
		return;
	scrollTo(0, 0);
	byId("main").focus({ preventScroll: true });
	announce(title);
}

function noSession() {
	fill(byId("main"), h("div", { class: "panel stack" },
		h("h1", {}, icon("pin"), " ", t("This browser has no session")),
		h("p", {}, t("Open the address that \"dda web\" printed where it was started. It works once; then dda web prints another one, for the next browser.")),
		h("pre", {}, "dda web --open")));
}

function prepare() {
	setTheme(theme());
	const skip = byId("skip");
	skip.addEventListener("click", (event) => {
		event.preventDefault();
		byId("main").focus();
	});
	addEventListener("unhandledrejection", (event) => showError(event.reason));
}

async function main() {
	prepare();
	const begun = start();
	await loadText();
	byId("skip").textContent = t("Skip to the content");
	fill(byId("header"), header());
	addEventListener("hashchange", show);
	show();
	try {
		await begun;
		subscribe((changed) => changed.has("session") && !store.session && noSession());
	} catch (error) {
		return error.http === 401 ? noSession() : showError(error);
	}
}

main();
