// What the page says, in the language of whoever reads it. xgettext finds the calls of t() and tn():
// their first arguments are always literal.

const kept = {
	get: (name) => { try { return localStorage.getItem(`dda.${name}`); } catch { return null; } },
	set: (name, value) => { try { localStorage.setItem(`dda.${name}`, value); } catch { /* not kept */ } },
};

export const languages = { en: "English", zh_CN: "简体中文" };

const wished = kept.get("language") ?? ((navigator.language ?? "").startsWith("zh") ? "zh_CN" : "en");
export const language = wished in languages ? wished : "en";

let catalogue = {};

// zh_CN.json: {"English": "Chinese"}; of a plural, the singular is the key.
export async function loadText() {
	document.documentElement.lang = language.replace("_", "-").replace("zh-CN", "zh-Hans");
	if (language === "en")
		return;
	const answer = await fetch(`${language}.json`).catch(() => null);
	if (answer?.ok)
		catalogue = await answer.json();
}

function insert(text, values) {
	return values ? text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all) : text;
}

// t("Give {card} to {vm}", {card, vm})
export function t(text, values) {
	return insert(catalogue[text] || text, values);
}

// tn("{n} card", "{n} cards", n, values)
export function tn(one, many, n, values) {
	return insert(catalogue[one] || (n === 1 ? one : many), { n, ...values });
}

export function setLanguage(code) {
	kept.set("language", code);
	location.reload();
}

// "light", "dark", or "" for what the system has.
export const theme = () => kept.get("theme") ?? "";

export function setTheme(name) {
	kept.set("theme", name);
	document.documentElement.dataset.theme = name;
}

const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

// As the command line writes sizes: "16 GiB", "1.5 MiB".
export function bytes(n) {
	let unit = 0;
	for (; n >= 1024 && unit < units.length - 1; unit++)
		n /= 1024;
	return `${Number(n.toFixed(n < 10 ? 2 : 1))} ${units[unit]}`;
}

// "12 ms", "1.4 s", "2 min 5 s"
export function duration(seconds) {
	if (seconds < 1)
		return t("{n} ms", { n: Math.round(seconds * 1000) });
	if (seconds < 60)
		return t("{n} s", { n: Number(seconds.toFixed(seconds < 10 ? 1 : 0)) });
	return t("{minutes} min {seconds} s",
		{ minutes: Math.floor(seconds / 60), seconds: Math.floor(seconds % 60) });
}

// "23 Nov 2026, 02:40" of an ISO time, where the reader is.
export function moment(iso) {
	return new Intl.DateTimeFormat(language.replace("_", "-"),
		{ dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}
