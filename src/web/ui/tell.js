// What the documents say in words of closed sets.

import { bytes, t } from "./text.js";

// A word that a later dda may have made is shown as it is.
const say = (table) => (word) => table[word]?.() ?? word;

export const outcomeText = say({
	"nothing-to-do": () => t("nothing to do"),
	"refused": () => t("refused"),
	"done": () => t("done"),
	"rolled-back": () => t("rolled back"),
	"left-open": () => t("left open"),
	"confirmed": () => t("done, and confirmed"),
	"finished": () => t("interrupted, and finished later"),
	"undone": () => t("interrupted, and undone later"),
	"null": () => t("not on record"),
});

export const transactionText = say({
	"going-on": () => t("goes on"),
	"waiting": () => t("waits to be confirmed"),
	"confirmed": () => t("is confirmed"),
	"interrupted": () => t("was interrupted"),
	"left-open": () => t("was interrupted, and could not be ended"),
	"finished": () => t("was interrupted, and is finished now"),
	"undone": () => t("was interrupted, and is undone now"),
});

export const stayText = say({
	"taken": () => t("dismounted again"),
	"idle": () => t("without a driver"),
	"busy": () => t("a transaction is about it"),
	"with-host": () => t("the host's driver has it"),
	"other-device": () => t("another device is in its place"),
	"missing": () => t("missing"),
	"failed": () => t("failed"),
	"returned": () => t("given back to the host"),
	"dismounted": () => t("dismounted"),
});

const spaces = {
	"LowMmioGapSize": (n) => t("low space {n} MB", { n }),
	"HighMmioGapSize": (n) => t("high space {n} MB", { n }),
	"HighMmioGapBase": (n) => t("high space from {n} MB on", { n }),
	"X-PciMmio64Mb": (n) => t("64-bit window {n} MB", { n }),
	"maxphysaddr": (n) => n === "passthrough" ? t("address bits as the host's") : t("{n} address bits", { n }),
};

// "low space 144 MB, high space 16896 MB"
export const spaceText = (space) => Object.entries(space ?? {}).filter(([, value]) => value != null)
	.map(([name, value]) => spaces[name]?.(value) ?? `${name} ${value}`).join(", ") || t("as it comes");

const yesNo = (value) => value ? t("yes") : t("no");

// The settings of a VM that matter here; a platform has null for those that it has not got.
const settings = {
	"firmware": [() => t("Firmware"), (v) => v === "rom" ? t("a ROM file") : v.toUpperCase()],
	"generation": [() => t("Generation")],
	"dynamic_memory": [() => t("Memory"), (v) => v ? t("dynamic") : t("fixed")],
	"balloon": [() => t("Memory balloon"), (v, { balloon_target: to }) => v === "none" ? t("none") : `${v}, ${bytes(to ?? 0)}`],
	"page_reporting": [() => t("Free pages"), (v) => v ? t("reported to the host") : t("kept")],
	"page_sharing": [() => t("Equal pages shared"), yesNo],
	"huge_pages": [() => t("Pages"), (v) => v ? t("huge") : t("small")],
	"lock_limit": [() => t("May lock memory up to"), bytes],
	"cpu_mode": [() => t("Processor model")],
	"numa_nodes": [() => t("Memory of NUMA node")],
	"cpus": [() => t("Processors of the host")],
	"hidden": [() => t("Hypervisor hidden"), yesNo],
	"stop_action": [() => t("Stop action")],
	"checkpoint_type": [() => t("Checkpoints")],
	"guest_cache_types": [() => t("Cache types"), (v) => v ? t("the guest's choice") : t("fixed")],
	"nested": [() => t("Nested virtualization"), yesNo],
	"address_space": [() => t("Address space"), spaceText],
	"saved": [() => t("Running state saved"), yesNo],
	"memory_snapshots": [() => t("Snapshots with memory"), yesNo],
	"set_by_dda": [() => t("Set by dda, put back with the last card"), (v) => v.join(", ")],
};

export const settingRows = (all) => Object.entries(settings).filter(([name]) => all[name] != null && all[name].length !== 0)
	.map(([name, [label, value = String]]) => [label(), value(all[name], all)]);

export const hex = (number) => number == null ? t("no room") : `0x${number.toString(16).padStart(10, "0")}`;
export const unique = (array) => [...new Set(array)];

// "0000:01:00, 0000:02:00 and 3 more"
export const listText = (names, most = 6) => names.length <= most ? names.join(", ")
	: t("{names} and {n} more", { names: names.slice(0, most).join(", "), n: names.length - most });
