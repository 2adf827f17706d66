import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { environment } from "./environment.ts";
import { measureFloor } from "./floor.ts";
import { measureLatchkey } from "./latchkey.ts";
import { measureBetterAuth } from "./peer-better-auth.ts";

// Everything is measured in one run, one after the other: figures of different runs do not compare.
const { values } = parseArgs({ options: { json: { type: "string" } } });

const results = [
  ...(await measureFloor()),
  ...(await measureLatchkey()),
  ...(await measureBetterAuth()),
];
const report = { environment: environment(), results };

const { cpu, cores, node } = report.environment;
console.log(`Node ${node}, ${cores} cores, ${cpu}\n`);
console.table(
  Object.fromEntries(
    results.map(({ name, opsPerSecond, p50Microseconds, p99Microseconds }) => [
      name,
      {
        "ops/s": Math.round(opsPerSecond),
        "p50 µs": Number(p50Microseconds.toFixed(2)),
        "p99 µs": Number(p99Microseconds.toFixed(2)),
      },
    ]),
  ),
);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
