// What a person does on the page. All that the tests know of its elements is in here.

import { ok, until } from "./harness.mjs";

// What buttons and ends say, in both languages.
export const words = { review: /review$|审阅|查看/, doIt: /^(Do it|执行)/, putBack: /^(Put it back|恢复原状)/, done: /Done|完成/ };

const settled = () => document.querySelector("main > *") && !document.querySelector("main[aria-busy=true], main [aria-busy=true]");

// The tree is there, the VMs, and all that the survey says of them: nothing is drawn anew under a hand.
export async function seeMachine(page) {
	await page.waitForSelector("[role=treeitem][data-key]");
	await page.waitForSelector("[data-drop=vm], .beside p");
	await page.waitForFunction(settled);
}

// Another view, when it is there: not a word of the one before, and an answer to all it has asked.
export async function go(page, place) {
	await page.evaluate((hash) => {
		globalThis.before = location.hash.replace(/^#\/?/, "") === hash ? null : document.querySelector("main > *");
		location.hash = `#/${hash}`;
	}, place);
	await page.waitForFunction(() => {
		const view = document.querySelector("main > *");
		return view && view !== globalThis.before && view.querySelector("h1") && !view.querySelector("[aria-busy=true]");
	});
}

const row = (page, card) => page.locator(`[role=treeitem][data-key="${card}"]`);
const vm = (page, name) => page.locator(`[data-drop=vm][data-vm="${name}"]`);
const dialog = (page) => page.locator("dialog[open]");

export const cards = (page) => page.$$eval("[role=treeitem][data-key]", (rows) => rows.map(({ dataset }) => dataset.key));

// Cards that the page shows below a VM.
export const held = (page, name) => vm(page, name).locator("li.held:not(.comes)").evaluateAll((lines) => lines.map(({ dataset }) => dataset.card));

// Where a hand would take hold of it. In one go: it may be another element a moment later.
async function middle(element) {
	const box = await element.evaluate((node) => {
		node.scrollIntoView({ block: "nearest" });
		const { x, y, width, height } = node.getBoundingClientRect();
		return { x, y, width, height };
	});
	return [box.x + Math.min(box.width / 2, 60), box.y + box.height / 2];
}

// With the mouse, as slowly as a hand; drop: false ends with Escape.
export async function drag(page, card, name, { drop = true } = {}) {
	const [x, y] = await middle(row(page, card).locator("[data-grip]").first());
	await page.mouse.move(x, y);
	await page.mouse.down();
	const to = await middle(name === null ? page.locator("[data-drop=host]") : vm(page, name));
	await page.mouse.move((x + to[0]) / 2, (y + to[1]) / 2, { steps: 5 });
	await page.mouse.move(...to, { steps: 5 });
	const said = await page.locator(".ghost .why").textContent();
	if (!drop)
		await page.keyboard.press("Escape");
	await page.mouse.up();
	return said;
}

// The same without a pointer: a card's menu, by its row's own key.
export async function openMenu(page, card) {
	await row(page, card).focus();
	await page.keyboard.press("Shift+F10");
	await page.locator("[role=menu]").waitFor();
}

export async function stage(page, card, name) {
	await openMenu(page, card);
	await page.locator("[role=menu] [role=menuitem]").filter({ hasText: name }).first().click();
}

export async function review(page) {
	await page.locator(".moves button.primary").first().click();
	await planned(page);
}

// The plan, when dda has told it: its steps and what it says.
export async function planned(page) {
	await dialog(page).locator("[aria-busy]").waitFor({ state: "detached" });
	await dialog(page).locator(".stages, .mark").first().waitFor();
	return {
		text: await dialog(page).innerText(),
		steps: await dialog(page).locator(".stages > li > ul > li").count(),
		mayGo: await dialog(page).getByRole("button", { name: words.doIt }).count() > 0,
	};
}

export const doIt = (page) => dialog(page).locator("footer button.primary, .foot button.primary").first().click();

// Follows a job to its end. Returns its last words, and all that its list of steps has said on the way.
export async function follow(page, { seconds = 60 } = {}) {
	const seen = new Set();
	await until("the end of the job", async () => {
		const [head, steps] = await Promise.all([dialog(page).locator(".outcome").innerText().catch(() => ""),
			dialog(page).locator("ol.progress > li").evaluateAll((all) => all.map(({ className }) => className)).catch(() => [])]);
		seen.add(steps.join(","));
		return head && await dialog(page).locator("ol.progress ~ details, [data-fold=log], details").count() > 0;
	}, { seconds });
	return { end: await dialog(page).locator(".outcome").innerText(), text: await dialog(page).innerText(), seen: [...seen] };
}

export const putBack = (page) => dialog(page).getByRole("button", { name: words.putBack }).click();

export async function leave(page) {
	if (await dialog(page).count())
		await page.keyboard.press("Escape");
	await dialog(page).waitFor({ state: "detached" });
}

// Through the menu of a card's row, without a mouse: from the top of the page, with the keys that WAI-ARIA names.
export async function keysTo(page, card) {
	await page.evaluate(() => document.activeElement?.blur());
	for (let n = 0; n < 60; n++) {
		await page.keyboard.press("Tab");
		if (await page.evaluate(() => document.activeElement.closest("[role=treeitem]") !== null))
			break;
	}
	await page.keyboard.press("Home");
	for (let n = 0; n < 400; n++) {
		const at = await page.evaluate(() => document.activeElement.dataset.key);
		if (at === card)
			return;
		await page.keyboard.press("ArrowDown");
	}
	ok(false, `no key leads to ${card}`);
}

export async function chooseInMenu(page, label) {
	await page.keyboard.press("Shift+F10");
	await page.locator("[role=menu]").waitFor();
	for (let n = 0; n < 40; n++) {
		if ((await page.evaluate(() => document.activeElement.textContent)).startsWith(label))
			return page.keyboard.press("Enter");
		await page.keyboard.press("ArrowDown");
	}
	ok(false, `the menu has no ${label}`);
}

// Tab until an element's name is one of these words, then Enter.
export async function tabTo(page, pattern, most = 80) {
	for (let n = 0; n < most; n++) {
		await page.keyboard.press("Tab");
		const name = await page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent);
		if (pattern.test(name.trim()))
			return;
	}
	ok(false, `Tab does not lead to ${pattern}`);
}
