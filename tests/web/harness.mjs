// Tests, one after the other, each with a line of result, as ./check wants them.

export const failures = [];
const only = process.env.WEB_ONLY ?? "";
let prefix = "";

export const part = (name) => { prefix = name; };

// What a test wants to be looked at when it has failed: name -> text or promise of it.
const witnesses = new Set();
export const witness = (tell) => { witnesses.add(tell); return () => witnesses.delete(tell); };

const indent = (text) => String(text).trimEnd().replace(/^/gm, "    ");

function limit(promise, seconds) {
	let timer;
	const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`no end after ${seconds} s`)), seconds * 1000); });
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export async function test(name, run, { seconds = 60 } = {}) {
	if (!`${prefix}: ${name}`.includes(only))
		return;
	const begun = Date.now();
	try {
		const more = await limit(run(), seconds);
		console.log(`ok ${prefix}: ${name}${more ? ` (${more})` : ""}`);
	} catch (error) {
		failures.push(name);
		const text = String(error.stack ?? error).replace(/\x1b\[\d*m/g, "");
		console.log(`not ok ${prefix}: ${name}: ${text.split("\n")[0]}`);
		console.log(indent(text.split("\n").filter((line) => !/node:internal/.test(line)).slice(1).join("\n")));
		for (const tell of witnesses)
			console.log(indent(await limit(Promise.resolve(tell(name)), 10).catch((why) => why.message)));
	}
	if (process.env.WEB_TIMES)
		console.log(`    ${Date.now() - begun} ms`);
}

export const skip = (name, why) => console.log(`skip ${prefix}: ${name}: ${why}`);

export function ok(condition, what) {
	if (!condition)
		throw new Error(what);
}

export function equal(found, wanted, what) {
	const [a, b] = [found, wanted].map((value) => JSON.stringify(value));
	ok(a === b, `${what}: ${a}, not ${b}`);
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// Asks until the answer is one; what says what is waited for.
export async function until(what, ask, { seconds = 20, every = 50 } = {}) {
	const end = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (answer)
			return answer;
		ok(Date.now() < end, `${what}: not within ${seconds} s`);
		await sleep(every);
	}
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
