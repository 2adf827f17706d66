import { rounded, table } from "../markdown.ts";
import type { ClusterReport, Row } from "./row.ts";
import { CLUSTER_TARGETS } from "./targets.ts";

/** The tables of docs/benchmarks.md: one for each group of rows (what stands before the point), and the targets. */
export function clusterMarkdown({ environment, results }: ClusterReport): string {
  const { node, cores, cpu, memoryGiB, date } = environment;
  const groups = Map.groupBy(results, ({ name }) => name.split(".", 1)[0]);
  const targets = clusterTargets(results);
  return [
    `Node ${node}, ${cores} cores of ${cpu}, ${memoryGiB} GiB, ${String(date).slice(0, 10)}:`,
    ...[...groups.values()].map(tableOf),
    table(
      ["name", "what", "must be", "is", "met"],
      targets.map(({ row, figure, must, is, met }) => [`\`${row}\``, figure, must, is, met]),
    ),
  ].join("\n\n");
}

/** Every target with what this run says of it. */
export function clusterTargets(results: readonly Row[]) {
  return CLUSTER_TARGETS.map(({ row, figure, bound, limit }) => {
    const value = results.find(({ name }) => name === row)?.figures[figure];
    const must = `${bound} ${rounded(limit)}`;
    if (value === undefined) return { row, figure, must, is: "not measured", met: "" };
    const isMet = bound === "at most" ? value <= limit : value >= limit;
    return { row, figure, must, is: rounded(value), met: isMet ? "yes" : "**no**" };
  });
}

function tableOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  return table(
    ["name", ...columns],
    rows.map(({ name, figures }) => [
      `\`${name}\``,
      ...columns.map((column) => {
        const value = figures[column];
        return value === undefined ? "" : rounded(value);
      }),
    ]),
    columns,
  );
}
