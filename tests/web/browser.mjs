// One Chromium for all tests, and pages that keep on record whatever they should not have done.

import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";

const modules = createRequire(new URL("../../build/web/", import.meta.url));
const { chromium } = modules("playwright-core");
const axe = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");
export const folder = new URL("../../build/web/", import.meta.url).pathname;

let browser;

// Without a sandbox of its own: that needs rights that root has not got here, and it sees no page but ours.
export async function launch() {
	browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true,
		args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update"] });
}
export const close = () => browser?.close();

// What a page did that no page of ours may do: ask elsewhere, say an error, be refused something.
function record(page, origin) {
	const wrong = [];
	page.on("request", (request) => {
		if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("blob:"))
			wrong.push(`asks ${request.url()}`);
	});
	page.on("pageerror", (error) => wrong.push(`throws ${error.stack}`));
	page.on("console", (message) => {
		// A refusal of a change is an answer with a status, which Chromium calls an error.
		if (["error", "warning"].includes(message.type()) && !/the server responded with a status of 4(0[49]|00)/.test(message.text()))
			wrong.push(`console: ${message.text()} ${message.location().url}`);
	});
	return wrong;
}

// A page in a context of its own. session: the cookies of another one (page.session()).
export async function open(address, { width = 1280, height = 800, colours = "light", locale = "en-US", session } = {}) {
	const context = await browser.newContext({ viewport: { width, height }, colorScheme: colours, locale, storageState: session,
		reducedMotion: "reduce", serviceWorkers: "block" });
	const page = await context.newPage();
	page.setDefaultTimeout(15000);
	page.origin = new URL(address).origin;
	page.wrong = record(page, page.origin);
	page.session = () => context.storageState();
	page.leave = () => context.close();
	await page.goto(address, { waitUntil: "load" });
	return page;
}

export async function shoot(page, name, options = {}) {
	mkdirSync(`${folder}screenshots`, { recursive: true });
	await page.screenshot({ path: `${folder}screenshots/${name}.png`, fullPage: true, ...options });
}

// What a screen reader could not make sense of.
export async function violations(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
	return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

// Processor time of all of the browser so far, ms.
export async function processTimes() {
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send("SystemInfo.getProcessInfo");
	await session.detach();
	return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}
