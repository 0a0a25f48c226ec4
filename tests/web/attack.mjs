// Whoever talks to the server without the right to: nothing may be changed, and the owner goes on being answered.

import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { connect as secure } from "node:tls";
import { equal, ok, skip, sleep, test, until } from "./harness.mjs";
import { copyHost, costs, program, run, work } from "./server.mjs";

const megabytes = Number(process.env.WEB_MEGABYTES ?? 64);
const secret = (text = "") => Array.from({ length: 64 }, (_, i) => "0123456789abcdef"[(i * 7 + text.length + Math.floor(Math.random() * 16)) % 16]).join("");

// What the server says to these bytes, until it has nothing more to say.
export function talk(port, bytes, { wait = 3000, pace = 0 } = {}) {
	return new Promise((done) => {
		const socket = connect(port, "127.0.0.1");
		let said = "";
		const end = () => { clearTimeout(timer); socket.destroy(); done(said); };
		const timer = setTimeout(end, wait);
		socket.on("data", (data) => {
			said += data.toString("latin1");
			const whole = /^HTTP[^]*?\r\n\r\n/.exec(said);
			const length = whole && /^content-length: (\d+)/im.exec(whole[0]);
			if (length && said.length >= whole[0].length + Number(length[1]))
				end();
		});
		socket.on("error", end).on("close", end).on("end", end);
		socket.write(bytes);
	});
}

export const statusOf = (said) => Number(/^HTTP\/1\.[01] (\d+)/.exec(said)?.[1] ?? 0);

// The owner's browser: its cookie, and what it says with each request.
export async function logIn(port, token) {
	const host = `127.0.0.1:${port}`;
	const answer = await fetch(`http://${host}/api/1/session`, { method: "POST", body: JSON.stringify({ token }), headers: { "Content-Type": "application/json" } });
	if (answer.status !== 200)
		return { status: answer.status };
	const { csrf } = await answer.json();
	return { status: 200, port, csrf, cookie: answer.headers.get("set-cookie").split(";")[0], setCookie: answer.headers.get("set-cookie") };
}

export const headers = ({ port, cookie, csrf }) => ({ Host: `127.0.0.1:${port}`, Cookie: cookie, "Content-Type": "application/json", "DDA-CSRF": csrf,
	Origin: `http://127.0.0.1:${port}` });

export function request(method, path, fields, body = "") {
	const lines = Object.entries({ ...fields, "Content-Length": fields["Content-Length"] ?? Buffer.byteLength(body), Connection: "close" })
		.filter(([, value]) => value !== null).flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${one}\r\n`));
	return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`), Buffer.from(body)]);
}

export const change = (card, vm) => JSON.stringify({ command: "assign", devices: [card], vms: [vm] });

