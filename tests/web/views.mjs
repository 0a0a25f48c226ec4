// Every view, on copies of hosts: its picture in light and dark, wide and narrow, English and Chinese; what a screen reader
// makes of it; what all of it weighs.

import { open, shoot, violations } from "./browser.mjs";
import { equal, ok, test, until, witness } from "./harness.mjs";
import * as at from "./page.mjs";
import { copyHost } from "./server.mjs";

const kilobytes = 100;
// Of the second host some looks are enough: the page is the same.
const hosts = [
	{ name: "linux", source: "snapshot:tests/hosts/lab.snapshot"  },
	{ name: "hyperv", source: "snapshot:tests/hosts/hyperv-four-v100.json", only: ["light", "narrow"] },
];
const looks = [
	{ name: "light", colours: "light", width: 1280, axe: true },
	{ name: "dark", colours: "dark", width: 1280, axe: true },
	{ name: "narrow", colours: "light", width: 375, height: 700, axe: true },
	{ name: "narrow-dark", colours: "dark", width: 375, height: 700 },
];
const languages = [["en", "en-US"], ["zh", "zh-CN"]];

const overlays = ["menu", "plan"];

// Each leads to a view and says when it is there.
const leads = ({ card, vm }) => ({
	machine: async (page) => { await at.go(page, ""); await at.seeMachine(page); },
	menu: async (page) => { await at.go(page, ""); await at.seeMachine(page); await at.openMenu(page, card); },
	vm: (page) => at.go(page, `vm/${encodeURIComponent(vm)}`),
	device: (page) => at.go(page, `device/${card}`),
	plan: async (page) => { await at.go(page, ""); await at.seeMachine(page); await at.stage(page, card, vm); await at.review(page); },
	status: (page) => at.go(page, "status"),
	history: (page) => at.go(page, "history"),
	survey: (page) => at.go(page, "survey"),
});

async function fits(page, width) {
	const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
	ok(wide <= width, `the page is ${wide} pixels wide, the window ${width}`);
}

// The first free card and the first VM of a copy.
async function subjects(host) {
	const document = async (...words) => JSON.parse((await host.dda("--json", ...words)).out);
	const { devices } = await document("survey");
	const { vms } = await document("vms");
	const isFree = ({ verdict, state, class: kind }) => verdict !== "not-assignable" && state === "host" && /^0[23]/.test(kind);
	const free = devices.find(isFree);
	return { card: free.card, vm: vms[0].name };
}

// In one look and one language, one after the other on the same page.
async function walk(host, page, look, language) {
	for (const [view, lead] of Object.entries(leads(host)))
		await test(`${host.name}, ${look.name}, ${language}: ${view}`, async () => {
			page.wrong.length = 0;
			await page.keyboard.press("Escape");
			await lead(page);
			await shoot(page, `${host.name}-${view}-${look.name}-${language}`, { fullPage: !overlays.includes(view) });
			await fits(page, look.width);
			if (look.axe && language === "en")
				equal(await violations(page), [], "axe-core");
			equal(page.wrong, [], "the page does what no page may do");
		});
}

async function allViews({ name, source, only }) {
	const server = await copyHost(source);
	const host = { name, ...await subjects(server) };
	let session, address = await server.address();
	for (const [language, locale] of languages)
		for (const look of looks.filter((one) => !only || only.includes(one.name))) {
			const page = await open(address, { ...look, locale, session });
			const forget = witness(() => `${page.wrong.join("\n")}\n${server.say()}`);
			await test(`${name}, ${look.name}, ${language}`, () => at.seeMachine(page));
			address = `${page.origin}/`;
			session ??= await page.session();
			await walk(host, page, look, language);
			forget();
			await page.leave();
		}
	await server.stop();
}

// All that is asked for on a walk through every view, but for the documents.
async function weight() {
	const host = await copyHost(hosts[0].source);
	await test(`all of the page is under ${kilobytes} KB, and asks nobody else`, async () => {
		const page = await open("about:blank");
		const files = new Map();
		page.on("response", async (response) => {
			const { pathname, origin } = new URL(response.url());
			if (origin !== "null" && !pathname.startsWith("/api/"))
				files.set(pathname, response.request().sizes().then(({ responseBodySize }) => responseBodySize));
		});
		const address = await host.address();
		page.origin = new URL(address).origin;
		await page.goto(address);
		for (const lead of Object.values(leads(await subjects(host))))
			await lead(page).then(() => page.keyboard.press("Escape"));
		const sizes = await Promise.all(files.values());
		const sum = sizes.reduce((total, size) => total + size, 0);
		await page.leave();
		ok(sum < kilobytes * 1000, `${files.size} files, ${sum} bytes`);
		return `${files.size} files, ${sum} bytes`;
	});
	await test("without a session there is nothing but a word about that", async () => {
		const page = await open(`http://127.0.0.1:${host.port}/`);
		await until("the word", async () => /dda web/.test(await page.locator("main").innerText()));
		await shoot(page, "no-session");
		equal(await violations(page), [], "axe-core");
		await page.leave();
	});
	await host.stop();
}

export async function views() {
	await weight();
	for (const host of hosts)
		await allViews(host);
}
