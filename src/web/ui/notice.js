// What the page tells at once: to eyes (the banner), to ears (the live region), to the clipboard.

import { byId, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./text.js";

let saying = 0;

// Said by a screen reader when it is done with what it says now.
export function announce(text) {
	byId("live").textContent = "";
	clearTimeout(saying);
	saying = setTimeout(() => { byId("live").textContent = text; }, 100);
}

export function clearError() {
	byId("banner").replaceChildren();
}

// An ApiError in dda's words: what, what is seen of it, what to do. Anything else is a bug: say so.
export function showError(error) {
	const { subject, evidence, remedy } = error.evidence ? error
		: { subject: t("this page"), evidence: String(error?.message ?? error), remedy: null };
	fill(byId("banner"), h("div", {}, icon("error"),
		h("div", { class: "stack" },
			h("strong", {}, subject ?? "dda"), h("span", {}, evidence),
			remedy && h("span", { class: "muted" }, t("Remedy: {text}", { text: remedy }))),
		h("button", { class: "quiet only-icon", "aria-label": t("Close"), onclick: clearError }, icon("close"))));
}

// For a listener that awaits: what goes wrong is shown.
export const guarded = (f) => async (...words) => {
	try { return await f(...words); } catch (error) { showError(error); }
};

export const copyText = guarded(async (text) => {
	await navigator.clipboard.writeText(text);
	announce(t("Copied: {text}", { text }));
});