// Each is a request to change something that lacks one right: name -> [method, path, fields, body].
export function unwanted(owner, other, body) {
	const own = headers(owner), { port } = owner, run = "/api/1/run";
	const but = (fields) => ["POST", run, { ...own, ...fields }, body];
	return {
		// As from a page of a name that leads here only for a moment: its Origin is that name too.
		...Object.fromEntries(["evil.example", `evil.example:${port}`, "127.0.0.1:1", "127.0.0.1", `127.0.0.1:${port}.evil.example`, `evil@127.0.0.1:${port}`, `127.0.0.2:${port}`, `0.0.0.0:${port}`,
			`127.0.0.1.evil.example:${port}`, `localhost.evil.example:${port}`].flatMap((name) => [[`the Host ${name}`, but({ Host: name, Origin: `http://${name}` })], [`the Host ${name}, no Origin`, but({ Host: name, Origin: null })]])),
		"an empty Host": but({ Host: "", Origin: null }), "no Host": but({ Host: null, Origin: null }), "two Hosts": but({ Host: [`127.0.0.1:${port}`, "evil.example"], Origin: null }),
		"a target elsewhere": ["POST", `http://evil.example${run}`, { ...own, Host: "evil.example", Origin: null }, body],
		"another Origin": but({ Origin: "http://evil.example" }), "the Origin null": but({ Origin: "null" }), "an Origin with another port": but({ Origin: "http://127.0.0.1:1" }),
		"an Origin with TLS": but({ Origin: `https://127.0.0.1:${port}` }), "an Origin with more behind it": but({ Origin: `http://127.0.0.1:${port}.evil.example` }),
		"two Origins": but({ Origin: ["http://evil.example", own.Origin] }),
		"a request of another site": but({ "Sec-Fetch-Site": "cross-site" }), "a request of the same site": but({ "Sec-Fetch-Site": "same-site" }),
		"no cookie": but({ Cookie: null }), "half of a cookie": but({ Cookie: owner.cookie.slice(0, -8) }), "a guessed cookie": but({ Cookie: `${owner.cookie.split("=")[0]}=${secret()}` }),
		"an empty cookie": but({ Cookie: `${owner.cookie.split("=")[0]}=` }), "a cookie in the target": ["POST", `${run}?${owner.cookie}`, { ...own, Cookie: null }, body],
		"no CSRF header": but({ "DDA-CSRF": null }), "an empty one": but({ "DDA-CSRF": "" }), "a guessed one": but({ "DDA-CSRF": secret() }), "half of it": but({ "DDA-CSRF": owner.csrf.slice(0, 32) }),
		"that of another session": but({ "DDA-CSRF": other.csrf }), "the cookie of another session": but({ Cookie: other.cookie }),
		"a form": but({ "Content-Type": "application/x-www-form-urlencoded" }), "plain text": but({ "Content-Type": "text/plain" }), "no type": but({ "Content-Type": null }),
		"GET": ["GET", run, own, body], "HEAD": ["HEAD", run, own, ""], "PUT": ["PUT", run, own, body], "PATCH": ["PATCH", run, own, body], "DELETE": ["DELETE", run, own, body],
		"OPTIONS": ["OPTIONS", run, { ...own, "Access-Control-Request-Method": "POST" }, ""], "TRACE": ["TRACE", run, own, ""], "CONNECT": ["CONNECT", run, own, ""],
		"GET that says that it is POST": ["GET", run, { ...own, "X-HTTP-Method-Override": "POST" }, body], "a method of its own": ["FROB", run, own, body],
		"GET of the command": ["GET", "/api/1/assign?device=01:00&vm=vm1", own, ""], "GET that fixes": ["GET", "/api/1/status?fix=1", own, ""],
	};
}

// Bodies that are no request; and words that would be options, files or other commands.
const card = "0000:02:00";
const bodies = {
	"nothing": "", "half an object": '{"command":"assign"', "no object": "[]", "null": "null", "a number": "1e999", "deep": "[".repeat(30000), "deep objects": '{"a":'.repeat(10000),
	"two of a key": '{"command":"list","command":"recover"}', "NUL": '{"command":"recover\u0000"}', "a NUL byte": "{\"command\":\0\"recover\"}", "escaped NUL": '{"command":"recover\\u0000x"}',
	"no UTF-8": Buffer.from('{"command":"\xff\xfe"}', "latin1"), "more behind it": '{"command":"recover"} x', "an unknown key": '{"command":"recover","rom":"/etc/passwd"}',
	"a wrong type": '{"command":["recover"]}', "a large number": `{"command":"assign","devices":["${card}"],"vms":["vm1"],"wait":1e400}`,
};
const words = ["--rom", "--rom=/etc/passwd", "-q", "--", "--host=local", "--help", "-", "", "a\nb", "a\u0000b", "\u001b[2J", "../../../etc/passwd", "/etc/passwd", "$(reboot)", "`reboot`", "; reboot", "*",
	"%n%s", "x".repeat(10000), "\ud800"];
const places = (word) => [
	{ command: word }, { command: "assign", devices: [word], vms: ["vm1"] }, { command: "assign", devices: [card], vms: [word] }, { command: "release", devices: [], vms: [word] },
	{ command: "assign", devices: [card], vms: ["vm1"], force: [word] }, { command: "assign", devices: [card], vms: ["vm1"], plan: word },
	{ command: "disable", devices: [card], confirm: word }, { command: "set", vms: ["vm1"], settings: { stop_action: word } }, { command: "disable", devices: [card], language: word },
];
const others = ["web", "boot", "capture", "help", "list", "survey", "verify", "version", "mmio"];

