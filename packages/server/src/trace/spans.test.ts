import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { expect, onTestFinished, test } from "vitest";
import { signUp, whoami } from "../testing/member.ts";
import { startTestServer } from "../testing/test-server.ts";

function registeredProvider(): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  onTestFinished(() => {
    trace.disable();
    context.disable();
  });
  return exporter;
}

test("where OpenTelemetry is set up, a key that is not in memory has a span with children, in one trace", async () => {
  const exporter = registeredProvider();
  const server = await startTestServer();
  const ada = await signUp(server.url, "Ada");
  const { key, id, start } = await ada.createKey({ name: "Payroll" });
  await whoami(server.url, key);
  await whoami(server.url, key);
  // Better Auth makes spans of its own, of requests and of what it asks the database.
  const spans = exporter.getFinishedSpans().filter(({ name }) => name.startsWith("latchkey."));
  const verification = spans.find(({ name }) => name === "latchkey.verify");
  expect(verification?.attributes).toEqual({
    "latchkey.outcome": "valid",
    "latchkey.cache": "miss",
    "latchkey.key.id": id,
  });
  const children = spans.filter((span) => span !== verification);
  expect(children.map(({ name }) => name)).toEqual([
    "latchkey.store.findByStart",
    "latchkey.hash.verify",
    "latchkey.owner.find",
  ]);
  const parent = verification?.spanContext();
  for (const { parentSpanContext } of children) {
    expect(parentSpanContext).toMatchObject({ traceId: parent?.traceId, spanId: parent?.spanId });
  }
  const told = JSON.stringify(
    spans.map(({ name, attributes, events }) => [name, attributes, events]),
  );
  for (const each of [key, start, "Ada", "Payroll"]) expect(told).not.toContain(each);
});
