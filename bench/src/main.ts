import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { messageOf, startChild } from "./child.ts";
import { environment } from "./environment.ts";
import { markdownOf, rounded, targetsOf } from "./markdown.ts";
import type { Measurement, Report } from "./measurement.ts";
import { SECTIONS } from "./sections.ts";

const { values } = parseArgs({
  options: {
    /** Where the results are written to. */
    json: { type: "string" },
    /** The beginning of a row's name: only what is measured together with such rows. */
    only: { type: "string", default: "" },
    /** Also what takes many minutes. */
    full: { type: "boolean", default: false },
    /** Measures nothing: prints the tables of the docs from results that were written earlier. */
    markdown: { type: "string" },
  },
});

if (values.markdown === undefined) await measureAll();
else console.log(markdownOf(JSON.parse(readFileSync(values.markdown, "utf8"))));

// Everything is measured in one run, one thing after the other: figures of different runs do not compare.
async function measureAll(): Promise<void> {
  const { cpu, cores, node } = environment();
  console.log(`Node ${node}, ${cores} cores, ${cpu}\n`);
  const results: Measurement[] = [];
  for (const [index, { rows }] of SECTIONS.entries()) {
    if (!rows.some((row) => row.startsWith(values.only))) continue;
    const child = startChild("./section-process.ts", [String(index), values.full ? "full" : ""]);
    const measured = await messageOf<Measurement[]>(child);
    for (const each of measured) console.log(lineOf(each));
    results.push(...measured);
    write({ environment: environment(), results });
  }
  console.table(targetsOf({ environment: environment(), results }).filter(({ met }) => met !== ""));
}

/** After each section: a run that is ended early has measured something all the same. */
function write(report: Report): void {
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

function lineOf({ name, opsPerSecond, p50Microseconds, p99Microseconds, figures }: Measurement) {
  const columns = [opsPerSecond, p50Microseconds, p99Microseconds].map((each) =>
    rounded(each).padStart(12),
  );
  const besides = Object.entries(figures ?? {}).map(
    ([what, value]) => `${what}: ${rounded(value)}`,
  );
  return `${name.padEnd(28)}${columns[0]} ops/s ${columns[1]} p50 µs ${columns[2]} p99 µs   ${besides.join("; ")}`;
}
