// Hosts whose page is tested: each says an address with a token that nobody has used, answers as the command line, and ends.

import { spawn } from "node:child_process";
import { closeSync, copyFileSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { ok, sleep, until } from "./harness.mjs";

export const root = new URL("../../", import.meta.url).pathname.replace(/\/$/, "");
export const work = process.env.WORK;
export const program = process.env.DDA ?? "build/dda";
const dda = program;
const running = new Set();

// A port that nobody has, below those that the system gives away by itself.
export async function freePort() {
	for (;;) {
		const port = 20000 + Math.floor(Math.random() * 10000);
		const free = await new Promise((done) => {
			const server = createServer().once("error", () => done(false)).once("listening", () => server.close(() => done(true)));
			server.listen(port, "127.0.0.1");
		});
		if (free)
			return port;
	}
}

// A program of a session of its own, with all that it said.
function start(command, words, options = {}) {
	const child = spawn(command, words, { cwd: root, stdio: ["ignore", "pipe", "pipe"], detached: true, ...options });
	const process = { child, out: "", err: "", status: null };
	child.stdout.on("data", (data) => { process.out += data; });
	child.stderr.on("data", (data) => { process.err += data; });
	child.on("error", (error) => { process.err += error; process.status = 127; });
	child.on("exit", (status, signal) => { process.status = status ?? signal; running.delete(process); });
	running.add(process);
	return process;
}

const signal = (process, name) => { try { globalThis.process.kill(-process.child.pid, name); } catch { /* it has ended */ } };

async function stop(process, seconds = 10) {
	if (process.status === null)
		signal(process, "SIGTERM");
	const end = Date.now() + seconds * 1000;
	while (process.status === null && Date.now() < end)
		await sleep(20);
	signal(process, "SIGKILL");
}

// Nothing may outlive the tests, however they end.
export const stopAll = () => Promise.all([...running].map((process) => stop(process)));
for (const name of ["SIGTERM", "SIGINT", "SIGHUP"])
	process.on(name, () => stopAll().then(() => process.exit(1)));

// The newest address that a server has printed; each is used once.
function addresses(process) {
	const used = new Set();
	return () => until("an address from dda web", () => {
		ok(process.status === null, `dda web has ended with ${process.status}: ${process.err}`);
		const last = process.out.match(/https?:\/\/\S+#token=\w+/g)?.at(-1);
		if (!last || used.has(last))
			return null;
		used.add(last);
		return last;
	}, { seconds: 60 });
}

// Status, and what was said. By files: what Wine leaves running for a while keeps a pipe open.
let runs = 0;
export const run = (command, words) => new Promise((done) => {
	const name = `${root}/${work}/run-${++runs}`;
	const files = [openSync(`${name}.out`, "w"), openSync(`${name}.err`, "w")];
	const child = spawn(command, words, { cwd: root, stdio: ["ignore", ...files] });
	const end = (status) => {
		const [out, err] = ["out", "err"].map((kind) => readFileSync(`${name}.${kind}`, "utf8"));
		done({ status, out, err });
	};
	files.forEach(closeSync);
	child.on("error", () => end(127));
	child.on("exit", (status) => end(status));
});

const document = async (answer) => JSON.parse((await answer).out);

// The processes of a server, and the memory and processor time that they take.
function children(pid) {
	const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
	const parents = new Map(all.map((id) => { try { return [id, readFileSync(`/proc/${id}/stat`, "utf8").replace(/.*\) \S /, "").split(" ")[0]]; } catch { return [id, ""]; } }));
	const found = [String(pid)];
	for (const id of found)
		found.push(...[...parents].filter(([, parent]) => parent === id).map(([one]) => one));
	return found;
}

export function costs(pid) {
	const one = (id) => {
		const stat = readFileSync(`/proc/${id}/stat`, "utf8").replace(/.*\) /, "").split(" ");
		return { ticks: stat.slice(11, 15).reduce((sum, text) => sum + Number(text), 0), bytes: Number(stat[21]) * 4096 };
	};
	const ids = children(pid).filter((id) => { try { return !/ Z /.test(readFileSync(`/proc/${id}/stat`, "utf8").replace(/.*\)/, "")); } catch { return false; } });
	const all = ids.map((id) => { try { return one(id); } catch { return { ticks: 0, bytes: 0 }; } });
	return { ms: all.reduce((sum, { ticks }) => sum + ticks * 10, 0), bytes: all.map(({ bytes }) => bytes), ids, count: all.length };
}

