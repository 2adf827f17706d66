import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { commandRun } from "../testing/command-run.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { anomaly } from "./anomaly.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** `latchkey anomaly score` as its users start it, in an empty folder and without any variable. */
function scoring() {
  const child = spawn(
    process.execPath,
    ["--conditions=latchkey-source", MAIN, "anomaly", "score"],
    {
      cwd: temporaryFolder(),
      env: { PATH: process.env["PATH"] },
    },
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    child,
    write: (text: string) => child.stdin.write(text),
    end: () => child.stdin.end(),
    next: async () => (await lines.next()).value,
    ended: once(child, "close").then(([code]: unknown[]) => ({ code, errors })),
  };
}

async function scored(stdin: string) {
  const run = await commandRun(["anomaly", "score"], { stdin });
  return { ...run, lines: run.stdout.trimEnd().split("\n") };
}

/** A line of one CSV each five minutes, 2026-01-01 on. */
function series(
  values: readonly (number | string)[],
  stamp = (seconds: number) => String(seconds),
) {
  const lines = values.map((value, index) => `${stamp(1_767_225_600 + 300 * index)},${value}`);
  return `timestamp,value\n${lines.join("\n")}\n`;
}

const scoreOf = (line: string) => line.split(",")[2];

/** Something between 0 and 10 that looks like chance. */
const wavering = (index: number) => ((index * 7_919) % 101) / 10;

describe("as a process of its own", () => {
  test("it answers every line before the next, header first", async () => {
    const run = scoring();
    run.write("timestamp,value\n");
    expect(await run.next()).toBe("timestamp,value,score");
    for (const line of ["2026-01-01 00:00:00,1.50", "2026-01-01 00:05:00,"]) {
      run.write(`${line}\n`);
      expect(await run.next()).toBe(`${line},0.000000`);
    }
    run.end();
    expect(await run.ended).toEqual({ code: 0, errors: "" });
  });

  test("it finds what is unusual, and writes nothing anywhere", async () => {
    const run = scoring();
    const values = Array.from({ length: 3_000 }, (_, index) =>
      index === 2_500 ? 60 : wavering(index),
    );
    run.write(series(values));
    run.end();
    const scores: number[] = [];
    expect(await run.next()).toBe("timestamp,value,score");
    for (let at = 0; at < values.length; at += 1) {
      scores.push(Number(String(await run.next()).split(",")[2]));
    }
    expect(scores.findIndex((score) => score >= 0.5)).toBe(2_500);
    expect(await run.ended).toEqual({ code: 0, errors: "" });
  });

  test("it stops quietly where nobody reads on", async () => {
    const run = scoring();
    run.child.stdin.on("error", () => {});
    run.write("timestamp,value\n1,1\n");
    await run.next();
    run.child.stdout.destroy();
    run.write("2,1\n".repeat(20_000));
    run.end();
    expect((await run.ended).errors).toBe("");
  });
});

test("it waits where its reader is slower", async () => {
  const written: string[] = [];
  const reader = new EventEmitter();
  const finished = anomaly.run(["score"], {
    stdin: (async function* () {
      yield Buffer.from("timestamp,value\n1,1\n2,2\n");
    })(),
    stdout: {
      write: (text: string) => {
        written.push(text);
        return false;
      },
      on: (event, listener) => reader.on(event, listener),
    },
    stderr: { write: () => true },
    env: {},
    directory: "/",
    signals: new EventEmitter(),
    exit: () => {},
  });
  await new Promise(setImmediate);
  expect(written).toEqual(["timestamp,value,score\n"]);
  for (let line = 0; line < 3; line += 1) {
    reader.emit("drain");
    await new Promise(setImmediate);
  }
  expect(await finished).toBe(0);
  expect(written).toHaveLength(3);
});

