// Three aims of the page, measured: each the median of several, and once more before it is said to be missed.

import { processTimes, open } from "./browser.mjs";
import { median, ok, sleep, test, until } from "./harness.mjs";
import * as at from "./page.mjs";
import { copyHost, costs, root, run, work } from "./server.mjs";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";

async function aim(limit, unit, measure) {
	let numbers;
	for (const last of [false, true]) {
		numbers = await measure();
		if (median(numbers) <= limit || last)
			break;
	}
	const text = `median ${median(numbers).toFixed(1)} ${unit} of ${numbers.map((one) => one.toFixed(1)).join(", ")}; aim ${limit}`;
	ok(median(numbers) <= limit, text);
	return text;
}

// A made-up machine, as tests/bench has it.
async function machine(functions) {
	const folder = `${work}/machine`;
	await run("ninja", ["-C", "build", "tests/bench/bench-tree"]);
	mkdirSync(folder);
	const { status, err } = await run("build/tests/bench/bench-tree", [folder, String(functions), "1"]);
	ok(status === 0, err);
	return `root:${root}/${folder}`;
}

export async function speed() {
	let host, session, origin;
	await test("a host of 300 functions", async () => {
		host = await copyHost(await machine(300));
		const page = await open(await host.address());
		await at.seeMachine(page);
		[session, origin] = [await page.session(), page.origin];
		await page.leave();
	});
	const shown = [];
	await test("first paint, 300 functions", () => aim(300, "ms", async () => {
		const numbers = [];
		for (let n = 0; n < 7; n++) {
			const page = await open(`${origin}/`, { session });
			await at.seeMachine(page);
			shown.push(await page.evaluate(() => performance.now()));
			numbers.push(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime));
			await page.leave();
		}
		return numbers;
	}), { seconds: 120 });
	await test("the whole tree, 300 functions, all read and drawn", async () => `median ${median(shown).toFixed(0)} ms, no aim`);
	await test("an idle page: the server and its commands, and the page", () => aim(1, "% of a core", async () => {
		const page = await open(`${origin}/`, { session });
		await at.seeMachine(page);
		await sleep(3000);
		const numbers = [];
		for (let n = 0; n < 3; n++) {
			const [before, pages] = [costs(host.pid).ms, await processTimes()];
			await sleep(6000);
			const [after, now] = [costs(host.pid).ms, await processTimes()];
			numbers.push(((after - before) + (now - pages)) / 60);
		}
		await page.leave();
		return numbers;
	}), { seconds: 120 });
	await host.stop();

	// The host itself, with a folder of journals of its own: what appears there is told.
	await test("an event reaches the page", async () => {
		const journals = `${root}/${work}/journals`;
		mkdirSync(journals);
		process.env.DDA_STATE_DIR = journals;
		const here = await copyHost(null);
		delete process.env.DDA_STATE_DIR;
		const page = await open(await here.address());
		await until("the machine", () => page.evaluate(() => document.querySelector("[role=treeitem]") !== null));
		await page.evaluate(() => new Promise((done) => {
			globalThis.seen = [];
			const events = new EventSource("/api/1/events");
			events.addEventListener("hello", done);
			events.addEventListener("changed", () => globalThis.seen.push(Date.now()));
		}));
		const text = await aim(150, "ms", async () => {
			const numbers = [];
			for (let n = 0; n < 7; n++) {
				await page.evaluate(() => { globalThis.seen = []; });
				const begun = Date.now();
				writeFileSync(`${journals}/000001.done`, "");
				const [first] = await until("the event", () => page.evaluate(() => globalThis.seen.length ? globalThis.seen : null), { every: 20 });
				numbers.push(first - begun);
				rmSync(`${journals}/000001.done`);
				await sleep(1500);
			}
			return numbers;
		});
		await page.leave();
		await here.stop();
		return text;
	}, { seconds: 120 });
}
