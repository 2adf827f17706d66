import type { Report } from "./measurement.ts";
import { TARGETS, isMet, runOf } from "./targets.ts";

/** The tables of docs/benchmarks.md. */
export function markdownOf({ environment, results }: Report): string {
  const { node, cores, cpu, memoryGiB, date } = environment;
  return [
    `Node ${node}, ${cores} cores of ${cpu}, ${memoryGiB} GiB, ${String(date).slice(0, 10)}:`,
    table(
      ["name", "ops/s", "p50 µs", "p99 µs", "besides"],
      results.map(({ name, opsPerSecond, p50Microseconds, p99Microseconds, figures = {} }) => [
        `\`${name}\``,
        rounded(opsPerSecond),
        rounded(p50Microseconds),
        rounded(p99Microseconds),
        Object.entries(figures)
          .map(([what, value]) => `${what}: ${rounded(value)}`)
          .join("; "),
      ]),
    ),
    table(
      ["name", "what", "must be", "is", "met"],
      targetsOf({ environment, results }).map(({ row, figure, must, is, met }) => [
        `\`${row}\``,
        figure,
        must,
        is,
        met,
      ]),
    ),
  ].join("\n\n");
}

/** Every target with what this run says of it. */
export function targetsOf({ results }: Report) {
  const run = runOf(results);
  return TARGETS.map((target) => {
    const value = target.value(run);
    const isMeasured = !Number.isNaN(value);
    return {
      row: target.row,
      figure: target.figure,
      must: `${target.bound} ${rounded(target.limit)}`,
      is: isMeasured ? rounded(value) : "not measured",
      met: isMeasured ? (isMet(target, value) ? "yes" : "**no**") : "",
    };
  });
}

/** Two places for what is small, none for what is large. */
export function rounded(value: number): string {
  const digits = Math.abs(value) < 1_000 && !Number.isInteger(value) ? 2 : 0;
  return value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** @param numbers the titles of further columns that are read from the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly string[] = [],
): string {
  const isNumber = (title: string) => /ops|µs|^is$/.test(title) || numbers.includes(title);
  const rule = head.map((title) => (isNumber(title) ? "---:" : "---"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