describe("timestamps", () => {
  const values = Array.from({ length: 600 }, (_, index) => (index === 550 ? 90 : wavering(index)));
  const stamps: [string, (seconds: number) => string][] = [
    ["in milliseconds", (seconds) => String(seconds * 1_000)],
    ["as ISO 8601", (seconds) => new Date(seconds * 1_000).toISOString()],
    [
      "with an offset",
      (seconds) => new Date((seconds + 3_600) * 1e3).toJSON().replace("Z", "+01:00"),
    ],
    [
      "with a blank and no zone",
      (seconds) => new Date(seconds * 1e3).toJSON().slice(0, 19).replace("T", " "),
    ],
  ];

  test.each(stamps)("%s mean the same, and are echoed as they came", async (_, stamp) => {
    const plain = await scored(series(values));
    const other = await scored(series(values, stamp));
    expect(other.lines.map(scoreOf)).toEqual(plain.lines.map(scoreOf));
    expect(other.lines[1]).toBe(`${stamp(1_767_225_600)},0,0.000000`);
    expect(other.code).toBe(0);
  });
});

describe("columns", () => {
  test.each([
    ["in another order", "value,timestamp\n7,1767225600\n"],
    ["among others", "host,Time,Value,label\na,1767225600,7,0\n"],
    ["of other names", "when,requests\n1767225600,7\n"],
    ["without a header", "1767225600,7\n"],
    ["with quotes and carriage returns", '"timestamp","value"\r\n"1767225600","7"\r\n'],
    ["with semicolons and a byte order mark", "\uFEFFtimestamp;value\n1767225600;7\n"],
    ["with blank lines", "\ntimestamp,value\n\n1767225600,7\n\n"],
  ])("%s are found", async (_, stdin) => {
    expect(await scored(stdin)).toMatchObject({
      code: 0,
      stderr: "",
      stdout: "timestamp,value,score\n1767225600,7,0.000000\n",
    });
  });
});

test.each(["", "NaN", "nan", "null", "NA"])(
  "a value of %j is missing: it scores 0",
  async (value) => {
    expect(await scored(`timestamp,value\n1,${value}\n`)).toMatchObject({
      code: 0,
      lines: ["timestamp,value,score", `1,${value},0.000000`],
    });
  },
);

describe("a line that is wrong is said with its number and left out", () => {
  test.each([
    ["yesterday,1", '"yesterday" is no timestamp; allowed are 2026-01-31T09:30:00Z'],
    ["2026-02-30 00:00:00,1", '"2026-02-30 00:00:00" is no timestamp'],
    ["2026-01-01T25:00:00Z,1", "is no timestamp"],
    ["1767225600,many", '"many" is no number; a value is one, or blank where it is missing.'],
    ["1767225600,1e999", '"1e999" is no number'],
    ["1767225600,0x10", '"0x10" is no number'],
    ["1767225600", "It has 1 column; a timestamp and a value must be there"],
    [`${"9".repeat(300_000)},1`, "It has more than 262144 bytes."],
  ])("%.40s", async (line, problem) => {
    const run = await scored(`timestamp,value\n1767225500,1\n${line}\n1767225700,2\n`);
    expect(run.code).toBe(1);
    expect(run.stderr.startsWith("line 3: ")).toBe(true);
    expect(run.stderr).toContain(problem);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(run.lines).toEqual([
      "timestamp,value,score",
      "1767225500,1,0.000000",
      "1767225700,2,0.000000",
    ]);
  });
});

test("nothing to score is a header and no error", async () => {
  expect(await scored("")).toMatchObject({
    code: 0,
    stdout: "timestamp,value,score\n",
    stderr: "",
  });
});

test.each([
  [["anomaly"]],
  [["anomaly", "find"]],
  [["anomaly", "score", "file.csv"]],
  [["anomaly", "score", "--fast"]],
])("%j is called wrongly, and says how", async (args) => {
  const { code, stdout, stderr } = await commandRun(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("latchkey anomaly score < series.csv");
});
