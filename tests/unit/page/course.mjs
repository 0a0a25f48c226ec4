// How far a job is, and what would put it back: node --test tests/unit/page/course.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const source = readFileSync(new URL("../../../src/web/ui/course.js", import.meta.url), "base64");
const { oppositeOf, stageUnderway, stepsOf } = await import(`data:text/javascript;base64,${source}`);

const device = (address) => ({ address, card: address.slice(0, -2) });
const step = (kind, stage, address, vm = null) => ({ step: kind, stage, function: address, vm });
const answer = (command, devices, steps, outcome = "done") => ({ schema: `dda.${command}/1`, outcome, devices: devices.map(device), steps });

test("a card that was given is released, all of its functions at once", () => {
	assert.deepEqual(oppositeOf(answer("assign", ["a.0", "a.1", "b.0"], [])), { command: "release", devices: ["a", "b"] });
});

test("a card that was taken back goes to the VM that had it", () => {
	assert.deepEqual(oppositeOf(answer("release", ["a.0", "a.1"], [step("remove", 0, "a.1", "v"), step("remove", 0, "a.0", "v"), step("enable", 2, "a.0")])),
		{ command: "assign", devices: ["a"], vms: ["v"] });
});

test("cards of several VMs go back to each of them", () => {
	assert.deepEqual(oppositeOf(answer("release", ["a.0", "b.0", "c.0"], [step("remove", 0, "b.0", "w"), step("remove", 0, "a.0", "v"), step("remove", 0, "c.0", "v")])),
		{ command: "assign", devices: ["b", "a", "c"], vms: ["w", "v", "v"], spread: true });
});

test("what no VM had goes back to none", () => {
	assert.equal(oppositeOf(answer("release", ["a.0"], [step("enable", 0, "a.0")])), null);
});

test("what was added is removed from that VM", () => {
	assert.deepEqual(oppositeOf(answer("add", ["a.0"], [step("add", 1, "a.0", "v")])), { command: "remove", devices: ["a"], vms: ["v"] });
});

test("what was not done is not put back, nor what has no opposite", () => {
	assert.equal(oppositeOf(answer("assign", ["a.0"], [], "rolled-back")), null);
	assert.equal(oppositeOf(answer("start", ["a.0"], [])), null);
	assert.equal(oppositeOf({ schema: "dda.error/1", kind: "busy" }), null);
});

const planned = [step("disable", 0, "a.0"), step("disable", 0, "a.1"), step("add", 1, "a.0", "v")];
const job = (...steps) => ({ state: "running", waiting: null, answer: null, steps: steps.map(([number, result]) => ({ step: number, result, seconds: 0.1 })) });

test("the first stage with a step that has no result is under way", () => {
	const one = job([1, "done"]);
	assert.equal(stageUnderway(one, stepsOf(one, planned)), 0);
	const both = job([1, "done"], [0, "done"]);
	assert.equal(stageUnderway(both, stepsOf(both, planned)), 1);
});

test("after a failure no step is under way, and what was undone has both results", () => {
	const failed = job([0, "done"], [1, "failed"], [1, "undone"], [0, "undone"]);
	const steps = stepsOf(failed, planned);
	assert.equal(stageUnderway(failed, steps), undefined);
	assert.deepEqual(steps.map(({ results }) => results.map(({ result }) => result)), [["done", "undone"], ["failed", "undone"], []]);
});

test("steps of a plan that is not known have their numbers", () => {
	assert.deepEqual(stepsOf(job([2, "done"])).map(({ number }) => number), [3]);
});
