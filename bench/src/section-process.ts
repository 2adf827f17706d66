import { argv } from "node:process";
import { SECTIONS } from "./sections.ts";

// One section in a process of its own, so that neither the heap nor the optimized code of one measurement is another's.
const [, , index, full] = argv;
const section = SECTIONS[Number(index)];
if (section === undefined) throw new RangeError(`There is no section ${index}.`);
// Where the bench was ended, nobody is left to be told.
process.once("disconnect", () => process.exit());
const results = await section.run({ full: full === "full" });
process.send?.(results, () => {
  // Some sections leave work that nobody waits for.
  process.exit();
});
