import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { messageOf, startChild } from "../child.ts";
import { environment } from "../environment.ts";
import { rounded } from "../markdown.ts";
import { clusterMarkdown, clusterTargets } from "./markdown.ts";
import type { ClusterReport, Row } from "./row.ts";
import { CLUSTER_SECTIONS } from "./sections.ts";

const { values } = parseArgs({
  options: {
    /** Where the results are written to. */
    json: { type: "string" },
    /** The beginning of a row's name: only what is measured together with such rows. */
    only: { type: "string", default: "" },
    /** How many revocations each way of telling of them is measured with. */
    revocations: { type: "string", default: "500" },
    /** Measures nothing: prints the tables of the docs from results that were written earlier. */
    markdown: { type: "string" },
  },
});

if (values.markdown === undefined) await measureAll();
else console.log(clusterMarkdown(JSON.parse(readFileSync(values.markdown, "utf8"))));

async function measureAll(): Promise<void> {
  const { cpu, cores, node } = environment();
  console.log(`Node ${node}, ${cores} cores, ${cpu}\n`);
  const results: Row[] = [];
  for (const [index, { rows }] of CLUSTER_SECTIONS.entries()) {
    if (!rows.some((row) => row.startsWith(values.only))) continue;
    const args = [String(index), values.revocations];
    const measured = await messageOf<Row[]>(startChild("./cluster/section-process.ts", args));
    for (const { name, figures } of measured) {
      const said = Object.entries(figures).map(([what, value]) => `${what}: ${rounded(value)}`);
      console.log(`${name.padEnd(32)}${said.join("; ")}`);
    }
    results.push(...measured);
    write({ environment: environment(), results });
  }
  console.table(clusterTargets(results).filter(({ met }) => met !== ""));
}

/** After each section: a run that is ended early has measured something all the same. */
function write(report: ClusterReport): void {
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}
