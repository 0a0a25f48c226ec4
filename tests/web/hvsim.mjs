// dda.exe with the simulated Hyper-V host, under Wine.

import { changes } from "./change.mjs";
import { equal, test } from "./harness.mjs";
import { hyperv } from "./server.mjs";

const description = "tests/hvsim/hosts/four-v100.json";

export async function hvsim() {
	let host, cards, vms, kept;
	await test("dda.exe web starts", async () => {
		host = await hyperv(description);
		const { devices } = await host.list();
		const of = (kind) => [...new Set(devices.filter((one) => one.class === kind).map(({ card }) => card))];
		cards = of("0302");
		[kept] = of("0106");
		vms = JSON.parse((await host.dda("--json", "vms")).out).vms.map(({ name }) => name).slice(0, 4);
	});
	if (!vms)
		return;
	const fail = async () => {
		const broken = await hyperv(description, { begin: host, options: ["--fault", "AddResourceSettings#1=32775"] });
		return { host: broken, repair: () => broken.stop() };
	};
	const interrupt = async () => {
		const { status } = await host.with("--fault", "AddResourceSettings#1=die:after", "--", "-q", "assign", cards[2], "--vm", vms[2]);
		equal(status, 137, "dda that dies");
	};
	await changes({ host, cards, vms, kept, fail, interrupt });
	await test("it ends", () => host.stop());
}
