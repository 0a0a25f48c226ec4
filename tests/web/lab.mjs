// In the lab: a real kernel, VFIO, libvirt.

import { change, logIn, request, statusOf, talk, unwanted } from "./attack.mjs";
import { changes } from "./change.mjs";
import { equal, ok, test } from "./harness.mjs";
import { lab as start } from "./server.mjs";

const cards = ["0000:01:00", "0000:02:00", "0000:03:00", "0000:04:00"];
const vms = ["vm1", "vm2", "vm3", "vm4"];

export async function lab() {
	let host;
	await test("the lab starts", async () => { host = await start(); }, { seconds: 180 });
	if (!host)
		return;
	// libvirt can't replace this file: the VM's definition can't be changed.
	const file = "/etc/libvirt/qemu/vm4.xml";
	const fail = async () => {
		equal((await host.shell(`mount --bind ${file} ${file}`)).status, 0, "mount");
		return { host, repair: async () => equal((await host.shell(`umount ${file}`)).status, 0, "umount") };
	};
	const interrupt = async () => {
		const points = "LD_PRELOAD=$PWD/build/tests/lab/points.so POINTS_AT='8 after sync'";
		const { status, err } = await host.shell(`${points} dda -q assign ${cards[2]} --vm vm3`);
		equal(status, 137, `dda that is killed: ${err}`);
	};
	await changes({ host, cards, vms, kept: "0000:00:16", fail, interrupt });
	await test("requests that lack one right change nothing", async () => {
		const enter = async () => logIn(host.port, (await host.address()).split("token=")[1]);
		const owner = await enter(), other = await enter();
		const look = async () => (await host.shell("dda list; ls /var/lib/dda; grep -c hostdev /etc/libvirt/qemu/*.xml")).out;
		const before = await look();
		for (const [name, words] of Object.entries(unwanted(owner, other, change(cards[0], vms[0])))) {
			const status = statusOf(await talk(host.port, request(...words), { wait: 10000 }));
			ok(status === 0 || status >= 400, `${name}: ${status}`);
		}
		equal(await look(), before, "the host");
	}, { seconds: 120 });
	await test("the lab ends, and nothing is left in it", async () => {
		const { out } = await host.shell("pgrep -c -f 'dda web'; find /var/lib/dda -name '*.open'");
		ok(/^[12]\n$/.test(out), `processes of dda web, and open journals: ${out}`);
		equal(await host.stop(), 0, "status");
	});
}
