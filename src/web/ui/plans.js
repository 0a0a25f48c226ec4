// The dialog of a plan, fetched when it is first wanted.

import { guarded } from "./notice.js";

export const openPlan = guarded(async (request) => (await import("./plan.js")).openPlan(request));
export const openJob = guarded(async (job) => (await import("./plan.js")).openJob(job));
