// The API (docs/api.md): documents in, documents out; what goes wrong is an ApiError in dda's words.

import { language, t } from "./text.js";

let csrf = null;

export class ApiError extends Error {
	constructor(http, document) {
		const { subject = null, evidence = null, remedy = null } = document?.error ?? {};
		super(evidence ?? t("the server answered {http}", { http }));
		this.http = http;
		this.document = document;
		this.kind = document?.kind ?? "failed";
		this.status = document?.status ?? null;
		this.subject = subject;
		this.evidence = this.message;
		this.remedy = remedy;
	}
}

function noServer() {
	return new ApiError(0, { kind: "no-server", error: { subject: "dda web",
		evidence: t("the server does not answer"),
		remedy: t("see whether dda web still runs where it was started") } });
}

function addressOf(path, query) {
	const url = new URL(`api/1/${path}`, location.href.replace(/#.*/, ""));
	for (const [name, value] of Object.entries({ ...query, language }))
		for (const one of [value].flat())
			if (one != null && one !== "")
				url.searchParams.append(name, one);
	return url;
}

async function ask(path, query, options) {
	const answer = await fetch(addressOf(path, query), { credentials: "same-origin", ...options })
		.catch(() => { throw noServer(); });
	const document = await answer.json().catch(() => null);
	if (!answer.ok || document?.schema === "dda.error/1")
		throw new ApiError(answer.status, document);
	return { document, status: Number(answer.headers.get("Dda-Status") ?? 0) };
}

// The document; answer() has also the exit status that the command line would have had.
export const answer = (path, query) => ask(path, query, {});
export const get = async (path, query) => (await answer(path, query)).document;
export const linkOf = (path, query) => addressOf(path, query).href;

async function send(method, path, body) {
	const headers = { "Content-Type": "application/json", ...(csrf && { "DDA-CSRF": csrf }) };
	return (await ask(path, {}, { method, headers, body: JSON.stringify(body ?? {}) })).document;
}

export const post = (path, body) => send("POST", path, { ...body, language });

const tokenOf = () => /^#token=(.+)$/.exec(location.hash)?.[1];
export const hasToken = () => Boolean(tokenOf());

// The session: with the token of the address, once; else the one that the cookie names.
export async function openSession() {
	const token = tokenOf();
	if (token)
		history.replaceState(null, "", "#/");
	const session = token ? await send("POST", "session", { token }).catch(ifUsed) : await get("session");
	csrf = session.csrf;
	return session;
}

// A token works once: whoever loads the same address again may still have the cookie.
async function ifUsed(error) {
	return get("session").catch(() => { throw error; });
}

// Calls on[NAME](data) for each event, on.lost() when the stream ends; it is opened again by itself.
export function listen(on, wait = 500) {
	const stream = new EventSource(addressOf("events", {}));
	for (const name of ["hello", "changed", "job"])
		stream.addEventListener(name, (event) => {
			wait = 500;
			on[name]?.(JSON.parse(event.data));
		});
	stream.onerror = () => {
		on.lost?.();
		if (stream.readyState !== EventSource.CLOSED)
			return;
		setTimeout(() => listen(on, Math.min(wait * 2, 15000)), wait);
	};
}
