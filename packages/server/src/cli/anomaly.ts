import { createDetector } from "@latchkey/core";
import { SeriesReader } from "./anomaly/series-csv.ts";
import { type Command, type CommandIo, type Output, UsageError } from "./command.ts";
import { linesOf } from "./lines.ts";
import { parseCommandLine } from "./parse-command-line.ts";

async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { positional } = parseCommandLine(args, {}, { name: "task" });
  if (positional !== "score") throw new UsageError("It must be told what to do: score.");
  return score(io);
}

/** Every line is answered before the next one is read, and none is read that the reader is not ready for. */
async function score({ stdin, stdout, stderr }: CommandIo): Promise<number> {
  const reader = new SeriesReader();
  const detector = createDetector();
  const reading = readingOf(stdout);
  let wrong = 0;
  const say = (line: number, problem: string) => {
    wrong += 1;
    stderr.write(`line ${line}: ${problem}\n`);
  };
  await reading.write("timestamp,value,score\n");
  for await (const line of linesOf(stdin)) {
    if (reading.hasEnded) break;
    if (line.text === null) {
      say(line.number, line.problem);
      continue;
    }
    const row = reader.read(line.text);
    if (row.kind === "wrong") say(line.number, row.problem);
    if (row.kind !== "observation") continue;
    const unusual = detector.observe(row.time, row.number);
    await reading.write(`${row.timestamp},${row.value},${unusual.toFixed(6)}\n`);
  }
  return wrong > 0 ? 1 : 0;
}

/** Whoever reads the answers: `write` waits until they want more, and they may stop, as `head` does. */
function readingOf(stdout: Output) {
  let hasEnded = false;
  let goOn: (() => void) | null = null;
  const wake = () => {
    goOn?.();
    goOn = null;
  };
  stdout.on?.("drain", wake);
  stdout.on?.("error", () => {
    hasEnded = true;
    wake();
  });
  return {
    get hasEnded() {
      return hasEnded;
    },
    async write(text: string): Promise<void> {
      if (stdout.write(text) !== false || stdout.on === undefined || hasEnded) return;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    },
  };
}

export const anomaly: Command = {
  summary: "say how unusual each value of a series is",
  usage: `latchkey anomaly score < series.csv

Reads timestamp,value lines on stdin and writes timestamp,value,score lines to stdout, one as soon as
one is read. The score is how unusual a value is after those before it: from 0 to 1, an alarm from 0.5
on, which a series that nothing happens to reaches about once in ten thousand values. What goes on
scores high when it begins, and not again. The first values, and missing ones, score 0.

The first line names the columns; others than timestamp and value are left out. A timestamp is
2026-01-31T09:30:00Z, 2026-01-31 09:30:00 (UTC), or seconds or milliseconds since 1970; any spacing
will do. A blank value is a missing one. A line that is wrong is said on stderr with its number and
left out; the exit code is then 1.

It needs no data directory and no server. How it works is in docs/anomaly.md.
`,
  run,
};
