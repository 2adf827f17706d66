import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import { forgedKey } from "../testing/forged-key.ts";
import { testEngine } from "../testing/test-engine.ts";
import type { Tracer } from "./tracing.ts";

interface Recorded {
  readonly name: string;
  readonly parent: string | null;
  readonly attributes: Record<string, string>;
  status: number | null;
  ended: boolean;
}

/** Keeps what it is told, with the parent of each span, as OpenTelemetry's would. */
function recordingTracer() {
  const spans: Recorded[] = [];
  const active = new AsyncLocalStorage<Recorded>();
  const tracer: Tracer = {
    startActiveSpan(name, run) {
      const parent = active.getStore()?.name ?? null;
      const span: Recorded = { name, parent, attributes: {}, status: null, ended: false };
      spans.push(span);
      return active.run(span, () =>
        run({
          setAttribute: (attribute, value) => (span.attributes[attribute] = value),
          setStatus: ({ code }) => (span.status = code),
          end: () => (span.ended = true),
        }),
      );
    },
  };
  return { tracer, spans };
}

function tracedEngine() {
  const { tracer, spans } = recordingTracer();
  return { ...testEngine({ tracer }), spans };
}

test("a key that is not in memory has a span, with one for each thing that was waited for", async () => {
  const { engine, spans } = tracedEngine();
  const { key, record } = await engine.create({ referenceId: "owner" });
  await engine.verify(key);
  const child = { parent: "latchkey.verify" };
  expect(spans.map(({ name, parent }) => ({ name, parent }))).toEqual([
    { name: "latchkey.verify", parent: null },
    { name: "latchkey.store.findByStart", ...child },
    { name: "latchkey.hash.verify", ...child },
    { name: "latchkey.owner.find", ...child },
  ]);
  expect(spans.every(({ ended, status }) => ended && status === null)).toBe(true);
  expect(spans[0]?.attributes).toEqual({
    "latchkey.outcome": "valid",
    "latchkey.cache": "miss",
    "latchkey.key.id": record.id,
  });
});

test("a key that is answered from memory has none; one whose state is read again has one that says so", async () => {
  const { engine, spans, clock } = tracedEngine();
  const { key } = await engine.create({ referenceId: "owner" });
  await engine.verify(key);
  spans.length = 0;
  await engine.verify(key);
  expect(spans).toEqual([]);
  clock.advance(1_000);
  await engine.verify(key);
  expect(spans[0]?.attributes).toMatchObject({ "latchkey.cache": "revalidated" });
});

test("an outage is an error of the span, and is not told in words", async () => {
  const { engine, spans, store } = tracedEngine();
  const { key } = await engine.create({ referenceId: "owner" });
  store.fail(new Error(`select * from apikey where key = '${key}'`));
  await engine.verify(key);
  expect(spans.map(({ name, status }) => ({ name, status }))).toEqual([
    { name: "latchkey.verify", status: 2 },
    { name: "latchkey.store.findByStart", status: 2 },
  ]);
  expect(JSON.stringify(spans)).not.toContain("apikey where");
});

test("spans hold neither keys, nor starts, nor names, nor addresses, nor owners; of a wrong secret not even the id", async () => {
  const { engine, spans } = tracedEngine();
  const { key, record } = await engine.create({ referenceId: "Ada", name: "Payroll" });
  const forged = forgedKey(record.start);
  await engine.verify(forged, { address: "192.0.2.7" });
  const wrong = JSON.stringify(spans);
  await engine.verify(key, { address: "192.0.2.7" });
  const all = JSON.stringify(spans);
  expect(wrong).not.toContain(record.id);
  for (const each of [key, forged, record.start, "Ada", "Payroll", "192.0.2.7"]) {
    expect(all).not.toContain(each);
  }
});
