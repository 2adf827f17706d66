import { argv } from "node:process";
import { CLUSTER_SECTIONS } from "./sections.ts";

// One section in a process of its own, as with everything else that is measured.
const [, , index, revocations] = argv;
const section = CLUSTER_SECTIONS[Number(index)];
if (section === undefined) throw new RangeError(`There is no section ${index}.`);
// Where the bench was ended, nobody is left to be told.
process.once("disconnect", () => process.exit());
const results = await section.run({ revocations: Number(revocations) });
process.send?.(results, () => process.exit());
