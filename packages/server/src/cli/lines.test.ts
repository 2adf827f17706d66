import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Line, MAX_LINE_LENGTH, linesOf } from "./lines.ts";

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, size = 7): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of linesOf(pieces(bytes, size))) lines.push(line);
  return lines;
}

test("lines are what is between newlines, in whatever pieces the text comes", async () => {
  const line = fc
    .string({ unit: "grapheme", maxLength: 20 })
    .filter((text) => !/[\n\uFEFF]/.test(text));
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      async (texts, size, isEnded) => {
        const all = isEnded ? [...texts, ""] : texts;
        const expected = all.map((text, index) => ({ number: index + 1, text }));
        // A newline at the end ends a line and begins none.
        if (expected.at(-1)?.text === "") expected.pop();
        expect(await read(Buffer.from(all.join("\n")), size)).toEqual(expected);
      },
    ),
  );
});

test("a byte order mark at the beginning is none of the text", async () => {
  expect(await read(Buffer.from("\uFEFF{}"))).toEqual([{ number: 1, text: "{}" }]);
});

test("a line that is not UTF-8 is told of, and the others are read", async () => {
  const bytes = Buffer.concat([Buffer.from("a\n"), Buffer.from([0xff, 0xfe]), Buffer.from("\nb")]);
  expect(await read(bytes)).toEqual([
    { number: 1, text: "a" },
    { number: 2, text: null, problem: "It is not UTF-8." },
    { number: 3, text: "b" },
  ]);
});

test("a line that is too long is told of, and the others are read", async () => {
  const longest = "x".repeat(MAX_LINE_LENGTH);
  const lines = await read(Buffer.from(`${longest}\n${longest}x\nb`), 10_000);
  expect(lines.map(({ text }) => text?.length)).toEqual([MAX_LINE_LENGTH, undefined, 1]);
  expect(lines[1]).toMatchObject({ problem: expect.stringContaining(`${MAX_LINE_LENGTH}`) });
});
