// What is done on the page, and then asked of the command line: it is so.
// spec: host (server.mjs); cards (four) and vms of it; kept: a card that the host can't do without; fail(): makes the next
// hand-over of cards[1] fail, gives a host to look at and repair(); interrupt(): leaves one open, of cards[2].

import { open, shoot, violations } from "./browser.mjs";
import { equal, ok, skip, test, until, witness } from "./harness.mjs";
import * as at from "./page.mjs";

// "card state vm" of what belongs to these cards, each once.
async function said(host, cards) {
	const { devices } = await host.list();
	return [...new Set(devices.filter(({ card }) => cards.includes(card)).map(({ card, state, vm }) => `${card} ${state} ${vm}`))];
}

const atHost = (cards) => cards.map((card) => `${card} host null`);
const isClean = (page) => equal(page.wrong, [], "the page does what no page may do");

// The page's own way to the server, with its cookie and what guards it.
const post = (page, path, body) => page.evaluate(async ([path, body]) => {
	const { csrf } = await (await fetch("/api/1/session")).json();
	const answer = await fetch(`/api/1/${path}`, { method: "POST", body: JSON.stringify(body),
		headers: { "Content-Type": "application/json", "DDA-CSRF": csrf } });
	return { status: answer.status, document: await answer.json() };
}, [path, body]);

async function doPlanned(page, wanted) {
	await at.doIt(page);
	const job = await at.follow(page);
	ok(wanted.test(job.end), `the end is "${job.end}": ${job.text}`);
	return job;
}

async function putBack(page, host, cards) {
	await at.putBack(page);
	await at.planned(page);
	await doPlanned(page, at.words.done);
	await at.leave(page);
	equal(await said(host, cards), atHost(cards), "the command line, after it was put back");
}

