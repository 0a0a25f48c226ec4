// Pure: how far a job is, and what would put it back.

// The plan's steps with what became of each, in order; one that was undone has two results. Of a step that is not known
// (the page was loaded by somebody else) there is its number.
export function stepsOf(job, planned = []) {
	const steps = (job.answer?.steps?.length ? job.answer.steps : planned).map((step) => ({ ...step, results: [] }));
	for (const { step, result, seconds } of job.steps)
		(steps[step] ??= { number: step + 1, results: [] }).results.push({ result, seconds });
	return steps.filter(Boolean);
}

export const wentWrong = (job) => job.steps.some(({ result }) => result !== "done");

// Steps of one stage go on side by side: those without a result in the first stage that has any such.
export const stageUnderway = (job, steps) => job.state === "running" && job.waiting == null && !wentWrong(job)
	? steps.find(({ results }) => !results.length)?.stage : undefined;

const opposites = { assign: "release", release: "assign", disable: "enable", enable: "disable", dismount: "mount",
	mount: "dismount", add: "remove", remove: "add" };

// The request that puts back what an answer says was done, or null where there is none. To which VM a card goes back,
// the steps say that took it out.
export function oppositeOf(answer) {
	const command = opposites[answer?.schema?.split(/[./]/)[1]];
	if (!command || answer.outcome !== "done" || !answer.devices.length)
		return null;
	const cardOf = new Map(answer.devices.map(({ address, card }) => [address, card]));
	if (!["assign", "add", "remove"].includes(command))
		return { command, devices: [...new Set(cardOf.values())] };
	const vmOf = new Map(answer.steps.filter(({ step, function: address }) => ["add", "remove"].includes(step) && cardOf.has(address))
		.map(({ function: address, vm }) => [cardOf.get(address), vm]));
	const devices = [...vmOf.keys()], vms = [...vmOf.values()];
	if (new Set(vms).size > 1)
		return command === "assign" ? { command, devices, vms, spread: true } : null;
	return devices.length ? { command, devices, vms: vms.slice(0, 1) } : null;
}