// Bytes that are no HTTP, or too much of it.
const raw = (owner) => {
	const { port } = owner, own = headers(owner), line = `Host: 127.0.0.1:${port}\r\n`, get = (path, more = "") => `GET ${path} HTTP/1.1\r\n${line}${more}\r\n`;
	const post = (fields, body) => Buffer.from(`POST /api/1/run HTTP/1.1\r\n${line}Cookie: ${owner.cookie}\r\nDDA-CSRF: ${owner.csrf}\r\nContent-Type: application/json\r\n${fields}\r\n${body}`);
	return {
		"noise": Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 137 + 11) & 255)), "a hello of TLS": Buffer.from("16030100c8010000c40303", "hex"), "empty lines": "\r\n".repeat(5000),
		"no version": "GET /\r\n\r\n", "HTTP/9.9": `GET / HTTP/9.9\r\n${line}\r\n`, "only a method": "GET", "a method of 100 KB": `${"A".repeat(100000)} / HTTP/1.1\r\n\r\n`,
		"a target of 1 MB": get(`/${"a".repeat(1 << 20)}`), "a header of 1 MB": get("/", `X: ${"a".repeat(1 << 20)}\r\n`), "10,000 headers": get("/", "X: y\r\n".repeat(10000)),
		"a folded header": get("/", "X: y\r\n z\r\n"), "NUL in a header": get("/", "X: a\0b\r\n"), "NUL in the target": get("/\0index.html"), "a header without a name": get("/", ": x\r\n"),
		"a header without a colon": get("/", "nonsense\r\n"), "blank before the colon": get("/", "X : y\r\n"), "bare LF": `GET / HTTP/1.1\nHost: 127.0.0.1:${port}\n\n`,
		"negative length": post("Content-Length: -1\r\n", ""), "endless length": post("Content-Length: 99999999999999999999\r\n", "{}"), "two lengths": post("Content-Length: 2\r\nContent-Length: 40\r\n", "{}"),
		"length and chunks": post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", `0\r\n\r\n`), "a bad chunk": post("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n"),
		"a chunk that is too large": post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff\r\n{}\r\n0\r\n\r\n"), "unknown coding": post("Transfer-Encoding: gzip\r\n", "{}"),
		"a body of 10 MB": request("POST", "/api/1/run", own, " ".repeat(10 << 20)), "10 MB in chunks": post("Transfer-Encoding: chunked\r\n", `10000\r\n${" ".repeat(65536)}\r\n`.repeat(160)),
		...Object.fromEntries(["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/..%2f..%2fetc/passwd", "/api/1/../../etc/passwd", "/index.html%00.js", "/.", "/etc/passwd", "/%", "/%zz",
			"/api/1/show?device=%00", "/api/1/show?device=--help", "/api/1/capture?file=/tmp/x", "/api/1/jobs/99999999999999999999", "/api/1/jobs/-1", "/api/2/list"].map((path) => [path, request("GET", path, own)])),
	};
};