// dda web on a copy of a host: nothing can be changed there.
export async function copyHost(host, ...options) {
	const port = await freePort();
	const server = start(dda, [...host ? ["--host", host] : [], "web", "--port", String(port), ...options]);
	return { name: "copy", pid: server.child.pid, port, server, address: addresses(server), stop: () => stop(server),
		dda: (...words) => run(dda, [...host ? ["--host", host] : [], ...words]), say: () => server.err };
}

// dda.exe with a simulated host. begin: another one's state.
let states = 0;
export async function hyperv(host, { begin, options = [] } = {}) {
	const port = await freePort();
	const state = `${root}/${work}/state-${++states}`;
	mkdirSync(`${state}.programdata`);
	if (begin)
		copyFileSync(begin.state, state);
	const words = (...more) => [host, "--state", state, ...more];
	process.env.HVSIM_LINGER ??= "5";
	const ask = (...more) => run("tests/hvsim/run", words("--", ...more));
	const server = start("tests/hvsim/run", words(...options, "--", "web", "--port", String(port)));
	return { name: "hvsim", pid: server.child.pid, port, server, state, address: addresses(server), stop: () => stop(server), dda: ask,
		with: (...more) => run("tests/hvsim/run", words(...more)), list: () => document(ask("--json", "list")), say: () => server.err,
		transactions: async () => (await document(ask("--json", "status"))).transactions };
}

// dda web in the lab, and a line to a shell in there (tests/web/inside).
export async function lab() {
	const port = await freePort();
	const out = `${work}/out`;
	const machine = start("lab/run", ["--libvirt", "--forward", String(port), "--requests", `${work}/requests`, "--out", out, "--timeout",
		process.env.LAB_TIMEOUT ?? "600", "--", "tests/web/inside", String(port)]);
	const line = await until("the lab's line", () => {
		ok(machine.status === null, `the lab has ended with ${machine.status}: ${machine.err}`);
		return new Promise((done) => {
			const socket = connect(`${work}/requests`).once("error", () => done(null)).once("connect", () => done(socket));
		});
	}, { seconds: 120 });
	const answers = new Map();
	let said = "", number = 0;
	line.on("data", (data) => {
		said += data;
		for (const [, id, status] of said.matchAll(/^(\d+) (\d+)$/gm))
			answers.get(Number(id))?.(Number(status));
		said = said.slice(said.lastIndexOf("\n") + 1);
	});
	line.on("error", () => {});
	// A shell command; as if typed by root in there.
	const shell = (command) => new Promise((done) => {
		const id = ++number;
		const text = (kind) => readFileSync(`${out}/${id}.${kind}`, "utf8");
		writeFileSync(`${out}/${id}.sh`, command);
		answers.set(id, (status) => { answers.delete(id); done({ status, out: text("out"), err: text("err") }); });
		line.write(`${id}\n`);
	});
	const ask = (...words) => shell(`dda ${words.join(" ")}`);
	const end = async () => {
		line.write("end\n");
		await until("the lab's end", () => machine.status !== null, { seconds: 30 }).catch(() => {});
		await stop(machine);
		return machine.status;
	};
	return { name: "lab", pid: machine.child.pid, port, server: machine, address: addresses(machine), stop: end, dda: ask, shell,
		list: () => document(ask("--json", "list")), say: () => machine.err,
		transactions: async () => (await document(ask("--json", "status"))).transactions };
}