export async function changes({ host, cards, vms, kept, fail, interrupt }) {
	let page, session;
	const name = host.name;
	const forget = witness(async (test) => {
		if (page)
			await shoot(page, `failed-${name}-${test.replace(/\W+/g, "-")}`);
		return `${page?.wrong.join("\n")}\n${host.say().split("\n").slice(-20).join("\n")}`;
	});

	await test("four cards and the VMs are seen", async () => {
		page = await open(await host.address());
		await at.seeMachine(page);
		session = await page.session();
		const seen = await at.cards(page);
		for (const card of cards)
			ok(seen.includes(card), `${card} is not in the tree: ${seen}`);
		for (const vm of vms)
			equal(await at.held(page, vm), [], `${vm} holds`);
		await shoot(page, `${name}-machine`);
		isClean(page);
	}, { seconds: 120 });
	if (!session)
		return forget();

	await test("a card is dragged to a VM: plan, steps, end", async () => {
		await at.drag(page, cards[0], vms[0]);
		await at.review(page);
		const plan = await at.planned(page);
		ok(plan.mayGo && plan.steps > 2, `a plan of ${plan.steps} steps: ${plan.text}`);
		equal(await said(host, cards), atHost(cards), "the command line, before it was confirmed");
		await shoot(page, `${name}-plan`, { fullPage: false });
		const job = await doPlanned(page, /Done/);
		ok(job.seen.length > 2, `steps are seen on their way: ${job.seen}`);
		equal(await said(host, [cards[0]]), [`${cards[0]} assigned ${vms[0]}`], "the command line");
		await shoot(page, `${name}-done`, { fullPage: false });
		await until("the page shows it", async () => (await at.held(page, vms[0])).includes(cards[0]));
		isClean(page);
	});

	await test("it is put back", async () => {
		await putBack(page, host, cards);
		await until("the page shows it", async () => !(await at.held(page, vms[0])).length);
		isClean(page);
	});

	await test("with the keyboard alone, in Chinese: two cards to two VMs", async () => {
		await page.leave();
		page = await open(`${page.origin}/`, { session, locale: "zh-CN" });
		await at.seeMachine(page);
		equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans", "the language");
		const translated = await page.evaluate(async () => (await fetch("zh_CN.json")).ok);
		page.wrong.length = 0;
		if (!translated)
			skip("Chinese", "this build has no zh_CN.json: the page says it in English");
		for (const n of [0, 1]) {
			await at.keysTo(page, cards[n]);
			await at.chooseInMenu(page, vms[n]);
		}
		await at.tabTo(page, at.words.review);
		await page.keyboard.press("Enter");
		const plan = await at.planned(page);
		ok(plan.mayGo, plan.text);
		await shoot(page, `${name}-plan-zh`, { fullPage: false });
		await at.tabTo(page, at.words.doIt);
		await page.keyboard.press("Enter");
		const job = await at.follow(page);
		ok(at.words.done.test(job.end), `the end is "${job.end}"`);
		ok(!translated || !/Done|Close/.test(job.text.replaceAll(/^.*dda .*$/gm, "")), `English in it: ${job.text}`);
		equal(await said(host, cards.slice(0, 2)), [0, 1].map((n) => `${cards[n]} assigned ${vms[n]}`), "the command line");
		await at.tabTo(page, at.words.putBack);
		await page.keyboard.press("Enter");
		await at.planned(page);
		await at.tabTo(page, at.words.doIt);
		await page.keyboard.press("Enter");
		await at.follow(page);
		await at.leave(page);
		equal(await said(host, cards), atHost(cards), "the command line, after it was put back");
		isClean(page);
	}, { seconds: 120 });

	await test("a card that the host can't do without is refused, with the reason", async () => {
		await page.leave();
		page = await open(`${page.origin}/`, { session });
		await at.seeMachine(page);
		const before = await said(host, [kept]);
		const why = await at.drag(page, kept, vms[0]);
		ok(why.length > 10 && !/give to/.test(why), `the reason, before it is dropped: "${why}"`);
		equal(await page.locator(".moves .chip").count(), 0, "moves to review");
		const request = { command: "assign", devices: [kept], vms: [vms[0]] };
		const plan = await post(page, "plan", request);
		ok([200, 409].includes(plan.status) && /refused/.test(plan.document.outcome ?? plan.document.kind), `a plan: ${JSON.stringify(plan)}`);
		const { status, document } = await post(page, "run", request);
		if (status === 202) // refused when it is done
			await until("the refusal", async () => page.evaluate(async (id) => {
				const job = await (await fetch(`/api/1/jobs/${id}`)).json();
				return job.state === "ended" && job.status === 1;
			}, document.job));
		else
			equal(status, 409, "status of run");
		equal(await said(host, [kept]), before, "the command line");
		isClean(page);
	});

	await test("a step fails: what was done is undone, and that is said", async () => {
		const before = await said(host, cards);
		const broken = await fail();
		const other = broken.host === host ? page : await open(await broken.host.address());
		try {
			await at.seeMachine(other);
			await at.drag(other, cards[1], vms[3]);
			await at.review(other);
			const job = await doPlanned(other, /undone/);
			ok(job.seen.some((steps) => /undone/.test(steps)), `steps that are undone: ${job.seen}`);
			await shoot(other, `${name}-rolled-back`, { fullPage: false });
			await at.leave(other);
			isClean(other);
		} finally {
			if (other !== page)
				await other.leave();
			await broken.repair();
		}
		equal(await said(broken.host, cards), before, "the command line");
	}, { seconds: 120 });

	await test("an interrupted transaction is told, and recovered", async () => {
		await page.reload(); // moves of a rolled back job are none of this one's
		await interrupt();
		equal((await host.transactions()).map(({ state }) => state), ["interrupted"], "transactions");
		await at.go(page, "status");
		const button = page.getByRole("button", { name: /^Recover/ });
		await button.waitFor({ timeout: 30000 });
		await shoot(page, `${name}-interrupted`);
		equal(await violations(page), [], "axe-core");
		await button.click();
		await at.doIt(page);
		const job = await at.follow(page);
		ok(/Done/.test(job.end), `the end is "${job.end}": ${job.text}`);
		await at.leave(page);
		equal(await host.transactions(), [], "transactions");
		equal(await said(host, cards), atHost(cards), "the command line");
		await button.waitFor({ state: "detached" });
		isClean(page);
	});

	await test("what the command line does is seen on the page", async () => {
		await at.go(page, "");
		await at.seeMachine(page);
		equal((await host.dda("-q", "assign", cards[3], "--vm", vms[3])).status, 0, "dda assign");
		await until("the page shows it", async () => (await at.held(page, vms[3])).includes(cards[3]));
		equal((await host.dda("-q", "release", cards[3])).status, 0, "dda release");
		await until("the page shows it", async () => !(await at.held(page, vms[3])).length);
		await at.go(page, "history");
		await until("the history", async () => /assign/.test(await page.locator("main").innerText()));
		await shoot(page, `${name}-history`);
		isClean(page);
	});
	forget();
	await page.leave();
}