export async function attacked(options) {
	const host = await copyHost("snapshot:tests/hosts/lab.snapshot", ...options);
	const { port } = host;
	const tokenOf = async () => (await host.address()).split("token=")[1];
	const first = await tokenOf();
	let owner, other, most = [];

	const asked = async (path) => fetch(`http://127.0.0.1:${port}/api/1/${path}`, { headers: { Cookie: owner.cookie } });
	const jobs = async () => (await (await asked("jobs")).json()).jobs;
	// Whatever was done: the owner is answered, soon, and memory is bounded.
	async function alive() {
		const begun = Date.now();
		equal((await asked("list")).status, 200, "status of list for the owner");
		ok(Date.now() - begun < 5000, `the owner is answered after ${Date.now() - begun} ms`);
		const { bytes } = costs(host.pid);
		most = bytes.map((size, i) => Math.max(size, most[i] ?? 0));
		ok(Math.max(...bytes) < megabytes << 20, `memory: ${bytes.join(", ")}`);
		equal(host.server.status, null, "the server's status");
	}

	await test("tokens: guessed, cut and old ones let nobody in", async () => {
		for (const token of ["", "x", first.slice(0, -1), `${first}0`, first.toUpperCase() === first ? `${first}\n` : first.toUpperCase(), null, 1, [first], { a: first }, ...Array.from({ length: 30 }, secret)])
			ok([400, 401].includes((await logIn(port, token)).status), `token ${JSON.stringify(token)}`);
		owner = await logIn(port, first);
		equal(owner.status, 200, "the right one");
		equal((await logIn(port, first)).status, 401, "the same once more");
		ok(/HttpOnly/i.test(owner.setCookie) && /SameSite=Strict/i.test(owner.setCookie) && /Path=\//i.test(owner.setCookie), owner.setCookie);
		other = await logIn(port, await tokenOf());
		equal(other.status, 200, "another browser's");
		await alive();
	});
	await test("requests that lack one right change nothing", async () => {
		const all = Object.entries(unwanted(owner, other, change("0000:02:00", "vm1")));
		for (const [name, words] of all) {
			const status = statusOf(await talk(port, request(...words)));
			ok(status === 0 || status >= 400, `${name}: ${status}`);
		}
		equal(await jobs(), [], "jobs");
		await alive();
		equal(statusOf(await talk(port, request("POST", "/api/1/run", headers(owner), change("0000:02:00", "vm1")))), 202, "status of one that has them all");
		return `${all.length} of them`;
	});
	await test("bodies that are no request", async () => {
		for (const [name, body] of Object.entries(bodies))
			for (const path of ["run", "plan", "session"]) {
				const status = statusOf(await talk(port, request("POST", `/api/1/${path}`, headers(owner), body)));
				ok(status >= 400, `${path}, ${name}: ${status}`);
			}
		equal((await jobs()).length, 1, "jobs");
		await alive();
	});
	await test("options, files and other commands as words", async () => {
		let count = 0;
		for (const word of words)
			for (const body of places(word)) {
				const said = await talk(port, request("POST", "/api/1/run", headers(owner), JSON.stringify(body)));
				count++;
				ok(statusOf(said) >= 400 || statusOf(said) === 202, `${JSON.stringify(body)}: ${said}`);
				if (count % 10 === 0)
					await until("the end of all jobs", async () => (await jobs()).every(({ state }) => state === "ended"));
			}
		for (const command of others)
			equal(statusOf(await talk(port, request("POST", "/api/1/run", headers(owner), JSON.stringify({ command })))), 400, command);
		await until("the end of all jobs", async () => (await jobs()).every(({ state }) => state === "ended"));
		for (const { command, status } of await jobs())
			ok(status !== 0, `"${command}" was done`);
		await alive();
		return `${count} of them`;
	}, { seconds: 120 });
	await test("no HTTP, or too much of it", async () => {
		const before = (await jobs()).length, all = Object.entries(raw(owner));
		for (const [name, bytes] of all) {
			const said = await talk(port, bytes, { wait: 700 });
			ok(!/root:.*:0:0:/.test(said), `${name}: ${said}`);
			ok(statusOf(said) !== 202 && ![500, 502, 503].includes(statusOf(said)), `${name}: ${statusOf(said)}`);
		}
		equal((await jobs()).length, before, "jobs");
		await alive();
		return `${all.length} of them`;
	}, { seconds: 120 });
	await test("100 requests in one breath: each is answered, none that lacks a right is done", async () => {
		const one = `GET /api/1/session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${owner.cookie}\r\n\r\n`;
		const bad = `POST /api/1/run HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${owner.cookie}\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{"command":"recover"}`;
		const before = (await jobs()).length;
		const said = await new Promise((done) => {
			const socket = connect(port, "127.0.0.1");
			let text = "";
			socket.on("data", (data) => { text += data; }).on("close", () => done(text)).on("error", () => done(text));
			socket.write(one.repeat(99) + bad);
			setTimeout(() => { socket.destroy(); }, 3000);
		});
		const statuses = [...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
		ok(statuses.filter((status) => status === 200).length >= 1 && !statuses.includes(202), `${statuses}`);
		equal((await jobs()).length, before, "jobs");
		await alive();
		return `${statuses.length} answers`;
	});
	await test("one byte a second, from 20: the owner does not wait", async () => {
		const sockets = Array.from({ length: 20 }, () => connect(port, "127.0.0.1").on("error", () => {}));
		const bytes = request("POST", "/api/1/run", headers(owner), "{}");
		for (let n = 0; n < 5; n++) {
			sockets.forEach((socket) => socket.write(bytes.subarray(n, n + 1)));
			const begun = Date.now();
			await alive();
			ok(Date.now() - begun < 2000, `the owner waits ${Date.now() - begun} ms`);
			await sleep(1000);
		}
		sockets.forEach((socket) => socket.destroy());
	});
	await test("1,000 connections: memory is bounded, and the owner is answered when they are gone", async () => {
		const sockets = Array.from({ length: 1000 }, () => connect(port, "127.0.0.1").on("error", () => {}));
		await sleep(1500);
		sockets.forEach((socket) => socket.writable && socket.write("GET / HT"));
		await sleep(1000);
		const { bytes } = costs(host.pid);
		ok(Math.max(...bytes) < megabytes << 20, `memory: ${bytes.join(", ")}`);
		equal(host.server.status, null, "the server's status");
		sockets.forEach((socket) => socket.destroy());
		await until("an answer for the owner", () => alive().then(() => true, () => false));
	});
	await test("a session that was ended is none", async () => {
		equal(statusOf(await talk(port, request("DELETE", "/api/1/session", headers(other)))), 204, "DELETE");
		equal(statusOf(await talk(port, request("GET", "/api/1/list", headers(other)))), 401, "list");
		await alive();
	});
	await test("nothing is left when the server ends", async () => {
		const all = costs(host.pid).ids;
		await host.stop();
		equal(host.server.status, 0, `status (${host.server.err.split("\n").slice(-5).join(" ")})`);
		await until("the end of all its processes", () => all.every((id) => costs(id).count === 0), { seconds: 5 });
		ok(!/ERROR: .*Sanitizer|runtime error/.test(host.server.err), host.server.err);
		return `most memory: ${most.map((size) => `${(size / (1 << 20)).toFixed(1)} MiB`).join(", ")}`;
	});
}

async function readOnly() {
	const host = await copyHost("snapshot:tests/hosts/lab.snapshot", "--read-only");
	await test("--read-only changes nothing by any path", async () => {
		const owner = await logIn(host.port, (await host.address()).split("token=")[1]);
		const commands = ["assign", "release", "disable", "enable", "dismount", "mount", "add", "remove", "start", "set", "recover", "confirm", "fix"];
		for (const command of commands)
			for (const more of [{ devices: [card], vms: ["vm1"] }, { devices: [card] }, { vms: ["vm1"] }, { vms: ["vm1"], settings: { low_space: 128 } }, {}]) {
				const status = statusOf(await talk(host.port, request("POST", "/api/1/run", headers(owner), JSON.stringify({ command, ...more }))));
				ok([400, 403].includes(status), `${command} ${JSON.stringify(more)}: ${status}`);
			}
		const { jobs } = await (await fetch(`http://127.0.0.1:${host.port}/api/1/jobs`, { headers: { Cookie: owner.cookie } })).json();
		equal(jobs, [], "jobs");
	});
	await host.stop();
}

async function tls() {
	const address = Object.values(networkInterfaces()).flat().find(({ family, internal }) => family === "IPv4" && !internal)?.address;
	const [certificate, key] = [`${work}/cert.pem`, `${work}/key.pem`];
	await test("off loopback: not without TLS", async () => {
		for (const listen of [address ?? "192.0.2.1", "0.0.0.0", "::"]) {
			const { status, err } = await run(program, ["--host", "snapshot:tests/hosts/lab.snapshot", "web", "--port", "0", "--listen", listen]);
			equal(status, 2, `status (${err})`);
			ok(/TLS/.test(err), err);
		}
	});
	if (!address)
		return skip("TLS", "this machine has only its loopback address");
	await run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=dda", "-addext", `subjectAltName=IP:${address},DNS:dda.test`,
		"-keyout", key, "-out", certificate]);
	const host = await copyHost("snapshot:tests/hosts/lab.snapshot", "--listen", address, "--tls-cert", certificate, "--tls-key", key);
	const curl = async (...words) => run("curl", ["-s", "-m", "5", "--cacert", certificate, "-o", "/dev/null", "-w", "%{http_code}", ...words]);
	await test("TLS: with it, off loopback", async () => {
		const url = new URL(await host.address());
		equal(url.protocol, "https:", "the address");
		const { status, out } = await curl(url.origin);
		equal([status, out], [0, "200"], "curl");
		const named = await curl("--resolve", `dda.test:${host.port}:${address}`, `https://dda.test:${host.port}/`);
		equal([named.status, named.out], [0, "200"], "by a name of the certificate");
		equal((await curl("-H", `Host: evil.example:${host.port}`, url.origin)).out, "403", "another Host");
		equal((await curl("-H", "Host: 127.0.0.1", url.origin)).out, "403", "loopback as Host");
		ok((await curl(`http://${address}:${host.port}/`)).out !== "200", "without TLS there is no answer");
		const cookie = await run("curl", ["-s", "-m", "5", "--cacert", certificate, "-D", "-", "-H", "Content-Type: application/json", "-d", JSON.stringify({ token: url.hash.split("=")[1] }), `${url.origin}/api/1/session`]);
		ok(/^set-cookie:.*; Secure/im.test(cookie.out), cookie.out);
	});
	await test("TLS: old ones are refused", async () => {
		const says = (options) => new Promise((done) => {
			const socket = secure({ host: address, port: host.port, rejectUnauthorized: false, ciphers: "DEFAULT@SECLEVEL=0", ...options },
				() => { done(socket.getProtocol()); socket.destroy(); }).on("error", () => done(null));
		});
		for (const version of ["TLSv1", "TLSv1.1"])
			equal(await says({ minVersion: "TLSv1", maxVersion: version }), null, version);
		equal([await says({ maxVersion: "TLSv1.2" }), await says({})], ["TLSv1.2", "TLSv1.3"], "new ones");
	});
	await host.stop();
}

export async function attack() {
	await attacked([]);
	await readOnly();
	await tls();
}
