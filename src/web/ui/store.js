// What is known of the host: the documents, asked for again when the server says that something
// changed. Who shows one of them subscribes to it.

import * as api from "./api.js";
import { showError } from "./notice.js";

export const store = {
	session: null,
	survey: null,
	tree: null,
	vms: null,
	status: null,
	jobs: new Map(),        // number -> dda.job/1
	failed: new Set(),      // documents that could not be had
	connected: false,
};

const documents = ["tree", "survey", "vms", "status"];
const reads = {         // event -> the documents that depend on it
	devices: documents,
	vms: documents,
	transactions: ["status"],
};

const longest = 10000;          // milliseconds that a view may take until it is on the page
const subscribers = new Set();
const underway = new Map();     // document -> true when it is to be asked for once more

// f(changed) is called after something changed; changed is a Set of names: those of the store, "devices" and
// "transactions" when the server said so. With an owner it ends by itself when that element has left the page.
export function subscribe(f, owner) {
	const entry = { f, owner, seen: false };
	subscribers.add(entry);
	setTimeout(() => { entry.seen = true; }, longest);
	return () => subscribers.delete(entry);
}

function isGone(entry) {
	if (!entry.owner)
		return false;
	if (entry.owner.isConnected)
		entry.seen = true;
	return entry.seen && !entry.owner.isConnected;
}

export function changed(...names) {
	const set = new Set(names);
	for (const entry of [...subscribers])
		if (isGone(entry))
			subscribers.delete(entry);
		else
			entry.f(set);
}

async function load(name) {
	try {
		store[name] = await api.get(name);
		store.failed.delete(name);
	} catch (error) {
		store.failed.add(name);
		fail(error);
	}
	changed(name);
}

// 401: the session has ended, or there never was one, which start() says.
function fail(error) {
	if (error.http !== 401)
		return showError(error);
	if (store.session) {
		store.session = null;
		changed("session");
	}
}

// One question at a time for each document; what changed meanwhile is one more question.
async function refreshOne(name) {
	if (underway.has(name))
		return void underway.set(name, true);
	do {
		underway.set(name, false);
		await load(name);
	} while (underway.get(name));
	underway.delete(name);
}

const refresh = (...names) =>
	Promise.all((names.length ? names : documents).map(refreshOne));

// Keeps what the job ended with, if that is here already.
export function keepJob(job) {
	store.jobs.set(job.job, { ...store.jobs.get(job.job), ...job });
	changed("jobs");
}

async function loadJobs() {
	const { jobs } = await api.get("jobs").catch(() => ({ jobs: [] }));
	jobs.forEach(keepJob);
}

function connect(connected) {
	if (store.connected === connected)
		return;
	store.connected = connected;
	changed("connected");
}

let greeted = false;

const events = {
	hello() {
		connect(true);
		if (greeted)
			refresh();
		greeted = true;
		loadJobs();
	},
	changed({ what }) {
		refresh(...new Set(what.flatMap((name) => reads[name] ?? [])));
		changed(...what.filter((name) => !(name in store)));
	},
	job: keepJob,
	lost: () => connect(false),
};

// Opens the session and asks for everything at once; throws when there is no session.
export async function start() {
	const fresh = api.hasToken();
	const session = api.openSession();
	const asked = fresh ? session.then(() => refresh()) : refresh();
	store.session = await session;
	changed("session");
	api.listen(events);
	await asked;
}

// The functions of each card, by the card's name; made once for each survey.
let cards = { survey: null, of: new Map() };

export function cardsOf(survey = store.survey) {
	if (cards.survey === survey)
		return cards.of;
	cards = { survey, of: new Map() };
	for (const device of survey?.devices ?? [])
		cards.of.set(device.card, [...cards.of.get(device.card) ?? [], device]);
	return cards.of;
}
