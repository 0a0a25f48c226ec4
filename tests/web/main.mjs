// Runs the parts that are asked for, in one browser.

import { close, launch } from "./browser.mjs";
import { failures, part } from "./harness.mjs";
import { stopAll } from "./server.mjs";

const parts = {
	views: async () => (await import("./views.mjs")).views(),
	hvsim: async () => (await import("./hvsim.mjs")).hvsim(),
	lab: async () => (await import("./lab.mjs")).lab(),
	attack: async () => (await import("./attack.mjs")).attack(),
	speed: async () => (await import("./speed.mjs")).speed(),
};

const wanted = process.argv.slice(2);
let status = 0;
try {
	for (const name of wanted.length ? wanted : ["views", "attack", "hvsim"]) {
		if (name !== "attack")
			await launch();
		part(name);
		status = await parts[name]() ?? status;
	}
} finally {
	await close();
	await stopAll();
}
process.exit(failures.length ? 1 : status);
